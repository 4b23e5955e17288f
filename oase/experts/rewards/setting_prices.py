"""Those who lead decide what questions earn: all prices of a topic at once, and what less than solving is worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.audit.recording import record_change
from oase.companies.models import MOST_REWARD_CENTS, Membership, Topic
from oase.companies.roles.now import read_anew
from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused
from oase.experts.rewards.models import Price, Shares

MOST_PRICES = 40
"""Of one topic."""
MOST_SHARE = 50
"""Per cent of the offered reward."""


@dataclass(frozen=True)
class PriceWanted:
    """One price that was filled in, in euro cents; empty conditions fit always."""

    cents: int
    language: str = ""
    days: str = ""
    begins: time | None = None
    ends: time | None = None


class WrongPrice(Refused):
    """One price cannot stand; `place` is its place among those given, None is the topic's own price."""

    def __init__(self, place: int | None, words: str) -> None:
        super().__init__(words)
        self.place = place


def checked_cents(cents: int, *, least: int = 0) -> int:
    """The amount as it was given.

    Raises:
        Refused: it is negative, or more than any question earns.
    """
    if cents < 0:
        raise Refused(_("An amount cannot be negative."))
    if cents < least:
        raise Refused(_("A price has to be more than nothing; leave the line out instead."))
    if cents > MOST_REWARD_CENTS:
        raise Refused(
            _("No question earns more than %(most)d euros. Please look at the amount once more.")
            % {"most": MOST_REWARD_CENTS // 100}
        )
    return cents


@transaction.atomic
def save_prices(*, by: Membership, topic: Topic, base_cents: int, wanted: Sequence[PriceWanted]) -> None:
    """Set what questions on a topic earn: its own price, and instead of all others those given.

    What was offered before is paid as it was offered.

    Raises:
        NotAllowed: they do not lead at the topic's company.
        WrongPrice: one of them cannot stand; nothing was changed.
    """
    _leading(by, topic.company_id)
    _checked(base_cents, wanted)
    locked = Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
    before = _priced(locked)
    locked.reward_cents = topic.reward_cents = base_cents
    locked.save(update_fields=["reward_cents"])
    locked.prices.all().delete()
    Price.objects.bulk_create(
        Price(topic=locked, language=one.language, days=one.days, begins=one.begins, ends=one.ends, cents=one.cents)
        for one in wanted
    )
    record_change(
        company=by.company, by=by.person, area="programme", subject=locked.name_de, before=before, after=_priced(locked)
    )


def _priced(topic: Topic) -> dict[str, object]:
    """A topic's prices as the log keeps them."""
    rows = topic.prices.order_by("pk").values_list("language", "days", "begins", "ends", "cents")
    others = [
        " ".join(filter(None, [language, days, f"{begins:%H:%M}–{ends:%H:%M}" if begins and ends else "", f"{cents}"]))
        for language, days, begins, ends, cents in rows
    ]
    return {"reward_cents": topic.reward_cents, "prices": others}


def check_prices(base_cents: int, wanted: Sequence[PriceWanted]) -> None:
    """Say whether these could be saved, for a preview.

    Raises:
        WrongPrice: one of them cannot stand.
    """
    _checked(base_cents, wanted)


def _checked(base_cents: int, wanted: Sequence[PriceWanted]) -> None:
    try:
        checked_cents(base_cents)
    except Refused as refused:
        raise WrongPrice(None, str(refused)) from refused
    if len(wanted) > MOST_PRICES:
        raise WrongPrice(None, _("A topic has at most %(most)d prices.") % {"most": MOST_PRICES})
    seen = set()
    for place, one in enumerate(wanted):
        if fault := _fault(one):
            raise WrongPrice(place, fault)
        condition = (one.language, one.days, one.begins, one.ends)
        if condition in seen:
            raise WrongPrice(place, _("There is a price for this already. Please keep one of them."))
        seen.add(condition)


def _fault(one: PriceWanted) -> str:
    try:
        checked_cents(one.cents, least=1)
    except Refused as refused:
        return str(refused)
    if one.language and one.language not in dict(settings.LANGUAGES):
        return _("Questions come in the languages that are offered here. Please choose one of them.")
    if one.days not in dict(Price.DAYS):
        return _("Please choose on which days it stands.")
    if (one.begins is None) != (one.ends is None):
        return _("Please say from when and until when it stands, or leave both empty.")
    if one.begins is not None and one.begins == one.ends:
        return _("It begins when it ends. Leave both empty for the whole day.")
    if not (one.language or one.days or one.begins):
        return _("A price without a condition is the topic's own price. Please choose a language, days or hours.")
    return ""


@transaction.atomic
def save_shares(*, by: Membership, handover: int, checked: int, reuse: int) -> None:
    """Set what part of the offered reward is paid for a handover, a check and a reused answer, in per cent.

    Raises:
        NotAllowed: they do not lead.
        Refused: a part is negative or more than half.
    """
    _leading(by, by.company_id)
    if not all(0 <= one <= MOST_SHARE for one in (handover, checked, reuse)):
        raise Refused(_("Please choose 0 to %(most)d per cent.") % {"most": MOST_SHARE})
    parts = {"handover": handover, "checked": checked, "reuse": reuse}
    before = Shares.objects.filter(company_id=by.company_id).values(*parts).first()
    Shares.objects.update_or_create(company_id=by.company_id, defaults=parts)
    record_change(company=by.company, by=by.person, area="programme", before=before, after=parts)


def shares_of(company_id: int) -> Shares:
    """What a company pays for less than solving; unsaved defaults where it decided nothing."""
    return Shares.objects.filter(company_id=company_id).first() or Shares(company_id=company_id)


def _leading(by: Membership, company_id: int) -> None:
    read_anew(by)
    if by.company_id != company_id or by.role == Membership.AGENT:
        raise NotAllowed("only those who lead set prices")
