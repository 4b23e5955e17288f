"""The live app: plain ASGI without a framework, and the only place that knows its addresses.

GET  /live/stream                         what is new, as it happens (`oase/live/stream.py`)
POST /live/conversations                  ask
POST /live/conversations/{id}/messages    write
POST /live/conversations/{id}/signals     typing, here, read
GET  /live/ping                           nothing, as quickly as this process can say it
"""

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Protocol
from uuid import UUID

import psycopg
from django.db import InterfaceError, OperationalError
from django.utils import translation
from django.utils.translation import gettext as _

from oase.channels.live.authors import not_there
from oase.channels.live.fair import Crowded
from oase.channels.live.identity import Identities, Identity, language_of
from oase.channels.live.origin import is_of_this_house
from oase.channels.live.problems import Problem, answer_json, answer_nothing, answer_problem, later
from oase.channels.live.requests import Gone, header, read_json
from oase.channels.live.signals import BadSign, FromTheFuture, NotThere
from oase.channels.live.writing import Done, Writing
from oase.conversations.append import NotAllowed
from oase.conversations.gathering import Overloaded
from oase.conversations.meanwhile import AnsweredMeanwhile
from oase.conversations.words import Refused
from oase.live.scope import Receive, Scope, Send

log = logging.getLogger(__name__)

LARGEST_SIGN = 1024
_UUID = r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
_IN_CONVERSATION = re.compile(rf"/live/conversations/{_UUID}/(messages|signals)")
AWAY = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError, ConnectionError)

App = Callable[[Scope, Receive, Send], Awaitable[None]]


class Signs(Protocol):
    """Who takes signs of life (`signals.py`)."""

    async def take(self, identity: Identity, conversation_id: UUID, payload: dict[str, object]) -> None: ...


class Live:
    """One for an event loop."""

    def __init__(self, *, stream: App, identities: Identities, writing: Writing, signs: Signs) -> None:
        self.stream, self.identities, self.writing, self.signs = stream, identities, writing, signs

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        if scope["path"] == "/live/stream" and scope["method"] == "GET":
            return self.stream(scope, receive, send)
        return self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/live/ping" and scope["method"] in ("GET", "HEAD"):
            await answer_nothing(send)
            return
        with translation.override(language_of(scope)):
            try:
                done = await self._respond(scope, receive)
            except Gone:
                return
            except Exception as error:  # left to the server it would be logged whole, with what was written
                await answer_problem(send, _problem(error))
                return
        await (answer_json(send, done.status, done.members) if done else answer_nothing(send))

    async def _respond(self, scope: Scope, receive: Receive) -> Done | None:
        path, inside = scope["path"], _IN_CONVERSATION.fullmatch(scope["path"])
        if inside is None and path != "/live/conversations":
            if path in ("/live/ping", "/live/stream"):
                raise _wrong_method("GET")
            raise Problem(404, "not-found", _("There is nothing at this address."))
        if scope["method"] != "POST":
            raise _wrong_method("POST")
        identity = await self._identity(scope)
        translation.activate(identity.language)
        if inside is None:
            return await self.writing.question(identity, scope, receive)
        conversation_id = UUID(inside[1])
        if inside[2] == "messages":
            return await self.writing.message(identity, scope, receive, conversation_id)
        await self._sign(identity, scope, receive, conversation_id)
        return None

    async def _identity(self, scope: Scope) -> Identity:
        if not header(scope, b"authorization") and not is_of_this_house(scope):
            raise Problem(403, "wrong-origin", _("This came from another site, so nothing was done."))
        identity = await self.identities.of(scope)
        if identity is None:
            sentence = _("You are not signed in here any more. Nothing was sent; please sign in and send it again.")
            raise Problem(401, "not-signed-in", sentence, headers={"WWW-Authenticate": "Bearer"})
        return identity

    async def _sign(self, identity: Identity, scope: Scope, receive: Receive, conversation_id: UUID) -> None:
        self.writing.charge("signs", identity)
        payload = await read_json(scope, receive, most=LARGEST_SIGN)
        try:
            await self.signs.take(identity, conversation_id, payload)
        except NotThere as error:
            raise not_there() from error
        except FromTheFuture as error:
            raise Problem(409, "from-the-future", str(error)) from error
        except BadSign as error:
            raise Problem(422, "bad-sign", str(error)) from error


def _wrong_method(allowed: str) -> Problem:
    return Problem(405, "wrong-method", _("That does not work here that way."), headers={"Allow": allowed})


def _problem(error: Exception) -> Problem:
    """What to say about whatever went wrong, in the language of this moment."""
    match error:
        case Problem():
            return error
        case AnsweredMeanwhile():
            return Problem(409, "answered-meanwhile", str(error), more={"known": error.known})
        case Refused():
            return Problem(422, "refused", str(error))
        case NotAllowed():
            return not_there()
        case Crowded() | Overloaded():
            sentence = _("Very many are writing at this moment. Nothing was lost: please send it again in a moment.")
            return later(503, "crowded", sentence, 1)
        case _ if isinstance(error, AWAY):
            log.warning("the database does not answer: %s", type(error).__name__)
            sentence = _("We cannot store anything at this moment. Please send it again in a moment.")
            return later(503, "away", sentence, 2)
    log.error("a request of the live app failed", exc_info=error)
    return Problem(500, "broken", _("Something broke on our side. Please try again in a minute."))
