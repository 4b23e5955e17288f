from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy

from oase.experts.rewards.payouts.details import countries
from oase.experts.rewards.payouts.models import Payer
from oase.experts.rewards.payouts.payer import PAYER_FIELDS


class PayerForm(forms.Form):
    """The company's account; what can stand is decided by `save_payer`."""

    name = forms.CharField(label=gettext_lazy("Legal name, as it stands on the account"), max_length=70)
    street = forms.CharField(label=gettext_lazy("Street and number"), max_length=70)
    postcode = forms.CharField(label=gettext_lazy("Postcode"), max_length=16)
    town = forms.CharField(label=gettext_lazy("Town"), max_length=35)
    country = forms.ChoiceField(label=gettext_lazy("Country"))
    tax_number = forms.CharField(label=gettext_lazy("Tax number or VAT id"), max_length=30)
    iban = forms.CharField(label=gettext_lazy("IBAN"), max_length=50)
    bic = forms.CharField(
        label=gettext_lazy("BIC"), help_text=gettext_lazy("May stay empty."), max_length=14, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = countries(get_language() or "de")  # type: ignore[attr-defined]
        self.fields["iban"].widget.attrs |= {"spellcheck": "false", "autocomplete": "off"}


def filled(payer: Payer | None) -> PayerForm:
    """The form with what is known."""
    if payer is None:
        return PayerForm(initial={"country": "DE"})
    return PayerForm(initial={name: getattr(payer, name) for name in PAYER_FIELDS})
