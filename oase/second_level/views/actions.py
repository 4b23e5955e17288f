"""Own views are made, changed and removed; keyword-only, one transaction each. Shared ones are in the audit log."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.audit.recording import record_change
from oase.companies.models import Company, Membership
from oase.companies.roles.now import read_anew
from oase.companies.teams.models import Team
from oase.companies.words import NotAllowed, Wrong, clean_line
from oase.second_level.views.filters import read
from oase.second_level.views.models import OwnView
from oase.second_level.views.rules import may_change

LONGEST_NAME = 40
MOST_VIEWS = 30


@dataclass(frozen=True)
class ViewWanted:
    """What was filled in. `shared` is `private`, `company`, or `team` with the team's id."""

    name: str
    filters: Mapping[str, Any]
    shared: str = OwnView.PRIVATE
    team_id: int | None = None


@transaction.atomic
def save_view(*, by: Membership, view: OwnView | None, wanted: ViewWanted) -> OwnView:
    """Change a view, or without one make another.

    Raises:
        Wrong: the name is missing, too long or taken, a filter is unknown or its value another company's, there are too
            many, or `by` is not in the team it is shared with.
        NotAllowed: the view is not theirs to change.
    """
    read_anew(by)
    if view is not None and not may_change(by, view):
        raise NotAllowed("only whose view it is, and whoever leads where it is shared")
    # Two windows that save at once wait for each other, so that the second learns of the first one's name.
    company = Company.objects.select_for_update(no_key=True).get(pk=by.company_id)
    owner_id = by.person_id if view is None else view.owner_id
    name = _name(company, owner_id, view, wanted.name)
    shared, team = _shared(by, view, wanted)
    filters = read(wanted.filters, by).as_json()
    before = None if view is None else _told(view)
    if view is None:
        if OwnView.objects.filter(company=company, owner_id=owner_id).count() >= MOST_VIEWS:
            raise Wrong("name", _("You have %(most)d views already. Please remove one first.") % {"most": MOST_VIEWS})
        view = OwnView(company=company, owner_id=owner_id)
    view.name, view.shared, view.team, view.filters = name, shared, team, filters
    view.save()
    record_change(company=company, by=by.person, area="views", subject=name, before=before, after=_told(view))
    return view


@transaction.atomic
def remove_view(*, by: Membership, view: OwnView) -> None:
    """Take a view away, for all who see it. The concerns in it stay where they are.

    Raises:
        NotAllowed: it is not theirs to change.
    """
    read_anew(by)
    if not may_change(by, view):
        raise NotAllowed("only whose view it is, and whoever leads where it is shared")
    before = _told(view)
    view.delete()
    record_change(company=by.company, by=by.person, area="views", subject=view.name, before=before, after=None)


def _name(company: Company, owner_id: int, view: OwnView | None, text: str) -> str:
    name = clean_line(text)
    if not name:
        raise Wrong("name", _("Please give the view a name."))
    if len(name) > LONGEST_NAME:
        raise Wrong("name", _("Please keep the name under %(most)d characters.") % {"most": LONGEST_NAME})
    others = OwnView.objects.filter(company=company, owner_id=owner_id, name__iexact=name)
    if (others if view is None else others.exclude(pk=view.pk)).exists():
        raise Wrong("name", _("There is a view called “%(name)s” already.") % {"name": name})
    return name


def _shared(by: Membership, view: OwnView | None, wanted: ViewWanted) -> tuple[str, Team | None]:
    if wanted.shared not in dict(OwnView.SHARED):
        raise Wrong("shared", _("Please choose who sees the view."))
    if wanted.shared != OwnView.TEAM:
        return wanted.shared, None
    if view is not None and view.team is not None and view.team_id == wanted.team_id:
        return wanted.shared, view.team  # as it was: whoever leads may be in another team
    team = by.teams.filter(pk=wanted.team_id).first() if wanted.team_id else None
    if team is None:
        raise Wrong("shared", _("Please choose one of your own teams."))
    return wanted.shared, team


def _told(view: OwnView) -> dict[str, Any] | None:
    """As the audit log has it: nothing of a view that is its owner's alone."""
    if view.shared == OwnView.PRIVATE:
        return None
    return {"shared": view.team.name_de if view.team else view.shared, **view.filters}
