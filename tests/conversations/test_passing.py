"""From hand to hand: who may give, take and ask for the company, in every state."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from oase.companies.models import Membership
from oase.conversations import actions
from oase.conversations.append import NotAllowed
from oase.conversations.models import Assignment, Conversation
from oase.conversations.words import Refused
from oase.jobs import clock
from oase.people.models import Person
from tests.cast import IBAN, Cast, current
from tests.conversations.story import fingerprint, happened, lapses, noticed, place, says, solved_by_ada


def _member(person: Person) -> Membership:
    return Membership.objects.get(person=person)


def test_the_customer_gets_the_company_from_the_network_and_from_an_expert(cast: Cast) -> None:
    for conversation in (cast.asks(), cast.claimed()):
        actions.ask_for_company(conversation_id=conversation.pk, by=cast.karla)
        assert place(conversation) == ("advisor", cast.ada)
        assert happened(conversation)[-1] == "company_asked"
        assert noticed(conversation)[-1] == "handed_over"


def test_who_has_the_company_or_is_done_is_told_so(cast: Cast) -> None:
    held = cast.given_on()
    team = cast.given_on()
    lapses(team)
    lapses(team)
    assert place(team) == ("team", None)
    for conversation in (held, team, solved_by_ada(cast)):
        before = fingerprint(conversation)
        with pytest.raises(Refused):
            actions.ask_for_company(conversation_id=conversation.pk, by=cast.karla)
        assert fingerprint(conversation) == before


def test_nobody_else_asks_for_the_company(cast: Cast) -> None:
    conversation = cast.claimed()
    before = fingerprint(conversation)
    for stranger in (cast.mallory, cast.emil, cast.ada):
        with pytest.raises(NotAllowed):
            actions.ask_for_company(conversation_id=conversation.pk, by=stranger)
    assert fingerprint(conversation) == before


def test_staff_hand_over_with_a_word_that_is_shielded(cast: Cast) -> None:
    conversation = cast.given_on()
    note = f"Bitte Konto {IBAN} von Karla Blum prüfen"
    actions.hand_over(conversation_id=conversation.pk, by=cast.ada, to=_member(cast.dora), note=note)
    assert place(conversation) == ("deputy", cast.dora)
    event = conversation.events.get(kind="handed_over")
    assert (event.actor, event.to) == (cast.ada, cast.dora)
    for secret in (IBAN, "Karla", "Blum"):
        assert secret not in event.detail["hint"]


def _left(cast: Cast) -> None:
    Membership.objects.filter(person=cast.dora).update(left_at=timezone.now())


def _shut_out(cast: Cast) -> None:
    Person.objects.filter(pk=cast.dora.pk).update(is_active=False)


@pytest.mark.parametrize("change", [_left, _shut_out])
def test_nothing_is_handed_to_someone_who_no_longer_belongs_here(cast: Cast, change: object) -> None:
    conversation, dora = cast.given_on(), _member(cast.dora)
    change(cast)  # type: ignore[operator]  # one of the functions above
    before = fingerprint(conversation)
    with pytest.raises(NotAllowed):
        actions.hand_over(conversation_id=conversation.pk, by=cast.ada, to=dora)
    with pytest.raises(NotAllowed):
        actions.take(conversation_id=conversation.pk, by=Person.objects.get(pk=cast.dora.pk))
    assert fingerprint(conversation) == before


def test_nothing_is_handed_to_a_stranger_or_by_one(cast: Cast) -> None:
    conversation = cast.given_on()
    before = fingerprint(conversation)
    for by, to in ((cast.ada, cast.mallory), (cast.mallory, cast.mallory), (cast.mallory, cast.dora)):
        with pytest.raises(NotAllowed):
            actions.hand_over(conversation_id=conversation.pk, by=by, to=_member(to))
    for by in (cast.karla, cast.emil):
        with pytest.raises(NotAllowed):
            actions.hand_over(conversation_id=conversation.pk, by=by, to=_member(cast.dora))
    for by in (cast.mallory, cast.karla, cast.emil):
        with pytest.raises(NotAllowed):
            actions.take(conversation_id=conversation.pk, by=by)
    assert fingerprint(conversation) == before


def test_nothing_is_handed_to_someone_who_is_away_or_holds_it_or_when_done(cast: Cast) -> None:
    conversation, solved = cast.given_on(), solved_by_ada(cast)
    before, before_solved = fingerprint(conversation), fingerprint(solved)
    Membership.objects.filter(person=cast.dora).update(away_until=timezone.now() + timedelta(hours=1))
    for to in (cast.dora, cast.ada):
        with pytest.raises(Refused):
            actions.hand_over(conversation_id=conversation.pk, by=cast.sven, to=_member(to))
    with pytest.raises(Refused):
        actions.take(conversation_id=conversation.pk, by=cast.ada)
    with pytest.raises(Refused):
        actions.hand_over(conversation_id=solved.pk, by=cast.ada, to=_member(cast.sven))
    with pytest.raises(Refused):
        actions.take(conversation_id=solved.pk, by=cast.sven)
    assert (fingerprint(conversation), fingerprint(solved)) == (before, before_solved)


def test_who_works_here_looks_not_after_their_own_concern(cast: Cast) -> None:
    cast.customer.person = cast.dora
    cast.customer.save()
    conversation = cast.asks("Meine Aroma brüht nicht.", wants_company=True)
    assert place(conversation) == ("advisor", cast.ada)
    before = fingerprint(conversation)
    with pytest.raises(NotAllowed):
        actions.take(conversation_id=conversation.pk, by=cast.dora)
    with pytest.raises(NotAllowed):
        actions.solve(conversation_id=conversation.pk, by=cast.dora)
    with pytest.raises(NotAllowed):
        actions.hand_over(conversation_id=conversation.pk, by=cast.ada, to=_member(cast.dora))
    with pytest.raises(NotAllowed):
        actions.hand_over(conversation_id=conversation.pk, by=cast.dora, to=_member(cast.sven))
    with pytest.raises(NotAllowed):
        says(cast.dora, "agent", conversation)
    assert fingerprint(conversation) == before


def test_what_is_late_stays_late_in_other_hands_until_there_is_an_answer(cast: Cast) -> None:
    conversation = cast.given_on()
    missed = current(conversation).due_at
    with clock.standing_at(missed + timedelta(minutes=1)):
        assert current(conversation).is_late
        # Handed over before the watcher looked: still the first promise that was missed.
        actions.hand_over(conversation_id=conversation.pk, by=cast.ada, to=_member(cast.dora))
        assert (current(conversation).late_since, current(conversation).is_late) == (missed, True)
        says(cast.karla, "customer", conversation)
        assert current(conversation).late_since == missed
    lapses(conversation)
    assert current(conversation).late_since == missed
    says(cast.sven, "agent", conversation)
    assert (current(conversation).late_since, current(conversation).is_late) == (None, False)


def test_nothing_moves_before_its_time(cast: Cast) -> None:
    conversation = cast.given_on()
    assert lapses(conversation, after=-timedelta(microseconds=1)) == 0
    assert place(conversation) == ("advisor", cast.ada)
    assert lapses(conversation) == 1
    assert place(conversation) == ("deputy", cast.dora)


def test_who_keeps_it_at_the_end_is_not_announced_again_and_again(cast: Cast) -> None:
    conversation = cast.given_on()
    for _ in range(3):
        lapses(conversation)
    assert place(conversation) == ("supervisors", None)
    notices = noticed(conversation)
    for _ in range(3):
        assert lapses(conversation) == 1
    assert noticed(conversation) == notices
    actions.take(conversation_id=conversation.pk, by=cast.sven)
    lapses(conversation)
    assert place(conversation) == ("supervisors", None)
    assert len(noticed(conversation)) == len(notices) + 2


@pytest.mark.parametrize("minutes", [0, 1])
def test_a_promise_of_nothing_does_not_run_down_the_chain_in_one_breath(cast: Cast, minutes: int) -> None:
    cast.machines.first_answer_minutes = cast.machines.next_answer_minutes = minutes
    cast.machines.save()
    cast.kaffeewerk.silence_days = 0
    cast.kaffeewerk.save()
    cast.customer.refresh_from_db()
    moment = timezone.now()
    with clock.standing_at(moment):
        conversation = cast.claimed()
        assert current(conversation).due_at > moment
        actions.ask_for_company(conversation_id=conversation.pk, by=cast.karla)
        assert current(conversation).due_at == moment + timedelta(minutes=1)
        says(cast.ada, "agent", conversation)
        assert current(conversation).due_at == moment + timedelta(days=1)


def test_a_clock_that_is_set_back_stops_nobody(cast: Cast) -> None:
    conversation: Conversation = cast.given_on()
    with clock.standing_at(timezone.now() - timedelta(hours=1)):
        actions.take(conversation_id=conversation.pk, by=cast.dora)
        actions.take(conversation_id=conversation.pk, by=cast.ada)
        actions.solve(conversation_id=conversation.pk, by=cast.ada)
        says(cast.karla, "customer", conversation)
    assert place(conversation) == ("advisor", cast.ada)
    started = list(conversation.assignments.order_by("pk").values_list("started_at", flat=True))
    assert started == sorted(started)


def test_among_colleagues_only_the_hands_change_while_it_is_the_customers_turn(cast: Cast) -> None:
    conversation = cast.given_on()
    actions.reply(conversation_id=conversation.pk, author=cast.ada, role="agent", text="Erledigt?", client_id=uuid4())
    actions.propose_solution(conversation_id=conversation.pk, by=cast.ada)
    before = current(conversation)
    actions.hand_over(conversation_id=conversation.pk, by=cast.ada, to=cast.member(cast.dora))
    after = current(conversation)
    assert (after.holder, after.turn, after.due_at) == (cast.dora, Assignment.CUSTOMER, before.due_at)
    conversation.refresh_from_db()
    assert conversation.solution_proposed_by == cast.ada
