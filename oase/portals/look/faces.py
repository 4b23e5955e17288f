"""Icons, faces and rings as SVG. Every value is an attribute: no inline styles, so a strict CSP holds."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import Final

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from oase.portals.look.times import fraction_left, is_late, iso

STAR: Final = "M12 2.6l2.9 5.9 6.5.95-4.7 4.6 1.1 6.45L12 17.45 6.2 20.5l1.1-6.45-4.7-4.6 6.5-.95Z"
EMPTY: Final = SafeString("")
MOST_TOGETHER: Final = 3
OWN: Final = "own-"
"""How the key of a picture begins that somebody uploaded."""


def icon(name: str, label: str = "") -> SafeString:
    """The icon `i-NAME` of icons.svg. Silent for screen readers unless it has a `label`."""
    return _icon(_sheet("icons.svg"), name, str(label))


@lru_cache(maxsize=8)
def _sheet(name: str) -> str:
    # Its name holds a digest of what is in it, which a running process never sees change.
    return static(name)


@lru_cache(maxsize=1024, typed=True)
def _icon(sheet: str, name: str, label: str) -> SafeString:
    # A page has dozens of them, and of a hundred names.
    return format_html('<svg class="i"{}><use href="{}#i-{}"/></svg>', _spoken(label), sheet, name)


@lru_cache(maxsize=1024, typed=True)
def _picture(sheet: str, name: str) -> SafeString:
    return format_html('<svg aria-hidden="true"><use href="{}#{}"/></svg>', sheet, name)


def face(
    who: object,
    size: str = "",
    on: bool = False,
    fraction: float | None = None,
    late: bool = False,
    label: str = "",
    start: datetime | None = None,
    due: datetime | None = None,
) -> SafeString:
    """The portrait of `who`: anything, or a mapping, with `face` (a key) and `first_name`.

    The key is one of faces.svg, one of a picture of their own, or "". Without a portrait it shows initials; without
    anybody, a neutral figure. `size` is xs, sm, lg or xl; `on` marks a person who is there now. The ring of a promise
    comes from `start` and `due` (promise.js keeps it true), or from `fraction` (0 to 1, the time left); `late` fills it
    coral.
    Silent for screen readers unless it has a `label`: the name usually stands beside it.
    """
    key = _read(who, "face")
    if key.startswith(OWN):
        inner = format_html('<img src="{}" alt="" width="320" height="320">', reverse("portrait", args=[key]))
    elif key:
        inner = _picture(_sheet("faces.svg"), f"f-{key}")
    elif initials := _initials(_read(who, "first_name"), _read(who, "last_name")):
        inner = SafeString(f'<span aria-hidden="true">{escape(initials)}</span>')
    else:
        inner = icon("user")
    return _framed(inner, size, on, fraction, late, label, start, due)


def faces_together(
    people: Sequence[object],
    size: str = "",
    start: datetime | None = None,
    due: datetime | None = None,
) -> SafeString:
    """Up to three of `people` in one circle, under one promise: who is asked together. A group if there is nobody."""
    inner = icon("people")
    if people:
        faces = format_html_join("", "{}", ((face(who),) for who in people[:MOST_TOGETHER]))
        inner = format_html('<span class="together">{}</span>', faces)
    return _framed(inner, size, False, None, False, "", start, due)


def pseudonym_face(
    key: str,
    size: str = "",
    fraction: float | None = None,
    late: bool = False,
    label: str = "",
    start: datetime | None = None,
    due: datetime | None = None,
) -> SafeString:
    """The picture of a pseudonym, `p-KEY` of pseudonyms.svg; the rest as for `face`."""
    inner = _picture(_sheet("pseudonyms.svg"), f"p-{key}")
    return _framed(inner, size, False, fraction, late, label, start, due)


def ring(fraction: float, late: bool = False) -> SafeString:
    """A ring exactly as full as the time left: `fraction` from 0 to 1. A late ring is full, and coral."""
    share = 100 if late else round(min(max(float(fraction), 0.0), 1.0) * 100)
    left = (
        format_html('<circle cx="22" cy="22" r="20" pathLength="100" stroke-dasharray="{} 100"/>', share)
        if share
        else EMPTY
    )
    return format_html(
        '<svg class="ring{}" viewBox="0 0 44 44" aria-hidden="true"><circle cx="22" cy="22" r="20"/>{}</svg>',
        " is-late" if late else "",
        left,
    )


def small_stars(value: float) -> SafeString:
    """A rating already given, 1 to 5, as small stars that a screen reader reads as words."""
    whole = min(max(round(float(value)), 0), 5)
    star = format_html('<svg viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>', STAR)
    rest = format_html('<svg class="rest" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>', STAR)
    words = ngettext("%(count)s star of 5", "%(count)s stars of 5", whole) % {"count": whole}
    stars = SafeString(star * whole + rest * (5 - whole))
    return format_html('<span class="stars-s" role="img" aria-label="{}">{}</span>', words, stars)


def _framed(
    inner: SafeString,
    size: str,
    on: bool,
    fraction: float | None,
    late: bool,
    label: str,
    start: datetime | None,
    due: datetime | None,
) -> SafeString:
    promised = ""
    if start and due:
        fraction, late = fraction_left(start, due), is_late(due)
        promised = f' data-from="{iso(start)}" data-promise="{iso(due)}"'
    classes = ["face", escape(size), "on" if on else "", "is-late" if late else ""]
    circle = ring(fraction or 0, late) if fraction is not None or late else EMPTY
    if on and label:
        label = gettext("%(name)s, there now") % {"name": label}
    spoken = _spoken(label) if label else EMPTY
    return SafeString(f'<span class="{" ".join(filter(None, classes))}"{spoken}{promised}>{circle}{inner}</span>')


def _spoken(label: str) -> SafeString:
    return SafeString(f' role="img" aria-label="{conditional_escape(label)}"' if label else ' aria-hidden="true"')


def _read(who: object, name: str) -> str:
    value = who.get(name) if isinstance(who, Mapping) else getattr(who, name, None)
    return str(value or "")


def _initials(first: str, last: str) -> str:
    letters = first[:1] + last[:1] if last else first[:2]
    return letters.upper()
