"""Those who lead set what may be given, and how much without asking. Every change leaves its line in the audit log."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.audit.recording import record_change
from oase.companies.models import Company, Membership
from oase.companies.roles.now import read_anew
from oase.companies.words import Wrong
from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused, clean_line
from oase.experts.rewards.amounts import euros_of
from oase.jobs import clock
from oase.second_level.goodwill.budgets import usual_cents
from oase.second_level.goodwill.models import MOST_CENTS, GoodwillBudget, GoodwillKind
from oase.second_level.rules import leads

MOST_KINDS = 30
MOST_BUDGET = 1_000_000
"""A month, in euro cents."""


@dataclass(frozen=True)
class KindWanted:
    """What may be given, as it was filled in; `cents` are euro cents."""

    name_de: str
    name_en: str
    cents: int
    text_de: str = ""
    text_en: str = ""
    icon: str = "gift"
    adjustable: bool = False


@transaction.atomic
def save_kind(*, by: Membership, wanted: KindWanted, kind: GoodwillKind | None = None) -> GoodwillKind:
    """Make a kind of gesture, or change one; what was given before stays as it was called and worth.

    Raises:
        NotAllowed: they do not lead, or it is another company's.
        Wrong: a field cannot stand so; nothing was changed.
    """
    _leading(by)
    if kind is not None and kind.company_id != by.company_id:
        raise NotAllowed("another company's")
    wanted = _checked(by.company, wanted, kind)
    before = _plain(kind) if kind is not None else None
    if kind is None:
        last = GoodwillKind.objects.filter(company_id=by.company_id).order_by("-position").first()
        kind = GoodwillKind(company_id=by.company_id, position=last.position + 1 if last else 0)
    for name, value in wanted.__dict__.items():
        setattr(kind, name, value)
    kind.save()
    record_change(
        company=by.company, by=by.person, area="goodwill", subject=kind.name_de, before=before, after=_plain(kind)
    )
    return kind


@transaction.atomic
def retire_kind(*, by: Membership, kind: GoodwillKind, retired: bool = True) -> None:
    """Give it no more, or again. What was given stands.

    Raises:
        NotAllowed: they do not lead, or it is another company's.
    """
    _leading(by)
    if kind.company_id != by.company_id:
        raise NotAllowed("another company's")
    if retired == (kind.retired_at is not None):
        return
    kind.retired_at = clock.now() if retired else None
    kind.save(update_fields=["retired_at"])
    before, after = {"given": retired}, {"given": not retired}
    record_change(company=by.company, by=by.person, area="goodwill", subject=kind.name_de, before=before, after=after)


@transaction.atomic
def save_budgets(*, by: Membership, usual: int, own: Mapping[int, int | None], teams: Mapping[int, int | None]) -> None:
    """Set how much may be given in a month without asking, in euro cents.

    usual: by each member who has no budget of their own. own: by member; None means as usual. teams: by team; None
    means none. Who does not stand in them keeps what they have. It holds from now on: what was given stands, and
    where more was given already, nothing is left until the month ends.

    Raises:
        NotAllowed: they do not lead.
        Refused: one is negative or absurd, or of somebody who is not of this company.
    """
    _leading(by)
    for cents in (usual, *own.values(), *teams.values()):
        if cents is not None and not 0 <= cents <= MOST_BUDGET:
            raise Refused(_("Please choose a budget of up to %(most)s.") % {"most": euros_of(MOST_BUDGET)})
    members = {one.pk: one for one in by.company.memberships.filter(pk__in=own).select_related("person")}
    shared = {one.pk: one for one in by.company.teams.filter(pk__in=teams)}
    if members.keys() != own.keys() or shared.keys() != teams.keys():
        raise NotAllowed("not of this company")
    company = Company.objects.select_for_update(no_key=True).get(pk=by.company_id)
    _change(by, "", usual_cents(company.pk), usual)
    GoodwillBudget.objects.update_or_create(company=company, membership=None, team=None, defaults={"cents": usual})
    for pk, cents in own.items():
        held = GoodwillBudget.objects.filter(membership_id=pk).first()
        _change(by, members[pk].person.first_name, held.cents if held else None, cents)
        _set(company, held, cents, membership=members[pk])
    for pk, cents in teams.items():
        held = GoodwillBudget.objects.filter(team_id=pk).first()
        _change(by, shared[pk].name_de, held.cents if held else None, cents)
        _set(company, held, cents, team=shared[pk])


def _set(company: Company, held: GoodwillBudget | None, cents: int | None, **whose: Any) -> None:
    if cents is None:
        if held is not None:
            held.delete()
        return
    GoodwillBudget.objects.update_or_create(company=company, **whose, defaults={"cents": cents})


def _change(by: Membership, subject: str, before: int | None, after: int | None) -> None:
    old, new = {"budget_cents": before}, {"budget_cents": after}
    record_change(company=by.company, by=by.person, area="goodwill", subject=subject, before=old, after=new)


def _checked(company: Company, wanted: KindWanted, kind: GoodwillKind | None) -> KindWanted:
    name_de, name_en = clean_line(wanted.name_de), clean_line(wanted.name_en)
    name_de, name_en = name_de or name_en, name_en or name_de
    if not name_de:
        raise Wrong("name_de", _("Please give it a name in at least one language."))
    others = GoodwillKind.objects.filter(company=company).exclude(pk=kind.pk if kind else 0)
    for field, name in (("name_de", name_de), ("name_en", name_en)):
        if len(name) > 60:
            raise Wrong(field, _("Please keep the name under %(most)d characters.") % {"most": 60})
        if others.filter(**{f"{field}__iexact": name}).exists():
            raise Wrong(field, _("There is “%(name)s” already. Please choose another name.") % {"name": name})
    text_de, text_en = clean_line(wanted.text_de), clean_line(wanted.text_en)
    for field, text in (("text_de", text_de), ("text_en", text_en)):
        if len(text) > 300:
            raise Wrong(field, _("Please keep it under %(most)d characters.") % {"most": 300})
    if not 0 <= wanted.cents <= MOST_CENTS:
        raise Wrong("cents", _("Please choose a value of up to %(most)s.") % {"most": euros_of(MOST_CENTS)})
    if wanted.icon not in dict(GoodwillKind.ICONS):
        raise Wrong("icon", _("Please choose one of the pictures."))
    if kind is None and others.filter(retired_at=None).count() >= MOST_KINDS:
        raise Wrong("name_de", _("A company gives at most %(most)d kinds of things.") % {"most": MOST_KINDS})
    return KindWanted(name_de, name_en, wanted.cents, text_de, text_en, wanted.icon, wanted.adjustable)


def _plain(kind: GoodwillKind) -> dict[str, object]:
    names = ("name_de", "name_en", "text_de", "text_en", "icon", "cents", "adjustable")
    return {name: getattr(kind, name) for name in names}


def _leading(by: Membership) -> None:
    read_anew(by)
    if not leads(by):
        raise NotAllowed("only those who lead set what may be given")
