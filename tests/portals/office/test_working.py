"""Ada at work: what her pages show, what they keep, and what they tell Karla."""

import time
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from oase.companies.models import Purpose
from oase.conversations import actions
from oase.conversations.links import file_token
from oase.conversations.models import Assignment, Attachment, Conversation, Message
from oase.conversations.thread import thread_visible_to_customer
from oase.conversations.words import IncomingFile
from oase.jobs import clock
from oase.people.models import Person
from oase.privacy.models import AccessLog
from oase.ratings.actions import rate
from tests.cast import IBAN, PHONE, Cast, current


class Desk:
    """A browser with somebody of Kaffeewerk signed in, in English."""

    def __init__(self, person: Person) -> None:
        self.client = Client(headers={"accept-language": "en"})
        self.client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])

    def get(self, name: str, *args: object, **query: str) -> str:
        answer = self.client.get(reverse(f"office-{name}", args=["kaffeewerk", *args]), query)
        assert answer.status_code == 200
        return answer.content.decode()

    def post(self, name: str, conversation: Conversation, *, status: int = 303, **data: Any) -> Any:
        answer = self.client.post(reverse(f"office-{name}", args=["kaffeewerk", conversation.pk]), data)
        assert answer.status_code == status
        return answer


@pytest.fixture
def ada(cast: Cast) -> Desk:
    return Desk(cast.ada)


def words(text: str, audience: str = Message.CONVERSATION) -> dict[str, Any]:
    return {"text": text, "audience": audience, "client_id": str(uuid4())}


def purpose(cast: Cast) -> int:
    return Purpose.objects.get(company=cast.kaffeewerk, text_en="check the warranty").pk


def test_the_case_shows_the_shielded_thread_and_says_who_would_see_a_reveal(cast: Cast, ada: Desk) -> None:
    page = ada.get("case", cast.given_on().pk)
    assert "[IBAN 1]" in page
    for secret in (PHONE, IBAN, "karla@example.org", "Lindenstraße"):
        assert secret not in page
    assert "Karla Blum sees who read it" in page
    assert "Your promise:" in page
    assert not AccessLog.objects.exists()


