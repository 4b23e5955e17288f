"""Somebody introduces themself to a company that invites experts."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.models import Company
from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused
from oase.experts.actions.presenting import first_name as checked_name
from oase.experts.actions.presenting import introduction, present
from oase.experts.availability.actions import set_amounts
from oase.experts.models import Expert
from oase.experts.programme.actions.picturing import Picture, show_picture
from oase.experts.programme.models import Application
from oase.people.models import Person

LONGEST_EXPERIENCE = 2000


@transaction.atomic
def apply(
    *,
    by: Person,
    company_id: int,
    first_name: str,
    introduction_de: str,
    introduction_en: str,
    experience: str,
    languages: Collection[str],
    face: str,
    picture: Picture | None = None,
) -> Application:
    """Apply as an expert of a company; applying again changes what one said. A `picture` is worn instead of `face`.

    Raises:
        Refused: name, introduction, experience or languages are missing or cannot stand, the picture cannot be read, or
            they work for the company.
        NotAllowed: the company does not invite, and they have not applied before.
    """
    company = Company.objects.filter(pk=company_id).first()
    applied = Application.objects.filter(expert_id=by.pk, company_id=company_id)
    if company is None or not (applied.exists() or Company.objects.filter(pk=company_id, programme__inviting=True)):
        raise NotAllowed("nobody is invited here")
    if by.memberships.filter(company=company, left_at=None).exists():
        raise Refused(
            _("You work for %(company)s: its experts are independent. Questions reach you in the office.")
            % {"company": company.name}
        )
    name = checked_name(first_name)
    if not name:
        raise Refused(_("Please tell us your first name: it is what askers see of you."))
    if not (introduction_de.strip() or introduction_en.strip()):
        raise Refused(_("Please introduce yourself in a few words: askers read it beside your answers."))
    if not experience.strip():
        raise Refused(_("Please tell the company what you know and how you came to know it."))
    told = introduction(experience, by, most=LONGEST_EXPERIENCE)
    Person.objects.filter(pk=by.pk).update(first_name=name)
    by.first_name = name
    expert = Expert.objects.get_or_create(person=by)[0]
    present(by=by, introduction_de=introduction_de, introduction_en=introduction_en, face=face)
    set_amounts(by=by, languages=languages, at_once=expert.at_once, offers_at_once=expert.offers_at_once)
    expert.refresh_from_db()
    if picture is not None:
        show_picture(by=by, picture=picture)
    return Application.objects.update_or_create(expert=expert, company=company, defaults={"experience": told})[0]
