"""Small signs of life, `POST /live/conversations/{id}/signals`: who writes, who is there, what arrived, what was read.

Writing and being there are said on and forgotten; nothing of them is kept. Marks are gathered and written together.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

from django.db import DatabaseError, close_old_connections
from django.utils.translation import gettext as _

from oase.channels.live.circles import Circles
from oase.channels.live.identity import Identity
from oase.conversations.circle import DELIVERED, HERE, KINDS, READ, TYPING, Circle, Sign, signs_of
from oase.conversations.models import Message
from oase.conversations.reading import Mark, mark_and_tell, merged

log = logging.getLogger(__name__)
BETWEEN_SECONDS = 2.0
"""One sign of a kind leaves the house for each person and conversation in this time; the rest is dropped."""
GATHER_SECONDS = 0.25
"""Marks that arrive within it are one statement."""
AGAIN_SECONDS = 2.0
"""After the database did not answer."""
MOST = 20_000
"""Entries in a memory of ours; beyond them the oldest go."""
LARGEST_SEQ = 2**31 - 1

Say = Callable[[Sequence[Sign]], Awaitable[None]]


class NotThere(Exception):
    """There is no such conversation for them."""


class BadSign(Exception):
    """It says nothing that could be understood; the text is a sentence for the person."""


class FromTheFuture(BadSign):
    """It claims to have what was not said yet."""


class Signals:
    """Takes signs of life for one process and hands on what others may know of them to `say`."""

    def __init__(
        self,
        say: Say,
        *,
        circles: Circles | None = None,
        write: Callable[[Sequence[Mark]], list[Sign]] = mark_and_tell,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._say, self._write, self._now = say, write, now
        self._thread = ThreadPoolExecutor(1, "signals")
        self._circles = circles or Circles(self._thread, now=now)
        self._last: dict[tuple[int | None, UUID, str, bool], float] = {}
        self._marks: dict[tuple[UUID, str, int | None], Mark] = {}
        self._writing: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Nothing to prepare; here so that a process starts and stops all its parts alike."""

    async def stop(self) -> None:
        """Write down what was gathered."""
        if self._writing is not None:
            self._writing.cancel()
            await asyncio.gather(self._writing, return_exceptions=True)
        if self._marks:
            await self._write_now()
        self._thread.shutdown(wait=False)

    async def take(self, identity: Identity, conversation_id: UUID, payload: Mapping[str, Any]) -> None:
        """Take one sign: {"kind": "typing" | "here" | "delivered" | "read", "seq", "audience": "staff", "role"}.

        Raises:
            NotThere: they have nothing to do with this conversation.
            BadSign: the payload is none.
            FromTheFuture: `seq` is beyond what was said.
            django.db.DatabaseError: nobody can be asked.
        """
        kind, seq, note = _understood(payload)
        began = self._now()
        fleeting = kind in (TYPING, HERE)
        last = (identity.person_id, conversation_id, kind, note)
        if fleeting and began - self._last.get(last, -BETWEEN_SECONDS) < BETWEEN_SECONDS:
            return
        circle, role = await self._place(identity, conversation_id, payload.get("role"), began)
        if note and role != Message.AGENT:
            raise BadSign(_("Notes are written by the company's staff only."))
        if fleeting:
            self._remember(last)
            await self._say(list(signs_of(circle, kind, role, identity.person_id, note=note)))
            return
        if seq > circle.last_seq:
            circle = await self._circles.of(conversation_id, since=began) or circle
        if seq > circle.last_seq:
            raise FromTheFuture(_("There is no message %(n)s in this conversation yet.") % {"n": seq})
        reader = identity.person_id if role != Message.CUSTOMER or identity.person_id == circle.customer_id else None
        self._gather(Mark(conversation_id, role, reader, delivered=seq, read=seq if kind == READ else 0))

    async def _place(
        self, identity: Identity, conversation_id: UUID, wanted: object, began: float
    ) -> tuple[Circle, str]:
        for since in (None, began):
            circle = await self._circles.of(conversation_id, since=since)
            roles = _roles(circle, identity) if circle is not None else ()
            role = next((one for one in roles if wanted in (None, one)), None)
            if circle is not None and role is not None:
                return circle, role
        raise NotThere

    def _remember(self, last: tuple[int | None, UUID, str, bool]) -> None:
        now = self._now()
        # In the order of time: whatever is old stands first.
        self._last.pop(last, None)
        self._last[last] = now
        if len(self._last) > MOST:
            self._last.pop(next(iter(self._last)))

    def _gather(self, mark: Mark) -> None:
        key = (mark.conversation_id, mark.role, mark.reader_id)
        self._marks[key] = merged(self._marks[key], mark) if key in self._marks else mark
        if len(self._marks) > MOST:
            self._marks.pop(next(iter(self._marks)))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_on())

    async def _write_on(self) -> None:
        await asyncio.sleep(GATHER_SECONDS)
        while self._marks:
            if not await self._write_now():
                await asyncio.sleep(AGAIN_SECONDS)

    async def _write_now(self) -> bool:
        marks, self._marks = self._marks, {}
        try:
            signs = await asyncio.get_running_loop().run_in_executor(self._thread, self._written, [*marks.values()])
        except DatabaseError as error:
            log.warning("marks could not be written and wait: %s", type(error).__name__)
            newer, self._marks = self._marks, marks
            for key, mark in newer.items():
                self._marks[key] = merged(mark, marks[key]) if key in marks else mark
            return False
        await self._say(signs)
        return True

    def _written(self, marks: Sequence[Mark]) -> list[Sign]:
        close_old_connections()
        try:
            return self._write(marks)
        finally:
            close_old_connections()


def _roles(circle: Circle, identity: Identity) -> tuple[str, ...]:
    roles = circle.roles_of(identity.person_id, identity.guest_of)
    if identity.widget is None:
        return roles
    # The widget's frame is a customer's, and of one company.
    own = str(circle.company_id) == identity.widget
    return tuple(one for one in roles if own and one == Message.CUSTOMER)


def _understood(payload: Mapping[str, Any]) -> tuple[str, int, bool]:
    kind, seq, audience = payload.get("kind"), payload.get("seq"), payload.get("audience", Message.CONVERSATION)
    if not isinstance(kind, str) or kind not in KINDS:
        raise BadSign(_("This sign is not known here. Known are: %(kinds)s.") % {"kinds": ", ".join(KINDS)})
    if audience not in (Message.CONVERSATION, Message.STAFF):
        raise BadSign(_("A sign is for the conversation or for staff only."))
    if kind not in (DELIVERED, READ):
        return kind, 0, audience == Message.STAFF
    if type(seq) is not int or not 0 < seq <= LARGEST_SEQ:
        raise BadSign(_("It does not say up to which message."))
    return kind, seq, False
