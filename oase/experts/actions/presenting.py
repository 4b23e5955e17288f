from collections.abc import Collection

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from oase.conversations.words import Refused, clean_text
from oase.experts.models import Expert
from oase.experts.portraits import PORTRAITS
from oase.people.models import Person
from oase.privacy.shield import shield

LONGEST_INTRODUCTION = 600
MOST_AT_ONCE = 10
REACHABLE_BY = {"email", "phone", "link", "handle", "address", "iban", "card", "ip"}
"""Kinds of data by which an expert could be reached outside; an introduction is read by customers."""


def set_available(*, by: Person, available: bool) -> None:
    """Say whether one is there for new offers; what one holds stays."""
    Expert.objects.filter(pk=by.pk).update(available=available)


@transaction.atomic
def present(
    *,
    by: Person,
    introduction_de: str,
    introduction_en: str,
    languages: Collection[str],
    at_once: int,
    face: str,
) -> None:
    """Change how one is introduced to customers, in which languages one answers, and how many one holds at once.

    Raises:
        Refused: an introduction is too long or says how to reach the expert, no language or an unknown one was chosen,
            the number is not 1 to `MOST_AT_ONCE`, or there is no such face.
    """
    known = [code for code, _name in settings.LANGUAGES if code in languages]
    if not known or len(known) != len(set(languages)):
        raise Refused(_("Please choose at least one language you answer in."))
    if at_once not in range(1, MOST_AT_ONCE + 1):
        raise Refused(_("Please choose a number from 1 to %(most)d.") % {"most": MOST_AT_ONCE})
    if face and face != by.face and face not in PORTRAITS:
        raise Refused(_("Please choose one of the faces shown."))
    Expert.objects.filter(pk=by.pk).update(
        introduction_de=introduction(introduction_de, by),
        introduction_en=introduction(introduction_en, by),
        languages=known,
        at_once=at_once,
    )
    Person.objects.filter(pk=by.pk).update(face=face)


def introduction(text: str, by: Person, *, most: int = LONGEST_INTRODUCTION) -> str:
    """What an expert says about themself, as it may be stored; empty stays empty.

    Raises:
        Refused: it is longer than `most` characters, or says how to reach them.
    """
    if not text.strip():
        return ""
    text = clean_text(text)
    if len(text) > most:
        raise Refused(_("Please keep your introduction under %(most)d characters.") % {"most": most})
    spans = [span for span in shield(text, opened=[by.first_name]).spans if span.type in REACHABLE_BY]
    if spans:
        found = ", ".join(text[span.start : span.end] for span in spans)
        raise Refused(
            _("Please leave out how you can be reached (%(found)s): you and the askers meet here only.")
            % {"found": found}
        )
    return text
