"""The play: people write and read while parts of the house are killed, and after each act all is counted."""

import asyncio
import json
import math
import random
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any

import psycopg

from tests.faults.browser import Browser
from tests.faults.checking import broken_laws, changed_words, connect, lost_or_doubled
from tests.faults.house import BACKEND, CHECKOUT, DATABASE, JOBS, House
from tests.faults.killing import Kill, plan
from tests.faults.reading import Page
from tests.faults.report import Report
from tests.faults.writing import Record, Writer

ROUNDS_AN_ACT = 10
PAUSE = 0.8
"""Seconds between two messages of one writer, on average."""
TO_COME = 10.0
"""Seconds a round waits for its victim: after a fall connections come back with the next question."""
PATIENCE = 60.0
"""Seconds after which something that should come back is said to have stayed away."""
WHO_WRITES = (
    # name, person, role, in which concern, by which door
    ("Karla", "Karla", "customer", "expert", "live"),
    ("Emil", "Emil", "expert", "expert", "live"),
    ("Karla am Telefon", "Karla", "customer", "expert and two devices", "live"),
    ("Karla am Rechner", "Karla", "customer", "expert and two devices", "form"),
    ("Emil mit Formular", "Emil", "expert", "expert and two devices", "form"),
    ("Karla an Ada", "Karla", "customer", "advisor", "form"),
    ("Ada", "Ada", "agent", "advisor", "live"),
    ("Karla unterwegs", "Karla", "customer", "advisor and two devices", "live"),
    ("Karla zuhause", "Karla", "customer", "advisor and two devices", "live"),
    ("Ada mit Formular", "Ada", "agent", "advisor and two devices", "form"),
)
FORMS = {"customer": "/concerns/{}/reply/", "expert": "/desk/{}/reply/", "agent": "/office/kaffeewerk/{}/reply/"}
PARTS = {"customer": "/concerns/{}/live/", "expert": "/desk/{}/thread/", "agent": "/office/kaffeewerk/{}/thread/"}


class Inside:
    """The program of `inside.py`, on the data of the house."""

    def __init__(self, house: House) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.inside"],
            cwd=CHECKOUT,
            env=house.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, verb: str, argument: object) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps([verb, argument]), file=self._process.stdin, flush=True)
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


