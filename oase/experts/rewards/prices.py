"""What a solved question earns: by topic, by its language, and by the day and hour at which it is offered.

The topic's own price stands wherever no `Price` fits. Of those that fit, the one with the most conditions stands; of
two with as many, the higher one. Hours are the company's own; a window that runs past midnight belongs to the day on
which it began.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from oase.companies.models import MOST_REWARD_CENTS, Topic
from oase.experts.rewards.models import Price

SATURDAY = 5


@dataclass(frozen=True)
class Priced:
    """A price and when it stands; empty conditions fit always."""

    cents: int
    language: str = ""
    days: str = ""
    begins: time | None = None
    ends: time | None = None

    @property
    def conditions(self) -> int:
        """How many conditions it names."""
        return sum((bool(self.language), bool(self.days), self.begins is not None))

    def fits(self, language: str, here: datetime) -> bool:
        """Whether it stands for a question in this language at this moment, given in the company's own time."""
        if self.language and self.language != language:
            return False
        day = here
        if self.begins is not None and self.ends is not None:
            now = here.time()
            if self.begins < self.ends:
                if not self.begins <= now < self.ends:
                    return False
            elif now < self.ends:
                day = here - timedelta(days=1)
            elif now < self.begins:
                return False
        return not self.days or (day.weekday() >= SATURDAY) == (self.days == Price.WEEKEND)


@dataclass(frozen=True)
class Tariff:
    """All prices of one topic, for reading only: it may be kept for as long as no row of them changes."""

    base: int
    """In euro cents, where nothing else fits."""
    time_zone: str
    """IANA name of the company's own."""
    prices: tuple[Priced, ...] = field(default=())

    def cents(self, language: str, at: datetime) -> int:
        """What a question in this language earns when it is offered at this (aware) moment, in euro cents."""
        here = at.astimezone(ZoneInfo(self.time_zone))
        fitting = (one for one in self.prices if one.fits(language, here))
        best = max(fitting, key=lambda one: (one.conditions, one.cents), default=None)
        return min(self.base if best is None else best.cents, MOST_REWARD_CENTS)


def tariff_of(topic: Topic, prices: Iterable[Price]) -> Tariff:
    """The tariff of a topic whose company and prices are at hand."""
    rows = (Priced(one.cents, one.language, one.days, one.begins, one.ends) for one in prices)
    return Tariff(topic.reward_cents, topic.company.time_zone, tuple(rows))


def tariffs_of(topic_ids: Collection[int]) -> dict[int, Tariff]:
    """The tariffs of these topics, in two statements for any number; a topic that is not there is absent."""
    topics = Topic.objects.select_related("company").prefetch_related("prices").filter(pk__in=set(topic_ids))
    return {topic.pk: tariff_of(topic, topic.prices.all()) for topic in topics}


def prices_of(wanted: Collection[tuple[int, str]], at: datetime) -> Mapping[tuple[int, str], int]:
    """What questions earn that are offered now, in euro cents, by topic and language; two statements for any number."""
    tariffs = tariffs_of({topic_id for topic_id, _ in wanted})
    return {
        (topic_id, language): tariffs[topic_id].cents(language, at)
        for topic_id, language in wanted
        if topic_id in tariffs
    }


def price_of(topic: Topic | None, language: str, at: datetime) -> int:
    """What a question on this topic earns when it is offered at this moment, in euro cents; 0 without a topic."""
    return 0 if topic is None else tariff_of(topic, topic.prices.all()).cents(language, at)
