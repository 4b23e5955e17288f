"""What a company may expect from its network, and what more experts at some hours would change: for its own page."""

import math
from dataclasses import dataclass

from django.core.cache import cache

from oase.companies.models import Company
from oase.experts.planning.figures import PARTS, Figures
from oase.experts.planning.own import Own, own_plan
from oase.experts.planning.plan import Plan
from oase.experts.planning.sparing import spend
from oase.experts.planning.weeks import DAY, HOUR, Hours
from oase.experts.planning.wishing import Compared, compared, figures_for, weeks_for
from oase.jobs import clock

QUESTIONS = 800
"""So many are simulated for a page, at least a week's and at most half a year's."""
AT_ONCE = 3000
"""Questions with up to a hundred experts that a page may wait for; more is worked by a job."""
KEPT_SECONDS = 3600
SEED = 1
MOST_MORE = 500
EVERY_DAY = 7


@dataclass(frozen=True)
class Wish:
    """So many more experts on a weekday (0 is Monday, `EVERY_DAY`) in a part of the day (a place in `PARTS`)."""

    count: int
    day: int
    part: int

    @property
    def hours(self) -> Hours:
        begin, end = PARTS[self.part]
        days = range(7) if self.day == EVERY_DAY else (self.day,)
        return Hours.of((day * DAY + begin * HOUR, day * DAY + end * HOUR) for day in days)


@dataclass(frozen=True)
class Outlook:
    """What was simulated for a company."""

    own: Own
    figures: Figures
    promise_seconds: float
    """The longest of its topics open to experts."""
    wish: Wish
    compared: Compared


def outlook(company: Company, wish: Wish | None) -> Outlook | None:
    """The outlook from the figures of this hour, or None while a job works on it. Without a wish: where it helps most.

    Raises:
        WrongPlan: the company has nothing to plan with yet.
        TooMany: it had as many wishes simulated in this hour as it may.
    """
    key = key_of(company.pk, wish)
    if (kept := cache.get(key)) is not None:
        found: Outlook = kept
        return found
    if wish is not None:
        spend(company.pk, key)
    own = own_plan(company)
    if not is_quick(own.plan):
        return None
    return keep(key, made(own, wish))


def key_of(company_id: int, wish: Wish | None) -> str:
    """Under which an outlook is kept: figures are read anew every hour."""
    wished = f"{wish.count}-{wish.day}-{wish.part}" if wish else "best"
    return f"outlook-{company_id}-{clock.now():%Y%m%d%H}-{wished}"


def keep(key: str, found: Outlook) -> Outlook:
    """Keep it for whoever looks again."""
    cache.set(key, found, KEPT_SECONDS)
    return found


def is_quick(plan: Plan) -> bool:
    """Whether somebody may wait for it: about a second."""
    questions = (weeks_for(plan, QUESTIONS) + 1) * plan.a_week
    return questions * max(plan.experts / 100, 1.0) <= AT_ONCE


def made(own: Own, wish: Wish | None) -> Outlook:
    """Simulate it now.

    Raises:
        WrongPlan: more experts than can be simulated.
    """
    weeks = weeks_for(own.plan, QUESTIONS)
    figures = figures_for(own.plan, weeks=weeks, seed=SEED)
    promise = max(topic.promise_seconds for topic in own.plan.topics)
    for chosen in [wish] if wish else suggestions(figures):
        found = compared(own.plan, chosen.count, chosen.hours, weeks=weeks, seed=SEED)
        if found.after.median <= promise:
            break
    return Outlook(own, figures, promise, chosen, found)


def suggestions(figures: Figures) -> list[Wish]:
    """Where most questions miss their promise; first few more, then many."""
    late = {
        (day, part): (1 - one.in_time) * one.questions
        for day, parts in enumerate(figures.by_part)
        for part, one in enumerate(parts)
    }
    day, part = max(late, key=lambda place: late[place])
    few = max(math.ceil(figures.by_part[day][part].questions / figures.weeks / 4), 4)
    return [Wish(min(few, MOST_MORE), day, part), Wish(min(few * 3, MOST_MORE), day, part)]
