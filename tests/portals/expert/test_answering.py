"""Answering, proposing as solved, giving on, and the draft meanwhile."""

import re
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from oase.conversations import shielding
from oase.conversations.models import Assignment, Draft, Event, Message
from oase.conversations.thread import thread_visible_to_customer
from oase.experts.models import Expert
from tests.cast import Cast, current
from tests.portals.expert.conftest import SignedIn

ENGLISH = {"Accept-Language": "en"}


def to(name: str, conversation_id: UUID) -> str:
    return reverse(f"desk-{name}", args=[conversation_id])


def answers() -> list[str]:
    return list(Message.objects.filter(author_role="expert").order_by("pk").values_list("body", flat=True))


def test_an_answer_reaches_the_customer_once(cast: Cast, emil: Client) -> None:
    held, words = cast.claimed(), {"text": "Bitte das Sieb spülen.", "client_id": str(uuid4())}
    for _ in range(2):
        response = emil.post(to("reply", held.pk), words)
        assert (response.status_code, response["Location"]) == (303, f"/desk/{held.pk}/#newest")
    assert answers() == ["Bitte das Sieb spülen."]
    assert current(held).turn == Assignment.CUSTOMER


def test_he_is_told_why_his_phone_number_stays_out_before_anything_is_sent(cast: Cast, emil: Client) -> None:
    held = cast.claimed("Meine Aroma 4 zeigt E12.")
    words = {"text": "Rufen Sie mich an: 0160 5550199, oder emil@example.org.", "client_id": str(uuid4())}
    response = emil.post(to("reply", held.pk), words, headers=ENGLISH)
    page = response.content.decode()
    assert response.status_code == 422
    assert answers() == []
    assert "Not sent yet: some of it stays out." in page
    assert "Contact data stay out: the concern goes on here, where nobody loses it." in page
    assert "Rufen Sie mich an: 0160 5550199, oder emil@example.org.</textarea>" in page
    assert re.findall(r'name="told" value="([^"]*)"', page) == ["0160 5550199", "emil@example.org"]
    told = words | {"told": ["0160 5550199", "emil@example.org"]}
    page = emil.post(to("reply", held.pk), told, follow=True, headers=ENGLISH).content.decode()
    held.refresh_from_db()
    said = [line.text for line in thread_visible_to_customer(held) if line.kind == "message"]
    assert said == ["Meine Aroma 4 zeigt E12.", "Rufen Sie mich an: [Telefon 1], oder [E-Mail 1]."]
    assert "[Telefon 1], [E-Mail 1] stands for personal data: askers and experts meet here only" in page
    assert "5550199" not in page


def test_who_saw_one_piece_is_still_told_of_another(cast: Cast, emil: Client) -> None:
    held = cast.claimed("Meine Aroma 4 zeigt E12.")
    words = {"text": "0160 5550199 oder emil@example.org", "client_id": str(uuid4()), "told": "0160 5550199"}
    assert emil.post(to("reply", held.pk), words).status_code == 422
    assert emil.post(to("propose", held.pk), words).status_code == 422
    assert answers() == []


def test_while_he_writes_he_sees_what_stays_out(cast: Cast, emil: Client) -> None:
    held = cast.claimed("Meine Aroma 4 zeigt E12.")
    page = emil.post(to("look", held.pk), {"text": "IBAN DE02120300000000202051, Herr Meier"}, headers=ENGLISH)
    assert page.status_code == 200
    assert "Bank data stay out" in page.content.decode()
    assert "Names stay out" in page.content.decode()
    for harmless in ("", "Bitte das Sieb spülen."):
        assert emil.post(to("look", held.pk), {"text": harmless}).content.decode().strip() == ""
    assert "too long" in emil.post(to("look", held.pk), {"text": "x" * 20_001}, headers=ENGLISH).content.decode()


def test_nobody_else_looks(cast: Cast, signed_in: SignedIn) -> None:
    held = cast.claimed()
    Expert.objects.create(person=cast.mallory, languages=["de"])
    for somebody in (cast.karla, cast.ada, cast.mallory):
        assert signed_in(somebody).post(to("look", held.pk), {"text": "Blum"}).status_code == 404
    assert Client().post(to("look", held.pk), {"text": "Blum"}).status_code == 302


def test_an_ordinary_answer_is_not_commented(cast: Cast, emil: Client) -> None:
    held = cast.claimed()
    words = {"text": "Ihre Nummer [Telefon 1] brauche ich nicht.", "client_id": str(uuid4())}
    page = emil.post(to("reply", held.pk), words, follow=True, headers=ENGLISH).content.decode()
    assert "stands for personal data" not in page
    assert answers() == ["Ihre Nummer [Telefon 1] brauche ich nicht."]


@pytest.mark.parametrize(
    ("text", "sentence"), [("   ", "Please write a few words first."), ("x" * 20_001, "1 character too long")]
)
def test_what_is_refused_is_kept(cast: Cast, emil: Client, text: str, sentence: str) -> None:
    held, client_id = cast.claimed(), str(uuid4())
    response = emil.post(to("reply", held.pk), {"text": text, "client_id": client_id}, headers=ENGLISH)
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert f">{text}</textarea>" in page
    assert client_id in page
    assert answers() == []


