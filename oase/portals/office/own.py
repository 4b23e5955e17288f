from collections.abc import Callable
from typing import Any

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache


def own(
    route: str, view: Callable[..., HttpResponseBase], kwargs: dict[str, Any] | None = None, *, name: str
) -> URLPattern:
    """A page with customers' concerns: no browser keeps it for whoever sits there next."""
    return path(route, never_cache(view), kwargs, name=name)
