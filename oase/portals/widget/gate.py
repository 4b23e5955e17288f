"""What every view of the frame does first: find the company's widget and the visit, and let no other page in."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt

from oase.channels.widget.models import Widget
from oase.channels.widget.origins import ancestors
from oase.channels.widget.visits import CUSTOMER_KEY, GUEST_KEY, WIDGET_KEY
from oase.companies.models import Company, Customer
from oase.conversations.append import NotAllowed
from oase.conversations.models import Conversation
from oase.conversations.queries import Reader, concerns_visible_to


@dataclass(frozen=True)
class Visit:
    """A request from a company's frame; `session` holds nothing while the frame has no token yet."""

    request: HttpRequest
    widget: Widget
    session: SessionStore

    @property
    def company(self) -> Company:
        return self.widget.company

    @property
    def known(self) -> bool:
        """Whether a token of this company came along."""
        return bool(self.session.get(WIDGET_KEY) == self.company.pk)

    @property
    def reader(self) -> Reader:
        """Whose concerns these are: those of the token alone."""
        links = self.session.get(GUEST_KEY, []) if self.known else []
        return Reader(None, frozenset(UUID(one) for one in links))

    @property
    def customer(self) -> Customer | None:
        """Who asks, once that is somebody."""
        number = self.session.get(CUSTOMER_KEY, 0) if self.known else 0
        found = self.company.customers.filter(pk=number, person__is_active=True)
        return found.select_related("person", "company", "advisor__person", "deputy__person").first()

    @property
    def language(self) -> str:
        return (get_language() or "de")[:2]

    def concern_or_404(self, conversation_id: UUID) -> Conversation:
        """A concern of this token, at this company.

        Raises:
            Http404: it is anything else.
        """
        concerns = concerns_visible_to(self.reader).filter(company=self.company)
        conversation = concerns.filter(pk=conversation_id).first()
        if conversation is None:
            raise Http404
        if conversation.merged_into_id is not None:
            # Where it is told on, if this token may open that by itself.
            return concerns.filter(pk=conversation.merged_into_id).first() or conversation
        return conversation


type View[**P] = Callable[Concatenate[Visit, P], HttpResponseBase]


def framed[**P](view: View[P]) -> Callable[..., HttpResponseBase]:
    """A view of the frame: never cached, framed by the company's own pages only, closed to other pages' requests."""

    @wraps(view)
    def wrapped(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        widget = Widget.objects.select_related("company").filter(company__slug=slug).first()
        if widget is None:
            return _gone()
        if not _is_ours(request):
            return JsonResponse({"error": "origin"}, status=403)
        session: Any = request.session
        try:
            response = view(Visit(request, widget, session), *args, **kwargs)
        except (NotAllowed, Http404):
            return _gone()
        if not response.has_header("Content-Security-Policy"):
            framed_by = {"frame-ancestors": ancestors(widget.origins)}
            response._csp_config = settings.SECURE_CSP | framed_by  # type: ignore[attr-defined]  # csp_override's own
        return response

    # No cookie counts here, so there is nothing to forge a request with: see bearer.py.
    return never_cache(csrf_exempt(xframe_options_exempt(wrapped)))


def _is_ours(request: HttpRequest) -> bool:
    """Whether the request comes from our own frame, as far as the browser says (Fetch Metadata, RFC 6454)."""
    if request.method in ("GET", "HEAD"):
        return True
    origin = request.headers.get("Origin")
    own = {f"{request.scheme}://{request.get_host()}", settings.BASE_URL}
    return origin in {None, *own} and request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"


def needs_token[**P](view: View[P]) -> View[P]:
    """Answers 401 without a good token of this company; the frame then begins anew."""

    @wraps(view)
    def wrapped(visit: Visit, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not visit.known:
            return no_token()
        return view(visit, *args, **kwargs)

    return wrapped


def _gone() -> HttpResponse:
    """Not there, or not for this token: the two look the same. A part of the frame stays as it is."""
    words = _("This is no longer there for you. Please load the page again.")
    return HttpResponse(words, status=404, content_type="text/plain; charset=utf-8", headers={"HX-Reswap": "none"})


def no_token() -> HttpResponse:
    """This is for somebody, and nobody came."""
    response = JsonResponse({"error": "token", "detail": _("This conversation has ended here. Please ask again.")})
    response.status_code = 401
    response["WWW-Authenticate"] = "Bearer"
    return response


def part(name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A part of the frame. Made without the request: it would bring a CSRF cookie that nobody needs."""
    return HttpResponse(render_to_string(f"widget/{name}.html", context), status=status)
