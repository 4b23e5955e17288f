"""A company's own figures, and how they are mixed with what is usual where there are few."""

from datetime import UTC, datetime, time, timedelta

import pytest

from oase.companies.models import Company, OpeningHours
from oase.experts import actions as expert_actions
from oase.experts.availability.models import ExpertHours, Pause
from oase.experts.planning import outlook as outlooks
from oase.experts.planning.jobs import ask_for, simulate_outlook
from oase.experts.planning.outlook import EVERY_DAY, Wish, key_of, outlook
from oase.experts.planning.own import USUAL_TOPIC, own_plan
from oase.experts.planning.weeks import HOUR, Hours
from oase.experts.planning.wrong import WrongPlan
from oase.experts.rewards.models import Price
from oase.jobs import clock
from tests.cast import Cast, person, qualify

SUNDAY = datetime(2026, 11, 15, 19, 30, tzinfo=UTC)
"""Half past eight in the evening in Berlin."""
MONDAY = datetime(2026, 11, 16, 12, tzinfo=UTC)


def _one_sunday(cast: Cast, number: int = 3) -> None:
    """Karla asks on a Sunday evening; of these questions Emil answers the first after four minutes."""
    for place in range(number):
        with clock.standing_at(SUNDAY + timedelta(minutes=place)):
            conversation = cast.asks()
        if not place:
            with clock.standing_at(SUNDAY + timedelta(minutes=2)):
                offer = cast.offer_to(cast.emil, conversation)
                expert_actions.claim(offer_id=offer.pk, by=cast.emil)


def test_nothing_asked_is_told(cast: Cast) -> None:
    with pytest.raises(WrongPlan, match="Nobody asked"):
        own_plan(cast.kaffeewerk)
    with pytest.raises(WrongPlan, match="No topic"):
        own_plan(cast.velotal)


def test_hours_topics_and_experts_are_the_companys_own(cast: Cast) -> None:
    OpeningHours.objects.create(company=cast.kaffeewerk, weekday=0, opens=time(9), closes=time(12))
    _one_sunday(cast)
    ExpertHours.objects.create(person=cast.emil, weekday=6, begins=time(18), ends=time(0))
    with clock.standing_at(MONDAY):
        own = own_plan(cast.kaffeewerk)
    (topic,) = own.plan.topics
    assert (own.questions, own.experts, own.away, own.without_hours) == (3, 1, 0, 0)
    assert (topic.name, topic.a_week, topic.promise_seconds, topic.languages) == (
        "machines",
        3.0,
        900.0,
        (("de", 3.0),),
    )
    # Most of the weight lies on the hour in which all three came: Sunday, 20 to 21 o'clock in Berlin.
    assert max(range(168), key=lambda hour: topic.by_hour[hour]) == 6 * 24 + 20
    (emil,) = own.plan.groups
    assert emil.hours == Hours(((6 * 24 * HOUR + 18 * HOUR, 7 * 24 * HOUR),))
    assert (emil.topics, emil.languages, emil.at_once) == (("machines",), ("de", "en"), 3)
    assert own.plan.company.hours == Hours(((9 * HOUR, 12 * HOUR),))
    # One claim and nothing else seen: hardly moved.
    assert own.offers == 1
    assert 0.5 < emil.takes < 0.6
    assert topic.solved == USUAL_TOPIC.solved


def test_hours_of_another_time_zone_are_moved(cast: Cast) -> None:
    _one_sunday(cast)
    cast.emil.expert.time_zone = "America/New_York"
    cast.emil.expert.save()
    ExpertHours.objects.create(person=cast.emil, weekday=6, begins=time(20), ends=time(22))
    with clock.standing_at(MONDAY):
        (emil,) = own_plan(cast.kaffeewerk).plan.groups
    # Six hours ahead: Monday, from 2 to 4.
    assert emil.hours == Hours(((2 * HOUR, 4 * HOUR),))


def test_prices_of_the_hour_are_read(cast: Cast) -> None:
    Price.objects.create(topic=cast.machines, language="de", days=Price.WEEKEND, cents=600)
    _one_sunday(cast)
    with clock.standing_at(MONDAY):
        (topic,) = own_plan(cast.kaffeewerk).plan.topics
    assert (topic.price("de", 0.0), topic.price("de", 6 * 24 * HOUR), topic.price_cents) == (420, 600, 420)


def test_who_is_away_is_left_out_and_counted(cast: Cast) -> None:
    _one_sunday(cast)
    dora = person("Doris")
    expert = type(cast.emil.expert).objects.create(person=dora, languages=["de"])
    qualify(dora, cast.machines)
    Pause.objects.create(person=dora)
    with clock.standing_at(MONDAY):
        own = own_plan(cast.kaffeewerk)
        assert (own.experts, own.away, own.without_hours) == (1, 1, 1)
        Pause.objects.all().delete()
        expert.suspended_at = MONDAY
        expert.save()
        assert own_plan(cast.kaffeewerk).away == 1


def test_staff_are_no_experts_of_their_own_company(cast: Cast) -> None:
    _one_sunday(cast)
    type(cast.emil.expert).objects.create(person=cast.sven, languages=["de"])
    qualify(cast.sven, cast.machines)
    with clock.standing_at(MONDAY):
        assert own_plan(cast.kaffeewerk).experts == 1


def test_an_outlook_is_kept_for_an_hour_and_differs_by_wish(cast: Cast) -> None:
    _one_sunday(cast)
    with clock.standing_at(MONDAY):
        first = outlook(cast.kaffeewerk, None)
        assert first is not None
        assert first.wish.day == 6
        assert outlook(cast.kaffeewerk, None) == first
        other = outlook(cast.kaffeewerk, Wish(12, EVERY_DAY, 3))
        assert other is not None
        assert (other.figures, other.wish) == (first.figures, Wish(12, EVERY_DAY, 3))


def test_what_takes_long_is_worked_by_a_job(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    _one_sunday(cast)
    monkeypatch.setattr(outlooks, "AT_ONCE", 0)
    wish = Wish(3, 6, 3)
    with clock.standing_at(MONDAY):
        assert outlook(cast.kaffeewerk, wish) is None
        ask_for(cast.kaffeewerk, wish)
        ask_for(cast.kaffeewerk, wish)
        simulate_outlook(company_id=cast.kaffeewerk.pk, wish=[3, 6, 3])
        found = outlook(cast.kaffeewerk, wish)
    assert found is not None
    assert found.wish == wish
    simulate_outlook(company_id=10_000_000, wish=None)
    simulate_outlook(company_id=cast.velotal.pk, wish=None)
    assert key_of(cast.kaffeewerk.pk, wish) != key_of(cast.velotal.pk, wish)
    assert Company.objects.count() == 2
