"""Without a person's key nothing of theirs can be read, and every page still says what is left."""

from io import BytesIO
from uuid import uuid4

import pytest

from oase.conversations import actions
from oase.conversations.models import Conversation
from oase.conversations.words import IncomingFile
from oase.privacy.models import PersonKey
from tests.cast import IBAN, PHONE, Cast
from tests.portals.customer.conftest import SignIn

PAGES = ("/", "/concerns/", "/access/", "/profile/", "/ask/kaffeewerk/")


@pytest.fixture
def erased(cast: Cast) -> Conversation:
    """A concern of Karla's with a file, whose originals are closed for ever."""
    conversation = cast.given_on()
    actions.reply(
        conversation_id=conversation.pk,
        author=cast.karla,
        role="customer",
        text=f"Bitte an {PHONE}.",
        client_id=uuid4(),
        files=[IncomingFile("rechnung-blum.pdf", "application/pdf", 1, BytesIO(b"x"))],
    )
    PersonKey.objects.filter(person=cast.karla).delete()
    return conversation


def test_the_customers_pages_go_on_with_what_is_left(cast: Cast, erased: Conversation, signed_in: SignIn) -> None:
    browser = signed_in(cast.karla)
    own = (f"/concerns/{erased.pk}/", f"/concerns/{erased.pk}/live/")
    pages = {url: browser.get(url, follow=True) for url in (*PAGES, *own)}
    assert {url: page.status_code for url, page in pages.items()} == dict.fromkeys(pages, 200)
    thread = pages[own[0]].content.decode()
    assert [word for word in (IBAN, PHONE, "rechnung-blum", "/files/") if word in thread] == []
    assert "[Phone 1]" in thread or "[Telefon 1]" in thread
    assert "erased file" in thread


def test_what_an_erased_person_writes_is_kept_closed_and_nothing_breaks(
    cast: Cast, erased: Conversation, signed_in: SignIn
) -> None:
    browser, concern = signed_in(cast.karla), f"/concerns/{erased.pk}/"
    text = {"text": f"Noch etwas: {PHONE}", "client_id": uuid4()}
    preview = browser.post("/ask/kaffeewerk/preview/", text)
    assert (preview.status_code, preview.content.decode().count(PHONE)) == (200, 1)
    assert browser.post(f"{concern}reply/", text).status_code == 303
    assert erased.messages.order_by("-seq")[0].body == ""
    assert browser.get(concern).status_code == 200
    actions.confirm_solution(conversation_id=erased.pk, by=cast.karla)
    assert browser.post(f"{concern}rate/", {"stars": "5", "thanks": "Danke"}).status_code == 422


def test_staff_see_the_shielded_thread(cast: Cast, erased: Conversation, signed_in: SignIn) -> None:
    browser = signed_in(cast.ada)
    case = f"/office/kaffeewerk/{erased.pk}/"
    purpose = cast.kaffeewerk.purposes.get().pk
    assert browser.post(f"{case}reveal/", {"purpose": purpose}).status_code == 422
    assert browser.post(f"{case}contact/", {"purpose": purpose}).status_code == 303
    page = browser.get(case)
    assert (page.status_code, PHONE in page.content.decode()) == (200, False)
