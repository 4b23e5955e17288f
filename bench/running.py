"""One run of the bench: what is measured in which order, and what of it is kept."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, nullcontext, suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from bench import house as houses
from bench import streams
from bench.chat import pairs_of
from bench.claiming import RACERS, races
from bench.figures import Measure, Run
from bench.limits.database import BATCHES, Limits, limits
from bench.limits.disk import fsync
from bench.measures import House
from bench.options import LIMITS, Options
from bench.processors import Processors
from bench.profiling import profiled
from bench.settling import settle
from bench.wire import Broken

PAIRS_AT_ONCE = 16
WARM_UP_AT_ONCE, WARM_UP_SECONDS = 16, 1.0
LIMIT_SECONDS = 2.0
"""Long enough for what does not change: a static answer, pgbench, the disk."""


@dataclass(frozen=True)
class Job:
    """A measure: under which name it is asked for, at how many at once, and how one run of it goes."""

    name: str
    key: str
    at_once: tuple[int, ...]
    run: Callable[[int, float], Run]
    warms_up: bool = True
    """Whether it is run once before anything counts: the first requests load what is kept afterwards."""


@dataclass
class Found:
    """Everything that was measured."""

    measures: dict[str, Measure] = field(default_factory=dict)
    shield: list[dict[str, float]] = field(default_factory=list)
    streams: dict[str, Any] = field(default_factory=dict)
    """As `bench.streams.measure` tells it."""
    caught_up: list[tuple[int, float]] = field(default_factory=list)
    """Messages that were stored before the shield had read them, and seconds until it had, run by run."""
    troubles: list[str] = field(default_factory=list)
    """What could not be measured, and why."""
    checked: dict[str, Any] = field(default_factory=dict)


class Bench:
    """Measures a running house as the options say."""

    def __init__(self, options: Options, house: houses.House, say: Callable[[str], None]) -> None:
        self.options, self.house, self.say = options, house, say
        self.found = Found()
        self._broke = False
        self._processors = Processors(house.data)

    def go(self) -> Found:
        """Seed, measure in rounds so that a busy moment of the machine falls on all, verify."""
        options = self.options
        self.say("people and concerns …")
        claims = options.claims * options.rounds if "claim" in options.only else 0
        seeded = self.inside("seed", senders=options.most, inbox=options.inbox, claims=claims)
        load = House(self.house.place, seeded, pairs=pairs_of(seeded["chat"]))
        with ExitStack() as stack:
            database = None
            if "pgbench" in options.only:
                database = stack.enter_context(limits(self.house.server, self.house.data))
            jobs = [job for job in self._jobs(load, database) if job.name in options.only]
            for job in jobs:
                self.found.measures[job.key] = Measure(NAMES[job.key], scale=SCALES.get(job.key, 1))
            self.say("warming up …")
            for job in jobs:
                if job.warms_up:
                    with suppress(Broken):
                        job.run(min(WARM_UP_AT_ONCE, job.at_once[-1]), WARM_UP_SECONDS)
            settle(self.house.server)
            for turn in range(options.rounds):
                for job in jobs:
                    self._measure(job, turn)
        if "shield" in options.only:
            self.say("the shield, message by message …")
            self.found.shield = self.inside("shield", messages=options.messages, rounds=options.rounds)["rounds"]
        if "streams" in options.only:
            self._open_streams()
        self.say("is everything there …")
        said = load.acknowledged
        raced = [one["conversation"] for one in seeded["claims"]]
        self.found.checked = self.inside("verify", said=said.said, asked=said.asked, claims=raced)
        return self.found

    def inside(self, command: str, **given: Any) -> dict[str, Any]:
        """Run a command of `bench.inside` in a process of its own.

        Raises:
            RuntimeError: it failed; the text is its last word.
        """
        done = subprocess.run(
            [sys.executable, "-P", "-m", "bench.inside", command], input=json.dumps(given), text=True,
            capture_output=True, env=self.house.environment, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{command} failed:\n{done.stderr.strip()[-3000:]}")
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    def _jobs(self, load: House, database: Limits | None) -> Iterator[Job]:
        every, options = self.options.at_once, self.options
        yield Job("fsync", "fsync", (1,), lambda _n, seconds: fsync(self.house.data, seconds=seconds), False)
        yield Job("ping", "ping", every, load.ping)
        if database is not None:
            scripts = {"message": every, "conversation": every} | {f"batch-{size}": (1, 2) for size in BATCHES}
            for script, levels in scripts.items():
                yield Job("pgbench", script, levels, _script(database, script), False)
        yield Job("append", "append", every, lambda n, seconds: load.append("experts", n, seconds))
        yield Job("second-level", "second-level", every, lambda n, seconds: load.append("second_level", n, seconds))
        yield Job("mixed", "mixed", every, lambda n, seconds: load.append("mixed", n, seconds))
        yield Job("create", "create", every, load.create)
        yield Job("page", "page", every, lambda n, seconds: load.pages("pages", n, seconds))
        yield Job("inbox", "inbox", every, lambda n, seconds: load.pages("inbox", n, seconds))
        few = tuple(level for level in every if level <= PAIRS_AT_ONCE)
        yield Job("chat", "chat", few, load.chat)
        left = iter(load.seeded["claims"])
        yield Job("claim", "claim", (RACERS,), lambda _n, _s: races(load.place, [*islice(left, options.claims)]), False)

    def _open_streams(self) -> None:
        """Last of all: at the end of it a web process is killed."""
        self.say(f"{self.options.streams:,} streams …")
        try:
            self.found.streams = streams.measure(self.options.streams, self.house)
        except (TimeoutError, OSError, RuntimeError, SystemExit) as error:
            self.found.troubles.append(f"{self.options.streams:,} streams: {error}")

    def _measure(self, job: Job, turn: int) -> None:
        for level in job.at_once:
            web = self._processors.web() if self.options.profile else []
            name = f"{job.key}-{level}-{turn + 1}"
            watched = profiled(web, self.options.profile, name) if web and job.name != "pgbench" else nullcontext()
            with watched, self._processors.watched() as used:
                run = self._run(job, level)
            run.cores = used
            measure = self.found.measures[job.key]
            measure.add(level, run)
            trouble = f", {run.failed} errors: {dict(run.errors)}" if run.failed else ""
            if run.errors["500"] and not self._broke:
                self._broke = True
                trouble += f"\n{self.house.last_words()}"
            self.say(f"{turn + 1}: {measure.name}, {level} at once: {run.rate * measure.scale:,.0f}/s{trouble}")
            before, took, waiting = settle(self.house.server)
            if before:
                self.found.caught_up.append((before, took))
            if waiting:
                self.found.troubles.append(f"{waiting:,} messages still wait for the shield after {took:.0f} s")

    def _run(self, job: Job, level: int) -> Run:
        """What cannot be measured at all is an error like others, and stops nothing else."""
        try:
            seconds = self.options.seconds if job.name not in LIMITS else min(self.options.seconds, LIMIT_SECONDS)
            return job.run(level, seconds)
        except (Broken, RuntimeError, OSError) as error:
            self.found.troubles.append(f"{NAMES[job.key]}, {level} at once: {error}")
            return Run(0, self.options.seconds, errors=Counter({type(error).__name__: 1}))


def _script(database: Limits, script: str) -> Callable[[int, float], Run]:
    return lambda clients, seconds: database.run(script, clients=clients, seconds=seconds)


NAMES = {
    "fsync": "append of 8 KB and fsync, one after the other",
    "ping": "static answer (GET /live/ping)",
    "message": "pgbench: a message's rows in one statement with NOTIFY",
    "conversation": "pgbench: a new conversation's rows in one statement with NOTIFY",
    "append": "append: shield, encryption, permission, commit",
    "second-level": "append where the second level holds it",
    "mixed": "append, mixed: customers, experts, advisors",
    "create": "create a conversation",
    "page": "conversation page of 50",
    "inbox": "inbox page of 50",
    "chat": "sent → shown at the other",
    "claim": f"claim: {RACERS} experts, one winner",
} | {f"batch-{size}": f"pgbench: {size} messages a transaction, rows" for size in BATCHES}
SCALES = {f"batch-{size}": size for size in BATCHES}
