"""What an own view can sort out by: read from what was filled in, and only as far as it means something here."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from oase.companies.models import Membership
from oase.companies.words import Wrong
from oase.second_level.shaping.models import Tag

OPEN, WAITING, LATE, SOLVED = "open", "waiting", "late", "solved"
STATES: Final = (OPEN, WAITING, LATE, SOLVED)
ME, NOBODY = "me", "nobody"
CHANNELS: Final = ("web", "widget", "email")
"""The ways in."""
LONGEST_AGE = 3650
"""Days."""
MOST_CHOSEN = 50


@dataclass(frozen=True)
class Filters:
    """All of these must fit; of several values in one, any. An empty one sorts nothing out."""

    state: str = OPEN
    topics: tuple[int, ...] = ()
    tags: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    """Person ids, `me` for whoever looks, `nobody`."""
    channels: tuple[str, ...] = ()
    stars: tuple[int, ...] = ()
    older_days: int | None = None
    """Asked at least so many days ago."""
    younger_days: int | None = None

    def as_json(self) -> dict[str, Any]:
        """As it is stored: without what sorts nothing out."""
        return {name: list(one) if isinstance(one, tuple) else one for name, one in asdict(self).items() if one}


FIELDS: Final = tuple(one.name for one in fields(Filters))


def stored(kept: Mapping[str, Any]) -> Filters:
    """Filters as they were saved."""
    known: dict[str, Any] = {
        name: tuple(one) if isinstance(one, list) else one for name, one in kept.items() if name in FIELDS
    }
    return Filters(**known)


def read(filled_in: Mapping[str, Any], member: Membership) -> Filters:
    """What was filled in, as filters of the member's company; a value may be one or several.

    Raises:
        Wrong: there is no such filter, or a value is none of this company's; the sentence says which.
    """
    for name in filled_in:
        if name not in FIELDS:
            raise Wrong("", _("There is no filter “%(name)s”. Please choose among those below.") % {"name": name[:40]})
    given = {name: _several(filled_in.get(name)) for name in FIELDS}
    state = given["state"][0] if given["state"] else OPEN
    if len(given["state"]) > 1 or state not in STATES:
        raise Wrong("state", _("Please choose which concerns it is about."))
    filters = Filters(
        state=state,
        topics=_ids("topics", given, lambda ids: member.company.topics.filter(pk__in=ids).values_list("pk", flat=True)),
        tags=_ids("tags", given, lambda ids: _tags(member, ids)),
        languages=_among("languages", given, [code for code, _name in settings.LANGUAGES]),
        holders=_holders(given, member),
        channels=_among("channels", given, CHANNELS),
        stars=tuple(int(one) for one in _among("stars", given, ["1", "2", "3", "4", "5"])),
        older_days=_days("older_days", given),
        younger_days=_days("younger_days", given),
    )
    if filters.older_days and filters.younger_days and filters.older_days >= filters.younger_days:
        raise Wrong("older_days", _("Nothing is older and younger than that at once. Please look at both ages again."))
    if not filters.as_json().keys() - {"state"}:
        raise Wrong("", _("Please choose at least one filter: without any it is the view that is there already."))
    return filters


def _several(value: Any) -> list[str]:
    found = value if isinstance(value, (list, tuple)) else [] if value is None else [value]
    return list(dict.fromkeys(str(one).strip() for one in found if str(one).strip()))


def _among(name: str, given: Mapping[str, list[str]], known: Collection[str]) -> tuple[str, ...]:
    return _all_known(name, given[name], [one for one in given[name] if one in known])


def _ids(name: str, given: Mapping[str, list[str]], there: Callable[[list[int]], Iterable[int]]) -> tuple[int, ...]:
    wanted = [int(one) for one in given[name] if one.isascii() and one.isdigit() and len(one) < 16]
    found = set(there(wanted[:MOST_CHOSEN]))
    kept = [one for one in wanted if one in found]
    _all_known(name, given[name], [str(one) for one in kept])
    return tuple(kept)


def _tags(member: Membership, ids: list[int]) -> Iterable[int]:
    return Tag.objects.filter(company_id=member.company_id, pk__in=ids).values_list("pk", flat=True)


def _holders(given: Mapping[str, list[str]], member: Membership) -> tuple[str, ...]:
    people = {"holders": [one for one in given["holders"] if one not in (ME, NOBODY)]}
    staff = member.company.memberships.filter(left_at=None)
    ids = _ids("holders", people, lambda wanted: staff.filter(person_id__in=wanted).values_list("person_id", flat=True))
    groups = [one for one in (ME, NOBODY) if one in given["holders"]]
    return (*groups, *(str(one) for one in ids))


def _all_known(name: str, given: list[str], found: list[str]) -> tuple[str, ...]:
    if len(found) != len(given):
        raise Wrong(name, _("Something you chose is not there any more. Please choose again."))
    return tuple(found)


def _days(name: str, given: Mapping[str, list[str]]) -> int | None:
    if not given[name]:
        return None
    word = given[name][0]
    if len(given[name]) > 1 or not (word.isascii() and word.isdigit() and 1 <= int(word[:9]) <= LONGEST_AGE):
        raise Wrong(
            name, _("Please give the age as a whole number of days, from 1 to %(most)d.") % {"most": LONGEST_AGE}
        )
    return int(word)
