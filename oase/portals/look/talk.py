"""The lines of a conversation as HTML: what was said, what happened, hands that changed, and the days between.

Written in Python and not as templates: a thread has a hundred of them, and every poke makes them again. Whatever comes
in is escaped here; only what is `SafeString` already stays as it is.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from html import escape
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext

from oase.portals.look.faces import face, icon, pseudonym_face
from oase.portals.look.text import message
from oase.portals.look.times import clock, day, iso

NOTHING: Final = SafeString("")
WHEN: Final = ' class="when"'


def said(
    *,
    who: object = None,
    name: str = "",
    role: str = "",
    origin: str = "",
    body: str | None = None,
    html: SafeString | str = NOTHING,
    at: datetime | None = None,
    seq: int | str = 0,
    mine: bool = False,
    note: bool = False,
    checking: bool = False,
    pseudonym: str = "",
    attachments: Sequence[Mapping[str, Any]] | None = None,
    under_day: bool = False,
    answer: bool = False,
) -> SafeString:
    """One contribution.

    `body`: shielded text, or `html`: safe HTML instead. `seq`: its place, becomes the id `m{seq}`. `mine`: written by
    the reader. `note`: internal. `who`: whose face, or `pseudonym`: key of a picture. `name`, `role`: as the reader may
    know them. `origin`: where it was said, if not here. `attachments`: see attachments.html. `under_day`: the day
    stands above, so only the hour is said. `checking`: the shield has not vouched for it yet. `answer`: to the
    customer, by somebody who helps.
    """
    kind = f"{' mine' if mine else ''}{' note' if note else ''}"
    if mine:
        picture, head = "", f"<b>{_kept(gettext('You'))}</b>"
    else:
        picture = pseudonym_face(pseudonym, "sm") if pseudonym else face(who, "sm")
        head = f"<b>{_kept(name or getattr(who, 'first_name', '') or _of(who))}</b>"
        if role:
            head += f" <span>{_kept(role)}</span>"
    if origin:
        head += f" <span>{_kept(origin)}</span>"
    if note:
        head += f' <span class="badge sand">{icon("lock")} {_kept(gettext("internal"))}</span>'
    if at:
        head += f" {_time(at, under_day)}"
    if checking:
        words = _kept(gettext("This message is being checked for personal data."))
        bubble = f'<p class="checking">{icon("shield")} <span>{words}</span></p>'
    else:
        bubble = _kept(html) if html else message(body)
    if attachments:
        bubble += render_to_string("look/attachments.html", {"attachments": attachments})
    return SafeString(
        f'<article class="msg{kind}"{_place(seq)}{" data-answer" if answer else ""}>{picture}<header>{head}</header>'
        f'<div class="bubble">{bubble}</div></article>\n'
    )


def happened(
    *,
    icon_name: str = "",
    text: str = "",
    html: SafeString | str = NOTHING,
    at: datetime | None = None,
    seq: int | str = 0,
    live: bool = False,
    under_day: bool = False,
) -> SafeString:
    """Something that happened, in one sentence: `text`, or `html`. `live`: the water dot instead of the icon."""
    sign = '<span class="dot"></span>' if live else icon(icon_name or "info")
    time = f" {_time(at, under_day, WHEN)}" if at else ""
    return SafeString(f'<p class="event"{_place(seq)}>{sign}<span>{_kept(html or text)}{time}</span></p>\n')


def passed(
    *,
    giver: object = None,
    giver_pseudonym: str = "",
    taker: object = None,
    headline: str = "",
    reason: SafeString | str = NOTHING,
    at: datetime | None = None,
    seq: int | str = 0,
    under_day: bool = False,
) -> SafeString:
    """Hands change, with both faces. Without a `taker` a group has it."""
    gives = pseudonym_face(giver_pseudonym, "sm") if giver_pseudonym else face(giver, "sm") if giver else ""
    takes = face(taker, "sm") if taker else f'<span class="face sm">{icon("people")}</span>'
    words = f"<b>{_kept(headline)}</b> " if headline else ""
    time = f" {_time(at, under_day, WHEN)}" if at else ""
    return SafeString(
        f'<div class="event pass"{_place(seq)}><span class="faces">{gives}{takes}</span>'
        f"<span>{words}{_kept(reason)}{time}</span></div>\n"
    )


def day_between(at: datetime | date | None) -> SafeString:
    """The day that stands between two messages."""
    return SafeString(f'<p class="day">{escape(day(at))}</p>\n')


def _of(who: object) -> str:
    return str(who.get("first_name") or "") if isinstance(who, Mapping) else ""


def _kept(words: str) -> str:
    return words if isinstance(words, SafeString) else escape(str(words or ""))


def _place(seq: int | str) -> str:
    return f' id="m{escape(str(seq))}"' if seq else ""


def _time(at: datetime, under_day: bool, attribute: str = "") -> str:
    words = f"{localtime(at):%H:%M}" if under_day else escape(clock(at))
    return f'<time{attribute} datetime="{iso(at)}">{words}</time>'
