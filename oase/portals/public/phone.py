"""Oase as an app on somebody's phone: what it is called there, what works without a network, and who it is for."""

from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any, Concatenate

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage, staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from oase.people.naming import name_of_person
from oase.portals.public.places import places_of

KEEP = "X-Oase-Keep"
"""A page that carries it may be kept in the browser for reading without a network, for the person it names."""
LIGHT, DARK = "#faf6ee", "#0e1512"
"""The colour of the page (tokens.css) around the app."""
ICONS = (("icon-192.png", "192x192", "any"), ("icon-512.png", "512x512", "any"),
         ("icon-maskable-512.png", "512x512", "maskable"), ("favicon.svg", "any", "any"))  # fmt: skip
SHELL = ("css/", "fonts/", "django_htmx/htmx-4.min.js", "favicon.svg", "icons.svg", "faces.svg", "pseudonyms.svg")

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


def kept_offline[**P](view: View[P]) -> View[P]:
    """For pages whose reader may read them again without a network. Guests, who only hold a link, keep nothing."""

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 200 and request.user.is_authenticated and not getattr(request, "htmx", False):
            response[KEEP] = name_of_person(request.user.pk)
        return response

    return wrapped


def phone(request: HttpRequest) -> dict[str, Callable[[], object]]:
    """For every template: `person_name`, who this browser belongs to now, and `ring_again`, see below."""

    def person_name() -> str:
        user = getattr(request, "user", None)
        return name_of_person(user.pk) if user is not None and user.is_authenticated else ""

    def ring_again() -> bool:
        """Whether the sign-in got a new key since this browser was added: then it has to be added anew."""
        session = getattr(request, "session", None)
        rung = session.get(RUNG) if session is not None and person_name() else None
        return rung is not None and session is not None and rung != session.session_key

    return {"person_name": person_name, "ring_again": ring_again}


RUNG = "rung"
"""Under which a session keeps the key it had when this browser was added to the devices."""


@cache_control(private=True, max_age=300)
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """The app's name, colours, icons and ways in (W3C Web Application Manifest), for whoever is signed in.

    It starts at the door, which knows who comes and leads on.
    """
    ways = [
        {"name": place.name, "description": place.about, "url": place.url, "icons": [_icon("icon-192.png", "192x192")]}
        for place in places_of(request.user)
    ]
    told = {
        "id": "/",
        "name": "Oase",
        "short_name": "Oase",
        "description": _("Ask once. A person answers, and you always see who has it."),
        "lang": translation.get_language(),
        "dir": "ltr",
        "start_url": reverse("home"),
        "scope": "/",
        "display": "standalone",
        "background_color": LIGHT,
        "theme_color": LIGHT,
        "categories": ["business", "productivity"],
        "icons": [_icon(name, sizes, purpose) for name, sizes, purpose in ICONS],
        "shortcuts": ways[:4],
    }
    response = JsonResponse(told, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})
    response["Vary"] = "Cookie, Accept-Language"
    return response


def _icon(name: str, sizes: str, purpose: str = "any") -> dict[str, str]:
    kind = "image/svg+xml" if name.endswith(".svg") else "image/png"
    return {"src": static(name), "sizes": sizes, "type": kind, "purpose": purpose}


@cache_control(no_cache=True)
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, at the root so that it may serve the whole house. The same for everybody.

    It begins with what it has to have at hand: changed files make a changed worker, so browsers fetch both anew.
    """
    script = _shell() + _script("outbox-core.js") + _script("service-worker.js")
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@cache
def _files_at_hand() -> tuple[str, ...]:
    if not isinstance(staticfiles_storage, ManifestStaticFilesStorage):
        return ()  # while developing, files change under their names
    named: dict[str, Any] = staticfiles_storage.hashed_files
    return tuple(
        staticfiles_storage.url(name)
        for name in sorted(named)
        if name.startswith(SHELL) or ("/" not in name and name.endswith((".js", ".css")))
    )


def _shell() -> str:
    pages = [reverse("offline", args=[code]) for code, _name in settings.LANGUAGES]
    return f"const SHELL = {JsonResponse([*pages, *_files_at_hand()], safe=False).content.decode()};\n"


def _script(name: str) -> str:
    collected = Path(settings.STATIC_ROOT) / name
    found = None if collected.exists() and not settings.DEBUG else finders.find(name)
    return Path(found or collected).read_text("utf-8")


@cache_control(public=True, max_age=300)
@require_safe
def offline(request: HttpRequest, language: str) -> HttpResponse:
    """What is shown without a network in place of a page that was not open before. It knows nobody.

    Raises:
        Http404: the house does not speak this language.
    """
    if language not in dict(settings.LANGUAGES):
        raise Http404
    with translation.override(language):
        return render(request, "public/offline.html")


@never_cache
@require_safe
def who(request: HttpRequest) -> HttpResponse:
    """Who this browser belongs to now, by an opaque name; empty for nobody. Waiting messages ask before they go."""
    return JsonResponse(phone(request)["person_name"](), safe=False)
