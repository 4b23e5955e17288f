from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from django.db import connections, transaction

from oase.experts.desk.rows import Rows
from oase.experts.desk.shapes import (
    Earned,
    Happened,
    Held,
    Month,
    Offered,
    Past,
    Profile,
    Qualified,
    Said,
    Thanked,
    Week,
)

Row = TypeVar("Row")
MOST_OFFERS = 50
_HELD = """
SELECT held.*, progress.customer_delivered, progress.customer_read, progress.asked, progress.answered, progress.unread
  FROM desk.conversation held JOIN desk.progress progress ON progress.conversation_id = held.id
"""


@dataclass(frozen=True)
class Desk:
    """Everything the expert `person_id` can see; opened by `desk_of`."""

    person_id: int
    cursor: Any

    def _read(self, query: str, parameters: list[Any] | None = None) -> list[dict[str, Any]]:
        self.cursor.execute(query, parameters or [])
        columns = [column[0] for column in self.cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in self.cursor.fetchall()]

    def read(self, shape: type[Row], query: str, parameters: list[Any] | None = None) -> list[Row]:
        """What a query over the views finds, each row in this shape: its columns are the shape's fields."""
        return [shape(**row) for row in self._read(query, parameters)]

    def profile(self) -> Profile | None:
        """The expert themself; None when this person is no expert."""
        return next(iter(self.read(Profile, "SELECT * FROM desk.profile")), None)

    @cached_property
    def me(self) -> Profile | None:
        """The same, read once for a page."""
        return self.profile()

    def offers(self) -> list[Offered]:
        """Questions they may claim now, the soonest promise first."""
        return self.read(Offered, f"SELECT * FROM desk.offer ORDER BY due_at, id LIMIT {MOST_OFFERS}")

    def offers_count(self) -> int:
        """How many questions wait for them."""
        (row,) = self._read("SELECT count(*) AS number FROM desk.offer")
        return int(row["number"])

    def held(self) -> list[Held]:
        """What they hold: their own turn first, the soonest promise first."""
        return self.read(Held, f"{_HELD} ORDER BY turn = 'customer', due_at, id")

    def conversation(self, conversation_id: UUID) -> Held | None:
        rows = self.read(Held, f"{_HELD} WHERE id = %s", [conversation_id])
        return next(iter(rows), None)

    def messages(self, conversation_id: UUID) -> list[Said]:
        query = "SELECT * FROM desk.message WHERE conversation_id = %s ORDER BY seq"
        return self.read(Said, query, [conversation_id])

    def events(self, conversation_id: UUID) -> list[Happened]:
        query = "SELECT * FROM desk.event WHERE conversation_id = %s ORDER BY seq"
        return self.read(Happened, query, [conversation_id])

    def ended(self, conversation_id: UUID) -> Past | None:
        """A conversation they held before and no longer hold."""
        query = """
            SELECT * FROM desk.past
             WHERE id = %s AND NOT EXISTS (SELECT 1 FROM desk.conversation held WHERE held.id = past.id)
        """
        return next(iter(self.read(Past, query, [conversation_id])), None)

    def past(self) -> Rows[Past]:
        """What they have behind them, newest first."""
        return Rows(self._read, Past, "desk.past", "ended_at DESC, id")

    def thanks(self) -> Rows[Thanked]:
        """Ratings that reached them, newest first."""
        return Rows(self._read, Thanked, "desk.thanks", "at DESC, subject")

    def rewards(self) -> Rows[Earned]:
        """What they earned, newest first."""
        return Rows(self._read, Earned, "desk.reward", "earned_at DESC, subject")

    def months(self, time_zone: str) -> list[Month]:
        """What they earned month by month, as months begin in `time_zone` (an IANA name), newest first."""
        return self.read(
            Month,
            """
            SELECT date_trunc('month', earned_at AT TIME ZONE %s)::date AS month, count(*) AS rewards,
                   sum(cents)::bigint AS cents
              FROM desk.reward WHERE taken_back = '' GROUP BY 1 ORDER BY 1 DESC
            """,
            [time_zone],
        )

    def qualifications(self) -> list[Qualified]:
        return self.read(Qualified, "SELECT * FROM desk.qualification ORDER BY company, topic_de")

    def week(self, since: datetime) -> Week:
        """Figures since a moment."""
        (week,) = self.read(
            Week,
            """
            SELECT (SELECT count(*) FROM desk.past WHERE solved_at >= %s) AS solved,
                   (SELECT avg(stars)::float FROM desk.thanks WHERE at >= %s) AS stars,
                   (SELECT count(*) FROM desk.thanks WHERE at >= %s) AS ratings,
                   (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM answered_after)) / 60
                      FROM desk.past WHERE ended_at >= %s AND answered_after IS NOT NULL) AS minutes,
                   (SELECT coalesce(sum(cents), 0)::bigint FROM desk.reward
                     WHERE earned_at >= %s AND taken_back = '') AS cents
            """,
            [since] * 5,
        )
        return week


@contextmanager
def desk_of(person_id: int) -> Iterator[Desk]:
    """The desk of one expert: one read-only transaction on the expert's own connection, bound to their id."""
    with transaction.atomic(using="expert"), connections["expert"].cursor() as cursor:
        cursor.execute("SELECT set_config('oase.expert', %s, true)", [str(person_id)])
        yield Desk(person_id, cursor)
