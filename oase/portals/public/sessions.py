"""Who a browser session is: the person signed in, and the conversations it holds links of."""

from uuid import UUID

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from oase.conversations.queries import Reader
from oase.live import notify
from oase.people.models import Person

GUEST_KEY = "guest_of"
MOST_LINKS = 50


def reader_of(request: HttpRequest) -> Reader:
    """The customer at this page."""
    person_id = request.user.pk if request.user.is_authenticated else None
    return Reader(person_id, frozenset(UUID(one) for one in request.session.get(GUEST_KEY, [])))


def remember_link(request: HttpRequest, conversation_id: UUID) -> None:
    """This browser may open this one conversation from now on, until the session ends."""
    known = [one for one in request.session.get(GUEST_KEY, []) if one != conversation_id.hex]
    request.session[GUEST_KEY] = [*known, conversation_id.hex][-MOST_LINKS:]


def readers_of(session_key: str) -> frozenset[str]:
    """Under which names the bus may know a session: read from the database, so that signing out takes effect."""
    close_old_connections()
    try:
        session = SessionStore(session_key).load() if session_key else {}
        names = {notify.guest(UUID(one)) for one in session.get(GUEST_KEY, [])}
        if session.get(SESSION_KEY) and session.get(BACKEND_SESSION_KEY):
            person = Person.objects.filter(pk=session[SESSION_KEY], is_active=True).first()
            sealed = session.get(HASH_SESSION_KEY, "")
            if person is not None and constant_time_compare(sealed, person.get_session_auth_hash()):
                names.add(notify.person(person.pk))
        return frozenset(names)
    finally:
        close_old_connections()
