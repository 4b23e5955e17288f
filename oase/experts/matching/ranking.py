"""Who will probably solve this, soon, and wants it: Bayesian estimates, and Thompson sampling among them.

Of each expert and topic three things are estimated from what was seen: the share they solve (a Beta distribution; a
rating counts as part of a success or a failure), the share of offers they take (Beta), and how fast they answer (the
logarithm of the time, a normal distribution with a conjugate prior). A draw from all three, multiplied, is how good a
match they are this time. Who has shown little is drawn from wide estimates, and so gets a chance now and then; who has
shown much is drawn close to what they showed. (Thompson 1933; Russo et al., A Tutorial on Thompson Sampling, 2018.)

Pure: no database and no clock, so that the simulation runs the very same code.
"""

import math
import random
from collections.abc import Iterable
from dataclasses import dataclass, field

SOLVES_PRIOR = (3.0, 1.0)
"""Before anything was seen: three of four are solved, worth four conversations."""
TAKES_PRIOR = (1.0, 1.0)
"""Before anything was seen: any share of the offers may be taken."""
SECONDS_PRIOR = 300.0
"""Before anything was seen: half of the first answers come within five minutes …"""
SECONDS_PRIOR_WORTH = 2.0
"""… worth two answers …"""
SPREAD_PRIOR = 1.0
"""… and two of three lie within a factor of e of that."""
RATING_WORTH = 0.5
"""How much of a solved conversation one rating is worth: five stars half a success, one star half a failure."""
FRESH_BELOW = 5
"""Who has held fewer conversations on a topic than this is still unknown there."""


@dataclass(frozen=True, slots=True)
class Record:
    """What was seen of one expert on one topic; counts as in `Standing`."""

    solved: int = 0
    unsolved: int = 0
    stars_sum: int = 0
    stars: int = 0
    offered: int = 0
    claimed: int = 0
    answered: int = 0
    seconds_log_sum: float = 0.0
    seconds_log_squares: float = 0.0

    @property
    def fresh(self) -> bool:
        """Whether too little was seen to judge."""
        return self.solved + self.unsolved < FRESH_BELOW

    @property
    def solves(self) -> tuple[float, float]:
        """Beta distribution of the share they solve."""
        good = (self.stars_sum - self.stars) / 4
        return (
            SOLVES_PRIOR[0] + self.solved + RATING_WORTH * good,
            SOLVES_PRIOR[1] + self.unsolved + RATING_WORTH * (self.stars - good),
        )

    @property
    def takes(self) -> tuple[float, float]:
        """Beta distribution of the share of offers they take."""
        return TAKES_PRIOR[0] + self.claimed, TAKES_PRIOR[1] + self.offered - self.claimed

    @property
    def pace(self) -> tuple[float, float, float]:
        """Of the logarithm of the seconds to a first answer: its mean, how sure that is (in answers), its spread."""
        worth = SECONDS_PRIOR_WORTH + self.answered
        prior = math.log(SECONDS_PRIOR)
        mean = (SECONDS_PRIOR_WORTH * prior + self.seconds_log_sum) / worth
        squares = SECONDS_PRIOR_WORTH * (SPREAD_PRIOR**2 + prior**2) + self.seconds_log_squares
        return mean, worth, math.sqrt(max(squares / worth - mean**2, 0.04))

    @property
    def usual_seconds(self) -> float:
        """The time within which half of their first answers come."""
        return math.exp(self.pace[0])


@dataclass(frozen=True, slots=True)
class Contender:
    """An expert who may be asked, with what they have in their hands now."""

    expert_id: int
    record: Record = field(default_factory=Record)
    held: int = 0
    """Conversations they hold where the next step is theirs or the customer's."""
    room: int = 1
    """How many more questions may be offered to them now."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A contender with this time's draws: each between 0 and 1, `score` their product."""

    contender: Contender
    solves: float
    takes: float
    in_time: float

    @property
    def score(self) -> float:
        return self.solves * self.takes * self.in_time


def rank(contenders: Iterable[Contender], *, promise_seconds: float, draw: random.Random) -> list[Ranked]:
    """The contenders, best match first; `promise_seconds` is the time left for the first answer.

    Each call draws anew, and the same `draw` in the same state gives the same order.
    """
    ranked = [_drawn(one, promise_seconds, draw) for one in contenders]
    return sorted(ranked, key=lambda one: one.score, reverse=True)


def _drawn(one: Contender, promise_seconds: float, draw: random.Random) -> Ranked:
    record = one.record
    mean, worth, spread = record.pace
    typical = draw.gauss(mean, spread / math.sqrt(worth))
    return Ranked(
        one,
        solves=draw.betavariate(*record.solves),
        takes=draw.betavariate(*record.takes),
        in_time=_in_time(typical, spread, promise_seconds, one.held),
    )


def reach(record: Record, *, promise_seconds: float) -> float:
    """The upper end of what can be expected of somebody with free hands, 0 to 1: about one draw in twenty is better."""
    mean, worth, spread = record.pace
    soonest = mean - 1.64 * spread / math.sqrt(worth)
    return _upper(*record.solves) * _upper(*record.takes) * _in_time(soonest, spread, promise_seconds, 0)


def _upper(successes: float, failures: float) -> float:
    worth = successes + failures
    share = successes / worth
    return min(1.0, share + 1.64 * math.sqrt(share * (1 - share) / (worth + 1)))


def _in_time(log_seconds: float, spread: float, promise_seconds: float, held: int) -> float:
    """How likely the answer comes within the promise; who holds others takes that much longer for each."""
    if promise_seconds <= 0:
        return 0.0
    late = (math.log(promise_seconds) - log_seconds - math.log1p(held)) / spread
    return 0.5 * math.erfc(-late / math.sqrt(2))
