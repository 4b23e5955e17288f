"""What a resting expert solved does not come back to them when its customer writes again."""

from uuid import uuid4

import pytest

from oase.companies.models import Membership
from oase.conversations import actions
from oase.conversations.models import Conversation
from oase.experts import actions as expert_actions
from oase.experts.reputation.models import Suspension
from oase.experts.reputation.suspending import suspend
from tests.cast import Cast


def _solved(cast: Cast) -> Conversation:
    conversation = cast.claimed()
    expert_actions.answer(conversation_id=conversation.pk, by=cast.emil, text="Bitte spülen.", client_id=uuid4())
    actions.confirm_solution(conversation_id=conversation.pk, by=cast.karla)
    return conversation


def _writes_again(cast: Cast, conversation: Conversation) -> tuple[str, bool]:
    actions.reply(
        conversation_id=conversation.pk, author=cast.karla, role="customer", text="Wieder E12.", client_id=uuid4()
    )
    now = conversation.assignments.get(ended_at=None)
    return now.level, now.holder_id == cast.emil.pk


@pytest.mark.parametrize("reason", [Suspension.QUALITY, Suspension.ACCOUNT])
def test_what_a_resting_expert_solved_does_not_come_back_to_them(cast: Cast, reason: str) -> None:
    conversation = _solved(cast)
    suspend(by=cast.member(cast.sven), expert_id=cast.emil.pk, reason=reason, words="Bitte ruhen Sie sich aus.")
    assert _writes_again(cast, conversation) == ("advisor", False)


def test_whom_another_company_lets_rest_goes_on_here(cast: Cast) -> None:
    conversation = _solved(cast)
    Suspension.objects.create(
        expert_id=cast.emil.pk, company=cast.velotal, reason="quality", words="-", by=cast.mallory
    )
    assert _writes_again(cast, conversation) == ("expert", True)


def test_whoever_joined_the_staff_gets_nothing_back_as_an_expert(cast: Cast) -> None:
    conversation = _solved(cast)
    Membership.objects.create(person=cast.emil, company=cast.kaffeewerk, role=Membership.AGENT)
    assert _writes_again(cast, conversation) == ("advisor", False)
