"""The thanks of a week go out by mail, in the language of whoever helped."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse

from oase.channels.email.reading.charsets import one_line, tidy
from oase.channels.email.telling import composed, send
from oase.channels.email.writing.thanks_texts import EACH, PEOPLE, TEXTS
from oase.companies.models import Membership
from oase.jobs import clock
from oase.people.mailboxes import address_of
from oase.ratings.models import Rating
from oase.second_level.people.digest import thanks_in, wants_digest
from oase.second_level.people.models import ThanksDigest
from oase.second_level.people.unsubscribing import token_for

AT_ONCE = 100
MOST = 12
"""So many thanks stand in the mail itself; the page has all."""
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=6)


def send_thanks() -> int:
    """Send the weekly mails that are due; how many went out."""
    due = ThanksDigest.objects.filter(sent_at=None, not_before__lte=clock.now()).order_by("not_before", "pk")
    return sum(_send(pk) for pk in due.values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def _send(digest_id: int) -> bool:
    digest = (
        ThanksDigest.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("person")
        .filter(pk=digest_id, sent_at=None)
        .first()
    )
    if digest is None:
        return False
    thanks = thanks_in(digest)
    reachable = digest.person.is_active and wants_digest(digest.person)
    # Who was thanked in a concern that is gone since, or has left, has nothing to read.
    to = address_of(digest.person) if reachable and thanks else ""
    return send(digest, to, lambda: _composed(digest, to, thanks), first=FIRST_PAUSE, longest=LONGEST_PAUSE)


def _composed(digest: ThanksDigest, to: str, thanks: list[Rating]) -> EmailMessage:
    language = "en" if digest.person.language == "en" else "de"
    at = Membership.objects.filter(person=digest.person, left_at=None, company=thanks[0].conversation.company)
    unsubscribe = settings.BASE_URL + reverse("no-thanks", args=[token_for(digest.person_id)])
    values = {
        "name": one_line(digest.person.first_name),
        "people": PEOPLE[language](len(thanks)),
        "words": "\n\n".join(_said(one, digest.person_id, language) for one in thanks[:MOST]),
        "link": settings.BASE_URL + reverse("office-thanks", args=[at[0].company.slug]),
        "unsubscribe": unsubscribe,
    }
    mail = composed(TEXTS[language], values, to=to, language=language, name=f"thanks.{digest.pk}", at=digest.at)
    mail.extra_headers |= {
        "List-Unsubscribe": f"<{unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return mail


def _said(rating: Rating, person_id: int, language: str) -> str:
    """One thanks: its stars, its shielded words, where it was, and whether they were named."""
    words = f"„{tidy(rating.thanks).strip()}“ " if rating.thanks else ""
    named = any(one.pk == person_id for one in rating.named.all())
    company = one_line(rating.conversation.company.name)
    return f"{'★' * rating.stars} {words}({company}{EACH[language] if named else ''})"
