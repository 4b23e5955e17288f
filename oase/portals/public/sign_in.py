"""Signing in and up, as allauth does it, tied to the house."""

from typing import Any, TypedDict
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from oase.channels.push.devices import forget_sign_in
from oase.live import notify
from oase.people.models import Person

CHOSEN = "chosen_at_sign_up"


class Chosen(TypedDict):
    """What someone wrote when opening an account. It counts once the address is shown to be theirs."""

    person: int
    password: str
    """Hashed."""
    first_name: str
    last_name: str


class NameForm(forms.Form):
    """What we ask besides an address when someone opens an account."""

    first_name = forms.CharField(
        label=_("First name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )

    def signup(self, request: HttpRequest, user: Person) -> None:
        """Nothing more to store: `AccountAdapter.save_user` has what was written."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Ties sign-in to the house: where people land, how we write to them, and that streams end with the session."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        """A new person, without password and name until the address is confirmed in this very session.

        Otherwise a stranger could open an account for somebody else's address, wait until its owner comes by a code,
        and then sign in with the password they had chosen.
        """
        super().save_user(request, user, form, commit=False)
        chosen = Chosen(person=0, password=user.password, first_name=user.first_name, last_name=user.last_name)
        user.set_unusable_password()
        user.first_name = user.last_name = ""
        user.language = _language()
        user.save()
        request.session[CHOSEN] = chosen | {"person": user.pk}
        return user

    def login(self, request: HttpRequest, user: Person) -> None:
        """Sign in; the session gets a new key. What was chosen at sign-up holds from now on."""
        chosen: Chosen | None = request.session.pop(CHOSEN, None)
        if chosen is not None and chosen["person"] == user.pk and not user.has_usable_password():
            user.password = chosen["password"]
            user.first_name, user.last_name = chosen["first_name"], chosen["last_name"]
            user.save(update_fields=["password", "first_name", "last_name"])
        super().login(request, user)

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse:
        """Lead on, in the person's own language unless this browser has chosen one."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                user.language,
                max_age=settings.LANGUAGE_COOKIE_AGE,
                secure=settings.SESSION_COOKIE_SECURE,
                samesite="Lax",
            )
        return response

    def logout(self, request: HttpRequest) -> None:
        """Sign out, and close the open streams of this person at once."""
        person_id = request.user.pk
        forget_sign_in(request.session.session_key)
        super().logout(request)
        if person_id is not None:
            notify.revoke([notify.person(person_id)])

    def set_password(self, user: Person, password: str) -> None:
        """Set it; sessions elsewhere end with the old one, and their streams at once."""
        super().set_password(user, password)
        notify.revoke([notify.person(user.pk)])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write in the language of the person at this address, not of whoever sits at the page."""
        person = Person.objects.alias(lower=Lower("email")).filter(lower=email.lower()).first()
        if person is not None and not EmailAddress.objects.filter(user=person).exists():
            # Someone who asked without an account: a code that reaches them shows that the address is theirs.
            EmailAddress.objects.create(user=person, email=person.email.lower(), primary=True)
        with translation.override(person.language if person else _language()):
            super().send_mail(template_prefix, email, {**context, "person": person, "house": settings.BASE_URL})

    def get_reset_password_from_key_url(self, key: str) -> str:
        """A link to this house, whatever host the request named."""
        return f"{settings.BASE_URL}{urlsplit(super().get_reset_password_from_key_url(key)).path}"

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """People have no user names here."""


def display(person: Person) -> str:
    """How allauth, and the list of passkeys on a device, call a person."""
    return person.full_name or person.email


def _language() -> str:
    return (translation.get_language() or "de")[:2]
