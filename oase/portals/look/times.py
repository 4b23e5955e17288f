"""Times as people say them, in the viewer's language and time zone. A 24-hour clock in both languages."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from babel.dates import format_date, format_skeleton
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR


def babel_locale() -> str:
    """The locale whose habits the active language follows; English is European English: 24 Nov, 14:20."""
    language = (get_language() or "en").partition("-")[0]
    return "en_GB" if language == "en" else language


def clock(moment: datetime | None, now: datetime | None = None) -> str:
    """When something is due: "14:20" today, "tomorrow 14:20", else "Tue 24 Nov, 14:20"."""
    if moment is None:
        return ""
    here, today = timezone.localtime(moment), timezone.localtime(now).date()
    at = f"{here:%H:%M}"
    match (here.date() - today).days:
        case 0:
            return at
        case 1:
            return gettext("tomorrow %(time)s") % {"time": at}
        case -1:
            return gettext("yesterday %(time)s") % {"time": at}
    return f"{_short_date(here.date(), today)}, {at}"


def moment(value: datetime | None, now: datetime | None = None) -> str:
    """When something was, for records: "today, 14:02", "yesterday, 16:40", else as `clock`."""
    if value is None:
        return ""
    here, today = timezone.localtime(value), timezone.localtime(now).date()
    at = f"{here:%H:%M}"
    match (here.date() - today).days:
        case 0:
            return gettext("today, %(time)s") % {"time": at}
        case -1:
            return gettext("yesterday, %(time)s") % {"time": at}
    return clock(value, now)


def day(value: datetime | date | None, now: datetime | None = None) -> str:
    """The day alone, as it stands between messages: "Today", "Yesterday", else "Tuesday 24 November"."""
    if value is None:
        return ""
    that = timezone.localtime(value).date() if isinstance(value, datetime) else value
    today = timezone.localtime(now).date()
    match (that - today).days:
        case 0:
            return gettext("Today")
        case 1:
            return gettext("Tomorrow")
        case -1:
            return gettext("Yesterday")
    stop = "." if babel_locale() == "de" else ""
    pattern = f"EEEE{',' if stop else ''} d{stop} MMMM" if that.year == today.year else f"d{stop} MMMM y"
    return str(format_date(that, pattern, locale=babel_locale()))


def full_day(value: datetime | date | None) -> str:
    """A day that may be years away, in full: "24 November 2033"."""
    if value is None:
        return ""
    that = timezone.localtime(value).date() if isinstance(value, datetime) else value
    pattern = "d. MMMM y" if babel_locale() == "de" else "d MMMM y"
    return str(format_date(that, pattern, locale=babel_locale()))


def remaining(due: datetime | None, now: datetime | None = None) -> str:
    """How long until `due`, rounded down, or how long since: "13 minutes left", "6 minutes overdue"."""
    if due is None:
        return ""
    seconds = seconds_left(due, now)
    return _overdue(-seconds) if seconds < 0 else _left(seconds)


def is_late(due: datetime | None, now: datetime | None = None) -> bool:
    """Whether the promised time has passed."""
    return due is not None and seconds_left(due, now) < 0


def iso(value: datetime | None) -> str:
    """The moment for `<time datetime>` and for scripts: ISO 8601 with offset, in UTC."""
    return value.astimezone(UTC).isoformat(timespec="seconds") if value else ""


def seconds_left(due: datetime, now: datetime | None = None) -> float:
    """Seconds from now until `due`; negative once it has passed."""
    return (due - (now or timezone.now())) / timedelta(seconds=1)


def fraction_left(start: datetime | None, due: datetime | None, now: datetime | None = None) -> float:
    """The part of the time from `start` to `due` that is still left, 0 to 1."""
    if start is None or due is None or due <= start:
        return 0.0
    return min(max(seconds_left(due, now) / (due - start).total_seconds(), 0.0), 1.0)


def _left(seconds: float) -> str:
    if seconds < 2 * MINUTE:
        n = int(seconds)
        return ngettext("%(n)s second left", "%(n)s seconds left", n) % {"n": n}
    if seconds < 2 * HOUR:
        n = int(seconds // MINUTE)
        return ngettext("%(n)s minute left", "%(n)s minutes left", n) % {"n": n}
    if seconds < 2 * DAY:
        n = int(seconds // HOUR)
        return ngettext("%(n)s hour left", "%(n)s hours left", n) % {"n": n}
    n = int(seconds // DAY)
    return ngettext("%(n)s day left", "%(n)s days left", n) % {"n": n}


def _overdue(seconds: float) -> str:
    if seconds < MINUTE:
        return gettext("overdue just now")
    if seconds < 2 * HOUR:
        n = int(seconds // MINUTE)
        return ngettext("%(n)s minute overdue", "%(n)s minutes overdue", n) % {"n": n}
    if seconds < 2 * DAY:
        n = int(seconds // HOUR)
        return ngettext("%(n)s hour overdue", "%(n)s hours overdue", n) % {"n": n}
    n = int(seconds // DAY)
    return ngettext("%(n)s day overdue", "%(n)s days overdue", n) % {"n": n}


def _short_date(that: date, today: date) -> str:
    month = "MMM" if babel_locale() == "en_GB" else "M"
    year = "" if that.year == today.year else "y"
    return str(format_skeleton(f"{year}{month}Ed", that, locale=babel_locale()))
