"""Karla asks; guests ask; what is refused stays in the box."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from oase.conversations.actions.asking import MOST_UNCONFIRMED
from oase.conversations.models import Assignment, Attachment, Conversation, Message
from oase.conversations.thread import thread_visible_to_customer
from oase.experts.models import Expert
from oase.people.models import Person
from oase.privacy.files import describe
from tests.cast import IBAN, PHONE, QUESTION, Cast, current
from tests.portals.customer.conftest import SignIn, stranger

ASK, PREVIEW = "/ask/kaffeewerk/", "/ask/kaffeewerk/preview/"
HTMX = {"HX-Request": "true"}


def body(response: Any) -> str:
    return str(response.content.decode())


def file(name: str, content: bytes = b"x") -> BytesIO:
    upload = BytesIO(content)
    upload.name = name
    return upload


def test_karla_asks_and_is_led_to_her_concern(cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in(cast.karla).post(ASK, {"text": QUESTION, "client_id": uuid4()})
    concern = Conversation.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/concerns/{concern.pk}/")
    assert (concern.customer, concern.topic) == (cast.customer, cast.machines)
    assert current(concern).level == Assignment.NETWORK
    said = concern.messages.get().body
    assert [word for word in ("Karla", "Blum", PHONE, IBAN) if word in said] == []


def test_with_htmx_the_browser_is_told_where_to_go(cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in(cast.karla).post(ASK, {"text": QUESTION, "client_id": uuid4()}, headers=HTMX)
    assert (answer.status_code, answer["HX-Redirect"]) == (200, f"/concerns/{Conversation.objects.get().pk}/")


def test_sending_twice_asks_once(cast: Cast, signed_in: SignIn) -> None:
    client, form = signed_in(cast.karla), {"text": QUESTION, "client_id": uuid4()}
    assert client.post(ASK, form)["Location"] == client.post(ASK, form)["Location"]
    assert (Conversation.objects.count(), Message.objects.count()) == (1, 1)


def test_a_broken_client_id_is_no_reason_to_lose_a_question(cast: Cast, signed_in: SignIn) -> None:
    assert signed_in(cast.karla).post(ASK, {"text": QUESTION, "client_id": "1; DROP"}).status_code == 303


def test_what_was_opened_and_hidden_by_hand_is_sent_so(cast: Cast, signed_in: SignIn) -> None:
    form = {"text": QUESTION, "client_id": uuid4(), "seen": ["Karla Blum", PHONE], "hide": [PHONE, "E12"]}
    signed_in(cast.karla).post(ASK, form)
    said = Message.objects.get().body
    assert "Karla Blum" in said
    assert "E12" not in said
    assert PHONE not in said


def test_karla_may_choose_the_topic_and_the_company(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.karla)
    client.post(ASK, {"text": "Eine Frage", "client_id": uuid4(), "topic": "invoices"})
    assert Conversation.objects.get().topic == cast.invoices
    client.post(ASK, {"text": QUESTION, "client_id": uuid4(), "wants_company": "1"})
    assert current(Conversation.objects.latest("opened_at")).holder == cast.ada


def test_a_topic_of_another_company_is_none(cast: Cast, signed_in: SignIn) -> None:
    signed_in(cast.karla).post(ASK, {"text": "Hallo", "client_id": uuid4(), "topic": "leasing"})
    assert Conversation.objects.get().topic is None


def test_files_are_sealed_under_a_harmless_name(cast: Cast, signed_in: SignIn) -> None:
    files = [file("../../x.html", b"<script>"), file("a.png")]
    signed_in(cast.karla).post(ASK, {"text": QUESTION, "client_id": uuid4(), "files": files})
    assert [describe(one.file).name for one in Attachment.objects.order_by("pk")] == ["x.html", "a.png"]


def test_a_guest_needs_an_address_only_and_sees_this_one_concern(cast: Cast, nobody: Client) -> None:
    earlier = cast.asks()
    answer = nobody.post(ASK, {"text": QUESTION, "client_id": uuid4(), "email": "New@Example.org"})
    guest = Person.objects.get(email="new@example.org")
    assert nobody.get(answer["Location"]).status_code == 200
    assert nobody.get(f"/concerns/{earlier.pk}/").status_code == 404
    assert guest.has_usable_password() is False


def without_what_differs_anyway(page: str) -> str:
    page = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "id", page)
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
    return re.sub(r"\d\d:\d\d|T[\d:+]+|stroke-dasharray=\"[^\"]+\"|\d+ minutes? left", "time", page)


def test_a_guest_who_types_karlas_address_learns_nothing(cast: Cast) -> None:
    """The pages of a known and an unknown address are the same, word for word."""
    pages = []
    earlier = cast.asks()
    for email in ("karla@example.org", "nobody-knows@example.org"):
        browser = stranger()
        form = {
            "text": "Ich bin Blum, Lindenstraße 8. Aroma",
            "client_id": uuid4(),
            "email": email,
            "first_name": "Eve",
        }
        place = browser.post(ASK, form)["Location"]
        pages.append([without_what_differs_anyway(body(browser.get(url))) for url in (place, "/concerns/", "/access/")])
        assert browser.get(f"/concerns/{earlier.pk}/").status_code == 404
    assert pages[0] == pages[1]
    assert [("Karla" in page, "Ada" in page) for page in pages[0]] == [(False, False)] * 3
    assert "Lindenstraße 8" in pages[0][0]
    cast.karla.refresh_from_db()
    assert cast.karla.first_name == "Karla"


def test_the_preview_knows_who_is_signed_in_but_not_whose_address_is_typed(
    cast: Cast, signed_in: SignIn, nobody: Client
) -> None:
    # What only her record says is a datum.
    cast.customer.number = "A7X"
    cast.customer.save(update_fields=["number"])
    form = {"text": "Zu A7X gehört das Paket.", "email": "karla@example.org"}
    assert "A7X as [N" in body(signed_in(cast.karla).post(PREVIEW, form, headers=HTMX))
    assert "A7X as [N" not in body(nobody.post(PREVIEW, form, headers=HTMX))


def test_without_script_the_preview_is_the_whole_page_with_everything_kept(cast: Cast, nobody: Client) -> None:
    page = body(nobody.post(PREVIEW, {"text": QUESTION, "email": "new@example.org", "topic": "invoices"}))
    assert "<h1" in page
    assert 'value="new@example.org"' in page
    assert '<option value="invoices" selected>' in page
    assert f'name="hide" value="{IBAN}" checked' in page
    assert Conversation.objects.count() == 0


def test_an_opened_word_can_be_hidden_again(cast: Cast, nobody: Client) -> None:
    page = body(nobody.post(PREVIEW, {"text": QUESTION, "seen": [PHONE]}, headers=HTMX))
    assert f'<input type="hidden" name="seen" value="{PHONE}">' in page
    assert f'name="hide" value="{PHONE}" data-mask' in page


def test_the_preview_escapes_what_was_typed(cast: Cast, nobody: Client) -> None:
    page = body(nobody.post(PREVIEW, {"text": "<script>alert(1)</script>"}, headers=HTMX))
    assert "<script>" not in page


def test_the_pledge_is_what_asking_then_does(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.karla)
    assert "1 expert for “Coffee machines” is there right now" in body(client.post(PREVIEW, {"text": QUESTION}))
    Expert.objects.update(available=False)
    page = body(client.post(PREVIEW, {"text": QUESTION}))
    assert "No expert for “Coffee machines” is free right now, so Kaffeewerk answers." in page
    assert "Ada, your advisor, answers by" in page
    page = body(client.post(PREVIEW, {"text": "Meine Aroma brennt, mein Anwalt meldet sich"}))
    assert "This is a matter for Kaffeewerk alone." in page


def test_the_pledge_names_whoever_is_there_when_ada_is_away(cast: Cast, signed_in: SignIn) -> None:
    away = cast.customer.advisor
    assert away is not None
    away.away_until = timezone.now() + timedelta(days=3)
    away.save()
    assert "If not, Dora, your advisor, takes over." in body(signed_in(cast.karla).post(PREVIEW, {"text": QUESTION}))


def test_empty_is_refused_and_leaves_nothing_behind(cast: Cast, nobody: Client) -> None:
    answer = nobody.post(ASK, {"text": "  ", "client_id": uuid4(), "email": "new@example.org"})
    assert answer.status_code == 422
    assert "Please write a few words first." in body(answer)
    assert Person.objects.filter(email="new@example.org").exists() is False


def test_a_text_too_long_stays_in_the_box(cast: Cast, signed_in: SignIn) -> None:
    text = "ä" * 20_001
    answer = signed_in(cast.karla).post(ASK, {"text": text, "client_id": uuid4()})
    assert answer.status_code == 422
    assert "Your text is 1 character too long." in body(answer)
    assert text in body(answer)


def test_a_file_too_large_is_refused_with_a_sentence_and_the_text_stays(cast: Cast, signed_in: SignIn) -> None:
    big = file("big.mp4", b"\0" * (25 * 2**20 + 1))
    client, form = signed_in(cast.karla), {"text": QUESTION, "client_id": uuid4()}
    answer = client.post(ASK, form | {"files": [big]})
    assert answer.status_code == 422
    assert "“big.mp4” is larger than 25 MB." in body(answer)
    assert QUESTION in body(answer)
    assert Conversation.objects.count() == 0


def test_with_htmx_a_refusal_touches_only_the_sentences(cast: Cast, nobody: Client) -> None:
    answer = nobody.post(ASK, {"text": QUESTION, "client_id": uuid4(), "email": "no address"}, headers=HTMX)
    assert answer.status_code == 422
    assert "<textarea" not in body(answer)
    assert 'hx-target="#ask-field-email"' in body(answer)


def test_nul_and_broken_utf8_come_in_as_replacement_characters(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.karla)
    form = f"client_id={uuid4()}&text=Aroma%00+kalt+%ff%fe"
    answer = client.generic("POST", ASK, form, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 303
    first = thread_visible_to_customer(Conversation.objects.get())[0]
    assert first.text == "Aroma\ufffd kalt \ufffd\ufffd"


def test_nul_in_an_address_is_a_field_to_mend(cast: Cast, nobody: Client) -> None:
    answer = nobody.post(ASK, {"text": QUESTION, "client_id": uuid4(), "email": "a\0@example.org"})
    assert answer.status_code == 422


def test_there_is_no_such_company(cast: Cast, nobody: Client) -> None:
    assert [nobody.get("/ask/nowhere/").status_code, nobody.post("/ask/nowhere/preview/").status_code] == [404, 404]


def test_a_guest_who_knows_a_client_id_gets_no_concern_of_karlas(cast: Cast, signed_in: SignIn, nobody: Client) -> None:
    form = {"text": QUESTION, "client_id": uuid4()}
    place = signed_in(cast.karla).post(ASK, form)["Location"]
    nobody.post(ASK, form | {"email": "karla@example.org"})
    assert nobody.get(place).status_code == 404


def test_a_guest_who_sends_twice_keeps_the_concern(cast: Cast, nobody: Client) -> None:
    form = {"text": QUESTION, "client_id": uuid4(), "email": "new@example.org"}
    places = {nobody.post(ASK, form)["Location"] for _ in range(2)}
    assert [nobody.get(place).status_code for place in places] == [200]


def test_nobody_can_fill_the_mailbox_of_an_address_they_typed(cast: Cast, signed_in: SignIn) -> None:
    def asked(browser: Client, email: str) -> int:
        return browser.post(ASK, {"text": QUESTION, "client_id": uuid4(), "email": email}).status_code

    answers = [asked(stranger(), "Karla@example.org") for _ in range(MOST_UNCONFIRMED + 2)]
    assert answers == [303] * MOST_UNCONFIRMED + [422] * 2
    assert Conversation.objects.count() == MOST_UNCONFIRMED
    assert asked(stranger(), "new@example.org") == 303
    assert asked(signed_in(cast.karla), "") == 303
    Conversation.objects.update(opened_at=timezone.now() - timedelta(hours=1))
    assert asked(stranger(), "karla@example.org") == 303
