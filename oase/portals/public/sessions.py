"""Who a browser session is: the person signed in, and the conversations it holds links of."""

from uuid import UUID

from django.http import HttpRequest

from oase.channels.live.identity import COOKIE, identities_of
from oase.channels.live.identity import GUEST_KEY as GUEST_KEY
from oase.conversations.queries import Reader

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
    known = identities_of([COOKIE + session_key]).get(COOKIE + session_key)
    return known.readers if known else frozenset()
