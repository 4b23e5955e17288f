"""What is taken for usual where nothing better is known: assumptions, not measurements. docs/planning.md lists them."""

from oase.experts.matching.waves import Waves
from oase.experts.planning.plan import Behind, Group, Plan, TopicPlan
from oase.experts.planning.weeks import MINUTE, hours_in

BY_HOUR_OF_DAY = (2, 1, 1, 1, 1, 2, 4, 8, 12, 16, 18, 17, 15, 15, 15, 15, 16, 18, 20, 21, 19, 14, 8, 4)
"""Questions by hour of the day: few at night, most in the morning and after work."""
BY_WEEKDAY = (1.15, 1.05, 1.0, 1.0, 0.95, 0.85, 1.0)
USUAL_WEEK = tuple(float(day * hour) for day in BY_WEEKDAY for hour in BY_HOUR_OF_DAY)
"""Weights of the week's 168 hours."""
A_WEEK_FOR_ONE = 10
"""Questions a week for each expert, when only the number of experts is said."""
WAVES = Waves((5, 10, 25, 50), 45.0)
"""What a topic with a promise of a quarter of an hour has when nobody changes it."""

GROUPS = (
    Group("evenings", 4, hours_in("mo-fr 17:00-23:00; sa,su 16:00-23:00")),
    Group("mornings", 3, hours_in("mo-fr 07:00-13:00")),
    Group("afternoons", 2, hours_in("mo-fr 12:00-18:00")),
    Group("weekends", 1, hours_in("sa,su 09:00-18:00")),
)


def usual_plan(experts: int = 10, a_week: float | None = None) -> Plan:
    """So many experts of the usual kinds, and ten questions a week for each of them, or `a_week` in all.

    Raises:
        WrongPlan: a number is out of bounds.
    """
    topic = TopicPlan(
        "questions", a_week or max(experts, 1) * A_WEEK_FOR_ONE, USUAL_WEEK, 15 * MINUTE, WAVES, price_cents=300
    )
    company = Behind(hours_in("mo-fr 08:00-18:00"))
    return Plan((topic,), GROUPS, company).with_experts(experts)
