"""What may be given, and how much of it without asking."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oase.companies.models import Membership
from oase.companies.words import Wrong
from oase.conversations.words import Refused
from oase.experts.rewards.amounts import cents_from
from oase.portals.look.money import decimal
from oase.portals.office.settings.frame import frame
from oase.portals.office.settings.gate import settings_page
from oase.second_level.goodwill import actions
from oase.second_level.goodwill.budgets import usual_cents
from oase.second_level.goodwill.models import MOST_CENTS, GoodwillBudget, GoodwillKind
from oase.second_level.goodwill.queries import every_kind_visible_to
from oase.second_level.goodwill.setting import MOST_BUDGET, KindWanted
from oase.second_level.queries import colleagues_visible_to

UNPROCESSABLE = 422
PICTURES = (
    ("gift", gettext_lazy("a present")),
    ("coins", gettext_lazy("money")),
    ("package", gettext_lazy("a parcel")),
    ("hourglass", gettext_lazy("time")),
    ("leaf", gettext_lazy("flowers")),
    ("coffee", gettext_lazy("coffee")),
    ("wrench", gettext_lazy("a repair")),
    ("heart", gettext_lazy("a heart")),
)


class KindForm(forms.Form):
    """One kind of gesture. The verb checks it; here it only gets its words."""

    name_de = forms.CharField(label=gettext_lazy("Name in German"), required=False)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), required=False)
    value = forms.CharField(label=gettext_lazy("Value"), help_text=gettext_lazy("In euros, such as 10,00."))
    adjustable = forms.BooleanField(label=gettext_lazy("Whoever gives may choose another value"), required=False)
    text_de = forms.CharField(
        label=gettext_lazy("How it reaches the customer, in German"),
        help_text=gettext_lazy("One sentence that stands under the gesture."),
        required=False,
    )
    text_en = forms.CharField(label=gettext_lazy("How it reaches the customer, in English"), required=False)
    icon = forms.ChoiceField(
        label=gettext_lazy("Picture"), choices=PICTURES, required=False, widget=forms.RadioSelect, initial="gift"
    )


@settings_page()
def kinds(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Everything that may be given, and the budgets, which a POST decides."""
    if request.method != "POST":
        return render(request, "office/goodwill/kinds.html", _all(membership))
    try:
        usual, own, teams = _budgets(request, membership)
        actions.save_budgets(by=membership, usual=usual, own=own, teams=teams)
    except Refused as refused:
        page = _all(membership, typed=request.POST.dict()) | {"error": str(refused)}
        return render(request, "office/goodwill/kinds.html", page, status=UNPROCESSABLE)
    messages.success(request, _("Saved. It holds from now on; what was given stands."))
    return redirect("office-goodwill-kinds", membership.company.slug)


def _all(membership: Membership, typed: dict[str, str] | None = None) -> dict[str, Any]:
    budgets = GoodwillBudget.objects.filter(company_id=membership.company_id)
    own = {one.membership_id: one.cents for one in budgets.exclude(membership=None)}
    shared = {one.team_id: one.cents for one in budgets.exclude(team=None)}
    people = [
        {"member": one, "field": f"own-{one.pk}", "value": _written(own.get(one.pk), typed, f"own-{one.pk}")}
        for one in colleagues_visible_to(membership)
    ]
    teams = [
        {"team": one, "field": f"team-{one.pk}", "value": _written(shared.get(one.pk), typed, f"team-{one.pk}")}
        for one in membership.company.teams.all()
    ]
    return frame(membership, "goodwill") | {
        "kinds": every_kind_visible_to(membership),
        "usual": _written(usual_cents(membership.company_id), typed, "usual"),
        "people": people,
        "teams": teams,
    }


def _written(cents: int | None, typed: dict[str, str] | None, field: str) -> str:
    if typed is not None:
        return typed.get(field, "")[:20]
    return "" if cents is None else decimal(cents / 100, 2)


def _budgets(request: HttpRequest, membership: Membership) -> tuple[int, dict[int, int | None], dict[int, int | None]]:
    """The budgets as they were typed; an empty field is no budget of one's own.

    Raises:
        Refused: one of them is no amount; the sentence says whose.
    """
    own: dict[int, int | None] = {}
    for member in colleagues_visible_to(membership):
        if f"own-{member.pk}" in request.POST:
            own[member.pk] = _cents(request, f"own-{member.pk}", member.person.first_name)
    teams: dict[int, int | None] = {}
    for team in membership.company.teams.all():
        if f"team-{team.pk}" in request.POST:
            teams[team.pk] = _cents(request, f"team-{team.pk}", team.name)
    return _cents(request, "usual", _("Everybody")) or 0, own, teams


def _cents(request: HttpRequest, field: str, whose: str) -> int | None:
    typed = request.POST.get(field, "").strip()
    if not typed:
        return None
    try:
        return cents_from(typed, most=MOST_BUDGET)
    except Refused as refused:
        raise Refused(f"{whose}: {refused}") from refused


def _kind_at(membership: Membership, kind_id: int) -> GoodwillKind:
    """A kind of the member's company.

    Raises:
        Http404: there is none.
    """
    kind = every_kind_visible_to(membership).filter(pk=kind_id).first()
    if kind is None:
        raise Http404
    return kind


@settings_page()
def kind(request: HttpRequest, membership: Membership, kind_id: int | None = None) -> HttpResponse:
    """One kind, or a new one; a POST saves."""
    found = _kind_at(membership, kind_id) if kind_id is not None else None
    page = frame(membership, "goodwill") | {"kind": found}
    if request.method != "POST":
        return render(request, "office/goodwill/kind.html", page | {"form": KindForm(initial=_initial(found))})
    form = KindForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            cents = cents_from(data.pop("value"), most=MOST_CENTS)
        except Refused as refused:
            form.add_error("value", str(refused))
        else:
            try:
                wanted = KindWanted(cents=cents, **(data | {"icon": data["icon"] or "gift"}))
                actions.save_kind(by=membership, wanted=wanted, kind=found)
            except Wrong as wrong:
                form.add_error("value" if wrong.field == "cents" else wrong.field, str(wrong))
            else:
                messages.success(request, _("Saved. What was given before stays as it was."))
                return redirect("office-goodwill-kinds", membership.company.slug)
    return render(request, "office/goodwill/kind.html", page | {"form": form}, status=UNPROCESSABLE)


def _initial(kind: GoodwillKind | None) -> dict[str, Any]:
    if kind is None:
        return {}
    names = ("name_de", "name_en", "text_de", "text_en", "icon", "adjustable")
    return {name: getattr(kind, name) for name in names} | {"value": decimal(kind.cents / 100, 2)}


@settings_page("POST")
def retire(request: HttpRequest, membership: Membership, kind_id: int) -> HttpResponse:
    """Give it no more, or again."""
    found = _kind_at(membership, kind_id)
    retired = request.POST.get("retired") == "1"
    actions.retire_kind(by=membership, kind=found, retired=retired)
    said = _("“%(kind)s” is given no more. What was given stands.") if retired else _("“%(kind)s” is given again.")
    messages.success(request, said % {"kind": found.name})
    return redirect("office-goodwill-kinds", membership.company.slug)
