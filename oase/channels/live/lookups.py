"""What the live app asks the database beside writing: in batches, from threads of its own, remembered for a while."""

import asyncio
import time
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import close_old_connections

from oase.companies.models import Company, Topic
from oase.conversations.models import Conversation

GATHER_SECONDS = 0.002
MOST = 50_000
"""Remembered answers; beyond them all are let go."""

_threads = ThreadPoolExecutor(4, "lookups")


async def in_thread[**P, R](ask: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run something that waits for the database off the event loop, in the language of whoever asks."""

    def asked() -> R:
        close_old_connections()
        try:
            return ask(*args, **kwargs)
        finally:
            close_old_connections()

    run: Any = copy_context().run
    answer: R = await asyncio.get_running_loop().run_in_executor(_threads, run, asked)
    return answer


class Lookup[Key, Answer]:
    """Answers by key. Who asks at the same time is answered by one query; what is not there is not remembered."""

    def __init__(self, read: Callable[[Collection[Key]], Mapping[Key, Answer]], *, seconds: float) -> None:
        self._read, self._seconds = read, seconds
        self._known: dict[Key, tuple[float, Answer]] = {}
        self._asked: dict[Key, asyncio.Future[Answer | None]] = {}
        self._under_way: set[asyncio.Task[None]] = set()

    async def of(self, key: Key) -> Answer | None:
        """The answer, or None when there is none.

        Raises:
            django.db.DatabaseError: nobody can be asked.
        """
        until, answer = self._known.get(key, (0.0, None))
        if until > time.monotonic():
            return answer
        loop = asyncio.get_running_loop()
        if not self._asked:
            loop.call_later(GATHER_SECONDS, self._send)
        # Shared by all who ask: one who goes away takes the answer from nobody.
        return await asyncio.shield(self._asked.setdefault(key, loop.create_future()))

    def _send(self) -> None:
        asked, self._asked = self._asked, {}
        task = asyncio.create_task(self._answer(asked))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _answer(self, asked: "dict[Key, asyncio.Future[Answer | None]]") -> None:
        try:
            found = await in_thread(self._read, list(asked))
        except Exception as error:
            for future in asked.values():
                future.set_exception(error)
                future.exception()  # whoever stopped waiting does not hear it
            return
        if len(self._known) + len(found) > MOST:
            self._known.clear()
        until = time.monotonic() + self._seconds
        for key, future in asked.items():
            if key in found:
                self._known[key] = (until, found[key])
            future.set_result(found.get(key))


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a conversation is, and at which company; neither ever changes."""

    person_id: int
    company_id: int


def _owners(ids: Collection[UUID]) -> dict[UUID, Owner]:
    rows = Conversation.objects.filter(pk__in=ids).values_list("pk", "customer__person_id", "company_id")
    return {pk: Owner(person_id, company_id) for pk, person_id, company_id in rows}


def _companies(slugs: Collection[str]) -> dict[str, int]:
    return dict(Company.objects.filter(slug__in=slugs).values_list("slug", "pk"))


def _topics(wanted: Collection[tuple[int, str]]) -> dict[tuple[int, str], int]:
    topics = Topic.objects.filter(company__in={company_id for company_id, _ in wanted}).values_list(
        "company_id", "slug", "pk"
    )
    return {(company_id, slug): pk for company_id, slug, pk in topics}


class Lookups:
    """One of each for an event loop."""

    def __init__(self) -> None:
        self.owners = Lookup[UUID, Owner](_owners, seconds=600)
        self.companies = Lookup[str, int](_companies, seconds=60)
        self.topics = Lookup[tuple[int, str], int](_topics, seconds=60)
