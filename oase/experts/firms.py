"""Companies as questions need them: topics, hours and staff, kept in memory for as long as no row of theirs changes."""

import threading
from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from oase.companies.models import Company, Membership, Topic
from oase.companies.opening.calendar import Calendar
from oase.companies.opening.reading import calendars_of
from oase.companies.teams.models import Team
from oase.experts.rewards.prices import Tariff, tariff_of
from oase.experts.topics.recogniser import Recogniser
from oase.experts.topics.remembering import recogniser_of


@dataclass(frozen=True)
class Firm:
    """One company, for reading only: many threads hold the same."""

    company: Company
    calendar: Calendar
    topics: dict[int, Topic]
    tariffs: dict[int, Tariff]
    """What an expert earns, by topic."""
    staff: frozenset[int]
    """People who are told what happens here."""
    carers: frozenset[int]
    """Those of them who can be somebody's advisor or deputy."""
    dealing: frozenset[int]
    """Teams that deal out what comes to them."""
    first_names: tuple[str, ...]
    """Of everyone on the staff, for the shield."""
    recogniser: Recogniser | None
    """Of its topics; None while there is too little to learn from."""


# A version of a row is known by who wrote it and where it lies; one alone could be another's within a transaction.
_STAMPS = """
SELECT c.id, concat_ws(' ', c.xmin, c.ctid,
       (SELECT string_agg(concat(t.xmin, t.ctid), ' ' ORDER BY t.id) FROM oase_topic t WHERE t.company_id = c.id), '/',
       (SELECT string_agg(concat(p.xmin, p.ctid), ' ' ORDER BY p.id)
          FROM oase_price p JOIN oase_topic t ON t.id = p.topic_id WHERE t.company_id = c.id), '/',
       (SELECT string_agg(concat(h.xmin, h.ctid), ' ' ORDER BY h.id)
          FROM oase_openinghours h WHERE h.company_id = c.id), '/',
       (SELECT string_agg(concat(d.xmin, d.ctid), ' ' ORDER BY d.id) FROM oase_ownday d WHERE d.company_id = c.id), '/',
       (SELECT string_agg(concat(m.xmin, m.ctid, p.xmin, p.ctid), ' ' ORDER BY m.id)
          FROM oase_membership m JOIN oase_person p ON p.id = m.person_id
         WHERE m.company_id = c.id AND m.left_at IS NULL), '/',
       (SELECT string_agg(concat(w.xmin, w.ctid), ' ' ORDER BY w.id) FROM oase_team w WHERE w.company_id = c.id), '/',
       (SELECT concat(r.xmin, r.ctid) FROM oase_recognition r WHERE r.company_id = c.id))
  FROM oase_company c WHERE c.id = ANY(%s::bigint[])
"""

MOST_KEPT = 1024
_kept: dict[int, tuple[str, Firm]] = {}
_guard = threading.Lock()


def firms_of(company_ids: Collection[int]) -> dict[int, Firm]:
    """These companies as they are now; one that is not there is absent."""
    with connection.cursor() as cursor:
        cursor.execute(_STAMPS, [list(set(company_ids))])
        stamps: dict[int, str] = dict(cursor.fetchall())
    with _guard:
        firms = {one: _kept[one][1] for one, stamp in stamps.items() if one in _kept and _kept[one][0] == stamp}
    if changed := stamps.keys() - firms.keys():
        # Read after its stamp: what changes in between is read anew next time.
        read = _read(changed)
        firms |= read
        with _guard:
            if len(_kept) + len(read) > MOST_KEPT:
                _kept.clear()
            _kept.update({one: (stamps[one], firm) for one, firm in read.items()})
    return firms


def _read(company_ids: Collection[int]) -> dict[int, Firm]:
    companies = Company.objects.prefetch_related("topics__prices").in_bulk(company_ids)
    calendars = calendars_of(company_ids)
    members: dict[int, list[Membership]] = {one: [] for one in companies}
    for member in Membership.objects.filter(company_id__in=companies, left_at=None).select_related("person"):
        members[member.company_id].append(member)
    dealing: dict[int, set[int]] = {one: set() for one in companies}
    for company_id, team_id in Team.objects.filter(company_id__in=companies, deals=True).values_list("company", "pk"):
        dealing[company_id].add(team_id)
    return {
        one: _firm(company, calendars[one], members[one], dealing[one]) for one, company in companies.items()
    }  # fmt: skip


def _firm(company: Company, calendar: Calendar, members: Collection[Membership], dealing: Collection[int]) -> Firm:
    active = [member for member in members if member.person.is_active]
    return Firm(
        company=company,
        calendar=calendar,
        topics={topic.pk: topic for topic in company.topics.all()},
        tariffs={topic.pk: tariff_of(topic, topic.prices.all()) for topic in company.topics.all()},
        staff=frozenset(member.person_id for member in active),
        carers=frozenset(member.person_id for member in active if member.role != Membership.SUPERVISOR),
        dealing=frozenset(dealing),
        first_names=tuple(member.person.first_name for member in members),
        recogniser=recogniser_of(company.pk),
    )
