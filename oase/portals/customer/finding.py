"""Finding what a customer's page is about: theirs, or not there."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from oase.conversations.append import NotAllowed
from oase.conversations.models import Conversation
from oase.conversations.queries import concern_visible_to
from oase.conversations.words import IncomingFile
from oase.people.models import Person
from oase.portals.public.sessions import reader_of

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


def own_page[**P](view: View[P]) -> View[P]:
    """For pages with somebody's concerns: never cached, and what one may not do is not there."""

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as error:
            raise Http404 from error

    return never_cache(wrapped)


def concern_or_404(request: HttpRequest, conversation_id: UUID) -> Conversation:
    """The concern, or the one it is told on in, if the person or the links of this browser may see it.

    Whoever only holds a link of the one that was joined keeps seeing that one: a link opens its own concern.

    Raises:
        Http404: there is none, or it is somebody else's.
    """
    reader = reader_of(request)
    conversation = concern_visible_to(reader, conversation_id)
    if conversation is None:
        raise Http404
    if conversation.merged_into_id is not None:
        return concern_visible_to(reader, conversation.merged_into_id) or conversation
    return conversation


def signed_in(request: HttpRequest) -> Person | None:
    """The person signed in, if anybody is."""
    return request.user if isinstance(request.user, Person) else None


def by_htmx(request: HttpRequest) -> bool:
    """Whether a part of a page is asked for, not a page."""
    return bool(getattr(request, "htmx", False))


def is_guest(request: HttpRequest, conversation: Conversation) -> bool:
    """Whether this browser only holds a link: then nothing else that is known of the customer may show."""
    return request.user.pk is None or request.user.pk != conversation.customer.person_id


def client_id_of(request: HttpRequest) -> UUID:
    """The id the page gave what is sent, so that sending twice is sending once; a fresh one if it was lost."""
    try:
        return UUID(request.POST.get("client_id", ""))
    except ValueError:
        return uuid4()


def files_of(request: HttpRequest) -> list[IncomingFile]:
    """The files that came along; a browser sends an empty, nameless one where nothing was chosen."""
    return [incoming(file) for file in request.FILES.getlist("files") if file.name]


def incoming(file: "UploadedFile[bytes]") -> IncomingFile:
    """A file as the conversation's actions take it."""
    return IncomingFile(file.name or "", file.content_type or "", file.size or 0, file)  # type: ignore[arg-type]  # reads like one


def named_in(request: HttpRequest) -> list[int]:
    """Ids of those who were named as the ones who helped; the action sees whom it may believe."""
    chosen = request.POST.getlist("named")[:50]
    return [int(one) for one in chosen if one.isascii() and one.isdecimal() and len(one) < 19]


def words_of(request: HttpRequest, name: str = "text") -> str:
    """What was typed, as a page may show it again: without the letters that no page can show."""
    return request.POST.get(name, "").replace("\0", "\N{REPLACEMENT CHARACTER}").replace("\r\n", "\n")
