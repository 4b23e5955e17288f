"""What a bus needs of the wire: to hear all that the house says, and to know when it may have missed some."""

from collections.abc import Callable
from typing import Protocol


class Transport(Protocol):
    """PostgreSQL or NATS."""

    async def run(self, hear: Callable[[str], None], connected: Callable[[bool], None]) -> None:
        """Listen for ever. `connected(True)`: it listens, again; `connected(False)`: it does not, for now."""

    async def say(self, sealed: list[str]) -> None:
        """Say these payloads to the house. Raises `OSError` when that is not possible now."""

    async def close(self) -> None:
        """Let go of all connections."""
