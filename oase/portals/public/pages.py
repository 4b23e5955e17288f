"""The pages for everybody: the door, what is told about privacy and the operator, and what browsers ask for."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from oase.channels.email.models import LocalMail
from oase.conversations.links import FILE_SECONDS, LINK_DAYS
from oase.conversations.queries import concerns_visible_to
from oase.portals.public.places import home_of, places_of
from oase.portals.public.sessions import GUEST_KEY, reader_of
from oase.portals.public.welcome import doors

NEWEST_MAILS = 50
MOST_CONCERNS = 3


@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The door for visitors; whoever is signed in finds their places, or is taken to the only one."""
    if request.user.is_authenticated:
        only = home_of(request.user)
        return redirect(only.url) if only else render(request, "public/places.html", {"rooms": places_of(request.user)})
    asked = list(concerns_visible_to(reader_of(request))[:MOST_CONCERNS]) if request.session.get(GUEST_KEY) else []
    return render(request, "public/home.html", {"doors": doors((get_language() or "de")[:2]), "asked": asked})


@never_cache
@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """The demo's mail, newest first; `?to=` for one address.

    Raises:
        Http404: this is no demo.
    """
    if not settings.DEMO:
        raise Http404
    to = request.GET.get("to", "").replace("\0", "").strip()[:254]
    mails = LocalMail.objects.filter(recipient__iexact=to) if to else LocalMail.objects.all()
    newest = list(mails.order_by("-at", "-pk")[:NEWEST_MAILS])
    response = render(request, "public/mail.html", {"mails": newest, "to": to, "most": NEWEST_MAILS})
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Who can see what, in plain words."""
    return render(request, "public/privacy.html", {"link_days": LINK_DAYS, "file_minutes": FILE_SECONDS // 60})


@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    """Who runs this Oase."""
    return render(request, "public/imprint.html", {"operator": settings.OPERATOR})


@cache_control(max_age=24 * 3600, public=True)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read (RFC 9309): the door and the pages for everybody."""
    open_to_all = ["/$", reverse("privacy"), reverse("imprint"), "/ask/", "/experts/", settings.STATIC_URL]
    lines = ["User-agent: *", *(f"Allow: {path}" for path in open_to_all), "Disallow: /"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@cache_control(max_age=3600, public=True)
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask here without being told."""
    return redirect(static("favicon.svg"))
