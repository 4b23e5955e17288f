"""Concerns over two years as rows: most solved, the newest still open, five messages each on average."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bench.scale.copying import NULL, Into, written
from bench.scale.town import Firm
from bench.scale.words import Texts, needles
from oase.conversations.models import Assignment, Conversation, Event, Message
from oase.ratings.models import Rating
from oase.second_level.shaping.models import Snooze, Tagging

YEARS_BACK: Final = timedelta(days=730)
A_CHUNK: Final = 5_000
LONG: Final = 50
LENGTHS: Final = (LONG, *([5] * 243), *([3] * 109), *([4] * 60), *([2] * 20), *([8] * 17), *([9] * 36), *([12] * 14))
"""Messages of 500 concerns in turn: 5 on average."""
OPEN_SHARE: Final = 0.05

CONVERSATIONS = Into(
    Conversation,
    ["id", "company_id", "customer_id", "topic_id", "client_id", "subject", "language", "channel", "pseudonym",
     "last_seq", "opened_at", "last_message_at", "solved_at"],
)  # fmt: skip
MESSAGES = Into(
    Message,
    ["id", "conversation_id", "seq", "client_id", "author_id", "author_role", "audience", "body", "shielded_at", "at"],
)
EVENTS = Into(Event, ["conversation_id", "seq", "kind", "actor_id", "at"])
ASSIGNMENTS = Into(
    Assignment,
    ["conversation_id", "level", "holder_id", "turn", "due_at", "promised_at", "late_since", "started_at", "ended_at"],
)
RATINGS = Into(Rating, ["conversation_id", "stars", "at"])
TAGGINGS = Into(Tagging, ["conversation_id", "tag_id", "at"])
SNOOZES = Into(Snooze, ["conversation_id", "by_id", "until", "at"])
EVERY: Final = (CONVERSATIONS, MESSAGES, EVENTS, ASSIGNMENTS, RATINGS, TAGGINGS, SNOOZES)

Rows = dict[Into, list[str]]


@dataclass(frozen=True)
class Making:
    """What all concerns of a house are made from."""

    concerns: int
    firms: Sequence[Firm]
    experts: Sequence[int]
    texts: Texts
    now: datetime
    seed: int

    def chunks(self) -> Iterator[Rows]:
        """The rows of all tables, some thousand concerns at a time; messages in the order they were said."""
        lengths = list(LENGTHS)
        random.Random(self.seed).shuffle(lengths)
        message = 0
        for first in range(0, self.concerns, A_CHUNK):
            rows: Rows = {into: [] for into in EVERY}
            said: list[tuple[datetime, tuple[str, ...]]] = []
            for number in range(first, min(first + A_CHUNK, self.concerns)):
                self._concern(number, lengths[number % len(lengths)], rows, said)
            for _, values in sorted(said):
                message += 1
                rows[MESSAGES].append(MESSAGES.line(str(message), *values))
            yield rows

    def _concern(self, number: int, length: int, rows: Rows, said: list[tuple[datetime, tuple[str, ...]]]) -> None:
        chance = random.Random(self.seed * 1_000_003 + number)
        firm = self.firms[1 + number // 20 % (len(self.firms) - 1)] if number % 20 == 19 else self.firms[0]
        opened = self.now - YEARS_BACK * (1 - number / self.concerns) - timedelta(seconds=chance.random() * 60)
        times = _times(opened, length, self.now, chance)
        newest = number / self.concerns > 1 - OPEN_SHARE
        is_open = chance.random() < (0.85 if newest else 0.008)
        solved = None if is_open else min(times[-1] + timedelta(hours=chance.random() * 48), self.now)
        pk, customer = _id(opened, chance), chance.choice(firm.customers)
        holder = chance.choice(firm.agents)
        texts = [self.texts.text(chance) for _ in range(length)]
        texts[0] = f"{texts[0]} {needles(number, self.concerns)}".strip()
        last_seq = length + (1 if is_open else 2)
        rows[CONVERSATIONS].append(
            CONVERSATIONS.line(
                pk, str(firm.company), str(customer), str(chance.choice(firm.topics)), _id(opened, chance),
                texts[0][:80], "en" if number % 3 == 0 else "de", chance.choice(("web", "web", "mail", "widget")),
                "quiet-fox", str(last_seq), written(opened), written(times[-1]), written(solved),
            )
        )  # fmt: skip
        for place, (at, text) in enumerate(zip(times, texts, strict=True)):
            by_customer = place % 2 == 0
            note = not by_customer and chance.random() < 0.1
            author, role = (customer, Message.CUSTOMER) if by_customer else (holder, Message.AGENT)
            seq, audience = place + 1 + (place > 0), Message.STAFF if note else Message.CONVERSATION
            said.append(
                (at, (pk, str(seq), _id(at, chance), str(author), role, audience, text, written(at), written(at)))
            )
        rows[EVENTS].append(EVENTS.line(pk, "2", "asked", str(customer), written(opened)))
        if solved is not None:
            rows[EVENTS].append(EVENTS.line(pk, str(last_seq), "solved", str(customer), written(solved)))
        self._held(pk, firm, holder, opened, times[-1], solved, chance, rows)
        self._marked(pk, firm, solved, chance, rows)

    def _held(
        self, pk: str, firm: Firm, holder: int, opened: datetime, last: datetime, solved: datetime | None,
        chance: random.Random, rows: Rows,
    ) -> None:  # fmt: skip
        level = chance.choices(("advisor", "expert", "network", "team", "supervisors"), (52, 20, 13, 11, 4))[0]
        who = {"advisor": str(holder), "expert": str(chance.choice(self.experts))}.get(level, NULL)
        turn = "customer" if chance.random() < 0.4 and who != NULL else "holder"
        # One in twenty is late.
        due = self.now + timedelta(minutes=chance.uniform(-120, 2280))
        late = due if due < self.now and turn == "holder" else None
        if solved is not None:
            level, who, turn, due, late = "advisor", str(holder), "customer", solved + timedelta(days=1), None
            middle = opened + (last - opened) / 2
            if chance.random() < 0.3:
                first = written(opened)
                times = (written(opened + timedelta(minutes=15)), first, NULL, first, written(middle))
                rows[ASSIGNMENTS].append(ASSIGNMENTS.line(pk, "network", NULL, "holder", *times))
                opened = middle
        times = (written(due), written(last), written(late), written(opened), written(solved))
        rows[ASSIGNMENTS].append(ASSIGNMENTS.line(pk, level, who, turn, *times))
        if solved is None and level == "advisor" and chance.random() < 0.04:
            until = self.now + timedelta(hours=chance.uniform(1, 72))
            rows[SNOOZES].append(SNOOZES.line(pk, who, written(until), written(last)))

    def _marked(self, pk: str, firm: Firm, solved: datetime | None, chance: random.Random, rows: Rows) -> None:
        if solved is not None and chance.random() < 0.3:
            rows[RATINGS].append(RATINGS.line(pk, str(chance.choice((5, 5, 5, 4, 4, 3, 2, 1))), written(solved)))
        if chance.random() < 0.2:
            for tag in chance.sample(firm.tags, chance.choice((1, 1, 2))):
                rows[TAGGINGS].append(TAGGINGS.line(pk, str(tag), written(self.now)))


def _times(opened: datetime, length: int, now: datetime, chance: random.Random) -> list[datetime]:
    """When each message was said: within minutes or days, never after now."""
    pace = min(chance.choice((600.0, 7_200.0, 40_000.0)), (now - opened).total_seconds() / (length * 2))
    times = [opened]
    for _ in range(length - 1):
        times.append(times[-1] + timedelta(seconds=pace * (0.5 + chance.random())))
    return [min(at, now) for at in times]


def _id(at: datetime, chance: random.Random) -> str:
    """A UUID of version 7 (RFC 9562, 5.7) of that moment."""
    number = (
        int(at.timestamp() * 1000) << 80 | 7 << 76 | chance.getrandbits(12) << 64 | 2 << 62 | chance.getrandbits(62)
    )
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
