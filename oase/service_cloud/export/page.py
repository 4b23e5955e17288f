"""The archive's page for people: one file that opens offline, in the product's look, and prints well."""

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import babel.dates
from django.template import Context, Engine, Library
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from oase.conversations.models import Assignment
from oase.people.models import Person
from oase.service_cloud.export.concerns import Concern
from oase.service_cloud.export.events import told_event
from oase.service_cloud.export.parts import Section

HERE: Final = Path(__file__).parent
STATIC: Final = HERE.parents[1] / "static"
STYLES: Final = ("reset", "tokens", "base")
MOST_COLUMNS: Final = 6
"""More than this many make a list of pairs instead of a table."""

STILL: Final = tuple(
    f".{ending}"
    for endings in (
        "pdf png jpg jpeg gif webp heic heif avif bmp tif tiff txt csv md eml doc docx odt rtf xls xlsx ods",
        "ppt pptx odp mp3 m4a ogg opus wav flac mp4 mov webm mkv zip json",
    )
    for ending in endings.split()
)
"""Endings that a click may open."""


@cache
def _engine() -> Engine:
    # Its own engine: the templates of the portals belong to rooms above, and this page needs no request.
    return Engine(
        dirs=[str(HERE / "templates")],
        builtins=["django.templatetags.i18n", "oase.service_cloud.export.page"],
        autoescape=True,
    )


def _render(name: str, **context: Any) -> bytes:
    return _engine().get_template(name).render(Context(context)).encode("utf-8", "replace")


@cache
def _styles() -> SafeString:
    font = base64.b64encode((STATIC / "fonts" / "figtree-latin.woff2").read_bytes()).decode("ascii")
    face = (
        '@font-face { font-family: "Figtree"; font-weight: 300 900; font-display: swap;'
        f' src: url("data:font/woff2;base64,{font}") format("woff2"); }}'
    )
    layers = [f"@layer {name} {{\n{(STATIC / 'css' / f'{name}.css').read_text('utf-8')}}}" for name in STYLES]
    own = (HERE / "templates" / "archive.css").read_text("utf-8")
    return SafeString("\n".join(["@layer reset, tokens, base;", face, *layers, own]))


def beginning(*, person: Person, at: datetime, titles: Sequence[tuple[str, str]]) -> bytes:
    """The head of the page with its table of contents: `titles` are (key, title)."""
    return _render(
        "beginning.html", person=person, at=at, titles=titles, styles=_styles(), language=(get_language() or "de")[:2]
    )


def sections(every: Iterable[Section]) -> Iterator[bytes]:
    """Each kind of data that there is something of."""
    for section in every:
        if section.rows:
            yield _render("section.html", section=section, rows=_rows(section), fields=section.fields)


def _rows(section: Section) -> Iterator[list[tuple[str, Any]]]:
    for row in section.rows:
        yield [(label, _in_words(section.key, key, row.get(key))) for key, label in section.fields.items()]


def _in_words(section: str, key: str, value: Any) -> Any:
    """What stands in `data.json` as a key for programs, for people."""
    match section, key:
        case "notices", "kind":
            return _notices().get(value, value)
        case "profile", "language":
            return {"de": _("German"), "en": _("English")}.get(value, value)
        case "sessions", "by":
            return [{"password": _("Password"), "code": _("Code by mail")}.get(one, one) for one in value]
    return value


def _notices() -> dict[str, str]:
    return {
        "asked": _("Your question arrived"),
        "answered": _("There was an answer"),
        "handed_over": _("Somebody else took over"),
        "proposed": _("It was proposed as solved"),
        "reminder": _("You were asked once more"),
        "solved": _("It was solved"),
        "link": _("A fresh link"),
    }


def concern(one: Concern, *, number: int) -> bytes:
    """A concern with all that was said and done."""
    return _render("concern.html", concern=one, number=number)


def concerns_title(count: int) -> bytes:
    """Stands before the concerns."""
    return _render("concerns.html", count=count)


def files(lines: Sequence[Mapping[str, Any]]) -> bytes:
    """The list of files, each a link into the archive."""
    return _render("files.html", files=lines)


def ending() -> bytes:
    """The foot of the page."""
    return _render("ending.html")


register = Library()


@register.filter
def said(value: object) -> str:
    """A value as people read it: dates with their day and clock, yes and no, lists with commas."""
    match value:
        case None | "":
            return "–"
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            here = timezone.localtime(value)
            return str(
                babel.dates.format_datetime(
                    here, "d. MMM y, HH:mm" if _german() else "d MMM y, HH:mm", locale=_locale()
                )
            )
        case date():
            return str(babel.dates.format_date(value, "d. MMM y" if _german() else "d MMM y", locale=_locale()))
        case list() | tuple():
            return ", ".join(str(one) for one in value) or "–"
    return str(value)


def _german() -> bool:
    return (get_language() or "de").startswith("de")


def _locale() -> str:
    return "de" if _german() else "en_GB"


@register.filter
def bytes_said(size: int) -> str:
    """A size as people read it."""
    return filesizeformat(size)


@register.filter
def is_still(path: str) -> bool:
    """Whether a file only shows or plays: what may run, such as a page that came by mail, is named but no link."""
    return path.lower().endswith(STILL)


@register.filter
def event(entry: Mapping[str, Any]) -> str:
    """An event in a few words."""
    return told_event(entry)


@register.filter
def level(name: str) -> str:
    """Where a concern lay while nobody had it yet."""
    words = {
        Assignment.NETWORK: _("the experts"),
        Assignment.TEAM: _("the team"),
        Assignment.SUPERVISORS: _("the team lead"),
    }
    return words.get(name, name)


@register.filter
def is_wide(fields: Mapping[str, str]) -> bool:
    """Whether there are too many columns for a table."""
    return len(fields) > MOST_COLUMNS
