"""What is earned for less than solving: checks, answers that were replaced, saved answers that helped somebody else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from oase.conversations import actions
from oase.conversations.assignments import assign
from oase.conversations.chain import Step
from oase.conversations.models import Assignment, Conversation
from oase.experts import actions as expert_actions
from oase.experts import rewards
from oase.experts.answers.models import Reuse
from oase.experts.checks.models import Check
from oase.experts.models import Expert
from oase.experts.rewards.ledger.balances import balance_of, owed_to
from oase.experts.rewards.models import Reward
from oase.experts.rewards.setting_prices import save_shares
from oase.jobs import clock
from oase.people.models import Person
from oase.ratings.actions import rate
from tests.cast import Cast, current, person

FINE = "Meine Aroma brüht nicht."


def _grete() -> Person:
    return Expert.objects.create(person=person("Grete", "Moll"), languages=["de"]).person


def _answered(cast: Cast, by: Person | None = None) -> Conversation:
    conversation = cast.claimed(FINE)
    actions.reply(
        conversation_id=conversation.pk, author=by or cast.emil, role="expert", text="Bitte spülen.", client_id=uuid4()
    )
    return conversation


def _check(conversation: Conversation, author: Person, checker: Person, outcome: str) -> None:
    Check.objects.create(
        assignment=current(conversation), author_id=author.pk, checker_id=checker.pk, outcome=outcome,
        client_id=uuid4(), body="Bitte spülen.", shielded_at=clock.now(), written_seq=1, until_at=clock.now(),
        decided_at=clock.now(),
    )  # fmt: skip


def _take_over(conversation: Conversation, by: Person) -> None:
    """As a senior does whose answer goes out instead: they hold it from then on, without an offer."""
    with transaction.atomic():
        assign(conversation, Step(Assignment.EXPERT, by), due_at=clock.now() + timedelta(minutes=30))
    actions.reply(
        conversation_id=conversation.pk, author=by, role="expert", text="Anders: entkalken.", client_id=uuid4()
    )


def _settle() -> int:
    with clock.standing_at(clock.now() + timedelta(days=4)):
        return rewards.settle()


def _earned() -> set[tuple[str, int, str]]:
    rows = Reward.objects.select_related("expert__person")
    return {(one.expert.person.first_name, one.cents, one.reason) for one in rows}


def test_both_earn_when_a_senior_agreed(cast: Cast) -> None:
    grete = _grete()
    conversation = _answered(cast)
    _check(conversation, cast.emil, grete, Check.AGREED)
    actions.confirm_solution(conversation_id=conversation.pk, by=cast.karla)
    assert (_settle(), _settle()) == (2, 0)
    assert _earned() == {("Emil", 420, "solved"), ("Grete", 84, "check")}
    assert balance_of(cast.kaffeewerk.pk) == {"rewards": 504, "owed": -504}


@pytest.mark.parametrize("outcome", [Check.UNSEEN, Check.WITHDRAWN, Check.OVERTAKEN])
def test_a_check_that_nobody_made_earns_nothing(cast: Cast, outcome: str) -> None:
    grete = _grete()
    conversation = _answered(cast)
    _check(conversation, cast.emil, grete, outcome)
    actions.confirm_solution(conversation_id=conversation.pk, by=cast.karla)
    assert _settle() == 1
    assert _earned() == {("Emil", 420, "solved")}


def test_who_answers_instead_is_paid_as_was_offered_and_the_newcomer_gets_a_part(cast: Cast) -> None:
    grete = _grete()
    conversation = cast.claimed(FINE)
    _check(conversation, cast.emil, grete, Check.REPLACED)
    _take_over(conversation, grete)
    actions.confirm_solution(conversation_id=conversation.pk, by=cast.karla)
    assert (_settle(), _settle()) == (2, 0)
    assert _earned() == {("Grete", 420, "solved"), ("Emil", 84, "handover")}


def test_a_saved_answer_that_helped_somebody_else_earns_its_author_a_part(cast: Cast) -> None:
    grete = _grete()
    conversation = _answered(cast)
    Reuse.objects.create(author_id=grete.pk, by_id=cast.emil.pk, conversation=conversation)
    actions.confirm_solution(conversation_id=conversation.pk, by=cast.karla)
    assert (_settle(), _settle()) == (2, 0)
    assert _earned() == {("Emil", 420, "solved"), ("Grete", 42, "reuse")}


def test_with_the_company_nobody_earns_for_checks_or_saved_answers(cast: Cast) -> None:
    grete = _grete()
    conversation = _answered(cast)
    _check(conversation, cast.emil, grete, Check.AGREED)
    Reuse.objects.create(author_id=grete.pk, by_id=cast.emil.pk, conversation=conversation)
    expert_actions.give_on(conversation_id=conversation.pk, by=cast.emil, reason="documents")
    actions.solve(conversation_id=conversation.pk, by=cast.ada)
    assert _settle() == 1
    assert _earned() == {("Emil", 84, "handover")}


def test_nobody_earns_where_the_asker_was_left_unhappy(cast: Cast) -> None:
    grete = _grete()
    conversation = _answered(cast)
    _check(conversation, cast.emil, grete, Check.AGREED)
    Reuse.objects.create(author_id=grete.pk, by_id=cast.emil.pk, conversation=conversation)
    actions.confirm_solution(conversation_id=conversation.pk, by=cast.karla)
    rate(conversation_id=conversation.pk, by=cast.karla, stars=2)
    assert _settle() == 0


def test_parts_are_the_companys(cast: Cast) -> None:
    save_shares(by=cast.member(cast.sven), handover=15, checked=0, reuse=5)
    grete = _grete()
    conversation = _answered(cast)
    _check(conversation, cast.emil, grete, Check.AGREED)
    Reuse.objects.create(author_id=grete.pk, by_id=cast.emil.pk, conversation=conversation)
    actions.confirm_solution(conversation_id=conversation.pk, by=cast.karla)
    assert _settle() == 2
    assert _earned() == {("Emil", 420, "solved"), ("Grete", 21, "reuse")}
    handed = _answered(cast)
    expert_actions.give_on(conversation_id=handed.pk, by=cast.emil, reason="documents")
    actions.solve(conversation_id=handed.pk, by=cast.ada)
    assert _settle() == 1
    assert owed_to(cast.emil.pk) == 420 + 63


def test_an_offer_no_question_earns_is_not_paid(cast: Cast) -> None:
    conversation = _answered(cast)
    cast.offer_to(cast.emil, conversation).__class__.objects.update(reward_cents=2_000_000_000)
    actions.confirm_solution(conversation_id=conversation.pk, by=cast.karla)
    assert (_settle(), Reward.objects.count()) == (0, 0)
