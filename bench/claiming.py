"""A race: a question is on offer to many experts, and all of them press the button at the same moment."""

import asyncio
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from bench.figures import Run
from bench.wire import CSRF, Broken, Connection, Place, post_start, with_body

ANSWERED = 303
RACERS = 50
"""Experts who claim the same question at once."""


def races(place: Place, claims: Sequence[Mapping[str, Any]]) -> Run:
    """Every race once. Done: the answers; the latency is each expert's, whoever won."""
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_races(place, claims))


async def _races(place: Place, claims: Sequence[Mapping[str, Any]]) -> Run:
    latencies: list[float] = []
    errors: Counter[str] = Counter()
    begin = time.perf_counter()
    for claim in claims:
        won = 0
        for answer in await asyncio.gather(*(_press(place, one) for one in claim["experts"]), return_exceptions=True):
            match answer:
                case (int(status), float(seconds), bytes(head)) if status == ANSWERED:
                    latencies.append(seconds)
                    won += claim["conversation"].encode() in head
                case (int(status), _, _):
                    errors[str(status)] += 1
                case Broken():
                    errors[str(answer)] += 1
                case BaseException():
                    raise answer
        if won != 1:
            errors[f"{won} winners"] += 1
    return Run(len(latencies), time.perf_counter() - begin, latencies, errors)


async def _press(place: Place, expert: Mapping[str, Any]) -> tuple[int, float, bytes]:
    start = post_start(place, expert["path"], expert["cookie"], "application/x-www-form-urlencoded")
    connection = Connection(place)
    begin = time.perf_counter()
    try:
        answer = await connection.ask(with_body(start, f"csrfmiddlewaretoken={CSRF}".encode()))
        return answer.status, time.perf_counter() - begin, answer.head
    finally:
        connection.close()
