"""Who is on the staff and as what: inviting, another role, leaving."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from oase.companies.models import Membership
from oase.companies.roles import actions
from oase.companies.roles.actions import MOST_POINTS
from oase.companies.roles.rules import may_change, may_give
from oase.companies.words import NotAllowed, Refused, Wrong
from oase.jobs import clock
from oase.portals.office.settings.frame import frame
from oase.portals.office.settings.gate import settings_page
from oase.second_level.parting import let_go
from oase.second_level.queries import colleagues_visible_to
from oase.second_level.staffing import carried_by

MAY = {
    Membership.AGENT: gettext_lazy("looks after customers"),
    Membership.SUPERVISOR: gettext_lazy("also leads: sees the team today, and sets up everything but administrators"),
    Membership.ADMIN: gettext_lazy("also decides who else is an administrator"),
}


def _choices(by: Membership) -> list[tuple[str, str]]:
    words = _("%(role)s: %(may)s")
    return [
        (role, words % {"role": str(name).capitalize(), "may": MAY[role]})
        for role, name in Membership.ROLES
        if may_give(by, role)
    ]


class InviteForm(forms.Form):
    """Whom, and as what."""

    email = forms.CharField(
        label=gettext_lazy("Mail address"),
        max_length=300,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Please write a complete mail address, such as name@example.org.")},
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), widget=forms.RadioSelect, initial=Membership.AGENT)

    def __init__(self, by: Membership, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = _choices(by)  # type: ignore[attr-defined]  # it is a choice field


class PlaceForm(forms.Form):
    """Somebody's role, and how much they are meant to carry."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), widget=forms.RadioSelect)
    capacity = forms.IntegerField(
        label=gettext_lazy("Carries at once, in points"),
        help_text=gettext_lazy("An open concern that waits for us counts 3, one that waits for its customer 1."),
        min_value=0,
        max_value=MOST_POINTS,
    )

    def __init__(self, by: Membership, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = _choices(by)  # type: ignore[attr-defined]  # it is a choice field


@settings_page()
def roles(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Everyone on the staff, and who is invited; a POST invites somebody."""
    if request.method != "POST":
        return render(request, "office/settings/roles.html", _list(membership, InviteForm(membership)))
    form = InviteForm(membership, request.POST)
    if form.is_valid():
        try:
            actions.invite(by=membership, language=get_language() or "de", **form.cleaned_data)
        except Wrong as wrong:
            form.add_error(wrong.field, str(wrong))
        else:
            messages.success(request, _("The invitation is on its way. Nothing changes until they say yes."))
            return redirect("office-roles", membership.company.slug)
    return render(request, "office/settings/roles.html", _list(membership, form), status=422)


def _list(membership: Membership, form: InviteForm) -> dict[str, Any]:
    invited = membership.company.invitations.select_related("person").order_by("at", "pk")
    return frame(membership, "roles") | {
        "form": form,
        "people": [(one, may_change(membership, one)) for one in colleagues_visible_to(membership)],
        "invited": [(one, may_give(membership, one.role), one.until <= clock.now()) for one in invited],
    }


@settings_page("POST")
def invitation(request: HttpRequest, membership: Membership, invitation_id: int) -> HttpResponse:
    """Send an invitation once more, or withdraw it."""
    try:
        if "withdraw" in request.POST:
            actions.withdraw(by=membership, invitation_id=invitation_id)
            messages.success(request, _("The invitation is withdrawn."))
        else:
            actions.invite_again(by=membership, invitation_id=invitation_id)
            messages.success(request, _("The mail goes out once more."))
    except NotAllowed as error:
        raise Http404 from error
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("office-roles", membership.company.slug)


@settings_page()
def place(request: HttpRequest, membership: Membership, member_id: int) -> HttpResponse:
    """One colleague's role and capacity, with what hangs on them; a POST changes it, or shows what it would mean."""
    member = _member_of(membership, member_id)
    if request.method != "POST":
        form = PlaceForm(membership, initial={"role": member.role, "capacity": member.capacity})
        return render(request, "office/settings/place.html", _place(membership, member, form))
    form = PlaceForm(membership, request.POST)
    if form.is_valid():
        role, capacity = form.cleaned_data["role"], form.cleaned_data["capacity"]
        try:
            if "preview" in request.POST:
                if role != member.role:
                    actions.keep_an_administrator(member)
                seen = {"previewed": True, "role_after": role, "may_after": MAY[role], "capacity": capacity}
                return render(request, "office/settings/place.html", _place(membership, member, form) | seen)
            actions.change_place(by=membership, member=member, role=role, capacity=capacity)
        except NotAllowed as error:
            raise Http404 from error
        except Wrong as wrong:
            form.add_error(wrong.field, str(wrong))
        else:
            messages.success(request, _("Saved. It holds from their next page on."))
            return redirect("office-roles", membership.company.slug)
    return render(request, "office/settings/place.html", _place(membership, member, form), status=422)


@settings_page("POST")
def leaving(request: HttpRequest, membership: Membership, member_id: int) -> HttpResponse:
    """Let somebody go; what they held moves at once."""
    member = _member_of(membership, member_id)
    try:
        moved = let_go(by=membership, member=member)
    except NotAllowed as error:
        raise Http404 from error
    except Refused as refused:
        form = PlaceForm(membership, initial={"role": member.role, "capacity": member.capacity})
        shown = _place(membership, member, form) | {"refused": str(refused)}
        return render(request, "office/settings/place.html", shown, status=422)
    words = ngettext(
        "They have left your staff. %(n)s concern went to others.",
        "They have left your staff. %(n)s concerns went to others.",
        moved,
    )
    messages.success(request, words % {"n": moved})
    # Who let themself go finds no settings here any more.
    return redirect("home") if member.pk == membership.pk else redirect("office-roles", membership.company.slug)


def _member_of(membership: Membership, member_id: int) -> Membership:
    member = colleagues_visible_to(membership).select_related("company").filter(pk=member_id).first()
    if member is None or not may_change(membership, member):
        raise Http404
    return member


def _place(membership: Membership, member: Membership, form: PlaceForm) -> dict[str, Any]:
    return frame(membership, "roles") | {
        "member": member,
        "form": form,
        "carried": carried_by(member),
        "is_me": member.pk == membership.pk,
    }
