"""What the second level's reads take in the database: the statements as the pages send them, measured one by one.

Counted is the processor time of the PostgreSQL process that answers: the same when others keep the machine busy.
"""

import statistics
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db import connection

from bench.scale import words
from bench.scale.concerns import LONG
from oase.companies.models import Membership
from oase.conversations.models import Conversation, Message
from oase.conversations.queries import case_visible_to
from oase.conversations.thread import thread_visible_to_staff
from oase.second_level.search.queries import search_visible_to
from oase.second_level.search.wording import wanted_in
from oase.second_level.views.queries import counts_visible_to, page_visible_to, view_visible_to, with_teams
from oase.second_level.views.standing import VIEWS

WARM: Final = 4
"""Rounds that count for nothing: afterwards plans are kept and pages are in memory."""
Say = Callable[[str], None]


@dataclass(frozen=True)
class Figure:
    """Milliseconds of the database's processor time; how many statements, and what came back."""

    middle: float
    least: float
    statements: int
    rows: int


class Clock:
    """Adds up what statements take of the processor in the process that answers this connection (Linux)."""

    def __init__(self) -> None:
        self.seconds, self.statements = 0.0, 0
        self._process = connection.connection.info.backend_pid

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        begun = self._spent()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += self._spent() - begun
            self.statements += 1

    def _spent(self) -> float:
        return int(Path(f"/proc/{self._process}/schedstat").read_text().split()[0]) / 1e9


@contextmanager
def timed() -> Iterator[Clock]:
    clock = Clock()
    with connection.execute_wrapper(clock):
        yield clock


def measure(rounds: int, *, say: Say) -> Mapping[str, Mapping[str, Any]]:
    """All reads in turn, so that a busy moment of the machine falls on all of them."""
    reads = _reads()
    taken: dict[str, list[Clock]] = {name: [] for name in reads}
    rows: dict[str, int] = {}
    for place in range(WARM + rounds):
        for name, read in reads.items():
            with timed() as clock:
                rows[name] = read()
            if place >= WARM:
                taken[name].append(clock)
    figures = {}
    for name, clocks in taken.items():
        milliseconds = [clock.seconds * 1000 for clock in clocks]
        figure = Figure(
            round(statistics.median(milliseconds), 2), round(min(milliseconds), 2), clocks[-1].statements, rows[name]
        )
        figures[name] = asdict(figure)
        say(f"{name:40} {figure.middle:9.2f} ms  (least {figure.least:.2f}) {figure.statements} {figure.rows}")
    return figures


def _reads() -> dict[str, Callable[[], int]]:
    staff = Membership.objects.select_related("company", "person").filter(company__slug="firm-0").order_by("pk")
    supervisor, agent = staff[0], staff[5]
    reads: dict[str, Callable[[], int]] = {}
    for key in VIEWS:
        reads[f"view: {key}"] = partial(_rows_of, agent, key)
    reads["view: open, second page"] = _second_page(agent, "open")
    reads["view: solved, second page"] = _second_page(agent, "solved")
    reads["counts of all views"] = lambda: len(counts_visible_to(with_teams(agent)))
    typed = {
        "a common word": words.COMMON,
        "two common words": f"{words.COMMON} maschine",
        "one in a thousand": words.SOME,
        "one in five thousand": words.FEW,
        "three in all": words.RARE,
        "mistyped, common": "waserstand",
        "mistyped, three in all": "zirblekiefer",
        "two of a tenth each, together three": f"{words.ONE} {words.OTHER}",
        "the first letters": "wass",
        "part of a compound": "maschine",
        "nobody wrote it": "quarzuhrwerk",
        "five words": f"{words.COMMON} maschine rechnung reinigung display",
    }
    for name, text in typed.items():
        reads[f"search: {name}"] = partial(_hits_of, agent, text)
    reads["search: the words only, mistyped"] = lambda: len(wanted_in(agent.company_id, "zirblekiefer").words)
    long = _long_one(supervisor)
    reads[f"a concern of {LONG} messages"] = lambda: _thread(supervisor, long)
    return reads


def _rows_of(agent: Membership, key: str) -> int:
    return len(_page(agent, key).rows)


def _hits_of(agent: Membership, text: str) -> int:
    return len(search_visible_to(agent, text).hits)


def _page(member: Membership, key: str, after: str = "") -> Any:
    view = view_visible_to(with_teams(member), key)
    if view is None:
        raise LookupError(key)
    return page_visible_to(member, view, after=after)


def _second_page(member: Membership, key: str) -> Callable[[], int]:
    older = _page(member, key).page.older
    return lambda: len(_page(member, key, after=older).rows)


def _long_one(member: Membership) -> UUID:
    last = Conversation.objects.filter(company_id=member.company_id, last_seq__gte=LONG).order_by("-last_message_at")
    for one in last[:20]:
        if Message.objects.filter(conversation=one).count() == LONG:
            return one.pk
    raise LookupError("no long concern")


def _thread(member: Membership, conversation_id: UUID) -> int:
    conversation = case_visible_to(member, conversation_id)
    if conversation is None:
        raise LookupError(conversation_id)
    return len(list(thread_visible_to_staff(conversation, originals=None)))
