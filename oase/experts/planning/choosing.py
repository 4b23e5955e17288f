"""Who is offered a simulated question: found among those who are there, ranked by the code that ranks in earnest."""

import random

from oase.experts.matching.finding import MOST_CHANCES
from oase.experts.matching.ranking import Contender, rank
from oase.experts.planning.people import Asked, Expert

LEAST_LEFT = 60.0
"""Seconds: as in `matching.finding.matches`, a last-minute match is still one for a minute."""


class Choosing:
    """Experts by topic and language, while they are there."""

    def __init__(self, seed: object) -> None:
        self._draw = random.Random(f"{seed}/matching")
        self._there: dict[tuple[int, str], dict[Expert, None]] = {}

    def come(self, expert: Expert) -> None:
        """They are there from now on."""
        expert.there = True
        for key in self._keys(expert):
            self._there.setdefault(key, {})[expert] = None

    def go(self, expert: Expert) -> None:
        """They are there no longer."""
        expert.there = False
        for key in self._keys(expert):
            self._there.get(key, {}).pop(expert, None)

    def best(self, asked: Asked, size: int, now: float) -> list[Expert]:
        """Up to `size` experts to ask now, best first: there, with room in hands and on the desk, not asked before."""
        able = [
            one
            for one in self._there.get((asked.topic, asked.language), ())
            if one.held < one.kind.at_once and len(one.desk) < one.kind.offers_at_once and one not in asked.offered
        ]
        if len(able) <= size:
            return able
        by_number = {one.number: one for one in self._pool(able, asked, size)}
        ranked = rank(
            [Contender(number, one.shown[asked.topic].record, one.held) for number, one in by_number.items()],
            promise_seconds=max(asked.due - now, LEAST_LEFT),
            draw=self._draw,
        )
        chosen = [by_number[one.contender.expert_id] for one in ranked[:size]]
        for one in chosen:
            one.lot = self._draw.random()
        return chosen

    def _pool(self, able: list[Expert], asked: Asked, size: int) -> list[Expert]:
        """As `matching.finding` looks: twice as many of the best by reach, and some of whom little is known by lot."""
        if len(able) <= size * 2:
            return able
        topic = asked.topic
        order = sorted([(-one.shown[topic].reach, one.lot, at) for at, one in enumerate(able)])
        fresh = sorted([(one.lot, at) for at, one in enumerate(able) if one.shown[topic].fresh])
        places = dict.fromkeys([at for *_, at in order[: size * 2]] + [at for _, at in fresh[:MOST_CHANCES]])
        return [able[at] for at in places]

    @staticmethod
    def _keys(expert: Expert) -> list[tuple[int, str]]:
        return [(topic, language) for topic in expert.shown for language in expert.kind.languages]
