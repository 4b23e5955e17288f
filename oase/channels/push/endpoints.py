"""Where a push may go: to push services on the internet, and nowhere near this house.

The address of a push service comes from a browser, so from anybody. Whoever could choose it freely could make the
house call its own neighbours (server-side request forgery). So: https only, no other port, no name or number that is
not public, looked up once and then called at exactly the address that was looked at.
"""

import ipaddress
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPSConnection
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

LONGEST = 1000
"""Characters; those of today's push services have 200 to 400."""
SECONDS = 8.0
"""For all of it together: whoever says one more byte each time does not get more."""


class NotAPushService(Exception):
    """The address cannot be that of a push service; nothing was called."""


def parsed(endpoint: str) -> SplitResult:
    """The address taken apart, as far as it can be judged without asking anybody.

    Raises:
        NotAPushService: it is not https on the usual port, too long, or names a private place.
    """
    if len(endpoint) > LONGEST or not endpoint.isascii() or not endpoint.isprintable() or " " in endpoint:
        raise NotAPushService("not an address")
    try:
        parts = urlsplit(endpoint)
        port, host = parts.port, parts.hostname or ""
    except ValueError as error:
        raise NotAPushService("not an address") from error
    if settings.PUSH_TO_PRIVATE_ADDRESSES and parts.scheme in {"http", "https"} and host:
        return parts
    if parts.scheme != "https" or port not in {None, 443} or parts.username is not None or "." not in host:
        raise NotAPushService("not https, or not on its usual port")
    try:
        literal = ipaddress.ip_address(host)
    except ValueError:
        return parts
    _public(str(literal))
    return parts


def _public(address: str) -> str:
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        # An IPv4 address in other clothes (RFC 4291, 3056, 6052, 4380) is judged as what it is.
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            _public(str(inner))
    if not ip.is_global or ip.is_multicast:
        raise NotAPushService("not a public address")
    return address


def looked_up(host: str, port: int) -> str:
    """The address to call. Every one the name stands for has to be public.

    Raises:
        NotAPushService: one of them is not.
        OSError: the name is not known, or cannot be asked for just now.
    """
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not settings.PUSH_TO_PRIVATE_ADDRESSES:
        for address in found:
            _public(address)
    return found[0]


class _Pinned(HTTPSConnection):
    """TLS to the name, TCP to the address that was looked at: a second look-up could say something else."""

    address = ""

    def connect(self) -> None:
        raw = socket.create_connection((self.address, self.port), self.timeout)
        context: Any = self._context  # type: ignore[attr-defined]  # as HTTPSConnection itself does
        # Ours before the other side says its first word, so that it can be cut while it says that.
        self.sock = context.wrap_socket(raw, server_hostname=self.host, do_handshake_on_connect=False)
        self.sock.do_handshake()


def connection_to(parts: SplitResult) -> HTTPConnection:
    """A connection that is not open yet. It follows no redirects: http.client never does.

    Raises:
        NotAPushService, OSError: see `looked_up`.
    """
    host = parts.hostname or ""
    if parts.scheme == "http":  # only where `parsed` let it through, for a push service of the tests
        return HTTPConnection(looked_up(host, parts.port or 80), parts.port or 80, timeout=SECONDS)
    connection = _Pinned(host, parts.port or 443, timeout=SECONDS)
    connection.address = looked_up(host, parts.port or 443)
    return connection


@contextmanager
def at_most(connection: HTTPConnection, seconds: float) -> Iterator[None]:
    """Cut the connection when the block takes longer: its own timeout begins anew with every byte that comes."""
    done = threading.Event()

    def watch() -> None:
        done.wait(seconds)
        while not done.is_set():
            # Again and again, for it may only be about to stand. Of the plain socket: TLS would want to say goodbye.
            with suppress(OSError, AttributeError):
                socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)
            done.wait(0.1)

    watcher = threading.Thread(target=watch, name="push-watch", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
