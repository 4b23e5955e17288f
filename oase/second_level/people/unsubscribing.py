"""Turning the weekly mail off from within it, without signing in (RFC 2369, RFC 8058)."""

from django.core import signing

from oase.people.models import Person
from oase.second_level.people.digest import set_digest

_SALT = "oase.second_level.people.unsubscribing"


class NotAToken(Exception):
    """It was not made by this house."""


def token_for(person_id: int) -> str:
    """What turns the weekly mail off for this person, as long as the house stands."""
    return signing.Signer(salt=_SALT).sign_object([person_id])


def person_in(token: str) -> int:
    """Whose mail a token turns off.

    Raises:
        NotAToken: it was changed, or made up.
    """
    try:
        [person_id] = signing.Signer(salt=_SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise NotAToken from error
    return int(person_id)


def stop_thanks(token: str) -> None:
    """Mail no more thanks; twice is once.

    Raises:
        NotAToken: it was changed, or made up.
    """
    person = Person.objects.filter(pk=person_in(token), is_active=True).first()
    if person is not None:
        set_digest(person=person, wanted=False)
