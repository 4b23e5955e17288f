"""Reading goodwill: for staff with what it may do about it, for customers as the kind gesture it is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from oase.companies.models import Membership, in_language
from oase.conversations.models import Conversation, Event
from oase.conversations.queries import Reader, concerns_visible_to
from oase.people.models import Person
from oase.second_level.goodwill.models import Goodwill, GoodwillKind, GoodwillWish
from oase.second_level.goodwill.rules import may_withdraw
from oase.second_level.rules import leads


@dataclass(frozen=True)
class Gesture:
    """Something given, as its customer reads it; `cents` in euro cents."""

    conversation_id: UUID
    name: str
    text: str
    """How it reaches them, in the company's words."""
    cents: int
    words: str
    giver: Person
    at: datetime
    icon: str
    company: str


@dataclass(frozen=True)
class Given:
    """Something given, as staff read it beside a concern."""

    line: Goodwill
    taken_back: bool
    may_withdraw: bool


def kinds_visible_to(membership: Membership) -> QuerySet[GoodwillKind]:
    """What the member's company gives now."""
    return GoodwillKind.objects.filter(company_id=membership.company_id, retired_at=None)


def every_kind_visible_to(membership: Membership) -> QuerySet[GoodwillKind]:
    """The same with what is given no more, for those who lead; for others nothing."""
    every = GoodwillKind.objects.filter(company_id=membership.company_id)
    return every.order_by("retired_at", "position", "pk") if leads(membership) else every.none()


def waiting_visible_to(membership: Membership) -> QuerySet[GoodwillWish]:
    """Wishes that wait for a decision, the oldest first: all for those who lead, for others their own."""
    waiting = GoodwillWish.objects.filter(company_id=membership.company_id, verdict="")
    waiting = waiting.exclude(conversation__customer__person_id=membership.person_id)
    if not leads(membership):
        waiting = waiting.filter(giver=membership)
    return waiting.select_related("kind", "giver__person", "conversation__customer__person").order_by("at", "pk")


def wishes_visible_to(membership: Membership, conversation: Conversation) -> QuerySet[GoodwillWish]:
    """What colleagues would like to give in one concern and is not given yet: waiting, or declined."""
    wishes = GoodwillWish.objects.filter(conversation=conversation, company_id=membership.company_id)
    shown = wishes.filter(verdict__in=["", GoodwillWish.DECLINED])
    return shown.select_related("kind", "giver__person", "decided_by").order_by("-at", "-pk")


def given_visible_to(membership: Membership, conversation: Conversation) -> list[Given]:
    """What the customer of this concern was given by the company, in all their concerns, newest first."""
    lines = Goodwill.objects.filter(
        conversation__customer_id=conversation.customer_id, company_id=membership.company_id, withdraws=None
    )
    lines = lines.annotate(gone=Exists(Goodwill.objects.filter(withdraws=OuterRef("pk"))))
    return [
        Given(line, line.gone, not line.gone and may_withdraw(membership, line))
        for line in lines.select_related("kind", "giver__person").order_by("-at", "-pk")[:20]
    ]


def gestures_in(conversation: Conversation) -> list[Gesture]:
    """What was given in one concern and not taken back, for its customer, newest first."""
    return _gestures([conversation.pk])


def gestures_visible_to(reader: Reader, *, most: int = 6) -> list[Gesture]:
    """What a customer was given in any of their concerns at any company and still has, newest first."""
    concerns = concerns_visible_to(reader).order_by().values("pk")
    events = Event.objects.filter(conversation__in=concerns, kind="goodwill").order_by("-at").values_list("pk")
    with_any = Event.objects.filter(pk__in=events[: most * 4]).values_list("conversation_id", flat=True)
    return _gestures(list(with_any))[:most]


def _gestures(ids: Collection[UUID]) -> list[Gesture]:
    if not ids:
        return []
    told = Event.objects.filter(conversation__in=ids, kind__in=("goodwill", "goodwill_withdrawn"))
    events = list(told.select_related("actor", "conversation__company").order_by("-at", "-seq"))
    gone = {one.detail.get("goodwill") for one in events if one.kind == "goodwill_withdrawn"}
    mine = [one for one in events if one.kind == "goodwill" and one.detail.get("goodwill") not in gone]
    lines = Goodwill.objects.filter(pk__in=[one.detail.get("goodwill") for one in mine]).select_related("kind")
    icons = {line.pk: line.kind.icon for line in lines}
    return [
        Gesture(
            conversation_id=one.conversation_id,
            name=in_language(one.detail["kind_de"], one.detail["kind_en"]),
            text=in_language(one.detail["text_de"], one.detail["text_en"]),
            cents=one.detail["cents"],
            words=one.detail["words"],
            giver=one.actor,
            at=one.at,
            icon=icons.get(one.detail["goodwill"], "gift"),
            company=one.conversation.company.name,
        )
        for one in mine
        if one.actor is not None
    ]
