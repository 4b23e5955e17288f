"""The end: who may say that it is solved, and who has it when it was not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from oase.companies.models import Membership
from oase.conversations import actions
from oase.conversations.append import NotAllowed
from oase.conversations.models import Assignment, Conversation
from oase.conversations.words import Refused
from oase.experts.models import Expert, Qualification
from oase.people.models import Person
from tests.cast import Cast, current
from tests.conversations.story import fingerprint, lapses, noticed, place, says, solved_by_ada


def test_only_the_holder_proposes_and_once_is_enough(cast: Cast) -> None:
    conversation = cast.given_on()
    before = fingerprint(conversation)
    for other in (cast.emil, cast.dora, cast.karla, cast.mallory):
        with pytest.raises(NotAllowed):
            actions.propose_solution(conversation_id=conversation.pk, by=other)
    assert fingerprint(conversation) == before
    for _ in range(2):
        actions.propose_solution(conversation_id=conversation.pk, by=cast.ada)
    assert conversation.events.filter(kind="solution_proposed").count() == 1
    assert current(conversation).turn == Assignment.CUSTOMER


def test_who_left_the_company_proposes_nothing_there(cast: Cast) -> None:
    conversation = cast.given_on()
    Membership.objects.filter(person=cast.ada).update(left_at=timezone.now())
    with pytest.raises(NotAllowed):
        actions.propose_solution(conversation_id=conversation.pk, by=cast.ada)


def test_nobody_proposes_what_nobody_holds(cast: Cast) -> None:
    conversation = cast.asks()
    for one in (cast.emil, cast.ada, cast.karla):
        with pytest.raises(NotAllowed):
            actions.propose_solution(conversation_id=conversation.pk, by=one)


def test_only_the_customer_confirms_and_declines(cast: Cast) -> None:
    conversation = cast.given_on()
    actions.propose_solution(conversation_id=conversation.pk, by=cast.ada)
    before = fingerprint(conversation)
    for other in (cast.emil, cast.ada, cast.dora, cast.mallory):
        with pytest.raises(NotAllowed):
            actions.confirm_solution(conversation_id=conversation.pk, by=other)
        with pytest.raises(NotAllowed):
            actions.decline_solution(conversation_id=conversation.pk, by=other)
    assert fingerprint(conversation) == before
    actions.decline_solution(conversation_id=conversation.pk, by=cast.karla)
    assert current(conversation).turn == Assignment.HOLDER
    with pytest.raises(Refused):
        actions.decline_solution(conversation_id=conversation.pk, by=cast.karla)
    actions.propose_solution(conversation_id=conversation.pk, by=cast.ada)
    actions.confirm_solution(conversation_id=conversation.pk, by=cast.karla)
    conversation.refresh_from_db()
    assert not conversation.is_open


def test_what_is_solved_is_not_solved_again(cast: Cast) -> None:
    conversation = solved_by_ada(cast)
    before = fingerprint(conversation)
    for verb, by in (
        (actions.confirm_solution, cast.karla),
        (actions.decline_solution, cast.karla),
        (actions.solve, cast.ada),
        (actions.propose_solution, cast.ada),
    ):
        with pytest.raises(Refused):
            verb(conversation_id=conversation.pk, by=by)
    assert fingerprint(conversation) == before


def test_no_stranger_solves_and_staff_only_what_they_have(cast: Cast) -> None:
    with_expert, with_ada = cast.claimed(), cast.given_on()
    before = fingerprint(with_expert), fingerprint(with_ada)
    for stranger in (cast.mallory, cast.emil, cast.karla):
        with pytest.raises(NotAllowed):
            actions.solve(conversation_id=with_ada.pk, by=stranger)
    with pytest.raises(Refused):
        actions.solve(conversation_id=with_expert.pk, by=cast.ada)
    assert (fingerprint(with_expert), fingerprint(with_ada)) == before


def test_a_reply_answers_a_proposal_with_no(cast: Cast) -> None:
    conversation = cast.given_on()
    actions.propose_solution(conversation_id=conversation.pk, by=cast.ada)
    says(cast.karla, "customer", conversation)
    conversation.refresh_from_db()
    assert (conversation.solution_proposed_at, conversation.solution_proposed_by) == (None, None)
    assert current(conversation).turn == Assignment.HOLDER


def test_silence_is_asked_about_once_and_any_word_starts_it_anew(cast: Cast) -> None:
    conversation = cast.given_on()
    says(cast.ada, "agent", conversation)
    assert lapses(conversation, after=-timedelta(microseconds=1)) == 0
    assert lapses(conversation) == 1
    assert noticed(conversation).count("reminder") == 1
    says(cast.karla, "customer", conversation)
    says(cast.ada, "agent", conversation)
    assert current(conversation).reminded_at is None
    lapses(conversation)
    lapses(conversation)
    conversation.refresh_from_db()
    assert not conversation.is_open
    assert noticed(conversation).count("reminder") == 2


def _reopened(cast: Cast, conversation: Conversation) -> tuple[str, Person | None]:
    says(cast.karla, "customer", conversation)
    conversation.refresh_from_db()
    assert conversation.is_open
    assert current(conversation).late_since is None
    return place(conversation)


def _solved_by_emil(cast: Cast) -> Conversation:
    conversation = cast.claimed()
    actions.confirm_solution(conversation_id=conversation.pk, by=cast.karla)
    return conversation


def test_it_opens_again_with_the_expert_who_had_it(cast: Cast) -> None:
    assert _reopened(cast, _solved_by_emil(cast)) == ("expert", cast.emil)
    Qualification.objects.update(lapses_at=timezone.now() + timedelta(days=1))
    Expert.objects.update(available=False)
    assert _reopened(cast, _solved_by_emil_again(cast)) == ("expert", cast.emil)


def _solved_by_emil_again(cast: Cast) -> Conversation:
    conversation = Conversation.objects.get()
    actions.confirm_solution(conversation_id=conversation.pk, by=cast.karla)
    return conversation


def _lapsed(cast: Cast) -> None:
    Qualification.objects.update(lapses_at=timezone.now())


def _withdrawn(cast: Cast) -> None:
    Qualification.objects.all().delete()


def _for_something_else(cast: Cast) -> None:
    Qualification.objects.update(topic=cast.invoices)


def _shut_out(cast: Cast) -> None:
    Person.objects.filter(pk=cast.emil.pk).update(is_active=False)


@pytest.mark.parametrize("change", [_lapsed, _withdrawn, _for_something_else, _shut_out])
def test_it_opens_again_with_the_company_when_the_expert_may_no_more(cast: Cast, change: object) -> None:
    conversation = _solved_by_emil(cast)
    change(cast)  # type: ignore[operator]  # one of the functions above
    assert _reopened(cast, conversation) == ("advisor", cast.ada)


def test_a_qualification_that_lapsed_elsewhere_does_not_matter_here(cast: Cast) -> None:
    conversation = _solved_by_emil(cast)
    Qualification.objects.create(expert_id=cast.emil.pk, topic=cast.invoices, lapses_at=timezone.now())
    assert _reopened(cast, conversation) == ("expert", cast.emil)


@pytest.mark.parametrize(("who", "level"), [("ada", "advisor"), ("dora", "deputy"), ("sven", "supervisors")])
def test_it_opens_again_with_whoever_of_the_company_had_it(cast: Cast, who: str, level: str) -> None:
    conversation, member = cast.claimed(), getattr(cast, who)
    actions.take(conversation_id=conversation.pk, by=member)
    actions.solve(conversation_id=conversation.pk, by=member)
    assert _reopened(cast, conversation) == (level, member)


@pytest.mark.parametrize("away", [{"left_at": timezone.now()}, {"away_until": timezone.now() + timedelta(days=1)}])
def test_it_opens_again_with_the_advisor_when_whoever_had_it_is_not_here(cast: Cast, away: dict[str, object]) -> None:
    conversation = cast.claimed()
    actions.take(conversation_id=conversation.pk, by=cast.sven)
    actions.solve(conversation_id=conversation.pk, by=cast.sven)
    Membership.objects.filter(person=cast.sven).update(**away)
    assert _reopened(cast, conversation) == ("advisor", cast.ada)
