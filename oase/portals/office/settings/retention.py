"""How long solved concerns are kept, and what the next night would delete."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oase.companies.models import Membership
from oase.companies.words import Wrong
from oase.portals.office.settings.frame import frame
from oase.portals.office.settings.gate import settings_page
from oase.service_cloud.erasure.retention import COMPANY, KINDS, LONGEST_DAYS, NETWORK, Rule, rule_of
from oase.service_cloud.erasure.setting import preview_retention, save_retention

DAYS = gettext_lazy("Days, counted from the end of the year in which it was solved.")
STAYS = gettext_lazy("Stays without a name when its customer asks to be forgotten")


class RetentionForm(forms.Form):
    """Days and duty for both kinds of concern; whether they can stand is decided by `save_retention`."""

    company_days = forms.IntegerField(
        label=gettext_lazy("Concerns your own people wrote in"), help_text=DAYS, min_value=0, max_value=LONGEST_DAYS
    )
    company_duty = forms.BooleanField(
        label=STAYS,
        help_text=gettext_lazy("Business letters have to be kept for six years in Germany."),
        required=False,
    )
    network_days = forms.IntegerField(
        label=gettext_lazy("Concerns only experts answered"), help_text=DAYS, min_value=0, max_value=LONGEST_DAYS
    )
    network_duty = forms.BooleanField(label=STAYS, required=False)

    def rules(self) -> dict[str, Rule]:
        """What a valid form says."""
        return {kind: Rule(self.cleaned_data[f"{kind}_days"], self.cleaned_data[f"{kind}_duty"]) for kind in KINDS}


@settings_page()
def retention(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Look at what other times would delete, or let them hold."""
    page = frame(membership, "retention") | {"NETWORK": NETWORK, "COMPANY": COMPANY}
    stands = {kind: rule_of(membership.company, kind) for kind in KINDS}
    if request.method != "POST":
        started = {f"{kind}_{name}": getattr(rule, name) for kind, rule in stands.items() for name in ("days", "duty")}
        shown = page | {
            "form": RetentionForm(initial=started),
            "effect": preview_retention(by=membership, rules=stands),
        }
        return render(request, "office/settings/retention.html", shown)
    form = RetentionForm(request.POST)
    if form.is_valid():
        try:
            if "preview" in request.POST:
                effect = preview_retention(by=membership, rules=form.rules())
                shown = page | {"form": form, "effect": effect, "previewed": True}
                return render(request, "office/settings/retention.html", shown)
            save_retention(by=membership, rules=form.rules())
        except Wrong as wrong:
            form.add_error(wrong.field, str(wrong))
        else:
            messages.success(request, _("Saved. The next night follows it."))
            return redirect("office-retention", membership.company.slug)
    return render(request, "office/settings/retention.html", page | {"form": form}, status=422)
