"""The live app of one process with all its parts, and their beginning and end."""

import logging
from collections.abc import Sequence

from asgiref.sync import sync_to_async
from django.conf import settings

from oase.channels.live.app import Live
from oase.channels.live.identity import Identities
from oase.channels.live.limits import Buckets
from oase.channels.live.rates import Rates
from oase.channels.live.shim import Coalescer
from oase.channels.live.signals import Signals
from oase.channels.live.writing import Writing
from oase.config.data_folder import connection_parameters, data_folder
from oase.conversations.circle import Sign
from oase.live.bus import Bus
from oase.live.stream import Stream
from oase.portals.public.sessions import readers_of

log = logging.getLogger(__name__)


class House:
    """Everything that `/live/…` needs, for one event loop."""

    def __init__(self) -> None:
        self.bus = Bus(lambda: dict(connection_parameters("oase_app")))
        self.coalescer = Coalescer()
        self.signs = Signals(_say)
        identities = Identities()
        # One file for all processes of this machine: limits are counted once, however many workers there are.
        buckets = Buckets(data_folder() / "limits")
        self.app = Live(
            stream=Stream(self.bus, sync_to_async(readers_of), settings.SESSION_COOKIE_NAME),
            identities=identities,
            writing=Writing(self.coalescer, identities, buckets, Rates.from_environment()),
            signs=self.signs,
        )

    async def start(self) -> None:
        """Before the first request."""
        self.bus.start()
        await self.coalescer.start()
        await self.signs.start()

    async def stop(self) -> None:
        """Streams end, what is on its way is stored and answered."""
        await self.bus.stop()
        await self.coalescer.stop()
        await self.signs.stop()


async def _say(signs: Sequence[Sign]) -> None:
    """Nobody hears signs while the bus carries pokes only."""