class Play:
    """One run against one house."""

    def __init__(self, house: House, seed: int, *, say: Callable[[str], None] = lambda _: None) -> None:
        self.house, self.chance, self.say = house, random.Random(seed + 1), say
        self.report = Report()
        self.inside = Inside(house)
        self.sessions: dict[str, str] = self.inside.ask("sessions", None)
        self.concerns: dict[str, str] = {}
        self.jobs_since: float | None = None

    async def run(self, kills: list[Kill], *, seconds: float) -> Report:
        """All rounds, in acts of ten; no act begins after `seconds`."""
        began = time.monotonic()
        try:
            for start in range(0, len(kills), ROUNDS_AN_ACT):
                if time.monotonic() - began > seconds:
                    break
                await self._act(kills[start : start + ROUNDS_AN_ACT])
                self.say(f"{self.report.rounds} rounds, {self.report.acknowledged} messages, {self.report.wrong[-3:]}")
            await self._last_jobs()
        finally:
            self.inside.close()
            self.report.seconds = time.monotonic() - began
        return self.report

    async def _act(self, kills: list[Kill]) -> None:
        self.concerns = self.inside.ask("act", list(self.concerns.values()))
        record, curtain = Record(), asyncio.Event()
        async with AsyncExitStack() as stack:
            browsers = {
                name: await stack.enter_async_context(Browser(self.house.address, key))
                for name, key in self.sessions.items()
            }
            pages = [self._page(browsers, *row[1:4]) for row in self._readers()]
            open_pages = [asyncio.create_task(page.stay_open()) for page in pages]
            writers = [self._writer(browsers, record, place, *row) for place, row in enumerate(WHO_WRITES, 1)]
            flow = [
                asyncio.create_task(writer.write(random.Random(self.chance.random()), until=curtain, pause=PAUSE))
                for writer in writers
            ]
            prober = self._writer(browsers, record, 0, "Karla schnell", "Karla", "customer", "advisor", "live")
            try:
                for kill in kills:
                    await self._round(kill, prober)
            finally:
                curtain.set()
                await asyncio.gather(*flow)
            await self._count(record, pages)
            for task in open_pages:
                task.cancel()

    async def _round(self, kill: Kill, prober: Writer) -> None:
        await asyncio.sleep(kill.wait)
        if kill.victim == JOBS:
            await self._jobs_are_well()
        victim = kill.victim if self.house.processes(kill.victim) else BACKEND
        if not await self._struck(victim):
            self.report.kills["nobody was there"] += 1
            return
        killed = time.monotonic()
        self.report.rounds += 1
        self.report.kills[victim] += 1
        if victim == JOBS:
            self.jobs_since = time.time()
            return
        if victim in (DATABASE, BACKEND):
            await self._eventually("SELECT 1", [], "PostgreSQL stayed away")
            self.report.database_back.append(time.monotonic() - killed)
        await prober.get_said(prober.compose())
        self.report.well_after[victim].append(time.monotonic() - killed)

    async def _struck(self, victim: str) -> bool:
        """Kill one of this kind as soon as there is one."""
        until = time.monotonic() + TO_COME
        while not await asyncio.to_thread(self.house.kill, victim, self.chance):
            if time.monotonic() > until:
                return False
            await asyncio.sleep(0.02)
        return True

    async def _jobs_are_well(self) -> None:
        """Wait until a job was done by the worker that came after the one killed."""
        if self.jobs_since is None:
            return
        since, self.jobs_since = self.jobs_since, None
        query = (
            "SELECT extract(epoch FROM min(e.at)) FROM procrastinate_events e JOIN procrastinate_jobs j"
            " ON j.id = e.job_id WHERE e.type = 'succeeded' AND e.at > to_timestamp(%s)"
        )
        row = await self._eventually(query, [since + 0.2], "no job was done after the jobs worker was killed")
        if row:
            self.report.well_after[JOBS].append(float(row) - since)

    async def _last_jobs(self) -> None:
        """Every notice that was due has left."""
        await self._jobs_are_well()
        now = time.time()
        query = (
            "SELECT 1 WHERE NOT EXISTS (SELECT FROM oase_outbox"
            " WHERE sent_at IS NULL AND attempts = 0 AND not_before < to_timestamp(%s))"
        )
        await self._eventually(query, [now], "notices that were due have not left")

    async def _eventually(self, query: str, parameters: list[object], otherwise: str) -> Any:
        deadline = time.monotonic() + 2 * PATIENCE
        while time.monotonic() < deadline:
            try:
                with connect(self.house.data) as connection:
                    row = connection.execute(query, parameters).fetchone()
                    if row is not None and row[0] is not None:
                        return row[0]
            except psycopg.OperationalError:
                pass
            await asyncio.sleep(0.1)
        self.report.wrong.append(otherwise)
        return None

    async def _count(self, record: Record, pages: list[Page]) -> None:
        """The writers are done, and the house has all the time it wants."""
        with connect(self.house.data) as connection:
            self.report.wrong += broken_laws(connection)
            self.report.wrong += lost_or_doubled(connection, record, self.concerns.values())
            rows = connection.execute(
                "SELECT conversation_id::text, max(seq) FROM oase_message"
                " WHERE conversation_id = ANY(%s::uuid[]) GROUP BY 1",
                [list(self.concerns.values())],
            ).fetchall()
        last = {f"conversation:{row[0]}": row[1] for row in rows}
        self.report.wrong += changed_words(record, self.inside.ask("texts", list(self.concerns.values())))
        began = time.monotonic()
        while late := [page for page in pages if max(page.shown, default=0) < last[page.topic]]:
            if time.monotonic() - began > PATIENCE:
                self.report.wrong += [f"{one.name} shows {one.shown[-1:]} of {last[one.topic]}" for one in late]
                break
            await asyncio.sleep(0.1)
        self.report.caught_up.append(time.monotonic() - began)
        self.report.pages = len(pages)
        self.report.wrong += [wrong for page in pages for wrong in page.backwards]
        self.report.add(record)

    def _readers(self) -> list[tuple[str, str, str, str]]:
        return sorted({(f"{who} in {where}", who, role, where) for _, who, role, where, _ in WHO_WRITES})

    def _page(self, browsers: dict[str, Browser], who: str, role: str, where: str) -> Page:
        concern = self.concerns[where]
        part = PARTS[role].format(concern)
        return Page(f"{who}'s page of {where}", browsers[who], conversation=concern, part=part)

    def _writer(
        self,
        browsers: dict[str, Browser],
        record: Record,
        place: int,
        name: str,
        who: str,
        role: str,
        where: str,
        door: str,
    ) -> Writer:
        concern = self.concerns[where]
        form = FORMS[role].format(concern) if door == "form" else ""
        return Writer(name, browsers[who], record, place=place, role=role, conversation=concern, form=form)


def play(
    house: House, *, seed: int, rounds: int, seconds: float = math.inf, say: Callable[[str], None] = lambda _: None
) -> Report:
    """A whole run on a house that is up."""
    return asyncio.run(Play(house, seed, say=say).run(list(plan(seed, rounds)), seconds=seconds))
