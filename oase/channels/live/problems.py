"""What is said when something cannot be done: problem details (RFC 9457) with a sentence in the person's language."""

import json
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from http import HTTPStatus
from math import ceil
from typing import Any

from oase.live.scope import Send

TYPE = "urn:oase:problem:"
"""In front of the code it is the problem's type: a name, not an address."""
NO_STORE = (b"cache-control", b"no-store")


@dataclass
class Problem(Exception):
    """The answer is an error. `code` never changes and is for programs; `sentence` is for the person."""

    status: int
    code: str
    sentence: str
    headers: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)
    """Further members of the answer, such as `field`."""

    def body(self) -> bytes:
        """`application/problem+json`."""
        members = {
            "type": TYPE + self.code,
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "code": self.code,
            "detail": self.sentence,
        }
        return json.dumps(members | dict(self.more), ensure_ascii=False).encode()


def later(status: int, code: str, sentence: str, seconds: float) -> Problem:
    """A problem that is over after `seconds` (Retry-After, RFC 9110 §10.2.3: whole seconds)."""
    return Problem(status, code, sentence, headers={"Retry-After": str(max(1, ceil(seconds)))})


async def answer_problem(send: Send, problem: Problem) -> None:
    """Say what is wrong."""
    extra = [(name.lower().encode(), value.encode()) for name, value in problem.headers.items()]
    await _send(send, problem.status, problem.body(), b"application/problem+json", extra)


async def answer_json(send: Send, status: int, members: Mapping[str, Any]) -> None:
    """A plain answer."""
    await _send(send, status, json.dumps(members, separators=(",", ":")).encode(), b"application/json", [])


async def answer_nothing(send: Send) -> None:
    """It is done, and there is nothing to say (204)."""
    await send({"type": "http.response.start", "status": 204, "headers": [NO_STORE]})
    await send({"type": "http.response.body", "body": b""})


async def _send(send: Send, status: int, body: bytes, kind: bytes, extra: list[tuple[bytes, bytes]]) -> None:
    headers = [
        (b"content-type", kind),
        (b"content-length", b"%d" % len(body)),
        (b"x-content-type-options", b"nosniff"),
        NO_STORE,
        *extra,
    ]
    start: MutableMapping[str, Any] = {"type": "http.response.start", "status": status, "headers": headers}
    await send(start)
    await send({"type": "http.response.body", "body": body})
