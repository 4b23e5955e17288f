"""A promise as it is shown: the time, what is left of it, and the ring. promise.js keeps all three true."""

from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from oase.portals.look.faces import ring
from oase.portals.look.times import clock, fraction_left, is_late, iso, remaining, seconds_left

MINUTE = 60


def promise_time(due: datetime | None, lead: str = "", now: datetime | None = None) -> SafeString:
    """One line: "by 14:20" and what is left; late, it says since when, in coral. `lead` stands before it."""
    if due is None:
        return SafeString("")
    late = is_late(due, now)
    words = gettext("since %(time)s") if late else gettext("by %(time)s")
    return format_html(
        '<span class="next num{}" data-promise="{}"><b>{}<time datetime="{}">{}</time></b> <span{}>{}</span></span>',
        " is-late" if late else "",
        iso(due),
        f"{lead} " if lead else "",
        iso(due),
        words % {"time": clock(due, now)},
        _phrases(),
        remaining(due, now),
    )


def count_down(start: datetime | None, due: datetime | None, now: datetime | None = None) -> SafeString:
    """The ring with a number in it: seconds in the last two minutes, else minutes, hours or days; "+2′" when late."""
    if due is None:
        return SafeString("")
    late = is_late(due, now)
    return format_html(
        '<span class="count{}" role="img" aria-label="{}" data-from="{}" data-promise="{}"{}>{}<b>{}</b></span>',
        " is-late" if late else "",
        remaining(due, now),
        iso(start),
        iso(due),
        _phrases(),
        ring(fraction_left(start, due, now), late),
        short(seconds_left(due, now)),
    )


def short(seconds: float) -> str:
    """Seconds as the shortest figure: 48 (seconds), 13′, 5 h, 3 d; a leading + when they have passed."""
    sign, size = ("+", -seconds) if seconds < 0 else ("", seconds)
    if size < 2 * MINUTE and not sign:
        return f"{int(size)}″"
    if size < 100 * MINUTE:
        return f"{sign}{int(size // MINUTE)}′"
    if size < 48 * 60 * MINUTE:
        return f"{sign}{int(size // (60 * MINUTE))}\N{THIN SPACE}h"
    return f"{sign}{int(size // (24 * 60 * MINUTE))}\N{THIN SPACE}" + gettext("d")


def _phrases() -> SafeString:
    return format_html(' data-left="{}" data-late="{}"', gettext("%(span)s left"), gettext("%(span)s overdue"))
