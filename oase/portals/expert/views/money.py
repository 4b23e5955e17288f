"""What one earned, what is owed and what was paid; and where one's money goes."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused
from oase.experts.desk import Desk
from oase.experts.desk.rewards import agreed, owed, paid_out
from oase.experts.rewards.payouts.credit_note import credit_note as credit_note_pdf
from oase.experts.rewards.payouts.details import (
    Details,
    WrongDetail,
    countries,
    own_details,
    remove_details,
    save_details,
)
from oase.experts.rewards.payouts.reading import own_note
from oase.portals.expert.gate import expert_of, expert_page, expert_verb
from oase.portals.expert.pages import framed
from oase.portals.expert.responses import see_other
from oase.portals.expert.views.records import page_of


class PaymentForm(forms.Form):
    """The shape of payment details; what can stand is decided by `save_details`."""

    holder = forms.CharField(label=gettext_lazy("Name, as it stands on your account"), max_length=70)
    street = forms.CharField(label=gettext_lazy("Street and number"), max_length=70)
    postcode = forms.CharField(label=gettext_lazy("Postcode"), max_length=16)
    town = forms.CharField(label=gettext_lazy("Town"), max_length=35)
    country = forms.ChoiceField(label=gettext_lazy("Country"))
    iban = forms.CharField(label=gettext_lazy("IBAN"), max_length=50)
    tax_number = forms.CharField(
        label=gettext_lazy("Tax number or VAT id"),
        help_text=gettext_lazy("The law wants it on every credit note. Outside Germany it has to be the VAT id."),
        max_length=30,
    )
    small_business = forms.BooleanField(
        label=gettext_lazy("I am a small business (§ 19 UStG): no value added tax is added"), required=False
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("Companies may bill for me by credit note; I object where one is wrong"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = countries(get_language() or "de")  # type: ignore[attr-defined]
        for name, autocomplete in {
            "holder": "name", "street": "street-address", "postcode": "postal-code", "town": "address-level2",
            "iban": "off", "tax_number": "off",
        }.items():  # fmt: skip
            self.fields[name].widget.attrs["autocomplete"] = autocomplete
        self.fields["iban"].widget.attrs |= {"spellcheck": "false", "inputmode": "text"}


@require_safe
@expert_page
def rewards(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The statement: what is owed, what was paid, month by month, and each reward."""
    months = desk.months(str(timezone.get_current_timezone()))
    shown = {
        "rows": page_of(request, desk.rewards()),
        "months": months,
        "total": sum(month.cents for month in months),
        "owed": owed(desk),
        "paid_out": paid_out(desk),
        "agreed": agreed(desk),
    }
    return framed(request, desk, "rewards", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def payment(request: HttpRequest) -> HttpResponseBase:
    """Where one's money goes."""
    if request.method == "POST":
        return _save(request)
    # Sealed in the vault, which the desk's connection cannot read; so it is read before, for its owner alone.
    own = own_details(request.user.pk) if request.user.pk is not None else None
    initial = {**own.__dict__, "agreed": True} if own is not None else {"country": "DE", "small_business": True}
    return _payment(request, PaymentForm(initial=initial), own is not None)


@expert_page
def _payment(request: HttpRequest, desk: Desk, form: PaymentForm, known: bool) -> HttpResponse:
    return framed(
        request, desk, "payment", {"form": form, "known": known}, status=422 if form.is_bound and form.errors else 200
    )


@expert_verb
def _save(request: HttpRequest) -> HttpResponseBase:
    if "remove" in request.POST:
        remove_details(by=expert_of(request))
        messages.success(request, _("Forgotten. What you earn from now on waits until you say where it goes."))
        return see_other("desk-rewards")
    form = PaymentForm(request.POST)
    if form.is_valid():
        given = dict(form.cleaned_data)
        may_bill = given.pop("agreed")
        try:
            save_details(by=expert_of(request), wanted=Details(**given), agreed=may_bill)
        except WrongDetail as wrong:
            form.add_error(wrong.field, str(wrong))
        else:
            messages.success(request, _("Saved. What is owed to you is paid when its month is closed."))
            return see_other("desk-rewards")
    return _payment(request, form, False)


@require_safe
@never_cache
@login_required
def credit_note(request: HttpRequest, payout_id: int) -> HttpResponseBase:
    """One's own credit note, as PDF."""
    # Its name and address lie in the vault, which the desk's connection cannot read; it is found by whose it is.
    try:
        note = own_note(expert_of(request).pk, payout_id)
        content = credit_note_pdf(note)
    except NotAllowed as error:
        raise Http404 from error
    except Refused as refused:
        messages.info(request, str(refused))
        return see_other("desk-rewards")
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{note.number}.pdf"'},
    )
