"""`/widget.js`: the button on a company's page. The same bytes for everybody; an ETag tells when they changed."""

import hashlib
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

NAME = "widget/widget.js"
FRESH_SECONDS = 300


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """The script, or 304 for a browser that has it."""
    content, etag = _content()
    response = HttpResponse(content, content_type="text/javascript; charset=utf-8")
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={FRESH_SECONDS}, stale-while-revalidate=86400"
    # For pages that isolate themselves (COEP), or name the script's digest (SRI).
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Access-Control-Allow-Origin"] = "*"
    found = get_conditional_response(request, etag=etag, response=response)
    return found if isinstance(found, HttpResponse) else response


@lru_cache(maxsize=1)
def _content() -> tuple[bytes, str]:
    place = finders.find(NAME)
    content = Path(str(place)).read_bytes()
    return content, f'"{hashlib.sha256(content).hexdigest()[:32]}"'
