"""A push service of the tests' own, with browsers that can open what was sealed for them."""

import base64
import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


@dataclass(frozen=True)
class Rung:
    """What arrived for one browser."""

    path: str
    headers: dict[str, str]
    sealed: bytes


@dataclass
class PushService:
    """What it was sent, and how it answers: a status and headers."""

    address: str
    rung: list[Rung] = field(default_factory=list)
    answer: tuple[int, dict[str, str]] = (201, {})
    slowly: float = 0.0
    """Seconds between two bytes of the answer."""


class Browser:
    """A browser's half of a subscription (W3C Push API, RFC 8291)."""

    def __init__(self, service: PushService, name: str) -> None:
        self.endpoint = f"{service.address}/{name}"
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._secret = os.urandom(16)
        self._point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def keys(self) -> dict[str, str]:
        return {"endpoint": self.endpoint, "p256dh": _text(self._point), "auth": _text(self._secret)}

    @property
    def json(self) -> dict[str, Any]:
        keys = self.keys
        return {"endpoint": keys.pop("endpoint"), "expirationTime": None, "keys": keys}

    def opened(self, rung: Rung) -> dict[str, str]:
        """What the service worker would be given."""
        plain = http_ece.decrypt(rung.sealed, private_key=self._key, auth_secret=self._secret, version="aes128gcm")
        told: dict[str, str] = json.loads(plain)
        return told


@contextmanager
def push_service() -> Iterator[PushService]:
    """Listens until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sealed = self.rfile.read(int(self.headers["Content-Length"]))
            service.rung.append(Rung(self.path, {name.lower(): value for name, value in self.headers.items()}, sealed))
            status, headers = service.answer
            if service.slowly:
                with suppress(OSError):
                    for letter in f"HTTP/1.1 {status} Created\r\nContent-Length: 0\r\n\r\n".encode():
                        self.wfile.write(bytes([letter]))
                        time.sleep(service.slowly)
                self.close_connection = True
                return
            self.send_response(status)
            for name, value in {"Content-Length": "0", **headers}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_said: Any) -> None:
            """Nothing to say."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service = PushService(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
