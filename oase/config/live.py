"""The live app of one process with all its parts, and their beginning and end."""

import asyncio
import os

from oase.channels.live.app import Live
from oase.channels.live.coalescing import Coalescer
from oase.channels.live.identity import Identities
from oase.channels.live.limits import Buckets
from oase.channels.live.rates import Rates
from oase.channels.live.signals import Signals
from oase.channels.live.writing import Writing
from oase.config.data_folder import connection_parameters, data_folder
from oase.live.bus import Bus
from oase.live.stream import Stream


class House:
    """Everything that `/live/…` needs, for one event loop."""

    def __init__(self) -> None:
        self.bus = Bus(lambda: dict(connection_parameters("oase_app")), os.environ.get("OASE_BUS_URL", ""))
        identities = Identities(trusted=self.bus.listening.is_set)
        self.bus.on_close(identities.forget)
        self.bus.on_anew(identities.forget_all)
        self.stream = Stream(self.bus, identities)
        self.coalescer, self.signs = Coalescer(), Signals(self.bus.say)
        # One file for all processes of this machine: limits are counted once, however many workers there are.
        buckets = Buckets(data_folder() / "limits")
        self.app = Live(
            stream=self.stream,
            identities=identities,
            writing=Writing(self.coalescer, identities, buckets, Rates.from_environment()),
            signs=self.signs,
        )

    async def start(self) -> None:
        """Before the first request."""
        self.stream.start()
        await self.coalescer.start()
        await self.signs.start()

    def end_streams(self) -> None:
        """Every open page is let go and comes back, to this process or another."""
        self._ending = asyncio.ensure_future(self.stream.stop())

    async def stop(self) -> None:
        """Streams have ended and everybody was answered; what was only gathered is stored."""
        await self.coalescer.stop()
        await self.signs.stop()
        await self.stream.stop()
