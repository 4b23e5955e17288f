"""What can come between: the customer, the company, the author, another senior, somebody who may not look."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from oase.companies.models import Customer, Membership
from oase.conversations import actions, shielding
from oase.conversations.append import NotAllowed
from oase.conversations.models import Assignment, Conversation, Event, Message
from oase.conversations.words import Refused
from oase.experts import actions as expert_actions
from oase.experts.checks import deciding, ending, sending
from oase.experts.checks.asking import Written
from oase.experts.checks.jobs import end_checks
from oase.experts.checks.models import AskedToCheck, Check
from oase.experts.checks.rules import MARGIN, WINDOW
from oase.experts.matching.models import Standing
from oase.experts.models import Expert, Qualification
from oase.jobs import clock
from tests.cast import Cast, current
from tests.conversations.story import fingerprint, happened, lapses, says
from tests.experts.checks.story import (
    WORDS,
    answers,
    asked,
    emil_is_senior,
    expert,
    held_by,
    outcome,
    said,
    waiting,
    window_ends,
)
from tests.threads import at_once


def every_verb(cast: Cast, check: Check) -> list[type[Exception]]:
    """What Emil is told whichever way he tries."""
    told: list[type[Exception]] = []
    for verb in (
        lambda: deciding.take(check_id=check.pk, by=cast.emil),
        lambda: deciding.agree(check_id=check.pk, by=cast.emil),
        lambda: deciding.answer_instead(check_id=check.pk, by=cast.emil, written=Written("So.", uuid4())),
        lambda: deciding.look_at(check_id=check.pk, by=cast.emil, text="So."),
    ):
        try:
            verb()
        except Exception as error:
            told.append(type(error))
    return told


def test_the_customer_writes_meanwhile_and_is_still_owed_an_answer(cast: Cast) -> None:
    _, conversation, check = waiting(cast, solved=True)
    says(cast.karla, "customer", conversation, "Ach, es ist doch die Aroma 5.")
    promised = current(conversation).due_at
    assert (current(conversation).turn, outcome(check)) == (Assignment.HOLDER, "")
    window_ends(check)
    assert [text for _, text in said(conversation)][1:] == ["Ach, es ist doch die Aroma 5.", WORDS]
    # As if she had written after the answer: her words are owed one, and nothing is proposed as solved.
    assert current(conversation).turn == Assignment.HOLDER
    assert current(conversation).due_at > promised
    assert "solution_proposed" not in happened(conversation)


def test_who_agrees_must_have_read_what_came_meanwhile(cast: Cast) -> None:
    _, conversation, check = waiting(cast, solved=True)
    deciding.take(check_id=check.pk, by=cast.emil)
    conversation.refresh_from_db()
    seen = conversation.last_seq
    says(cast.karla, "customer", conversation, "Jetzt geht sie wieder aus.")
    with pytest.raises(Refused):
        deciding.agree(check_id=check.pk, by=cast.emil, seen=seen)
    assert outcome(check) == ""
    conversation.refresh_from_db()
    deciding.agree(check_id=check.pk, by=cast.emil, seen=conversation.last_seq)
    assert current(conversation).turn == Assignment.CUSTOMER


def test_the_customer_asks_for_the_company(cast: Cast) -> None:
    _, conversation, check = waiting(cast)
    deciding.take(check_id=check.pk, by=cast.emil)
    actions.ask_for_company(conversation_id=conversation.pk, by=cast.karla)
    assert every_verb(cast, check) == [deciding.TooLate] * 3 + [NotAllowed]
    assert ending.send_what_waited() == 1
    assert (outcome(check), current(conversation).holder) == ("overtaken", cast.ada)
    assert said(conversation)[1:] == []


def test_it_becomes_a_matter_for_the_company_alone(cast: Cast) -> None:
    _, conversation, check = waiting(cast)
    says(cast.karla, "customer", conversation, "Jetzt kommt Rauch aus der Maschine!")
    assert current(conversation).holder == cast.ada
    assert every_verb(cast, check) == [deciding.TooLate] * 3 + [NotAllowed]
    assert window_ends(check) == 1
    assert outcome(check) == "overtaken"
    assert [author for author, _ in said(conversation)] == ["Karla", "Karla"]


def test_staff_take_over_meanwhile(cast: Cast) -> None:
    _, conversation, check = waiting(cast)
    says(cast.ada, "agent", conversation, "Ich schaue selbst.")
    assert every_verb(cast, check) == [deciding.TooLate] * 3 + [NotAllowed]
    window_ends(check)
    assert [author for author, _ in said(conversation)] == ["Karla", "Ada"]


def test_solved_meanwhile(cast: Cast) -> None:
    emil_is_senior(cast)
    nils = expert(cast, "Nils")
    conversation = held_by(cast, nils)
    answers(nils, conversation, "", solved=True)
    answers(nils, conversation)
    check = Check.objects.get()
    actions.confirm_solution(conversation_id=conversation.pk, by=cast.karla)
    window_ends(check)
    assert outcome(check) == "overtaken"
    assert len(said(conversation)) == 1


def test_the_newcomer_gives_it_back(cast: Cast) -> None:
    nils, conversation, check = waiting(cast)
    due_at = current(conversation).due_at
    deciding.take(check_id=check.pk, by=cast.emil)
    expert_actions.give_back(conversation_id=conversation.pk, by=nils)
    assert outcome(check) == "withdrawn"
    # Early: nobody is told by mail, and what was promised stands.
    assert (current(conversation).level, current(conversation).due_at) == (Assignment.NETWORK, due_at)
    assert every_verb(cast, check) == [deciding.TooLate] * 3 + [NotAllowed]
    assert window_ends(check) == 0


def test_the_newcomer_gives_it_on_to_the_company(cast: Cast) -> None:
    nils, conversation, check = waiting(cast)
    expert_actions.give_on(conversation_id=conversation.pk, by=nils, reason="delicate")
    assert (outcome(check), current(conversation).holder) == ("withdrawn", cast.ada)


def test_a_senior_who_is_the_customer_is_never_asked(cast: Cast) -> None:
    emil_is_senior(cast)
    Customer.objects.create(person=cast.emil, company=cast.kaffeewerk)
    nils = expert(cast, "Nils")
    conversation = held_by(cast, nils)
    conversation.customer = Customer.objects.get(person=cast.emil)
    conversation.save(update_fields=["customer"])
    assert answers(nils, conversation).waits_until is None
    assert AskedToCheck.objects.count() == 0


def test_a_senior_who_joins_the_company_meanwhile_may_not_look(cast: Cast) -> None:
    _, conversation, check = waiting(cast)
    deciding.take(check_id=check.pk, by=cast.emil)
    Membership.objects.create(person=cast.emil, company=cast.kaffeewerk)
    before = fingerprint(conversation)
    assert every_verb(cast, check) == [deciding.NoLonger] * 4
    assert fingerprint(conversation) == before
    window_ends(check)
    assert outcome(check) == "unseen"


@pytest.mark.parametrize("how", ["no longer senior", "lapsed", "suspended"])
def test_a_senior_who_lost_the_right_may_not_look(cast: Cast, how: str) -> None:
    _, _, check = waiting(cast)
    deciding.take(check_id=check.pk, by=cast.emil)
    match how:
        case "lapsed":
            Qualification.objects.filter(expert_id=cast.emil.pk).update(lapses_at=clock.now() - timedelta(days=1))
        case "suspended":
            Expert.objects.filter(pk=cast.emil.pk).update(suspended_at=clock.now())
        case _:
            Standing.objects.filter(expert_id=cast.emil.pk).update(level=Standing.EXPERT)
    assert every_verb(cast, check) == [deciding.NoLonger] * 4


def test_a_senior_who_lost_the_right_leaves_it_to_others(cast: Cast) -> None:
    _nils, _conversation, check = waiting(cast)
    deciding.take(check_id=check.pk, by=cast.emil)
    expert(cast, "Greta", Standing.SENIOR)
    Standing.objects.filter(expert_id=cast.emil.pk).update(level=Standing.EXPERT)
    deciding.let_go_by(check_id=check.pk, by=cast.emil)
    assert (outcome(check), asked(check)) == ("", ["Greta"])


def test_strangers_and_the_author_decide_nothing(cast: Cast) -> None:
    nils, conversation, check = waiting(cast)
    sonja = expert(cast, "Sonja", Standing.SENIOR)
    Standing.objects.filter(expert_id=nils.pk).update(level=Standing.SENIOR)
    before = fingerprint(conversation)
    for somebody in (nils, sonja, cast.karla, cast.ada, cast.mallory):
        for verb in (deciding.take, deciding.agree, deciding.let_go_by):
            with pytest.raises(NotAllowed):
                verb(check_id=check.pk, by=somebody)
    for somebody in (cast.emil, cast.karla, cast.ada, cast.mallory):
        with pytest.raises(NotAllowed):
            deciding.take_back(conversation_id=conversation.pk, by=somebody)
    assert fingerprint(conversation) == before
    with pytest.raises(IntegrityError), transaction.atomic():
        Check.objects.filter(pk=check.pk).update(checker_id=nils.pk)


def test_agreeing_needs_taking(cast: Cast) -> None:
    _, conversation, check = waiting(cast)
    with pytest.raises(deciding.TooLate):
        deciding.agree(check_id=check.pk, by=cast.emil)
    assert said(conversation)[1:] == []


def test_of_two_seniors_at_once_one_looks(cast: Cast) -> None:
    sonja = expert(cast, "Sonja", Standing.SENIOR)
    _, _, check = waiting(cast)
    assert sorted(asked(check)) == ["Emil", "Sonja"]

    raised = at_once(
        lambda: deciding.take(check_id=check.pk, by=cast.emil), lambda: deciding.take(check_id=check.pk, by=sonja)
    )
    assert [type(error) for error in raised] == [deciding.TooLate]
    check.refresh_from_db()
    loser = sonja if check.checker_id == cast.emil.pk else cast.emil
    with pytest.raises(deciding.TooLate):
        deciding.agree(check_id=check.pk, by=loser)


def test_a_decision_and_the_end_of_the_window_at_once(cast: Cast) -> None:
    _, conversation, check = waiting(cast)
    deciding.take(check_id=check.pk, by=cast.emil)
    check.refresh_from_db()
    late = check.until_at + timedelta(seconds=1)

    def ends() -> None:
        with clock.standing_at(late):
            ending.end_of_window(check.pk)

    raised = at_once(lambda: deciding.agree(check_id=check.pk, by=cast.emil), ends, ends)
    assert [type(error) for error in raised] in ([], [deciding.TooLate])
    assert [author for author, _ in said(conversation)] == ["Karla", "Nils"]
    assert outcome(check) in ("agreed", "unseen")


def test_two_decisions_at_once_are_one(cast: Cast) -> None:
    _, conversation, check = waiting(cast)
    deciding.take(check_id=check.pk, by=cast.emil)

    written = Written("Anders.", uuid4())
    raised = at_once(
        lambda: deciding.agree(check_id=check.pk, by=cast.emil),
        lambda: deciding.answer_instead(check_id=check.pk, by=cast.emil, written=written),
    )
    assert [type(error) for error in raised] == [deciding.TooLate]
    assert len(said(conversation)) == 2


def test_let_go_by_others_are_asked_and_then_it_goes_out(cast: Cast) -> None:
    _, conversation, check = waiting(cast)
    sonja = expert(cast, "Sonja", Standing.SENIOR)
    deciding.take(check_id=check.pk, by=cast.emil)
    deciding.let_go_by(check_id=check.pk, by=cast.emil)
    assert asked(check) == ["Sonja"]
    deciding.take(check_id=check.pk, by=sonja)
    for _ in range(2):
        deciding.let_go_by(check_id=check.pk, by=sonja)
    assert outcome(check) == "unseen"
    assert said(conversation)[1:] == [("Nils", WORDS)]


def test_taken_at_the_last_moment_there_is_time_to_look_but_never_beyond_the_promise(cast: Cast) -> None:
    _, conversation, check = waiting(cast)
    with clock.standing_at(check.until_at - timedelta(seconds=5)):
        deciding.take(check_id=check.pk, by=cast.emil)
        check.refresh_from_db()
        assert check.until_at == clock.now() + timedelta(minutes=3)
    assert check.until_at <= current(conversation).due_at - timedelta(minutes=2)


def test_a_word_hidden_meanwhile_is_hidden_when_it_goes_out(cast: Cast) -> None:
    _, conversation, check = waiting(cast, "Die Tropfschale bitte leeren.")
    says(cast.karla, "customer", conversation, "Die Tropfschale ist leer.")
    actions.reply(
        conversation_id=conversation.pk, author=cast.karla, role=Message.CUSTOMER, text="Tropfschale?",
        client_id=uuid4(), wishes=actions.Wishes(masked=("Tropfschale",)),
    )  # fmt: skip
    assert ending.shield_anew() == 1
    check.refresh_from_db()
    assert check.body == "Die [Verborgen 2] bitte leeren."
    window_ends(check)
    assert said(conversation)[-1] == ("Nils", "Die [Verborgen 2] bitte leeren.")


def test_when_the_shield_fails_nothing_waits_and_nothing_is_lost(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    emil_is_senior(cast)
    nils = expert(cast, "Nils")
    conversation = held_by(cast, nils)

    def broken(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("the shield broke")

    monkeypatch.setattr(shielding, "shield", broken)
    with pytest.raises(Refused):
        answers(nils, conversation)
    assert Check.objects.count() == 0
    monkeypatch.undo()
    assert answers(nils, conversation).waits_until is not None


def test_what_a_senior_writes_is_shielded_too(cast: Cast) -> None:
    _, conversation, check = waiting(cast)
    deciding.take(check_id=check.pk, by=cast.emil)
    pieces = deciding.look_at(check_id=check.pk, by=cast.emil, text="Rufen Sie 0160 5550199 an.")
    assert len(pieces) == 3
    deciding.answer_instead(
        check_id=check.pk, by=cast.emil, written=Written("Rufen Sie 0160 5550199 an.", uuid4()),
        remark="Meine Nummer: 0160 5550199",
    )  # fmt: skip
    assert said(conversation)[-1] == ("Emil", "Rufen Sie [Telefon 1] an.")
    check.refresh_from_db()
    assert check.remark == "Meine Nummer: [Telefon 1]"


def test_an_empty_answer_instead_changes_nothing(cast: Cast) -> None:
    _, conversation, check = waiting(cast)
    deciding.take(check_id=check.pk, by=cast.emil)
    before = fingerprint(conversation)
    with pytest.raises(Refused):
        deciding.answer_instead(check_id=check.pk, by=cast.emil, written=Written("  ", uuid4()))
    assert fingerprint(conversation) == before
    assert (outcome(check), Event.objects.filter(kind="claimed").count()) == ("", 1)


def test_one_that_cannot_be_shielded_anew_holds_up_no_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    nils, broken, check = waiting(cast)
    other = held_by(cast, nils, "Meine Latte tropft.")
    answers(nils, other)
    monkeypatch.setattr(ending, "chose_since", lambda check, conversation: conversation.pk == broken.pk)
    real = ending.as_shielded_now

    def fails(one: Check, conversation: Conversation) -> tuple[str, datetime]:
        if conversation.pk == broken.pk:
            raise RuntimeError("the vault is out of reach")
        return real(one, conversation)

    monkeypatch.setattr(ending, "as_shielded_now", fails)
    monkeypatch.setattr(sending, "as_shielded_now", fails)
    last = max(Check.objects.values_list("until_at", flat=True))
    with clock.standing_at(last + timedelta(seconds=1)):
        end_checks(0)
    assert (outcome(check), outcome(Check.objects.exclude(pk=check.pk).get())) == ("", Check.UNSEEN)
    check.refresh_from_db()
    assert check.failed_at is not None
    assert said(broken)[1:] == []
    # Its promise is held up by nothing: the company gets it in time.
    lapses(broken)
    assert current(broken).level != Assignment.EXPERT


def test_a_promise_that_becomes_sooner_ends_the_window_before_it(cast: Cast) -> None:
    """It was Karla's turn, so there was time to look; she writes again, and an answer is owed within four minutes."""
    cast.machines.next_answer_minutes = 4
    cast.machines.save()
    nils, conversation, check = waiting(cast)
    window_ends(check)
    answers(nils, conversation, "Noch ein Wort dazu.")
    check = Check.objects.get(decided_at=None)
    assert check.until_at == check.written_at + WINDOW
    says(cast.karla, Message.CUSTOMER, conversation, "Es tropft noch immer.")
    check.refresh_from_db()
    due_at = current(conversation).due_at
    assert (check.until_at, due_at < check.written_at + WINDOW) == (due_at - MARGIN, True)
    with clock.standing_at(check.until_at):
        assert ending.send_what_waited() == 1
    assert said(conversation)[-1] == ("Nils", "Noch ein Wort dazu.")
