"""Teams somebody is in, what they are invited to, and what they decided for a company."""

import json
from collections.abc import Iterator

from django.utils.translation import gettext as _

from oase.companies.audit.models import SettingChange
from oase.companies.roles.models import Invitation
from oase.companies.teams.models import Team
from oase.people.models import Person
from oase.service_cloud.export.parts.contract import Part, Section


def _sections(person: Person) -> Iterator[Section]:
    teams = Team.objects.filter(members__person=person).select_related("company").order_by("company__name", "pk")
    yield Section(
        "teams",
        _("Your teams"),
        _("Which teams of a company you are in."),
        {"company": _("Company"), "team": _("Team")},
        [{"company": team.company.name, "team": team.name} for team in teams],
    )
    yield Section(
        "invitations",
        _("Where you are invited"),
        _("Places on a company's staff that wait for your answer. Deleted as soon as you have given it."),
        {"company": _("Company"), "role": _("Role"), "at": _("Time"), "until": _("Until")},
        [
            {"company": one.company.name, "role": str(one.get_role_display()), "at": one.at, "until": one.until}
            for one in Invitation.objects.filter(person=person).select_related("company").order_by("at")
        ],
    )
    yield Section(
        "invited",
        _("Invitations you wrote"),
        _("Places on the staff that you offered and that are still open. To whom is another person's matter."),
        {"company": _("Company"), "role": _("Role"), "at": _("Time")},
        [
            {"company": one.company.name, "role": str(one.get_role_display()), "at": one.at}
            for one in Invitation.objects.filter(by=person).select_related("company").order_by("at")
        ],
    )
    changes = SettingChange.objects.filter(by=person).select_related("company").order_by("at", "pk")
    yield Section(
        "setting_changes",
        _("What you set up"),
        _("Changes you made to a company's settings. They belong to the company's log and stay there."),
        {"company": _("Company"), "area": _("Area"), "at": _("Time"), "after": _("What was set")},
        # Whom a change was about is another person's matter.
        [
            {
                "company": one.company.name,
                "area": one.area,
                "at": one.at,
                "after": "" if one.area == "teams" else json.dumps(one.after, ensure_ascii=False),
            }
            for one in changes
        ],
    )


PART = Part(frozenset({"Team.members", "Invitation.person", "Invitation.by", "SettingChange.by"}), _sections)
