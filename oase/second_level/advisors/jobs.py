"""What advisors need done later. Each job is safe to run twice."""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta

from procrastinate.contrib.django import app

from oase.companies.models import Membership
from oase.jobs import clock
from oase.second_level.advisors import absences, changing, finishing, leaving
from oase.second_level.advisors.models import Absence, AdvisorChange
from oase.second_level.advisors.standing_in import bring_back, held_by, pass_all, returning
from oase.second_level.dealing import deal_waiting

log = logging.getLogger(__name__)

LATELY = timedelta(days=7)
"""What was interrupted this lately is finished."""
MOST_CHANGES = 20
"""Of advisors, looked at again in each round; nearly always they were followed by what was open at once."""


@app.periodic(cron="* * * * * */10")
@app.task(queueing_lock="come_and_go")
def come_and_go(timestamp: int) -> None:
    """Begin and end absences and working days on time, bring back what is free by now, deal out what waits, finish
    what was interrupted.
    """
    go_round()


def go_round() -> int:
    """One round of it; how many concerns changed hands."""
    now = clock.now()
    people = Absence.objects.filter(over_at=None, membership__left_at=None).select_related("membership__person")
    moved = _each(people.filter(began_at=None, starts_at__lte=now), absences.begin)
    moved += _each(people.filter(ends_at__lte=now).exclude(began_at=None), absences.end)
    moved += _each(returning(), bring_back)
    moved += _each(finishing.finish_days(), lambda owed: finishing.give_on(*owed))
    moved += _each(people.exclude(began_at=None), _finish_going)
    left = Membership.objects.filter(left_at__gt=now - LATELY).select_related("person", "company")
    moved += _each(left, leaving.finish)
    newest = AdvisorChange.objects.select_related("before", "after", "customer").order_by("-pk")[:MOST_CHANGES]
    moved += _each([one for one in newest if one.at > now - LATELY], changing.follow)
    return moved + deal_waiting()


def _finish_going(absence: Absence) -> int:
    began = absence.began_at
    if began is None or not held_by(absence.membership, before=began):
        return 0
    return pass_all(absence.membership, reason=absences.AWAY, before=began)


def _each[One](rows: Iterable[One], work: Callable[[One], int]) -> int:
    done = 0
    for one in list(rows):
        try:
            done += work(one)
        except Exception:  # the next round tries again; the others must not wait for it
            log.exception("could not finish %s", one)
    return done
