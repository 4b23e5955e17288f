"""What was joined is kept as long as where it goes on, and goes with it."""

from datetime import timedelta
from uuid import uuid4

from oase.conversations import actions
from oase.conversations.models import Conversation
from oase.jobs import clock
from oase.second_level.shaping.actions import split
from oase.second_level.shaping.models import Copied, Merge, Split
from oase.service_cloud.erasure import history, retention
from oase.service_cloud.erasure.sweeping import sweep
from tests.cast import Cast
from tests.second_level.shaping.story import fresh, joined, karla_writes, staff_writes, with_ada


def test_a_joined_concern_stays_while_the_other_is_open_and_goes_with_it(cast: Cast) -> None:
    bill, parcel = with_ada(cast, "Die Rechnung ist doppelt."), with_ada(cast, "Das Paket kam nicht an.")
    staff_writes(cast, cast.ada, parcel, "Ich frage nach.")
    joined(cast, parcel, bill)
    assert (retention.kind_of(fresh(bill)), retention.kind_of(fresh(parcel))) == ("company", "company")
    with clock.standing_at(clock.now() + timedelta(days=365 * 20)):
        assert sweep() == 0
    with clock.standing_at(clock.now() + timedelta(days=365)):
        actions.solve(conversation_id=bill.pk, by=cast.ada)
        assert retention.kept_until(fresh(parcel), "company") == retention.kept_until(fresh(bill), "company")
    with clock.standing_at(clock.now() + timedelta(days=365 * 20)):
        assert sweep() == 1
    assert not Conversation.objects.exists()
    assert not Merge.objects.exists()


def test_a_split_concern_goes_by_itself(cast: Cast) -> None:
    bill = with_ada(cast, "Die Rechnung ist doppelt.")
    said = karla_writes(cast, bill, "Und das Paket kam nicht an.")
    concern = split(
        conversation_id=bill.pk,
        by=cast.member(cast.ada),
        message_ids=[said.id],
        client_id=uuid4(),
    )
    actions.solve(conversation_id=bill.pk, by=cast.ada)
    assert history.delete([bill.pk, concern.pk]) == 1
    assert Conversation.objects.get() == concern
    assert concern.messages.count() == 1
    assert not Split.objects.exists()
    assert not Copied.objects.exists()
