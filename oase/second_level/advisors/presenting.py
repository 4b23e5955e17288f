"""What a member of staff says of themself: introduction, languages, what they know, when they work."""

from collections.abc import Collection
from datetime import time

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.models import Membership
from oase.companies.presence import about_to_go, checked
from oase.companies.words import NotAllowed, Wrong, storable

LONGEST_INTRODUCTION = 600


@transaction.atomic
def present(
    *,
    membership: Membership,
    introduction_de: str,
    introduction_en: str,
    languages: Collection[str],
    knows: Collection[int],
    hours: Collection[tuple[int, time, time]],
) -> None:
    """Save one's own profile, as customers see it. `knows` are ids of the company's topics; without `hours` one works
    whenever the company is open.

    Raises:
        NotAllowed: no longer on the staff, or a topic of another company.
        Refused: no language, an introduction that is too long, or hours that cannot be.
    """
    introductions = {"introduction_de": introduction_de, "introduction_en": introduction_en}
    cleaned = {name: storable(text).strip() for name, text in introductions.items()}
    for name, text in cleaned.items():
        if len(text) > LONGEST_INTRODUCTION:
            raise Wrong(name, _("Please put it in %(n)s characters.") % {"n": LONGEST_INTRODUCTION})
    spoken = [code for code, _name in settings.LANGUAGES if code in languages]
    if not spoken:
        raise Wrong("languages", _("Please choose at least one language."))
    working = checked(hours)
    # Hours decide who can be given something, as being away does.
    about_to_go(membership.company_id)
    membership.refresh_from_db()
    if membership.left_at is not None:
        raise NotAllowed("no longer on the staff")
    topics = list(membership.company.topics.filter(pk__in=knows))
    if len(topics) != len(set(knows)):
        raise NotAllowed("a topic of another company")
    membership.introduction_de, membership.introduction_en = cleaned["introduction_de"], cleaned["introduction_en"]
    membership.languages, membership.hours = spoken, working
    membership.save(update_fields=["introduction_de", "introduction_en", "languages", "hours"])
    membership.knows.set(topics)
