"""The inbox: views with their counts, and a page of one of them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from oase.companies.models import Membership
from oase.conversations.listing.counting import Count, counts_of
from oase.conversations.listing.reading import EXAMINED
from oase.conversations.progress import new_to_staff
from oase.jobs.planned import Planned
from oase.portals.office.access import FIRST
from oase.portals.office.rows import rows_of
from oase.portals.office.showing import row_of
from oase.second_level.shaping.models import Tagging
from oase.second_level.views.models import OwnView
from oase.second_level.views.queries import (
    MOST_SHOWN,
    OWN,
    counts_visible_to,
    own_view_visible_to,
    own_views_visible_to,
    page_visible_to,
    view_visible_to,
    with_teams,
)

VIEW_WORDS: Final = {
    "mine": (_("Mine"), "inbox"),
    "mentioned": (_("I am named"), "at-sign"),
    "team": (_("My team's"), "team"),
    "late": (_("Late"), "clock"),
    "waiting": (_("Waiting for us"), "hourglass"),
    "nobody": (_("Nobody's yet"), "hand"),
    "snoozed": (_("For later"), "moon"),
    "experts": (_("With experts"), "users-round"),
    "open": (_("All open"), "list"),
    "solved": (_("Solved"), "check"),
}
OURS: Final = ("experts", "open", "solved")
"""Of the whole company, not something to do."""
WHEN_THERE: Final = ("mentioned", "snoozed")
"""Shown only while something is in it."""


@dataclass(frozen=True)
class One:
    """A view in the list of views."""

    key: str
    name: str | Promise
    icon: str
    count: str
    shared: bool = False


def words_of(count: Count) -> str:
    """A count as it is read: `12`, or `250+`."""
    return number_format(count.number, use_l10n=True, force_grouping=True) + ("+" if count.more else "")


def views(member: Membership, view: str) -> dict[str, Any]:
    """The views with their counts: what is to be done, what the company has, and one's own."""
    own = list(own_views_visible_to(with_teams(member))[:MOST_SHOWN])
    if view.startswith(OWN) and (open_one := own_view_visible_to(member, view)) and open_one not in own:
        own.append(open_one)
    counts = counts_visible_to(member, own)
    shown = [
        One(key, name, icon, words_of(counts[key]))
        for key, (name, icon) in VIEW_WORDS.items()
        if _is_there(member, key, view, counts[key])
    ]
    return {
        "view": view,
        "mine": [one for one in shown if one.key not in OURS],
        "all": [one for one in shown if one.key in OURS],
        "own": [_own(one, counts, member) for one in own],
        "counts": counts,
    }


def _is_there(member: Membership, key: str, view: str, count: Count) -> bool:
    if key == "team":
        return bool(member.teams.all())
    return key not in WHEN_THERE or key == view or count.number > 0 or count.more


def _own(one: OwnView, counts: dict[str, Count], member: Membership) -> One:
    key = f"{OWN}{one.pk}"
    return One(key, one.name, "filter", words_of(counts[key]), shared=one.owner_id != member.person_id)


def queue(
    member: Membership,
    view: str,
    *,
    after: str = "",
    before: str = "",
    current: object = None,
    counts: dict[str, Count] | None = None,
) -> dict[str, Any]:
    """A page of one view; `current` is the id of the concern that is open beside it, `counts` of the views.

    An own view that is no longer there for this member is the first view.
    """
    if view == "team" and counts is None:
        with_teams(member)
    own = own_view_visible_to(member, view) if view.startswith(OWN) else None
    listed = view_visible_to(member, view, own)
    if listed is None:
        view = FIRST
        listed = view_visible_to(member, view)
        assert listed is not None
    shown = page_visible_to(member, listed, after=after, before=before)
    ids = [one.pk for one in shown.rows]
    new, tags = new_to_staff(member.person_id, ids), _tags_on(ids)
    # A row that is left through this address is come back to on the same page.
    place = f"&after={after}" if after else f"&before={before}" if before else ""
    count = counts[view] if counts is not None and view in counts else counts_of({view: listed})[view]
    return {
        "view": view,
        "rows": rows_of(
            [row_of(one, member, new.get(one.pk, 0), tags.get(one.pk, ())) for one in shown.rows],
            address=f"?view={view}{place}",
            slug=member.company.slug,
            current=str(current or ""),
        ),
        "page": shown.page,
        "place": place,
        "count": words_of(count),
        "examined": number_format(EXAMINED, use_l10n=True, force_grouping=True),
        "current": str(current or ""),
        "view_name": own.name if own is not None else VIEW_WORDS[view][0],
        "own_view": own,
    }


def _taggings(ids: list[UUID]) -> QuerySet[Tagging]:
    there = Tagging.objects.filter(conversation__id__any_of=ids).select_related("tag")
    return there.order_by("tag__position", "tag__name", "pk")


_tagged = Planned(_taggings, list)


def _tags_on(ids: Collection[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    for one in _tagged(list(ids)) if ids else []:
        found[one.conversation_id].append(one.tag.name)
    return found
