"""How a company presents itself, and what holds for all its concerns."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oase.companies.models import Membership
from oase.companies.setting_up import LONGEST_SILENCE, CompanyWanted, checked, save_company, wanted_of
from oase.companies.words import Wrong
from oase.conversations.models import Assignment
from oase.portals.office.settings.frame import frame
from oase.portals.office.settings.gate import settings_page
from oase.privacy.shield import shield

SPARE = 2
"""Empty rows for another purpose."""


class CompanyForm(forms.Form):
    """What a company decides about itself; whether it can stand is decided by `save_company`."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    description_de = forms.CharField(
        label=gettext_lazy("Description, in German"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    description_en = forms.CharField(
        label=gettext_lazy("Description, in English"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    silence_days = forms.IntegerField(
        label=gettext_lazy("Days of silence until we remind"),
        help_text=gettext_lazy("After an answer. Silence once more, and the concern counts as solved."),
        min_value=1,
        max_value=LONGEST_SILENCE,
    )
    vocabulary = forms.CharField(
        label=gettext_lazy("Words the shield leaves readable"),
        help_text=gettext_lazy("Names of your products, one a line. Never names of people."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def wanted(self, purposes: list[tuple[str, str]]) -> CompanyWanted:
        """What a valid form says, with the purposes beside it."""
        return CompanyWanted(**self.cleaned_data, purposes=purposes)


@settings_page()
def company(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Look at what a change means, or make it."""
    page = frame(membership, "company")
    stands = wanted_of(membership.company)
    if request.method != "POST":
        started = {name: getattr(stands, name) for name in CompanyForm.base_fields}
        shown = page | {"form": CompanyForm(initial=started), "purposes": _rows(list(stands.purposes))}
        return render(request, "office/settings/company.html", shown)
    form = CompanyForm(request.POST)
    pairs = list(zip(request.POST.getlist("purpose_de"), request.POST.getlist("purpose_en"), strict=False))
    page |= {"purposes": _rows(pairs)}
    if form.is_valid():
        try:
            wanted = form.wanted(pairs)
            if "preview" in request.POST:
                seen = {"form": form, "effect": _effect(membership, stands, wanted), "previewed": True}
                return render(request, "office/settings/company.html", page | seen)
            save_company(by=membership, wanted=wanted)
        except Wrong as wrong:
            if wrong.field == "purposes":
                page |= {"wrong": str(wrong), "wrong_place": wrong.place}
            else:
                form.add_error(wrong.field, str(wrong))
        else:
            messages.success(request, _("Saved. It holds from now on."))
            return redirect("office-company", membership.company.slug)
    return render(request, "office/settings/company.html", page | {"form": form}, status=422)


def _rows(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    filled = len(pairs) - next((n for n, pair in enumerate(reversed(pairs)) if any(pair)), len(pairs))
    return pairs + [("", "")] * max(0, filled + SPARE - len(pairs))


def _effect(membership: Membership, stands: CompanyWanted, wanted: CompanyWanted) -> dict[str, Any]:
    """What would be otherwise."""
    values, purposes = checked(wanted)
    before, after = set(membership.company.vocabulary), values["vocabulary"]
    added = [word for word in after if word not in before]
    waiting = Assignment.objects.filter(
        ended_at=None, turn=Assignment.CUSTOMER, conversation__company_id=membership.company_id
    )
    return {
        "silence": values["silence_days"] if values["silence_days"] != stands.silence_days else None,
        "waiting": waiting.count(),
        "added": added,
        # Said before it is too late: such a word would be readable for every expert.
        "doubtful": [word for word in added if shield(word.capitalize()).spans],
        "dropped": sorted(before - set(after)),
        "purposes_dropped": [pair[0] for pair in stands.purposes if tuple(pair) not in purposes],
    }
