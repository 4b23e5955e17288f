"""What was filled in to make a view, and what there is to choose from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from oase.companies.models import Membership
from oase.second_level.queries import colleagues_visible_to
from oase.second_level.shaping.models import Tag
from oase.second_level.views.actions import ViewWanted
from oase.second_level.views.filters import CHANNELS, LATE, ME, NOBODY, OPEN, SOLVED, STATES, WAITING
from oase.second_level.views.models import OwnView

NOT_FILTERS: Final = frozenset({"csrfmiddlewaretoken", "name", "shared"})
STATE_WORDS: Final[Mapping[str, Promise]] = {
    OPEN: gettext_lazy("All open"),
    WAITING: gettext_lazy("Waiting for us"),
    LATE: gettext_lazy("Late"),
    SOLVED: gettext_lazy("Solved"),
}
CHANNEL_WORDS: Final[Mapping[str, Promise]] = {
    "web": gettext_lazy("Website"),
    "widget": gettext_lazy("Widget"),
    "email": gettext_lazy("Mail"),
}


@dataclass(frozen=True)
class Typed:
    """A form as it was filled in; `shared` is `private`, `company` or `team-12`."""

    name: str = ""
    shared: str = OwnView.PRIVATE
    filters: dict[str, list[str]] = field(default_factory=dict)

    @property
    def older_days(self) -> str:
        return next(iter(self.filters.get("older_days", [])), "")

    @property
    def younger_days(self) -> str:
        return next(iter(self.filters.get("younger_days", [])), "")


def asked(given: QueryDict) -> Typed:
    """What an address or a form says; everything but the name and who sees it is a filter, known or not."""
    filters = {name: given.getlist(name) for name in given if name not in NOT_FILTERS}
    return Typed(given.get("name", ""), given.get("shared", OwnView.PRIVATE), filters)


def kept(view: OwnView) -> Typed:
    """A saved view as the form shows it."""
    filters = {
        name: [str(one) for one in value] if isinstance(value, list) else [str(value)]
        for name, value in view.filters.items()
    }
    shared = f"team-{view.team_id}" if view.team_id else view.shared
    return Typed(view.name, shared, filters)


def wanted(typed: Typed) -> ViewWanted:
    """What the verb is asked for."""
    shared, _dash, team = typed.shared.partition("-")
    team_id = int(team) if team.isascii() and team.isdigit() and len(team) < 16 else None
    return ViewWanted(typed.name, typed.filters, shared, team_id)


@dataclass(frozen=True)
class Choice:
    """A value of a filter, and whether it is chosen."""

    value: str
    words: str
    on: bool


@dataclass(frozen=True)
class Group:
    """A filter with its values; `one` of them, or any number."""

    name: str
    words: str
    choices: list[Choice]
    one: bool = False


def choices(member: Membership, typed: Typed) -> list[Group]:
    """Every filter with what there is to choose in this company; without anything to choose it is left out."""
    states = [(one, str(STATE_WORDS[one])) for one in STATES]
    groups = [
        _group("state", _("Which concerns"), states, typed, one=True),
        _group("topics", _("Topic"), [(one.pk, one.name) for one in member.company.topics.all()], typed),
        _group("tags", _("Tag"), _tags(member, typed), typed),
        _group("holders", _("Who has it"), _holders(member), typed),
        _group("languages", _("Language"), [(code, str(name)) for code, name in settings.LANGUAGES], typed),
        _group("channels", _("Way in"), [(one, str(CHANNEL_WORDS[one])) for one in CHANNELS], typed),
        _group("stars", _("Rating"), [(n, stars_words(n)) for n in range(1, 6)], typed),
    ]
    return [one for one in groups if one.choices]


def sharing(member: Membership, view: OwnView | None, typed: Typed) -> list[Choice]:
    """Who may see it: the member alone, one of their teams or the one that sees it now, or all of the staff."""
    teams = list(member.teams.all())
    if view is not None and view.team is not None and view.team not in teams:
        teams.append(view.team)
    values = [
        (OwnView.PRIVATE, _("Only me")),
        *((f"team-{one.pk}", one.name) for one in teams),
        (OwnView.COMPANY, _("All of us")),
    ]
    return [Choice(value, words, value == typed.shared) for value, words in values]


def stars_words(number: int) -> str:
    return ngettext("%(n)d star", "%(n)d stars", number) % {"n": number}


def _group(name: str, words: str, values: Iterable[tuple[Any, str]], typed: Typed, *, one: bool = False) -> Group:
    chosen = typed.filters.get(name) or ([OPEN] if one else [])
    return Group(name, words, [Choice(str(value), told, str(value) in chosen) for value, told in values], one)


def _tags(member: Membership, typed: Typed) -> list[tuple[int, str]]:
    # What is offered no more can still be found where it was put.
    chosen = typed.filters.get("tags", [])
    tags = Tag.objects.filter(company_id=member.company_id)
    return [(one.pk, one.name) for one in tags if one.retired_at is None or str(one.pk) in chosen]


def _holders(member: Membership) -> list[tuple[Any, str]]:
    people = [(one.person_id, one.person.full_name) for one in colleagues_visible_to(member)]
    return [(ME, _("Whoever looks at it")), (NOBODY, _("Nobody yet")), *people]