def test_when_the_shield_fails_nothing_is_lost(cast: Cast, emil: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    held = cast.claimed()

    def broken(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("the shield broke")

    monkeypatch.setattr(shielding, "shield", broken)
    words = {"text": "Bitte das Sieb spülen.", "client_id": str(uuid4())}
    response = emil.post(to("reply", held.pk), words, headers=ENGLISH)
    page = response.content.decode()
    assert response.status_code == 422
    assert "could not be checked for personal data" in page
    assert ">Bitte das Sieb spülen.</textarea>" in page
    assert answers() == []
    assert current(held).turn == Assignment.HOLDER
    monkeypatch.undo()
    assert emil.post(to("reply", held.pk), words).status_code == 303
    assert answers() == ["Bitte das Sieb spülen."]


def test_proposing_as_solved_with_an_answer_and_without(cast: Cast, emil: Client) -> None:
    held, words = cast.claimed(), {"text": "Dann läuft sie wieder.", "client_id": str(uuid4())}
    for _ in range(2):
        assert emil.post(to("propose", held.pk), words).status_code == 303
    other = cast.claimed()
    assert emil.post(to("propose", other.pk), {"text": "", "client_id": str(uuid4())}).status_code == 303
    assert answers() == ["Dann läuft sie wieder."]
    assert Event.objects.filter(kind="solution_proposed").count() == 2
    assert to("propose", held.pk) not in emil.get(to("conversation", held.pk)).content.decode()


def test_giving_on_twice_is_giving_on_once(cast: Cast, emil: Client) -> None:
    held = cast.claimed()
    for _ in range(2):
        response = emil.post(to("give-on", held.pk), {"reason": "documents", "hint": "Sensor prüfen"})
        assert (response.status_code, response["Location"]) == (303, "/desk/")
    assert current(held).holder == cast.ada
    assert [event.detail["hint"] for event in Event.objects.filter(kind="given_on")] == ["Sensor prüfen"]


def test_giving_on_needs_a_reason_and_keeps_the_hint(cast: Cast, emil: Client) -> None:
    held = cast.claimed()
    response = emil.post(to("give-on", held.pk), {"reason": "bored", "hint": "Sensor prüfen"}, headers=ENGLISH)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Please choose why you give it on." in page
    assert 'value="Sensor prüfen"' in page
    assert current(held).holder == cast.emil


def test_after_giving_on_nothing_can_be_said(cast: Cast, emil: Client) -> None:
    given = cast.given_on()
    words = {"text": "Noch etwas", "client_id": str(uuid4())}
    assert emil.get(to("conversation", given.pk)).status_code == 404
    for name in ("reply", "propose", "draft"):
        assert emil.post(to(name, given.pk), words).status_code == 404, name
    assert answers() == []
    assert Draft.objects.count() == 0
    assert given.subject.partition("[")[0] in emil.get(reverse("desk-past")).content.decode()


def test_a_draft_is_kept_and_goes_when_it_is_sent(cast: Cast, emil: Client) -> None:
    held = cast.claimed()
    assert emil.post(to("draft", held.pk), {"text": "Erst einmal"}).status_code == 204
    assert emil.post(to("draft", held.pk), {"text": "Erst einmal spülen"}).status_code == 204
    assert ">Erst einmal spülen</textarea>" in emil.get(to("conversation", held.pk)).content.decode()
    emil.post(to("reply", held.pk), {"text": "Erst einmal spülen", "client_id": str(uuid4())})
    assert "></textarea>" in emil.get(to("conversation", held.pk)).content.decode()
    assert Draft.objects.count() == 0


def test_a_draft_that_is_too_long_is_said(cast: Cast, emil: Client) -> None:
    held = cast.claimed()
    response = emil.post(to("draft", held.pk), {"text": "x" * 20_002}, headers=ENGLISH)
    assert response.status_code == 422
    assert response.content.decode().startswith("Your text is 2 characters too long.")


def test_nobody_else_says_anything(cast: Cast, signed_in: SignedIn) -> None:
    held = cast.claimed()
    Expert.objects.create(person=cast.mallory, languages=["de"])
    words = {"text": "Ich war hier", "client_id": str(uuid4()), "reason": "documents"}
    for somebody in (cast.karla, cast.ada, cast.sven, cast.mallory):
        browser = signed_in(somebody)
        for name in ("reply", "propose", "give-on", "draft"):
            assert browser.post(to(name, held.pk), words).status_code == 404, (somebody, name)
            assert browser.get(to(name, held.pk)).status_code == 405
    assert answers() == []
    assert Draft.objects.count() == 0
    assert current(held).holder == cast.emil
    for name in ("reply", "propose", "give-on", "draft"):
        assert Client().post(to(name, held.pk), words).status_code == 302


def test_markup_in_words_stays_words(cast: Cast, emil: Client) -> None:
    held = cast.claimed("Meine Aroma 4 <script>alert(1)</script> zeigt E12")
    for address in (to("conversation", held.pk), reverse("desk")):
        assert "<script>alert" not in emil.get(address).content.decode()
    emil.post(to("draft", held.pk), {"text": "</textarea><script>alert(2)</script>"})
    assert "<script>alert" not in emil.get(to("conversation", held.pk)).content.decode()
