"""The bus inside one process: what the house says, fanned out to the pages of the readers who are named."""

import asyncio
import logging
from collections.abc import Callable, Iterable

from oase.live.hub import Hub
from oase.live.inbox import Inbox
from oase.live.nats import Nats
from oase.live.notify import sealed
from oase.live.postgres import Parameters, Postgres
from oase.live.sealing import NotOurs, unseal
from oase.live.transport import Transport
from oase.live.words import ANEW, Sign, Word

log = logging.getLogger(__name__)
GATHER_SECONDS = 0.004
"""What is said within this time is said together."""
MARK_LENGTH = 16
"""Characters of a sealed payload that no other has: its nonce."""
MOST_TO_SAY = 5000
"""Words that wait to be said; signs beyond them are over before anybody would see them."""


class Bus:
    """Hears the house over PostgreSQL, or over NATS where `nats_url` names one, and tells the pages of this process."""

    def __init__(self, connection_parameters: Parameters, nats_url: str = "") -> None:
        self.hub = Hub()
        self.listening = asyncio.Event()
        """While it is not set, what is said is not heard."""
        self.transport: Transport = (
            Nats(nats_url, connection_parameters) if nats_url else Postgres(connection_parameters)
        )
        self._task: asyncio.Task[None] | None = None
        self._to_say: list[Word] = []
        self._saying: asyncio.Task[None] | None = None
        self._on_close: list[Callable[[list[str]], object]] = []
        self._on_anew: list[Callable[[], object]] = []
        self.stopped = False

    def on_close(self, callback: Callable[[list[str]], object]) -> None:
        """Call it with the readers whose streams are being closed: they signed out, or a session was ended."""
        self._on_close.append(callback)

    def on_anew(self, callback: Callable[[], object]) -> None:
        """Call it whenever something may have been missed."""
        self._on_anew.append(callback)

    def start(self) -> None:
        """Begin to listen, once per process."""
        if not self.stopped and (self._task is None or self._task.done()):
            self._task = asyncio.create_task(self.transport.run(self.hear, self._connected))

    async def stop(self) -> None:
        """Stop listening and close every stream, for good."""
        self.stopped = True
        for task in (self._task, self._saying):
            if task is not None:
                task.cancel()
        await self.transport.close()
        for inbox in self.hub:
            inbox.drop()

    def open(self, inbox: Inbox) -> None:
        """Tell this page from now on. Raises `oase.live.hub.TooMany`."""
        self.hub.open(inbox)

    def close(self, inbox: Inbox) -> None:
        """The page is gone."""
        self.hub.close(inbox)

    async def say(self, words: Iterable[Word]) -> None:
        """Say what belongs to no transaction, together with what others say just now; returns before it is said.

        Nothing that must arrive: while the bus is away it is lost. What a transaction brings, `notify.poke` says.
        """
        room = MOST_TO_SAY - len(self._to_say)
        self._to_say += [word for word in words if room > 0 or not isinstance(word, Sign)]
        if self._to_say and (self._saying is None or self._saying.done()):
            self._saying = asyncio.create_task(self._say_all())

    def hear(self, payload: str) -> None:
        """Take one notification off the wire; what this house did not say is nobody's."""
        try:
            text = unseal(payload)
        except NotOurs:
            # Any role of the database may notify: nonsense must not silence the bus.
            log.warning("the bus heard what the house did not say")
            return
        self.receive(text, payload[:MARK_LENGTH])

    def receive(self, text: str, mark: str) -> None:
        """Hand one notification to those it names; what cannot be read is nobody's."""
        if text == ANEW:
            self._anew()
        elif closed := self.hub.hear(text, mark):
            for callback in self._on_close:
                callback(closed)

    def _connected(self, is_connected: bool) -> None:
        if is_connected:
            self.listening.set()
            # What was said while the bus was away is unknown, so every page reads anew, now that it listens.
            self._anew()
        else:
            self.listening.clear()

    def _anew(self) -> None:
        self.hub.begin_epoch()
        for callback in self._on_anew:
            callback()

    async def _say_all(self) -> None:
        await asyncio.sleep(GATHER_SECONDS)
        while self._to_say:
            words, self._to_say = self._to_say, []
            try:
                await self.transport.say(sealed(words))
            except OSError as error:
                log.warning("the bus could not say %d words: %s", len(words), type(error).__name__)
