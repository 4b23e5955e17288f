"""Words for the bus from a transaction: ids out, to people who are named, after its commit or never.

The browser then reads again through the ordinary, checked query.
"""

from collections.abc import Collection, Iterable

from django.db import connection

from oase.live.sealing import seal
from oase.live.words import LARGEST_PAYLOAD as LARGEST_PAYLOAD
from oase.live.words import Poke as Poke
from oase.live.words import Sign as Sign
from oase.live.words import Word, closings, payloads
from oase.live.words import guest as guest
from oase.live.words import person as person

CHANNEL = "oase_live"
STATEMENT = "SELECT pg_notify(%s::text, payload) FROM unnest(%s::text[]) AS payload"
"""Says sealed payloads: `[CHANNEL, sealed(words)]`."""


def poke(pokes: Iterable[Poke]) -> None:
    """Send pokes with the running transaction: readers get them after its commit, or never.

    Nobody named, nobody told. With a bus over NATS too it is the transaction that says it (decision 0011).
    """
    _send(sealed(pokes))


def sign(signs: Iterable[Sign]) -> None:
    """Show signs when the running transaction commits. What needs no transaction is said by `Bus.say`."""
    _send(sealed(signs))


def revoke(readers: Collection[str]) -> None:
    """Close the streams of these readers at once: they signed out, or a session was ended."""
    _send([seal(payload) for payload in closings(readers)])


def sealed(words: Iterable[Word]) -> list[str]:
    """Payloads for `STATEMENT`, for whoever sends it with statements of their own."""
    return [seal(payload) for payload in payloads(words)]


def _send(messages: list[str]) -> None:
    if messages:
        with connection.cursor() as cursor:
            cursor.execute(STATEMENT, [CHANNEL, messages])
