"""What solved concerns were about, as vectors: made by a job, kept in memory by topic for the search."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import numpy as np
from django.db.models import Exists, OuterRef, QuerySet

from oase.conversations.models import Assignment, Conversation, Message
from oase.experts.answers.models import Imprint
from oase.experts.topics.likeness import ENCODER, Vector, packed, unpacked, vectors
from oase.jobs import clock

AT_ONCE = 64
MOST_OF_A_TOPIC = 5000
"""Of more solved concerns the latest are searched: 10 MB a topic in memory."""
MOST_TOPICS = 32
LOOK_BACK = timedelta(minutes=10)
"""Rows are dated before they are committed: so far back is looked for new ones."""


def worth_showing() -> QuerySet[Conversation]:
    """Solved by an expert, and not rated badly; nothing of it waits for the shield."""
    last = Assignment.objects.filter(conversation=OuterRef("pk")).order_by("-started_at", "-pk")
    by_expert = Exists(Message.objects.filter(conversation=OuterRef("pk"), author_role=Message.EXPERT))
    closed = Exists(Message.objects.filter(conversation=OuterRef("pk"), shielded_at=None))
    return (
        Conversation.objects.exclude(solved_at=None)
        .filter(merged_into=None)
        .exclude(topic=None)
        .filter(by_expert, ~closed, topic__open_to_experts=True)
        .alias(level=last.values("level")[:1])
        .filter(level=Assignment.EXPERT)
        .exclude(rating__stars__lte=2)
    )


def make(*, most: int = AT_ONCE) -> int:
    """Read solved concerns that were not read yet, and those an earlier encoder read; how many."""
    read = Imprint.objects.filter(conversation=OuterRef("pk"), encoder=ENCODER)
    fresh = list(worth_showing().filter(~Exists(read)).order_by("-solved_at", "pk")[:most])
    if not fresh:
        return 0
    first = {
        message.conversation_id: message.body
        for message in Message.objects.filter(conversation__in=fresh, author_role=Message.CUSTOMER).order_by("-seq")
    }
    rows = vectors([first.get(one.pk) or one.subject for one in fresh])
    Imprint.objects.bulk_create(
        [
            Imprint(
                conversation=one, topic_id=one.topic_id or 0, likeness=packed(row), encoder=ENCODER, made_at=clock.now()
            )
            for one, row in zip(fresh, rows, strict=True)
        ],
        update_conflicts=True,
        unique_fields=["conversation"],
        update_fields=["topic", "likeness", "encoder", "made_at"],
    )
    return len(fresh)


@dataclass
class _Shelf:
    """The imprints of one topic, in memory."""

    ids: list[UUID]
    rows: Vector
    read_until: object


_shelves: OrderedDict[int, _Shelf] = OrderedDict()
_guard = threading.Lock()


def of_topic(topic_id: int) -> tuple[list[UUID], Vector]:
    """Conversations of a topic and their vectors, a row each; what was deleted since may still be among them."""
    with _guard:
        shelf = _shelves.get(topic_id)
    found = Imprint.objects.filter(topic_id=topic_id, encoder=ENCODER).order_by("-made_at", "pk")
    now = clock.now()
    if shelf is not None:
        found = found.filter(made_at__gt=shelf.read_until)
    known = set(shelf.ids) if shelf is not None else set()
    new = [
        (one, row)
        for one, row in found.values_list("conversation_id", "likeness")[:MOST_OF_A_TOPIC]
        if one not in known
    ]
    ids = [one for one, _ in new] + (shelf.ids if shelf is not None else [])
    parts = [unpacked([row for _, row in new])] if new else []
    parts += [shelf.rows] if shelf is not None and len(shelf.ids) else []
    rows: Vector = np.concatenate(parts)[:MOST_OF_A_TOPIC] if parts else np.zeros((0, 512), np.float32)
    kept = _Shelf(ids[:MOST_OF_A_TOPIC], rows, now - LOOK_BACK)
    with _guard:
        _shelves[topic_id] = kept
        _shelves.move_to_end(topic_id)
        while len(_shelves) > MOST_TOPICS:
            _shelves.popitem(last=False)
    return kept.ids, kept.rows


def forget_shelves() -> None:
    """Read everything anew next time."""
    with _guard:
        _shelves.clear()
