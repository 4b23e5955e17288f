from django.db import transaction
from django.utils.translation import gettext as _

from oase.conversations.words import Refused, clean_line, clean_text
from oase.experts.models import Expert
from oase.experts.portraits import PORTRAITS
from oase.people.models import Person
from oase.privacy.shield import shield

LONGEST_INTRODUCTION = 600
LONGEST_FIRST_NAME = 80
REACHABLE_BY = {"email", "phone", "link", "handle", "address", "iban", "card", "ip"}
"""Kinds of data by which an expert could be reached outside; an introduction is read by customers."""


@transaction.atomic
def present(
    *,
    by: Person,
    introduction_de: str,
    introduction_en: str,
    face: str,
) -> None:
    """Change how one is introduced to customers.

    Raises:
        Refused: an introduction is too long or says how to reach the expert, or there is no such face.
    """
    if face and face != by.face and face not in PORTRAITS:
        raise Refused(_("Please choose one of the faces shown."))
    Expert.objects.filter(pk=by.pk).update(
        introduction_de=introduction(introduction_de, by),
        introduction_en=introduction(introduction_en, by),
    )
    Person.objects.filter(pk=by.pk).update(face=face)


def first_name(text: str) -> str:
    """What askers see of an expert everywhere; empty stays empty.

    Raises:
        Refused: it says how to reach them, or is more than a name.
    """
    name = clean_line(text)
    if len(name) > LONGEST_FIRST_NAME:
        raise Refused(_("Please keep your first name under %(most)d characters.") % {"most": LONGEST_FIRST_NAME})
    if any(span.type in REACHABLE_BY for span in shield(name).spans) or any(sign.isdigit() for sign in name):
        raise Refused(_("Please give your first name only, without numbers or how you can be reached."))
    return name


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
