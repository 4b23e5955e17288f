from typing import Any

from django.http import HttpResponseRedirect
from django.urls import reverse


def see_other(name: str, *args: Any, anchor: str = "") -> HttpResponseRedirect:
    """After a POST, to the page that shows what came of it (303 See Other, RFC 9110)."""
    response = HttpResponseRedirect(reverse(name, args=args) + (f"#{anchor}" if anchor else ""))
    response.status_code = 303
    return response
