"""Until somebody senior agreed or the window ended the customer knows nothing of a newcomer's answer."""

from datetime import timedelta
from uuid import uuid4

import pytest

from oase.conversations import watching
from oase.conversations.drafts import draft_of
from oase.conversations.models import Assignment, Message
from oase.conversations.words import Refused
from oase.experts import actions as expert_actions
from oase.experts.checks import deciding, ending
from oase.experts.checks.asking import Written
from oase.experts.checks.models import Check
from oase.experts.checks.rules import MARGIN, WINDOW, window_end
from oase.experts.matching.models import Standing
from oase.experts.models import Expert
from oase.jobs import clock
from oase.live import notify
from oase.live.words import Poke
from tests.cast import Cast, current
from tests.conversations.story import happened, noticed
from tests.experts.checks.story import (
    WORDS,
    answers,
    asked,
    emil_is_senior,
    expert,
    held_by,
    outcome,
    said,
    seen_by_customer,
    waiting,
    window_ends,
)


def test_nothing_reaches_the_customer_before(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    emil_is_senior(cast)
    nils = expert(cast, "Nils")
    conversation = held_by(cast, nils)
    before = seen_by_customer(conversation)
    told: list[Poke] = []
    for place in ("oase.experts.checks.telling.poke", "oase.conversations.audience.poke"):
        monkeypatch.setattr(place, lambda pokes: told.extend(pokes))
    answered = answers(nils, conversation, solved=True)
    check = Check.objects.get()
    assert answered.waits_until == check.until_at
    deciding.take(check_id=check.pk, by=cast.emil)
    assert seen_by_customer(conversation) == before
    karla, named = notify.person(cast.karla.pk), [reader for one in told for reader in one.to]
    assert notify.person(cast.emil.pk) in named
    assert karla not in named
    assert notify.guest(conversation.pk) not in named


def test_agreed_it_goes_out_under_the_newcomers_name(cast: Cast) -> None:
    nils, conversation, check = waiting(cast)
    deciding.take(check_id=check.pk, by=cast.emil)
    deciding.agree(check_id=check.pk, by=cast.emil, remark="Sehr gut erklärt.")
    assert said(conversation)[1:] == [("Nils", WORDS)]
    assert (current(conversation).holder, current(conversation).turn) == (nils, Assignment.CUSTOMER)
    assert noticed(conversation) == ["asked", "answered"]
    check.refresh_from_db()
    assert (check.outcome, check.checker_id, check.remark) == ("agreed", cast.emil.pk, "Sehr gut erklärt.")
    assert Standing.objects.get(expert_id=nils.pk).checked == 1


def test_agreeing_twice_is_agreeing_once(cast: Cast) -> None:
    nils, conversation, check = waiting(cast)
    deciding.take(check_id=check.pk, by=cast.emil)
    for _ in range(2):
        deciding.agree(check_id=check.pk, by=cast.emil)
    assert len(said(conversation)) == 2
    assert Standing.objects.get(expert_id=nils.pk).checked == 1


def test_answering_instead_makes_the_senior_the_holder(cast: Cast) -> None:
    nils, conversation, check = waiting(cast)
    due_at = current(conversation).due_at
    deciding.take(check_id=check.pk, by=cast.emil)
    written = Written("Bitte zuerst den Stecker ziehen.", uuid4())
    for _ in range(2):
        deciding.answer_instead(check_id=check.pk, by=cast.emil, written=written, remark="Strom zuerst!")
    assert said(conversation)[1:] == [("Emil", "Bitte zuerst den Stecker ziehen.")]
    assert (current(conversation).holder, current(conversation).turn) == (cast.emil, Assignment.CUSTOMER)
    assert happened(conversation) == ["asked", "claimed", "claimed"]
    assert outcome(check) == "replaced"
    # No word of the newcomer's is stored where a customer reads, and follow-ups stay with the senior.
    assert not Message.objects.filter(author=nils).exists()
    assert current(conversation).due_at > due_at
    with pytest.raises(deciding.NotAllowed):
        answers(nils, conversation)


def test_when_nobody_looks_it_goes_out_by_itself_before_the_promise(cast: Cast) -> None:
    _, conversation, check = waiting(cast)
    due_at = current(conversation).due_at
    assert check.until_at <= due_at - MARGIN
    with clock.standing_at(check.until_at - timedelta(seconds=1)):
        assert ending.send_what_waited() == 0
    assert said(conversation)[1:] == []
    assert window_ends(check) == 1
    assert said(conversation)[1:] == [("Nils", WORDS)]
    assert outcome(check) == "unseen"
    assert window_ends(check) == 0
    with pytest.raises(deciding.TooLate):
        deciding.take(check_id=check.pk, by=cast.emil)


def test_proposed_as_solved_only_once_it_is_out(cast: Cast) -> None:
    _, conversation, check = waiting(cast, solved=True)
    assert "solution_proposed" not in happened(conversation)
    window_ends(check)
    assert happened(conversation)[-1] == "solution_proposed"


def test_with_nobody_senior_there_it_goes_out_at_once(cast: Cast) -> None:
    nils = expert(cast, "Nils")
    conversation = held_by(cast, nils)
    assert answers(nils, conversation).waits_until is None
    assert said(conversation)[1:] == [("Nils", WORDS)]


@pytest.mark.parametrize(
    "absent", [{"available": False}, {"there": False}, {"languages": ["en"]}, {"suspended_at": clock.now()},
               {"offers_at_once": 0}],
)  # fmt: skip
def test_whoever_is_not_there_or_wants_no_more_is_not_asked(cast: Cast, absent: dict[str, object]) -> None:
    emil_is_senior(cast)
    Expert.objects.filter(pk=cast.emil.pk).update(**absent)
    nils = expert(cast, "Nils")
    conversation = held_by(cast, nils)
    assert answers(nils, conversation).waits_until is None
    assert Check.objects.count() == 0


def test_when_the_promise_leaves_no_time_it_goes_out_at_once(cast: Cast) -> None:
    emil_is_senior(cast)
    nils = expert(cast, "Nils")
    conversation = held_by(cast, nils)
    with clock.standing_at(current(conversation).due_at - MARGIN - timedelta(seconds=59)):
        assert answers(nils, conversation).waits_until is None
    assert said(conversation)[1:] == [("Nils", WORDS)]


def test_the_window_ends_before_the_promise() -> None:
    now = clock.now()
    assert window_end(now, now + timedelta(hours=1)) == now + WINDOW
    assert window_end(now, now + timedelta(minutes=4)) == now + timedelta(minutes=2)
    assert window_end(now, now + timedelta(minutes=3)) == now + timedelta(minutes=1)
    assert window_end(now, now + timedelta(minutes=2, seconds=59)) is None
    assert window_end(now, now - timedelta(hours=1)) is None


def test_after_one_was_agreed_to_the_next_answers_here_go_out_at_once(cast: Cast) -> None:
    nils, conversation, check = waiting(cast)
    deciding.take(check_id=check.pk, by=cast.emil)
    deciding.agree(check_id=check.pk, by=cast.emil)
    assert answers(nils, conversation, "Und danach neu starten.").waits_until is None
    another = held_by(cast, nils)
    assert answers(nils, another).waits_until is not None


@pytest.mark.parametrize("level", [Standing.EXPERT, Standing.SENIOR])
def test_who_is_no_newcomer_is_not_checked(cast: Cast, level: str) -> None:
    emil_is_senior(cast)
    nils = expert(cast, "Nils", level)
    conversation = held_by(cast, nils)
    assert answers(nils, conversation).waits_until is None


def test_sent_twice_it_waits_once(cast: Cast) -> None:
    emil_is_senior(cast)
    nils, client_id = expert(cast, "Nils"), uuid4()
    conversation = held_by(cast, nils)
    first = answers(nils, conversation, client_id=client_id)
    assert answers(nils, conversation, client_id=client_id) == first
    check = Check.objects.get()
    window_ends(check)
    assert answers(nils, conversation, client_id=client_id).waits_until is None
    assert len(said(conversation)) == 2


def test_a_second_answer_waits_for_the_first(cast: Cast) -> None:
    nils, conversation, _ = waiting(cast)
    for text, solved in (("Noch etwas.", False), ("", True)):
        with pytest.raises(Refused):
            answers(nils, conversation, text, solved=solved)
    assert Check.objects.count() == 1
    assert happened(conversation) == ["asked", "claimed"]


def test_taken_back_it_is_a_draft_again(cast: Cast) -> None:
    nils, conversation, check = waiting(cast, "Rufen Sie mich an: 0160 5550199.")
    assert check.body == "Rufen Sie mich an: [Telefon 1]."
    assert deciding.take_back(conversation_id=conversation.pk, by=nils)
    assert not deciding.take_back(conversation_id=conversation.pk, by=nils)
    started = draft_of(nils.pk, conversation.pk)
    assert started is not None
    assert started.text == "Rufen Sie mich an: 0160 5550199."
    assert (outcome(check), asked(check)) == ("withdrawn", ["Emil"])
    with pytest.raises(deciding.TooLate):
        deciding.take(check_id=check.pk, by=cast.emil)
    # Sent once more, with the same id even: a new check.
    assert answers(nils, conversation, client_id=check.client_id).waits_until is not None
    assert Check.objects.count() == 2


def test_when_the_house_was_down_beyond_the_promise_the_answer_still_goes_first(cast: Cast) -> None:
    nils, conversation, _ = waiting(cast)
    with clock.standing_at(current(conversation).due_at + timedelta(hours=1)):
        assert watching.move_lapsed() == 0
        assert ending.send_what_waited() == 1
        assert watching.move_lapsed() == 0
    assert said(conversation)[1:] == [("Nils", WORDS)]
    assert current(conversation).holder == nils


def test_what_cannot_go_out_holds_up_no_promise(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    _, conversation, check = waiting(cast)

    def broken(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("oase.experts.checks.sending.append", broken)
    assert window_ends(check) == 0
    assert outcome(check) == ""
    assert said(conversation)[1:] == []
    with clock.standing_at(current(conversation).due_at):
        assert watching.move_lapsed() == 1
    assert current(conversation).holder == cast.ada
    monkeypatch.undo()
    assert window_ends(check) == 1
    assert outcome(check) == "overtaken"
    assert said(conversation)[1:] == []


def test_a_death_in_the_middle_leaves_nothing_half_done(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    nils, conversation, check = waiting(cast, solved=True)
    before = seen_by_customer(conversation)

    def dies(**_options: object) -> None:
        raise SystemExit

    monkeypatch.setattr("oase.experts.checks.sending.propose_solution", dies)
    with pytest.raises(SystemExit):
        window_ends(check)
    assert seen_by_customer(conversation) == before
    assert outcome(check) == ""
    monkeypatch.undo()
    assert window_ends(check) == 1
    assert said(conversation)[1:] == [("Nils", WORDS)]
    assert expert_actions.Answered() == answers(nils, conversation, client_id=check.client_id)
