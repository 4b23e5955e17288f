"""What every template may ask without a view handing it over."""

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, object]:
    """`demo`: outgoing mail is shown on a page; `largest_text` in characters and `largest_file` in bytes."""
    return {
        "demo": getattr(settings, "DEMO", False),
        "largest_text": getattr(settings, "LARGEST_TEXT", 20_000),
        "largest_file": getattr(settings, "LARGEST_FILE", 25 * 1024 * 1024),
    }
