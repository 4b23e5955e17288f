"""Requests to the live app as it is, with the real database, without a server between."""

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from oase.channels.live.app import Live
from oase.channels.live.coalescing import Coalescer
from oase.channels.live.fair import Turns
from oase.channels.live.identity import GUEST_KEY, WIDGET_KEY, Identities, Identity
from oase.channels.live.limits import Buckets
from oase.channels.live.rates import Rates
from oase.channels.live.writing import Writing
from oase.live.scope import Receive, Scope, Send
from oase.people.models import Person

OURS = settings.BASE_URL
NO_LIMITS = Rates(person=None, questions=None, company=None, signs=None)


def session_of(person: Person | None = None, *, guest_of: Sequence[UUID] = (), widget: int | None = None) -> str:
    """The key of a new session: of somebody signed in, of links, of a company's widget."""
    session = SessionStore()
    if person is not None:
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    if guest_of:
        session[GUEST_KEY] = [one.hex for one in guest_of]
    if widget is not None:
        session[WIDGET_KEY] = widget
    session.save()
    return session.session_key or ""


@dataclass
class Answer:
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def told(self) -> tuple[int, str]:
        """Its status and code."""
        return self.status, self.json["code"]


class Signs:
    """Takes signs of life and remembers them."""

    def __init__(self) -> None:
        self.taken: list[tuple[int | None, UUID, dict[str, object]]] = []

    async def take(self, identity: Identity, conversation_id: UUID, payload: dict[str, object]) -> None:
        self.taken.append((identity.person_id, conversation_id, payload))


_coalescer = Coalescer()
"""One for all tests: its threads keep a connection each."""
_started: list[bool] = []


class Door:
    """The live app and a way to knock at it."""

    def __init__(self, *, rates: Rates = NO_LIMITS, coalescer: Any = None, turns: Turns | None = None) -> None:
        self.signs, self.identities = Signs(), Identities()
        self.coalescer = coalescer or _coalescer
        self.writing = Writing(self.coalescer, self.identities, Buckets(), rates, turns)
        self.app = Live(stream=_stream, identities=self.identities, writing=self.writing, signs=self.signs)
        self.read = 0
        """Bytes of bodies that the app asked for."""

    async def knock(
        self,
        path: str,
        body: object = None,
        *,
        session: str = "",
        bearer: str = "",
        method: str = "POST",
        headers: dict[str, str] | None = None,
        chunks: Sequence[bytes] | None = None,
    ) -> Answer:
        """One request. A browser's headers come along; `headers` change them, and None takes one away."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent: dict[str, str | None] = {"host": "localhost", "content-type": "application/json"}
        sent |= {"authorization": f"Bearer {bearer}"} if bearer else {"origin": OURS, "sec-fetch-site": "same-origin"}
        sent |= {"cookie": f"oase_session={session}"} if session else {}
        sent |= headers or {}
        lines = [(name.encode(), value.encode("latin-1")) for name, value in sent.items() if value is not None]
        scope: Scope = {"type": "http", "path": path, "method": method, "headers": lines}
        waiting = list(chunks if chunks is not None else [raw])

        async def receive() -> MutableMapping[str, Any]:
            if not waiting:
                return {"type": "http.disconnect"}
            chunk = waiting.pop(0)
            self.read += len(chunk)
            return {"type": "http.request", "body": chunk, "more_body": bool(waiting)}

        answer = Answer()

        async def send(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                assert not answer.status
                answer.status = message["status"]
                answer.headers = {key.decode(): value.decode() for key, value in message["headers"]}
            else:
                answer.body += message["body"]

        if self.coalescer is _coalescer and not _started:
            _started.append(True)
            await _coalescer.start()
        await self.app(scope, receive, send)
        return answer

    async def say(self, conversation_id: UUID, text: str = "Danke!", **options: Any) -> Answer:
        """Write a message; members of the body by `more`, the rest as in `knock`."""
        body = {"text": text, "client_id": str(uuid4())} | options.pop("more", {})
        return await self.knock(f"/live/conversations/{conversation_id}/messages", body, **options)

    async def ask(self, company: str = "kaffeewerk", text: str = "Wie entkalke ich?", **options: Any) -> Answer:
        """Open a conversation."""
        body = {"company": company, "text": text, "client_id": str(uuid4())} | options.pop("more", {})
        return await self.knock("/live/conversations", body, **options)


async def _stream(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"stream"})


def told[R](story: Callable[[], Awaitable[R]]) -> R:
    """Run a story to its end."""

    async def within() -> R:
        async with asyncio.timeout(60):
            return await story()

    return asyncio.run(within())
