"""How long the shield takes for one chat message of a known customer, in processor time of one core."""

import time
from itertools import islice
from typing import Any

from bench.figures import percentile
from bench.words import VOCABULARY, said_by, writer
from oase.privacy.shield import Known, shield

WRITERS = 40


def per_message(*, messages: int, rounds: int) -> dict[str, Any]:
    """Of each round the median and the p99 in milliseconds, and how many messages a second one core shields."""
    found = []
    for turn in range(rounds + 1):
        taken = [time_of for number in range(WRITERS) for time_of in _times(number, turn, messages // WRITERS)]
        if turn:  # the first round only warms up
            found.append(
                {
                    "p50": percentile(taken, 0.5) * 1000,
                    "p99": percentile(taken, 0.99) * 1000,
                    "rate": len(taken) / sum(taken),
                }
            )
    return {"rounds": found}


def _times(number: int, turn: int, messages: int) -> list[float]:
    who = writer(number)
    known = Known(
        names=(who.first, who.last, who.name), emails=(who.mail,), phones=(who.phone,),
        addresses=(f"{who.street} {who.house}", "79098 Freiburg"), numbers=(who.order,),
    )  # fmt: skip
    taken: list[float] = []
    placeholders: dict[str, str] = {}
    for text in islice(said_by(who, f"shield {turn}"), messages):
        before = time.process_time()
        shielded = shield(text, language="de", known=known, vocabulary=frozenset(VOCABULARY), taken=dict(placeholders))
        taken.append(time.process_time() - before)
        placeholders = dict(shielded.names)
    return taken
