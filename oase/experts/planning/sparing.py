"""How many wishes a company may have simulated within an hour: one that plays with numbers leaves time to others.

The outlook without a wish, and what was simulated in this hour already, are always free.
"""

from typing import Final

from django.core.cache import cache

from oase.jobs import clock

MOST: Final = 60
"""Different wishes of a company within an hour of the clock."""
MOST_LONG: Final = 6
"""Of them those that a job has to work on: jobs of all companies wait for one another."""
KEPT_SECONDS: Final = 7200


class TooMany(Exception):
    """The company had as many simulated in this hour as it may; what is kept can still be looked at."""


def spend(company_id: int, key: str, *, most: int = MOST) -> None:
    """Count a wish that is to be simulated; the same one again within the hour costs nothing.

    Two requests in the same moment may both be let in.

    Raises:
        TooMany: it would be one more than `most`.
    """
    counted, counter = f"spent-{most}-{key}", f"spent-{most}-{company_id}-{clock.now():%Y%m%d%H}"
    if cache.get(counted):
        return
    cache.add(counter, 0, KEPT_SECONDS)
    try:
        number = cache.incr(counter)
    except ValueError:  # gone between the two: the cache was emptied
        return
    if number > most:
        raise TooMany
    cache.set(counted, True, KEPT_SECONDS)
