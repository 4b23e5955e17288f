from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from oase.live import notify
from oase.people.models import Person


class NameForm(forms.Form):
    """What we ask besides an address when someone opens an account."""

    first_name = forms.CharField(label=_("First name"), max_length=80)
    last_name = forms.CharField(label=_("Last name"), max_length=80, required=False)

    def signup(self, request: HttpRequest, user: Person) -> None:
        """Store the names on the new person."""
        user.first_name = self.cleaned_data["first_name"]
        user.last_name = self.cleaned_data["last_name"]
        user.language = (get_language() or "de")[:2]
        user.save(update_fields=["first_name", "last_name", "language"])


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Ties sign-in to the house: where people land, and that live streams end with the session."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")

    def logout(self, request: HttpRequest) -> None:
        """Sign out, and close the open streams of this person at once."""
        person_id = request.user.pk
        super().logout(request)
        if person_id is not None:
            notify.revoke([notify.person(person_id)])

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """People have no user names here."""
