"""Ada works until one. What she promised for the afternoon is Dora's then, and hers again in the morning."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest

from oase.companies.models import Membership, OpeningHours
from oase.companies.opening.reading import calendar_of
from oase.companies.presence import there_again
from oase.conversations import actions
from oase.conversations.drafts import save_draft
from oase.conversations.models import Assignment, Conversation, Message, Outbox
from oase.jobs import clock
from oase.second_level.actions import set_away
from oase.second_level.advisors.jobs import go_round
from tests.cast import Cast, current

# Berlin is two hours ahead in June; the first is a Tuesday.
TEN, ONE, TWO, SIX = (datetime(2027, 6, 1, hour, 0, tzinfo=UTC) for hour in (8, 11, 12, 16))
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
MORNING = datetime(2027, 6, 2, 7, 0, tzinfo=UTC)


@pytest.fixture
def half_days(cast: Cast) -> Iterator[Cast]:
    """The company is open from nine to six; Ada works until one, Dora from noon to six."""
    week = [OpeningHours(company=cast.kaffeewerk, weekday=day, opens=time(9), closes=time(18)) for day in range(5)]
    OpeningHours.objects.bulk_create(week)
    works(cast, "ada", "09:00", "13:00")
    works(cast, "dora", "12:00", "18:00")
    with clock.standing_at(TEN):
        yield cast


def works(cast: Cast, who: str, begins: str, ends: str) -> None:
    hours = [[day, begins, ends] for day in range(5)]
    Membership.objects.filter(person=getattr(cast, who)).update(hours=hours)


def owed(cast: Cast, until: datetime) -> Conversation:
    """Karla asked, Ada has it and promised her next step by then."""
    cast.customer = type(cast.customer).objects.get(pk=cast.customer.pk)
    conversation = cast.asks(topic=cast.invoices)
    conversation.assignments.filter(ended_at=None).update(due_at=until)
    return conversation


def holds(conversation: Conversation) -> tuple[str, str, datetime]:
    now = current(conversation)
    return now.level, now.holder.first_name if now.holder else "", now.due_at


def test_what_is_promised_for_the_afternoon_is_doras_and_comes_back_in_the_morning(half_days: Cast) -> None:
    afternoon, tomorrow = owed(half_days, TWO + 3 * 60 * MINUTE), owed(half_days, MORNING + 60 * MINUTE)
    with clock.standing_at(ONE - MINUTE):
        assert go_round() == 0
    with clock.standing_at(ONE):
        assert (go_round(), go_round()) == (1, 0)
    assert holds(afternoon) == ("deputy", "Dora", TWO + 3 * 60 * MINUTE)
    assert current(afternoon).stands_in_for == half_days.ada
    assert holds(tomorrow) == ("advisor", "Ada", MORNING + 60 * MINUTE)
    event = afternoon.events.order_by("-seq")[0]
    assert (event.kind, event.actor, event.to, event.detail["reason"]) == (
        "handed_over", half_days.ada, half_days.dora, "off",
    )  # fmt: skip
    assert Outbox.objects.filter(kind="handed_over", key__endswith=f"{afternoon.pk}:{event.seq}").count() == 1
    afternoon.assignments.filter(ended_at=None).update(turn=Assignment.CUSTOMER, due_at=MORNING + DAY)
    with clock.standing_at(MORNING):
        assert (go_round(), go_round()) == (1, 0)
    assert holds(afternoon)[:2] == ("advisor", "Ada")


def test_what_is_promised_only_after_she_is_back_stays(half_days: Cast) -> None:
    friday = datetime(2027, 6, 4, 11, 0, tzinfo=UTC)
    with clock.standing_at(friday - 60 * MINUTE):
        conversation = owed(half_days, datetime(2027, 6, 7, 7, 30, tzinfo=UTC))
    with clock.standing_at(friday):
        assert (go_round(), holds(conversation)[1]) == (0, "Ada")
        ada = half_days.member(half_days.ada)
        back = there_again(ada, clock.now(), calendar_of(half_days.kaffeewerk))
        assert back == datetime(2027, 6, 7, 7, 0, tzinfo=UTC), "on Monday at nine"


def test_whoever_is_on_holiday_tomorrow_is_back_after_it(half_days: Cast) -> None:
    Membership.objects.filter(person=half_days.ada).update(
        planned=[[MORNING.isoformat(), (MORNING + 3 * DAY).isoformat()]]
    )
    conversation = owed(half_days, MORNING + 60 * MINUTE)
    works(half_days, "dora", "09:00", "18:00")
    with clock.standing_at(ONE):
        assert (go_round(), holds(conversation)[1]) == (1, "Dora")


def test_it_is_not_taken_out_of_her_hands_while_she_writes(half_days: Cast) -> None:
    conversation = owed(half_days, SIX)
    with clock.standing_at(ONE):
        save_draft(conversation_id=conversation.pk, person=half_days.ada, body="Guten Tag", audience="conversation")
        assert (go_round(), holds(conversation)[1]) == (0, "Ada")
    with clock.standing_at(ONE + 11 * MINUTE):
        assert (go_round(), holds(conversation)[1]) == (1, "Dora")


def test_what_she_takes_after_her_day_she_means_to_keep(half_days: Cast) -> None:
    conversation = owed(half_days, SIX)
    with clock.standing_at(ONE):
        go_round()
    with clock.standing_at(ONE + 30 * MINUTE):
        actions.take(conversation_id=conversation.pk, by=half_days.ada)
    with clock.standing_at(ONE + 50 * MINUTE):
        conversation.assignments.filter(ended_at=None).update(due_at=SIX)
        assert (go_round(), holds(conversation)[1]) == (0, "Ada")


def test_what_karla_writes_in_the_afternoon_is_doras_within_the_next_round(half_days: Cast) -> None:
    conversation = owed(half_days, SIX)
    actions.reply(
        conversation_id=conversation.pk, author=half_days.ada, role=Message.AGENT, text="Bitte sehr.", client_id=uuid4()
    )
    with clock.standing_at(TWO):
        assert go_round() == 0, "it is Karla's turn"
        actions.reply(
            conversation_id=conversation.pk, author=half_days.karla, role=Message.CUSTOMER, text="Und?",
            client_id=uuid4(),
        )  # fmt: skip
        assert (go_round(), holds(conversation)[1]) == (1, "Dora")


def test_with_nobody_there_it_stays_and_takes_its_way_when_it_lapses(half_days: Cast) -> None:
    for away in ("dora", "sven"):
        set_away(membership=half_days.member(getattr(half_days, away)), until=MORNING)
    conversation = owed(half_days, SIX)
    with clock.standing_at(ONE):
        assert (go_round(), holds(conversation)) == (0, ("advisor", "Ada", SIX))


def test_without_dora_the_team_has_it_and_ada_again_in_the_morning(half_days: Cast) -> None:
    set_away(membership=half_days.member(half_days.dora), until=MORNING + DAY)
    conversation = owed(half_days, SIX)
    with clock.standing_at(ONE):
        assert (go_round(), holds(conversation)) == (1, ("team", "", SIX))
    conversation.assignments.filter(ended_at=None).update(due_at=MORNING + 60 * MINUTE)
    with clock.standing_at(MORNING):
        assert (go_round(), holds(conversation)[1]) == (1, "Ada")


def test_what_is_late_already_is_not_handed_on_as_if_it_were_not(half_days: Cast) -> None:
    conversation = owed(half_days, ONE)
    with clock.standing_at(ONE):
        assert (go_round(), holds(conversation)) == (0, ("advisor", "Ada", ONE))


def test_who_has_no_hours_of_their_own_never_finishes(half_days: Cast) -> None:
    Membership.objects.filter(person=half_days.ada).update(hours=[])
    conversation = owed(half_days, SIX)
    with clock.standing_at(SIX - MINUTE):
        assert (go_round(), holds(conversation)[1]) == (0, "Ada")
