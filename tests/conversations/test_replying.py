"""Words and turns: whose step is next after whose words, and what becomes of words nobody may say."""

import io
from uuid import uuid4

import pytest

from oase.conversations import actions
from oase.conversations.append import NotAllowed
from oase.conversations.drafts import text_of
from oase.conversations.models import Assignment, Draft, Message
from oase.conversations.words import IncomingFile, Refused
from oase.live import notify
from oase.people.models import Person
from oase.privacy.models import Sealed, SealedFile
from tests.cast import PHONE, Cast, current
from tests.conversations.story import fingerprint, happened, noticed, place, says, solved_by_ada


def _file() -> IncomingFile:
    return IncomingFile("foto.jpg", "image/jpeg", 3, io.BytesIO(b"jpg"))


def test_an_answer_keeps_the_promise_and_a_question_asks_for_one(cast: Cast) -> None:
    conversation = cast.claimed()
    says(cast.emil, "expert", conversation)
    assert current(conversation).turn == Assignment.CUSTOMER
    says(cast.karla, "customer", conversation)
    first = current(conversation)
    assert first.turn == Assignment.HOLDER
    says(cast.karla, "customer", conversation, "Noch etwas.")
    assert (current(conversation).due_at, current(conversation).promised_at) == (first.due_at, first.promised_at)


def test_a_note_changes_no_turn_and_reaches_no_customer(cast: Cast) -> None:
    conversation = cast.given_on()
    before, notices = current(conversation), noticed(conversation)
    says(cast.dora, "agent", conversation, "Kulanz?", audience="staff")
    after = current(conversation)
    assert (after.pk, after.turn, after.due_at) == (before.pk, before.turn, before.due_at)
    assert noticed(conversation) == notices


def test_a_colleagues_answer_keeps_the_holders_promise(cast: Cast) -> None:
    conversation = cast.given_on()
    says(cast.dora, "agent", conversation)
    assert place(conversation) == ("advisor", cast.ada)
    assert current(conversation).turn == Assignment.CUSTOMER


def test_an_agent_who_answers_an_experts_concern_takes_it_over_and_the_expert_is_told(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = cast.claimed()
    actions.propose_solution(conversation_id=conversation.pk, by=cast.emil)
    told: list[notify.Poke] = []

    def heard(pokes: list[notify.Poke]) -> list[str]:
        told.extend(pokes)
        return notify.sealed(pokes)

    monkeypatch.setattr("oase.conversations.append.sealed", heard)
    says(cast.ada, "agent", conversation)
    assert place(conversation) == ("advisor", cast.ada)
    conversation.refresh_from_db()
    assert conversation.solution_proposed_at is None
    assert notify.person(cast.emil.pk) in {reader for one in told if one.topic == "desk" for reader in one.to}
    with pytest.raises(NotAllowed):
        says(cast.emil, "expert", conversation)


def test_an_agents_word_after_the_end_reaches_the_customer_and_opens_nothing(cast: Cast) -> None:
    conversation = solved_by_ada(cast)
    says(cast.ada, "agent", conversation, "Noch ein Tipp.")
    conversation.refresh_from_db()
    assert not conversation.is_open
    assert noticed(conversation)[-1] == "answered"


def test_after_the_end_an_expert_says_no_more(cast: Cast) -> None:
    conversation = cast.claimed()
    actions.confirm_solution(conversation_id=conversation.pk, by=cast.karla)
    before = fingerprint(conversation)
    with pytest.raises(NotAllowed):
        says(cast.emil, "expert", conversation)
    with pytest.raises(NotAllowed):
        says(cast.mallory, "customer", conversation)
    assert fingerprint(conversation) == before


def test_an_experts_words_are_kept_shielded_only(cast: Cast) -> None:
    conversation = cast.claimed()
    count = Sealed.objects.count()
    written = says(cast.emil, "expert", conversation, f"Rufen Sie mich an: {PHONE.replace('0171', '0172')}")
    message = Message.objects.get(pk=written.id)
    assert "0172" not in message.body
    assert message.original is None
    assert Sealed.objects.count() == count


def test_an_experts_words_that_cannot_be_shielded_are_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    conversation = cast.claimed()
    before = fingerprint(conversation)

    def broken(text: str, **options: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("oase.conversations.shielding.shield", broken)
    with pytest.raises(Refused):
        says(cast.emil, "expert", conversation)
    assert fingerprint(conversation) == before
    says(cast.karla, "customer", conversation)
    assert Message.objects.filter(conversation=conversation, shielded_at=None, body="").count() == 1


def test_an_experts_files_are_refused_not_swallowed(cast: Cast) -> None:
    conversation = cast.claimed()
    before = fingerprint(conversation)
    with pytest.raises(NotAllowed):
        says(cast.emil, "expert", conversation, files=[_file()])
    assert fingerprint(conversation) == before
    assert SealedFile.objects.count() == 0


def test_files_come_once_with_their_message(cast: Cast) -> None:
    conversation, client_id = cast.given_on(), uuid4()
    for _ in range(2):
        says(cast.karla, "customer", conversation, "", files=[_file()], client_id=client_id)
    assert SealedFile.objects.get().person == cast.karla
    says(cast.ada, "agent", conversation, files=[_file()])
    assert {file.person for file in SealedFile.objects.all()} == {cast.karla}


def test_anothers_client_id_is_not_borrowed(cast: Cast) -> None:
    conversation, client_id = cast.claimed(), uuid4()
    says(cast.karla, "customer", conversation, client_id=client_id)
    before = fingerprint(conversation)
    with pytest.raises(NotAllowed):
        says(cast.emil, "expert", conversation, client_id=client_id)
    assert fingerprint(conversation) == before


def test_a_draft_is_gone_when_it_is_sent_and_only_ones_own(cast: Cast) -> None:
    conversation = cast.given_on()
    for one in (cast.ada, cast.dora):
        actions.save_draft(conversation_id=conversation.pk, person=one, body="Halb")
        actions.save_draft(conversation_id=conversation.pk, person=one, body="Halb fertig")
    says(cast.ada, "agent", conversation)
    assert [(draft.person, text_of(draft)) for draft in Draft.objects.all()] == [(cast.dora, "Halb fertig")]
    actions.save_draft(conversation_id=conversation.pk, person=cast.dora, body=" \n")
    assert Draft.objects.count() == 0
    with pytest.raises(Refused):
        actions.save_draft(conversation_id=conversation.pk, person=cast.dora, body="x" * 20_001)


def test_who_was_shut_out_writes_no_more_as_staff(cast: Cast) -> None:
    conversation = cast.given_on()
    Person.objects.filter(pk=cast.ada.pk).update(is_active=False)
    with pytest.raises(NotAllowed):
        says(cast.ada, "agent", conversation)


def test_the_history_tells_it_in_order(cast: Cast) -> None:
    conversation = solved_by_ada(cast)
    says(cast.karla, "customer", conversation)
    assert happened(conversation) == ["asked", "claimed", "given_on", "solved", "reopened"]
