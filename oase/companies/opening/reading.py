"""The calendars of companies, in one query however many they are."""

from collections.abc import Collection
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from oase.companies.models import Company
from oase.companies.opening.calendar import Calendar, Span

_READ = """
SELECT c.id, c.time_zone, c.holiday_region,
       (SELECT json_agg(json_build_array(h.weekday, h.opens, h.closes) ORDER BY h.weekday, h.opens)
          FROM oase_openinghours h WHERE h.company_id = c.id),
       (SELECT json_agg(json_build_array(d.day, d.yearly, d.openings) ORDER BY d.day)
          FROM oase_ownday d WHERE d.company_id = c.id)
  FROM oase_company c WHERE c.id = ANY(%s::bigint[])
"""


def calendars_of(company_ids: Collection[int]) -> dict[int, Calendar]:
    """When these companies are there; one that does not exist is absent."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, [list(set(company_ids))])
        rows = cursor.fetchall()
    return {company_id: _calendar(*rest) for company_id, *rest in rows}


def calendar_of(company: Company) -> Calendar:
    """When this company is there.

    Raises:
        KeyError: it is not stored.
    """
    return calendars_of([company.pk])[company.pk]


def spans_of(openings: Collection[tuple[str, str]]) -> tuple[Span, ...]:
    """Hours of a day as `OwnDay.openings` keeps them."""
    return tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in openings)


def _calendar(zone: str, region: str, week: list[Any] | None, days: list[Any] | None) -> Calendar:
    kept = [(date.fromisoformat(day), yearly, spans_of(openings)) for day, yearly, openings in days or ()]
    return Calendar(
        ZoneInfo(zone),
        tuple(
            (weekday, time.fromisoformat(opens), time.fromisoformat(closes)) for weekday, opens, closes in week or ()
        ),
        region,
        {day: spans for day, yearly, spans in kept if not yearly},
        {(day.month, day.day): spans for day, yearly, spans in kept if yearly},
    )
