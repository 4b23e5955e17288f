"""Two who do something about the same concerns at the same moment: one after the other, or one is told why not."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from oase.companies.models import Membership
from oase.conversations import actions
from oase.conversations.append import NotAllowed
from oase.conversations.models import Assignment, Conversation, Message
from oase.conversations.words import Refused
from oase.jobs import clock
from oase.second_level.advisors.jobs import go_round
from oase.second_level.parting import let_go
from oase.second_level.shaping.actions import merge, put_tag, snooze, split, unmerge
from oase.second_level.shaping.models import Merge, Snooze
from tests.cast import Cast, current
from tests.second_level.shaping.story import fresh, joined, karla_writes, with_ada
from tests.threads import at_once


def _together(*deeds: Callable[[], object]) -> list[str]:
    """Do all at once; the names of what was refused. Whatever else is raised, such as a deadlock, is a fault."""
    raised = at_once(*deeds)
    assert [error for error in raised if not isinstance(error, Refused | NotAllowed)] == []
    return sorted(type(error).__name__ for error in raised)


def _stands() -> None:
    """Law 1: an open concern is in somebody's hands, once; one that is closed is in nobody's."""
    for one in Conversation.objects.all():
        held = Assignment.objects.filter(conversation=one, ended_at=None).count()
        assert held == (1 if one.is_open else 0)
        if one.merged_into is not None:
            assert (one.is_open, one.merged_into.merged_into) == (False, None)


@pytest.fixture
def bill(cast: Cast) -> Conversation:
    return with_ada(cast, "Die Rechnung ist doppelt.")


@pytest.fixture
def parcel(cast: Cast) -> Conversation:
    return with_ada(cast, "Das Paket kam nicht an.")


def test_each_joined_into_the_other(cast: Cast, bill: Conversation, parcel: Conversation) -> None:
    ada, dora = cast.member(cast.ada), cast.member(cast.dora)
    refused = _together(
        lambda: merge(source_id=bill.pk, target_id=parcel.pk, by=ada),
        lambda: merge(source_id=parcel.pk, target_id=bill.pk, by=dora),
    )
    assert refused == ["Refused"]
    assert Merge.objects.count() == 1
    _stands()


def test_joined_while_a_part_is_taken_out_and_karla_writes(
    cast: Cast, bill: Conversation, parcel: Conversation
) -> None:
    said = karla_writes(cast, bill, "Und das Paket fehlt auch.")
    ada, dora = cast.member(cast.ada), cast.member(cast.dora)
    _together(
        lambda: merge(source_id=bill.pk, target_id=parcel.pk, by=ada),
        lambda: split(conversation_id=bill.pk, by=dora, message_ids=[said.id], client_id=uuid4()),
        lambda: karla_writes(cast, bill, "Sind Sie noch da?"),
    )
    _stands()
    assert fresh(bill).merged_into == parcel
    assert Message.objects.filter(body="Sind Sie noch da?").count() == 1


def test_joined_while_the_other_is_solved_and_put_aside(cast: Cast, bill: Conversation, parcel: Conversation) -> None:
    ada, dora = cast.member(cast.ada), cast.member(cast.dora)
    later = clock.now() + timedelta(minutes=2)
    _together(
        lambda: merge(source_id=bill.pk, target_id=parcel.pk, by=dora),
        lambda: actions.solve(conversation_id=parcel.pk, by=cast.dora),
        lambda: snooze(conversation_id=bill.pk, by=ada, until=later),
        lambda: put_tag(conversation_id=bill.pk, by=dora, name="Retoure"),
    )
    _stands()
    assert fresh(bill).merged_into_id in (None, parcel.pk)
    assert Snooze.objects.filter(conversation=parcel).count() == 0


def test_parted_twice_and_joined_anew(cast: Cast, bill: Conversation, parcel: Conversation) -> None:
    once = joined(cast, bill, parcel)
    ada, dora = cast.member(cast.ada), cast.member(cast.dora)
    _together(
        lambda: unmerge(merge_id=once.pk, by=ada),
        lambda: unmerge(merge_id=once.pk, by=dora),
        lambda: merge(source_id=parcel.pk, target_id=bill.pk, by=ada),
    )
    _stands()
    once.refresh_from_db()
    assert once.undone_at is not None


def test_taken_while_it_is_handed_over_and_answered(cast: Cast, bill: Conversation) -> None:
    _together(
        lambda: actions.take(conversation_id=bill.pk, by=cast.dora),
        lambda: actions.hand_over(conversation_id=bill.pk, by=cast.ada, to=cast.member(cast.sven)),
        lambda: actions.reply(
            conversation_id=bill.pk, author=cast.ada, role=Message.AGENT, text="Ich sehe nach.", client_id=uuid4()
        ),
    )
    _stands()
    assert current(bill).holder in (cast.dora, cast.sven)


def test_she_leaves_while_she_takes_and_is_given(cast: Cast, bill: Conversation, parcel: Conversation) -> None:
    """Whatever came first, what she holds finds other hands within a round."""
    actions.hand_over(conversation_id=parcel.pk, by=cast.ada, to=cast.member(cast.dora))
    actions.hand_over(conversation_id=bill.pk, by=cast.ada, to=cast.member(cast.dora))
    ada, sven = cast.member(cast.ada), cast.member(cast.sven)
    Membership.objects.filter(pk=sven.pk).update(role=Membership.ADMIN)
    sven.refresh_from_db()
    _together(
        lambda: let_go(by=sven, member=ada),
        lambda: actions.take(conversation_id=bill.pk, by=cast.ada),
        lambda: actions.hand_over(conversation_id=parcel.pk, by=cast.dora, to=cast.member(cast.ada)),
    )
    go_round()
    _stands()
    assert cast.ada.pk not in (current(bill).holder_id, current(parcel).holder_id)
    assert not Assignment.objects.filter(holder=cast.ada, ended_at=None).exists()
