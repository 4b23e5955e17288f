"""What an expert may show the world, when they choose to: themself and round figures, nothing of any conversation."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from oase.companies.models import in_language
from oase.conversations.append import NotAllowed
from oase.experts.matching.models import Standing
from oase.experts.models import Expert
from oase.experts.reputation.models import PublicPage, Suspension
from oase.jobs import clock
from oase.people.models import Person

STEPS = (1000, 500, 250, 100, 50, 25, 10)
"""Figures are shown from the first step on, cut to a step: who looks again and again learns of no single concern."""
ENOUGH_RATINGS = 10
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
LETTERS = 12


@dataclass(frozen=True)
class Field:
    """A topic on which they help, and how far they are trusted there."""

    company: str
    topic_de: str
    topic_en: str
    level: str

    @property
    def topic(self) -> str:
        return in_language(self.topic_de, self.topic_en)


@dataclass(frozen=True)
class Public:
    """A public page: `solved` and `thanks` are lower ends, `stars` a mean of many; None while there is too little."""

    person: Person
    introduction: str
    languages: list[str]
    since: datetime
    fields: list[Field]
    solved: int | None
    stars: float | None
    thanks: int | None


@transaction.atomic
def publish(*, by: Person) -> str:
    """Show oneself to the world; the name in the address. Doing it twice is doing it once.

    Raises:
        NotAllowed: they are no expert.
    """
    if not Expert.objects.filter(pk=by.pk).exists():
        raise NotAllowed("no expert")
    name = "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))
    shown, _new = PublicPage.objects.get_or_create(expert_id=by.pk, defaults={"name": name, "since": clock.now()})
    return shown.name


def withdraw(*, by: Person) -> None:
    """Show oneself no more; the address leads nowhere from now on, for good."""
    PublicPage.objects.filter(expert_id=by.pk).delete()


def public_page(name: str) -> Public | None:
    """The page at this address; None when there is none, or whoever had it left or is suspended everywhere."""
    shown = (
        PublicPage.objects.filter(name=name, expert__person__is_active=True, expert__suspended_at=None)
        .select_related("expert__person")
        .first()
    )
    if shown is None:
        return None
    expert = shown.expert
    resting = Suspension.objects.filter(expert=expert, lifted_at=None).values("company_id")
    standings = list(
        Standing.objects.filter(expert=expert, topic__open_to_experts=True, topic__qualifications__expert=expert)
        .exclude(topic__company__in=resting)
        .select_related("topic__company")
        .order_by("topic__company__name", "topic__position", "topic_id")
    )
    stars, stars_sum = sum(one.stars for one in standings), sum(one.stars_sum for one in standings)
    return Public(
        person=expert.person,
        introduction=expert.introduction,
        languages=list(expert.languages),
        since=expert.since,
        fields=[Field(one.topic.company.name, one.topic.name_de, one.topic.name_en, one.level) for one in standings],
        solved=at_least(sum(one.solved for one in standings)),
        # A mean that moves with each new rating would tell of that rating.
        stars=round(2 * stars_sum / stars) / 2 if stars >= ENOUGH_RATINGS else None,
        thanks=at_least(stars),
    )


def at_least(number: int) -> int | None:
    """The highest step that this number reaches; None below the lowest."""
    return next((step for step in STEPS if number >= step), None)
