"""What may follow the words of a macro when they are sent, in this order whatever order they were chosen in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oase.companies.models import Membership
from oase.companies.teams.models import Team
from oase.companies.words import Wrong
from oase.second_level.shaping.models import Tag

TAG, PROPOSE, SNOOZE, HAND_OVER = "tag", "propose", "snooze", "hand_over"
ORDER: Final = (TAG, PROPOSE, SNOOZE, HAND_OVER)
ADVISOR, DEPUTY = "advisor", "deputy"
MOST_HOURS = 24 * 60
"""Two months: what is put off for longer is forgotten."""

Step = dict[str, Any]


@dataclass(frozen=True)
class Ways:
    """What a company's steps may name: its tags, its colleagues and its teams, by id."""

    tags: dict[int, str]
    colleagues: dict[int, str]
    teams: dict[int, str]


def ways_of(company_id: int) -> Ways:
    """The tags that are offered, the colleagues who are on the staff now, and the teams."""
    tags = Tag.objects.filter(company_id=company_id, retired_at=None).values_list("pk", "name")
    staff = Membership.objects.filter(company_id=company_id, left_at=None, person__is_active=True)
    names = staff.order_by("person__first_name", "pk").values_list("pk", "person__first_name")
    teams = {team.pk: team.name for team in Team.objects.filter(company_id=company_id)}
    return Ways(dict(tags), dict(names), teams)


def checked(steps: Sequence[Step], ways: Ways) -> list[Step]:
    """The steps as they may be kept: known, in order, each once.

    Raises:
        Wrong: a step names what is not there, or two cannot go together; `field` is "steps", `place` which one.
    """
    kept: list[Step] = []
    for place, step in enumerate(steps):
        if not _stands(step, ways):
            raise Wrong(
                "steps", _("This step names something that is no longer there. Please choose anew."), place=place
            )
        if step not in kept:
            kept.append(step)
    kinds = [step["kind"] for step in kept]
    for kind in (PROPOSE, SNOOZE, HAND_OVER):
        if kinds.count(kind) > 1:
            raise Wrong("steps", _("Of this kind there can only be one step."), place=kinds.index(kind))
    if PROPOSE in kinds and HAND_OVER in kinds:
        sentence = _("Whoever asks whether it is solved keeps the concern. Please choose one of both.")
        raise Wrong("steps", sentence, place=kinds.index(HAND_OVER))
    return sorted(kept, key=lambda step: ORDER.index(step["kind"]))


def _stands(step: Step, ways: Ways) -> bool:
    match step:
        case {"kind": "tag", "tag": int() as tag, **rest}:
            return tag in ways.tags and not rest
        case {"kind": "propose", **rest}:
            return not rest
        case {"kind": "snooze", "hours": int() as hours, **rest}:
            return 1 <= hours <= MOST_HOURS and not rest
        case {"kind": "hand_over", "team": int() as team, **rest}:
            return team in ways.teams and not rest
        case {"kind": "hand_over", "to": str() | int() as to, **rest}:
            return (to in (ADVISOR, DEPUTY) or to in ways.colleagues) and not rest
    return False


def in_words(step: Step, ways: Ways) -> str:
    """What a step does, for whoever is about to send; empty when what it names is no longer there."""
    match step:
        case {"kind": "tag", "tag": tag} if tag in ways.tags:
            return _("Tag “%(name)s”") % {"name": ways.tags[tag]}
        case {"kind": "propose"}:
            return _("Ask whether it is solved")
        case {"kind": "snooze", "hours": hours}:
            if hours % 24:
                return ngettext("Show it again in %(n)d hour", "Show it again in %(n)d hours", hours) % {"n": hours}
            days = hours // 24
            return ngettext("Show it again in %(n)d day", "Show it again in %(n)d days", days) % {"n": days}
        case {"kind": "hand_over", "to": "advisor"}:
            return _("Give it to the advisor")
        case {"kind": "hand_over", "to": "deputy"}:
            return _("Give it to the deputy")
        case {"kind": "hand_over", "team": team} if team in ways.teams:
            return _("Give it to the team “%(name)s”") % {"name": ways.teams[team]}
        case {"kind": "hand_over", "to": to} if to in ways.colleagues:
            return _("Give it to %(name)s") % {"name": ways.colleagues[to]}
    return ""


def pause_of(step: Step) -> timedelta:
    """For how long a snooze hides a concern."""
    return timedelta(hours=step["hours"])
