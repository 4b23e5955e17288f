"""What is typed about being away and about oneself; the verbs check it once more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from oase.companies.models import Membership
from oase.companies.words import Wrong

ROWS = 2
"""Spans a day may have: before and after noon."""
MOMENT = {
    "widget": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    "error_messages": {"invalid": _("Please choose a day and a time.")},
}


class PlanForm(forms.Form):
    """An absence that lies ahead; times are those of the page."""

    starts_at = forms.DateTimeField(label=_("From"), **MOMENT)  # type: ignore[arg-type]  # as named above
    ends_at = forms.DateTimeField(label=_("Back on"), **MOMENT)  # type: ignore[arg-type]
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("For your eyes only: nobody else can read it."),
        required=False,
        max_length=200,
    )


class PlanForOthersForm(PlanForm):
    """The same for a colleague: why they are away is theirs alone."""

    reason = None  # type: ignore[assignment]  # Django's way of leaving a field out


class NoteForm(forms.Form):
    """A word to the new advisor."""

    note = forms.CharField(required=False, strip=False, max_length=5000)


@dataclass(frozen=True)
class Row:
    """One span of a day as it was typed."""

    name: str
    begins: str
    ends: str


@dataclass(frozen=True)
class Day:
    """A weekday with its spans."""

    name: str
    rows: list[Row]


def week_of(membership: Membership) -> list[Day]:
    """The hours that are saved, as the page shows them."""
    spans: dict[int, list[tuple[str, str]]] = {day: [] for day in range(7)}
    for day, begins, ends in membership.hours:
        spans[int(day)].append((str(begins), str(ends)))
    return _week(spans)


def typed_week(data: Mapping[str, Any]) -> list[Day]:
    """The hours as they were typed just now."""
    names = {day: [f"{day}-{row}" for row in range(ROWS)] for day in range(7)}
    return _week(
        {
            day: [(data.get(f"{name}-begins", ""), data.get(f"{name}-ends", "")) for name in those]
            for day, those in names.items()
        }
    )


def _week(spans: Mapping[int, list[tuple[str, str]]]) -> list[Day]:
    week = []
    for day, those in spans.items():
        rows = max(ROWS, len(those))
        filled = [*those, *[("", "")] * (rows - len(those))]
        week.append(Day(str(WEEKDAYS[day]), [Row(f"{day}-{n}", *span) for n, span in enumerate(filled)]))
    return week


def hours_in(week: list[Day]) -> list[tuple[int, time, time]]:
    """The spans that were typed.

    Raises:
        Wrong: one lacks its beginning or its end, or is no time.
    """
    hours = []
    for day, of_day in enumerate(week):
        for row in of_day.rows:
            if not row.begins and not row.ends:
                continue
            try:
                hours.append((day, time.fromisoformat(row.begins), time.fromisoformat(row.ends)))
            except ValueError as error:
                words = _("%(day)s: please give both times, such as 09:00 and 17:00.") % {"day": of_day.name}
                raise Wrong("hours", words) from error
    return hours
