"""Turning mails off from within a mail, without signing in (RFC 2369, RFC 8058)."""

from django.core import signing
from django.db import transaction

from oase.experts.availability.models import Availability, ExpertNotice
from oase.experts.models import Expert

_SALT = "oase.experts.availability.unsubscribing"
_WISHES = {
    ExpertNotice.OFFERS: "mail_offers",
    ExpertNotice.CHECKS: "mail_offers",
    ExpertNotice.REPLIES: "mail_replies",
}
"""Which wish a kind of mail goes by. The others are said once and cannot be turned off."""


class NotAToken(Exception):
    """It was not made by this house."""


def token_for(person_id: int, kind: str) -> str:
    """What turns mails of this kind off for this person, as long as the house stands; empty when nothing does."""
    wish = _WISHES.get(kind)
    return signing.Signer(salt=_SALT).sign_object([person_id, wish]) if wish is not None else ""


def wish_in(token: str) -> tuple[int, str]:
    """Whose wish a token turns off, and which: `mail_offers` or `mail_replies`.

    Raises:
        NotAToken: it was changed, or made up.
    """
    try:
        person_id, wish = signing.Signer(salt=_SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise NotAToken from error
    return person_id, wish


@transaction.atomic
def stop_mails(token: str) -> None:
    """Mail no more of this kind; doing it twice is doing it once. Nothing else about them changes.

    Raises:
        NotAToken: it was changed, or made up.
    """
    person_id, wish = wish_in(token)
    if Expert.objects.select_for_update(no_key=True).filter(pk=person_id).exists():
        Availability.objects.update_or_create(person_id=person_id, defaults={wish: False})
