"""What a decision about a topic would mean, before it is made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from oase.companies.models import Membership, Topic
from oase.conversations.models import Conversation, Message
from oase.experts.matching.waves import waves_of
from oase.experts.models import Qualification
from oase.experts.reputation.models import Suspension
from oase.experts.setting_up import found_in
from oase.experts.topics import is_sensitive, recognise
from oase.jobs import clock

ASKED_LATELY = 150
"""So many of the latest questions are read again."""
SHOWN = 5
MOST_WAVES_SHOWN = 8


@dataclass(frozen=True)
class Wave:
    """`asked` experts in all, once this wave is out, `after` the question came."""

    after: timedelta
    size: int
    asked: int

    @property
    def minutes(self) -> str:
        """When it goes out, as minutes and seconds: 0:45."""
        minutes, seconds = divmod(round(self.after.total_seconds()), 60)
        return f"{minutes}:{seconds:02}"


@dataclass(frozen=True)
class Moved:
    """A question that would be taken for something else; topics are None where the company sorts by hand."""

    subject: str
    before: Topic | None
    after: Topic | None


@dataclass(frozen=True)
class Effect:
    """What would change. `doubtful`: what in the examples may be somebody's name."""

    topic: Topic
    qualified: int
    waves: Sequence[Wave]
    read: int
    before: int
    after: int
    moved: Sequence[Moved]
    doubtful: Sequence[str]

    @property
    def all_asked(self) -> Wave | None:
        """The wave after which every qualified expert has been asked; None if none of those shown."""
        return next((wave for wave in self.waves if wave.asked >= self.qualified), None)


def effect_of(membership: Membership, topic: Topic, *, reading: bool = True) -> Effect:
    """What this topic, not stored yet, would mean for questions like those the company was asked lately.

    reading: whether those are read again, which takes a moment.
    """
    now = list(membership.company.topics.all())
    then = [topic if one.pk == topic.pk else one for one in now] + ([topic] if topic.pk is None else [])
    read = before = after = 0
    moved: list[Moved] = []
    for subject, text in _asked_lately(membership) if reading else ():
        was, will = (_topic_of(text, topics) for topics in (now, then))
        read, before, after = read + 1, before + _same(was, topic), after + _same(will, topic)
        if not _same(was, will):
            moved.append(Moved(subject, was, will))
    qualified = qualified_for(topic)
    return Effect(
        topic=topic,
        qualified=qualified,
        waves=waves(topic, qualified),
        read=read,
        before=before,
        after=after,
        moved=moved[:SHOWN],
        doubtful=[word for line in topic.examples for word in found_in(membership.company, line, named=True)][:SHOWN],
    )


def waves(topic: Topic, qualified: int) -> list[Wave]:
    """Who is asked when, while nobody claims and the promise stands: as planned, and until everybody was asked."""
    planned, asked = waves_of(topic), 0
    shown: list[Wave] = []
    for number in range(1, MOST_WAVES_SHOWN + 1):
        after = timedelta(seconds=round(planned.seconds * (number - 1)))
        if after >= timedelta(minutes=topic.first_answer_minutes) or (
            number > len(planned.sizes) and asked >= qualified
        ):
            break
        size = planned.size(number)
        asked += size
        shown.append(Wave(after, size, asked))
    return shown


def qualified_for(topic: Topic) -> int:
    """How many experts may answer on this topic now."""
    return 0 if topic.pk is None else qualified_by_topic([topic.pk]).get(topic.pk, 0)


def qualified_by_topic(topic_ids: Iterable[int]) -> dict[int, int]:
    """How many experts may answer now, by topic; a topic with nobody is absent. One statement for any number."""
    resting = Suspension.objects.filter(expert=OuterRef("expert"), company=OuterRef("topic__company"), lifted_at=None)
    valid = Qualification.objects.filter(
        ~Exists(resting),
        Q(lapses_at=None) | Q(lapses_at__gt=clock.now()),
        topic__in=list(topic_ids),
        expert__person__is_active=True,
        expert__suspended_at=None,
    )
    return dict(valid.order_by().values_list("topic").annotate(number=Count("pk")))


def _asked_lately(membership: Membership) -> list[tuple[str, str]]:
    """Subject and first words, shielded, of the latest questions that this member may look after."""
    first = Message.objects.filter(conversation=OuterRef("pk"), author_role=Message.CUSTOMER, shielded_at__isnull=False)
    rows = (
        Conversation.objects.filter(company_id=membership.company_id)
        .exclude(customer__person_id=membership.person_id)
        .annotate(words=Subquery(first.order_by("seq").values("body")[:1]))
        .exclude(words=None)
        .order_by("-opened_at", "-pk")
        .values_list("subject", "words")
    )
    return list(rows[:ASKED_LATELY])


def _topic_of(text: str, topics: Sequence[Topic]) -> Topic | None:
    return None if is_sensitive(text) else recognise(text, topics)


def _same(one: Topic | None, other: Topic | None) -> bool:
    return one is other if one is None or other is None else (one.pk, one.slug) == (other.pk, other.slug)
