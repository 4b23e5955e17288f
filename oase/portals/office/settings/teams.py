"""Teams: who is in them, and which topics they look after."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oase.companies.models import Membership, Topic
from oase.companies.teams.actions import TeamWanted, remove_team, save_team
from oase.companies.teams.models import Team
from oase.companies.words import Wrong
from oase.portals.office.settings.frame import frame
from oase.portals.office.settings.gate import settings_page
from oase.second_level.queries import colleagues_visible_to
from oase.second_level.staffing import TeamEffect, effect_of_team


class TeamForm(forms.Form):
    """What a company decides about a team; whether it can stand is decided by `save_team`."""

    name_de = forms.CharField(label=gettext_lazy("Name, in German"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("Name, in English"), max_length=200)
    members = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Who is in it"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    topics = forms.TypedMultipleChoiceField(
        label=gettext_lazy("What it looks after"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    deals = forms.TypedChoiceField(
        label=gettext_lazy("Who gets what comes to it"),
        choices=[
            ("", gettext_lazy("Whoever wants takes it.")),
            ("turns", gettext_lazy("It is dealt out by turns, to who is there and carries least.")),
        ],
        coerce=bool,
        required=False,
        initial="",
        widget=forms.RadioSelect,
    )

    def __init__(self, membership: Membership, team: Team | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(one.pk, one.person.full_name) for one in colleagues_visible_to(membership)]
        self.fields["members"].choices = people  # type: ignore[attr-defined]  # it is a choice field
        topics = membership.company.topics.select_related("team")
        self.fields["topics"].choices = [(one.pk, _said(one, team)) for one in topics]  # type: ignore[attr-defined]

    def wanted(self) -> TeamWanted:
        """What a valid form says."""
        return TeamWanted(**self.cleaned_data | {"deals": bool(self.cleaned_data["deals"])})


def _said(topic: Topic, team: Team | None) -> str:
    if topic.team is None or topic.team == team:
        return topic.name
    return _("%(topic)s (now with “%(team)s”)") % {"topic": topic.name, "team": topic.team.name}


@settings_page("GET", "HEAD")
def teams(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Every team with its people and topics."""
    there = Q(members__left_at=None, members__person__is_active=True)
    shown = membership.company.teams.annotate(people=Count("members", filter=there, distinct=True))
    return render(request, "office/settings/teams.html", frame(membership, "teams") | {
        "teams": shown.prefetch_related("topics")
    })  # fmt: skip


@settings_page()
def new_team(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Put a team together: look at what it means, or save it."""
    return _edit(request, membership, None)


@settings_page()
def team(request: HttpRequest, membership: Membership, team_id: int) -> HttpResponse:
    """The same for one that is there."""
    return _edit(request, membership, _team_of(membership, team_id))


@settings_page("POST")
def remove(request: HttpRequest, membership: Membership, team_id: int) -> HttpResponse:
    """Take a team away."""
    remove_team(by=membership, team=_team_of(membership, team_id))
    messages.success(request, _("The team is gone. What it looked after belongs to everybody again."))
    return redirect("office-teams", membership.company.slug)


def _team_of(membership: Membership, team_id: int) -> Team:
    found = membership.company.teams.filter(pk=team_id).first()
    if found is None:
        raise Http404
    return found


def _edit(request: HttpRequest, membership: Membership, team: Team | None) -> HttpResponse:
    page = frame(membership, "teams") | {"team": team}
    if request.method != "POST":
        started = {} if team is None else _as_it_is(team)
        effect = None if team is None else _effect(membership, team, started)
        shown = page | {"form": TeamForm(membership, team, initial=started), "effect": effect}
        return render(request, "office/settings/team.html", shown)
    form = TeamForm(membership, team, request.POST)
    if form.is_valid():
        try:
            if "preview" in request.POST:
                effect = _effect(membership, team, form.cleaned_data)
                shown = page | {"form": form, "effect": effect, "previewed": True}
                return render(request, "office/settings/team.html", shown)
            save_team(by=membership, team=team, wanted=form.wanted())
        except Wrong as wrong:
            form.add_error(wrong.field, str(wrong))
        else:
            messages.success(request, _("Saved. From now on concerns go where you decided."))
            return redirect("office-teams", membership.company.slug)
    return render(request, "office/settings/team.html", page | {"form": form}, status=422)


def _effect(membership: Membership, team: Team | None, chosen: Mapping[str, Any]) -> TeamEffect:
    return effect_of_team(membership, team, chosen["topics"], chosen["members"], deals=bool(chosen["deals"]))


def _as_it_is(team: Team) -> dict[str, Any]:
    return {
        "name_de": team.name_de,
        "name_en": team.name_en,
        "members": list(team.members.values_list("pk", flat=True)),
        "topics": list(team.topics.values_list("pk", flat=True)),
        "deals": "turns" if team.deals else "",
    }