def test_after_saying_what_for_the_originals_stand_in_place(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    ada.post("reveal", conversation, purpose=purpose(cast))
    page = ada.get("case", conversation.pk)
    assert (PHONE in page, IBAN in page, "[IBAN 1]" in page) == (True, True, False)
    assert "Originals are open" in page
    assert PHONE not in Desk(cast.dora).get("case", conversation.pk)
    assert AccessLog.objects.count() == 1


def test_without_a_purpose_nothing_opens_and_the_page_says_so(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    for chosen in ("", "x", "0", "99999999999999999999"):
        page = ada.post("reveal", conversation, status=422, purpose=chosen).content.decode()
        assert "Please choose what you need the originals for." in page
        assert PHONE not in page
    assert not AccessLog.objects.exists()


def test_contact_data_appear_on_request_and_are_logged(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    ada.post("contact", conversation, status=422)
    ada.post("contact", conversation, purpose=purpose(cast))
    page = ada.get("case", conversation.pk)
    for datum in (PHONE, "karla@example.org", "Lindenstraße 8", "79098 Freiburg"):
        assert datum in page
    assert list(AccessLog.objects.values_list("kind", flat=True)) == ["contact"]


def test_karla_reads_adas_words_as_written_and_everyone_else_the_shielded(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    text = f"Guten Tag, Frau Blum, das Geld geht an {IBAN}."
    ada.post("reply", conversation, **words(text))
    stored = conversation.messages.get(author=cast.ada)
    assert (IBAN in stored.body, "Blum" in stored.body) == (False, False)
    assert text in [line.text for line in thread_visible_to_customer(conversation)]
    assert IBAN not in ada.get("thread", conversation.pk)
    assert current(conversation).turn == Assignment.CUSTOMER


def test_a_note_stays_inside(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    ada.post("reply", conversation, **words("Charge mit dem schwachen Sensor.", Message.STAFF))
    assert "schwachen Sensor" in Desk(cast.dora).get("thread", conversation.pk)
    assert all("Sensor" not in line.text for line in thread_visible_to_customer(conversation))
    assert current(conversation).turn == Assignment.HOLDER


def test_sent_twice_is_said_once(cast: Cast, ada: Desk) -> None:
    conversation, once = cast.given_on(), words("Wir tauschen sie aus.")
    ada.post("reply", conversation, **once)
    ada.post("reply", conversation, **once)
    assert conversation.messages.filter(author=cast.ada).count() == 1


@pytest.mark.parametrize("text", ["", "   ", "a" * 20_001])
def test_what_is_refused_is_said_and_kept(cast: Cast, ada: Desk, text: str) -> None:
    conversation = cast.given_on()
    sent = words(text, Message.STAFF)
    page = ada.post("reply", conversation, status=422, **sent).content.decode()
    assert f'value="{sent["client_id"]}"' in page
    assert text.strip() in page
    assert 'value="staff" checked' in page
    assert 'aria-invalid="true"' in page
    assert not conversation.messages.filter(author=cast.ada).exists()


@pytest.mark.parametrize("client_id", ["", "x", "4711"])
def test_a_form_without_its_id_is_refused_with_the_words_kept(cast: Cast, ada: Desk, client_id: str) -> None:
    conversation = cast.given_on()
    sent = words("Wir tauschen sie aus.") | {"client_id": client_id}
    page = ada.post("reply", conversation, status=422, **sent).content.decode()
    assert "Wir tauschen sie aus.</textarea>" in page
    assert f'name="client_id" value="{client_id}"' not in page
    ada.post("reply", conversation, status=422, text="Hallo", audience="everybody", client_id=str(uuid4()))


def test_with_htmx_only_the_sentence_or_only_what_changed_comes_back(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    address = reverse("office-reply", args=["kaffeewerk", conversation.pk])
    refused = ada.client.post(address, words(""), headers={"HX-Request": "true"})
    assert (refused.status_code, refused["HX-Retarget"]) == (422, "#composer-refused")
    assert "<form" not in refused.content.decode()
    answer = ada.client.post(address, words("Ist unterwegs."), headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert (answer.status_code, page.count("<hx-partial"), "<html" in page) == (200, 2, False)
    assert "Ist unterwegs." in page


def test_a_draft_waits_for_its_writer_alone_and_goes_when_sent(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    ada.post("draft", conversation, status=204, text="Ich schaue gerade nach")
    assert "Ich schaue gerade nach</textarea>" in ada.get("case", conversation.pk)
    assert "Ich schaue gerade nach" not in Desk(cast.dora).get("case", conversation.pk)
    ada.post("draft", conversation, status=422, text="a" * 20_001)
    ada.post("reply", conversation, **words("Es ist unterwegs."))
    assert "Ich schaue gerade nach" not in ada.get("case", conversation.pk)


def test_handing_over_offers_the_deputy_first_and_tells_everyone(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    page = ada.get("case", conversation.pk, open="hand-over")
    assert page.index("Dora Weiss") < page.index("Sven Falk")
    assert '<dialog class="dialog" id="hand-over" aria-labelledby="hand-over-title" open>' in page
    dora = cast.member(cast.dora)
    ada.post("hand-over", conversation, to=dora.pk, note=f"Bitte anrufen: {PHONE}")
    assert current(conversation).holder == cast.dora
    thread = Desk(cast.dora).get("thread", conversation.pk)
    assert "Bitte anrufen" in thread
    assert PHONE not in thread


def test_handing_over_to_nobody_or_to_strangers_changes_nothing(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    page = ada.post("hand-over", conversation, status=422, note="Bitte übernehmen.").content.decode()
    assert "Please choose who takes care of it." in page
    assert "Bitte übernehmen.</textarea>" in page
    ada.post("hand-over", conversation, status=404, to=cast.member(cast.mallory).pk)
    away = cast.member(cast.dora)
    away.away_until = clock.now() + timedelta(days=1)
    away.save()
    ada.post("hand-over", conversation, status=422, to=away.pk)
    assert current(conversation).holder == cast.ada


def test_dora_takes_over_and_solves_and_the_page_says_what_can_be_done(cast: Cast) -> None:
    conversation, dora = cast.given_on(), Desk(cast.dora)
    assert "Take over" in dora.get("head", conversation.pk)
    dora.post("take", conversation)
    assert "Take over" not in dora.get("head", conversation.pk)
    dora.post("take", conversation, status=422)
    dora.post("solve", conversation)
    conversation.refresh_from_db()
    assert not conversation.is_open
    head = dora.get("head", conversation.pk)
    assert "A message opens it again." in head
    assert "Give on" not in head
    assert str(conversation.pk) in dora.get("inbox", view="solved")


def test_what_an_expert_works_on_is_taken_over_before_it_is_solved(cast: Cast, ada: Desk) -> None:
    conversation = cast.claimed()
    page = ada.post("solve", conversation, status=422).content.decode()
    assert "An expert is working on this. Take it over first." in page
    assert str(conversation.pk) in ada.get("inbox", view="experts")


def attached(cast: Cast) -> tuple[Conversation, Attachment]:
    file = IncomingFile("Rechnung Blum.html", "text/html", 8, BytesIO(b"<script>"))
    conversation = cast.asks(files=[file], topic=cast.invoices)
    return conversation, Attachment.objects.get(message__conversation=conversation)


def test_a_file_has_a_name_and_opens_once_a_purpose_was_given_and_never_runs(cast: Cast, ada: Desk) -> None:
    conversation, attachment = attached(cast)
    link = reverse("office-file", args=["kaffeewerk", conversation.pk, file_token(attachment.file_id, cast.ada.pk)])
    page = ada.get("case", conversation.pk)
    assert ("Attachment 1" in page, "Rechnung Blum" in page) == (True, False)
    assert ada.client.get(link).status_code == 302
    ada.post("reveal", conversation, purpose=purpose(cast))
    page = ada.get("case", conversation.pk)
    assert "Rechnung Blum.html" in page
    assert f"/office/kaffeewerk/{conversation.pk}/files/" in page
    answer = ada.client.get(link)
    assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        200,
        "application/octet-stream",
        "nosniff",
    )
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == b"<script>"  # type: ignore[attr-defined]  # a streaming response
    assert list(AccessLog.objects.values_list("kind", flat=True).order_by("pk")) == ["originals", "file"]


def test_a_link_of_someone_else_or_a_changed_one_is_not_there_and_an_old_one_explains(
    cast: Cast, ada: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation, attachment = attached(cast)
    ada.post("reveal", conversation, purpose=purpose(cast))
    for token in (file_token(attachment.file_id, cast.dora.pk), "x", file_token(attachment.file_id, cast.ada.pk)[:-1]):
        link = reverse("office-file", args=["kaffeewerk", conversation.pk, token])
        assert ada.client.get(link).status_code == 404
    link = reverse("office-file", args=["kaffeewerk", conversation.pk, file_token(attachment.file_id, cast.ada.pk)])
    later = time.time() + 301
    monkeypatch.setattr(time, "time", lambda: later)
    answer = ada.client.get(link, follow=True)
    assert "That link was open for five minutes only." in answer.content.decode()


def test_ada_sends_a_file_and_a_too_large_one_is_refused(
    cast: Cast, ada: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = cast.given_on()
    ada.post("reply", conversation, files=SimpleUploadedFile("../../x.html", b"Etikett"), **words("Das Etikett."))
    assert Attachment.objects.filter(message__author=cast.ada).count() == 1
    monkeypatch.setattr(settings, "LARGEST_FILE", 5)
    sent = words("Noch eins.")
    page = ada.post("reply", conversation, status=422, files=SimpleUploadedFile("b.pdf", b"123456"), **sent)
    assert "Noch eins.</textarea>" in page.content.decode()


@pytest.mark.parametrize("name", ["inbox", "queue", "views", "team", "me"])
def test_one_concern_or_thirty_cost_the_same_number_of_queries(cast: Cast, ada: Desk, name: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            ada.get(name, **({"view": "open"} if name in {"inbox", "queue"} else {}))
        return len(captured)

    def solved() -> None:
        conversation = cast.given_on("Frage zur Aroma 4.")
        actions.reply(
            conversation_id=conversation.pk, author=cast.ada, role="agent", text="Ist unterwegs.", client_id=uuid4()
        )
        actions.solve(conversation_id=conversation.pk, by=cast.ada)
        rate(conversation_id=conversation.pk, by=cast.karla, stars=5, thanks="Danke!")

    solved()
    cast.given_on("Frage zur Aroma 4.")
    ada.get(name)
    with_one = queries()
    for _ in range(15):
        cast.asks("Frage zur Aroma 4.", topic=cast.invoices)
        solved()
    assert queries() == with_one


def test_thanks_reach_adas_page_and_nobody_elses(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    ada.post("reply", conversation, **words("Wir tauschen sie aus."))
    ada.post("solve", conversation)
    rate(conversation_id=conversation.pk, by=cast.karla, stars=5, thanks="Danke, das war schnell!")
    page = ada.get("me")
    assert "Danke, das war schnell!" in page
    assert "5 stars of 5" in page
    assert "from 1 rating" in page
    assert "Danke, das war schnell!" not in Desk(cast.dora).get("me")


def test_ada_says_that_she_is_away_and_back(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    address = reverse("office-away", args=["kaffeewerk"])
    for until in ("", "soon", "2020-01-01T10:00"):
        assert ada.client.post(address, {"until": until}).status_code == 422
    assert current(conversation).holder == cast.ada
    later = clock.now() + timedelta(days=3)
    page = ada.client.post(address, {"until": f"{later:%Y-%m-%dT%H:%M}"}, follow=True).content.decode()
    assert "1 concern moved on, and its customer was told." in page
    assert "I am back" in page
    assert current(conversation).holder == cast.dora
    page = ada.client.post(address, {"back": "1"}, follow=True).content.decode()
    assert "You are there" in page


def test_figures_of_the_team_are_for_sven_alone(cast: Cast, ada: Desk) -> None:
    cast.given_on()
    assert "Late in seven days" in Desk(cast.sven).get("team")
    page = ada.get("team")
    assert "Dora Weiss" in page
    assert "Late in seven days" not in page
    assert "Holds" not in page


def test_a_guest_without_a_name_goes_by_the_name_experts_see(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    cast.karla.first_name = cast.karla.last_name = ""
    cast.karla.save()
    conversation.pseudonym = "golden-fuchs"
    conversation.save()
    page = ada.get("inbox", view="mine")
    assert "Golden Fox" in page
    assert "karla@example.org" not in page
