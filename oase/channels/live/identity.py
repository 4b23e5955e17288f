"""Who calls the live app: a browser by its session's cookie, or the widget's frame by a session that is no cookie.

A session that holds `widget` (a company) is the widget's token: it comes as `Authorization: Bearer` (RFC 6750) and is
nothing as a cookie; any other session comes as the cookie and is nothing as a bearer. So no page of another origin
can make a browser send a token, and no stolen token signs in to the pages.
"""

import asyncio
import re
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import close_old_connections
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from oase.channels.live.remembering import Remembered
from oase.live import notify
from oase.live.scope import Scope, cookie, header
from oase.people.models import Person

GUEST_KEY = "guest_of"
"""Under which a session keeps the conversations it came to by a link, as hexadecimal ids."""
WIDGET_KEY = "widget"
"""Under which a session of the widget keeps its company."""
COOKIE, BEARER = "c:", "b:"
GATHER_SECONDS = 0.003
"""Who asks within this time is answered by one query."""
MOST_AT_ONCE = 200
"""Sessions in one query: their decoding holds up pages of the same process."""
LOOKS_LIKE_A_SESSION = re.compile(r"[0-9a-z]{8,40}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody: a person signed in, a guest with links, or both."""

    person_id: int | None
    guest_of: frozenset[UUID]
    readers: frozenset[str]
    """The names under which the bus knows them."""
    language: str
    widget: str | None = None
    """The company, where this is the session of a widget."""


def session_of(scope: Scope) -> str:
    """What a request shows of itself: a key for `identities_of`, empty when it shows nothing."""
    shown = header(scope, b"authorization")
    kind, key = COOKIE, ""
    if shown:
        scheme, _, given = shown.partition(" ")
        kind, key = BEARER, given.strip() if scheme.lower() == "bearer" else ""
    else:
        key = cookie(scope, settings.SESSION_COOKIE_NAME)
    return kind + key if LOOKS_LIKE_A_SESSION.fullmatch(key) else ""


def identities_of(sessions: Collection[str]) -> dict[str, Identity]:
    """Who these sessions are; one that is nobody, or not what it was shown as, is left out. Blocks: for a thread.

    Two queries, however many are asked.

    Raises:
        django.db.DatabaseError: nobody can be asked.
    """
    close_old_connections()
    try:
        kept = _read({one[2:] for one in sessions if LOOKS_LIKE_A_SESSION.fullmatch(one[2:])})
        numbers = {int(number) for one in kept.values() if (number := str(one.get(SESSION_KEY, ""))).isdigit()}
        people = {
            one.pk: one
            for one in Person.objects.filter(pk__in=numbers, is_active=True).only("pk", "password", "language")
        }
        found = {}
        for one in sessions:
            if (session := kept.get(one[2:])) is not None and (WIDGET_KEY in session) == one.startswith(BEARER):
                identity = _identity(session, people)
                if identity.readers or identity.widget:
                    found[one] = identity
        return found
    finally:
        close_old_connections()


def _read(keys: Collection[str]) -> dict[str, dict[str, object]]:
    rows = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    store = SessionStore()
    return {key: store.decode(data) for key, data in rows.values_list("session_key", "session_data")}


def _identity(session: Mapping[str, object], people: Mapping[int, Person]) -> Identity:
    links = session.get(GUEST_KEY)
    guest_of = frozenset(UUID(one) for one in links) if isinstance(links, list) else frozenset()
    readers = {notify.guest(one) for one in guest_of}
    number = str(session.get(SESSION_KEY, ""))
    person = people.get(int(number)) if number.isdigit() and session.get(BACKEND_SESSION_KEY) else None
    # Whoever changed their password ended every other session by that (django.contrib.auth.get_user).
    if person is not None and not constant_time_compare(
        str(session.get(HASH_SESSION_KEY, "")), person.get_session_auth_hash()
    ):
        person = None
    if person is not None:
        readers.add(notify.person(person.pk))
    return Identity(
        person_id=person.pk if person else None,
        guest_of=guest_of,
        readers=frozenset(readers),
        language=person.language if person else "",
        widget=str(session[WIDGET_KEY]) if WIDGET_KEY in session else None,
    )


class Identities:
    """Who calls, asked of the database in batches and remembered for seconds; for one event loop."""

    def __init__(
        self,
        read: Callable[[Collection[str]], Mapping[str, Identity]] = identities_of,
        *,
        trusted: Callable[[], bool] = lambda: True,
    ) -> None:
        """`trusted` says whether `forget` is heard at the moment; while it is not, nothing is remembered."""
        self._read, self._trusted = read, trusted
        self._remembered = Remembered[Identity](lambda identity: identity.readers)
        self._asked: dict[str, asyncio.Future[Identity | None]] = {}
        self._to_keep: set[str] = set()
        self._thread = ThreadPoolExecutor(2, "identities")
        self._under_way: set[asyncio.Task[None]] = set()

    key = staticmethod(session_of)

    async def of(self, scope: Scope, *, fresh: bool = False) -> Identity | None:
        """Who this request is; None: nobody. `fresh` asks the database whatever is remembered.

        A link that was given to a session since a moment ago may not be remembered yet: before somebody is refused,
        ask once more with `fresh`.

        Raises:
            django.db.DatabaseError: nobody can be asked; the answer is 503.
        """
        session = session_of(scope)
        if not session:
            return None
        identity = self._remembered.get(session) if self._trusted() and not fresh else None
        if identity is None:
            # Streams ask once in a long while, calls all the time: only these are worth the memory.
            self._to_keep.add(session)
            answer = self._ask(session)
            await asyncio.wait([answer])
            identity = answer.result()
        return replace(identity, language=language_of(scope, identity.language)) if identity else None

    async def readers(self, sessions: Collection[str]) -> dict[str, frozenset[str]]:
        """The names of each of these sessions as the database says now; who is nobody is left out.

        Raises:
            django.db.DatabaseError: nobody can be asked.
        """
        answers = {one: self._ask(one) for one in sessions if one}
        if answers:
            # Others wait for the same answer: whoever leaves meanwhile must not take it away from them.
            await asyncio.wait(answers.values())
        return {one: identity.readers for one, answer in answers.items() if (identity := answer.result())}

    def forget(self, readers: Collection[str]) -> None:
        """What is remembered of these is no longer true: they signed out, or a session was ended."""
        self._remembered.forget(readers)

    def forget_all(self) -> None:
        """Something may have been missed."""
        self._remembered.forget_all()

    def _ask(self, session: str) -> "asyncio.Future[Identity | None]":
        loop = asyncio.get_running_loop()
        if not self._asked:
            loop.call_later(GATHER_SECONDS, self._send)
        if session not in self._asked:
            self._asked[session] = loop.create_future()
        return self._asked[session]

    def _send(self) -> None:
        asked, self._asked = list(self._asked.items()), {}
        keep, self._to_keep = self._to_keep, set()
        for start in range(0, len(asked), MOST_AT_ONCE):
            task = asyncio.create_task(self._answer(dict(asked[start : start + MOST_AT_ONCE]), keep))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def _answer(self, asked: dict[str, "asyncio.Future[Identity | None]"], keep: Collection[str]) -> None:
        loop = asyncio.get_running_loop()
        try:
            found: Mapping[str, Identity] = {}
            todo = set(asked)
            while todo:
                with self._remembered.watching() as gone:
                    found = {**found, **await loop.run_in_executor(self._thread, self._read, todo)}
                # Signed out while the database was being asked: asked again, it knows.
                todo = {one for one in todo if one in found and (gone.everyone or found[one].readers & gone.names)}
                found = {one: identity for one, identity in found.items() if one not in todo}
        except Exception as error:
            for future in asked.values():
                if not future.done():
                    future.set_exception(error)
                    future.exception()  # whoever stopped waiting does not hear it
            return
        for session, future in asked.items():
            identity = found.get(session)
            if session in keep:
                self._remembered.keep(session, identity)
            if not future.done():
                future.set_result(identity)


def language_of(scope: Scope, known: str = "") -> str:
    """What this browser chose, else what the person did, else what it accepts (RFC 9110, 12.5.4)."""
    supported = dict(settings.LANGUAGES)
    if (chosen := cookie(scope, settings.LANGUAGE_COOKIE_NAME)) in supported:
        return chosen
    if known:
        return known
    for tag, _weight in parse_accept_lang_header(header(scope, b"accept-language")[:500]):
        try:
            return get_supported_language_variant(tag)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE
