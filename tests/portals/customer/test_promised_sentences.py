"""What is said about promises: how far it is, that it takes longer, that another time holds."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import translation

from oase.conversations.thread import Line
from oase.people.models import Person
from oase.portals.look.sentences import CUSTOMER, STAFF, sentence

AT = datetime(2026, 6, 3, 8, 0, tzinfo=UTC)
WAS, DUE = datetime(2026, 6, 3, 10, 0, tzinfo=UTC).isoformat(), datetime(2026, 6, 3, 12, 0, tzinfo=UTC).isoformat()
ADA = Person(pk=2, first_name="Ada")


def told(kind: str, reader: str, *, actor: Person | None = None, to: Person | None = None, **detail: Any) -> str:
    with translation.override("en"):
        return str(sentence(Line(2, AT, kind, actor, to=to, detail=detail), reader=reader))


def test_how_far_it_is() -> None:
    assert told("progress", CUSTOMER, actor=ADA, due_at=DUE) == "<b>Ada</b> is on it. You hear the next time by 14:00."
    assert told("progress", STAFF, actor=ADA, due_at=DUE) == (
        "<b>Ada</b> said how far it is. The next word is promised by 14:00."
    )


def test_what_will_not_be_kept_is_said_early_by_whoever_holds_it_or_by_itself() -> None:
    assert told("told_early", CUSTOMER, actor=ADA, was_due=WAS, due_at=DUE) == (
        "<b>Ada</b> cannot manage by 12:00, and says so now: you hear by 14:00."
    )
    assert told("told_early", CUSTOMER, level="supervisors", was_due=WAS, due_at=DUE) == (
        "It may not be done by 12:00, and we say so now. The team lead takes over then; you hear by 14:00."
    )


@pytest.mark.parametrize("reader", [CUSTOMER, STAFF])
def test_another_time_says_why_and_what(reader: str) -> None:
    step: dict[str, Any] = {"was_due": WAS, "due_at": DUE}
    solution: dict[str, Any] = {"solution_was": WAS, "solution_due_at": DUE}
    assert told("promise_moved", reader, reason="hours", **step) == (
        "The opening hours have changed. The next step is promised by 14:00 now, not by 12:00."
    )
    assert told("promise_moved", reader, reason="promises", **step, **solution) == (
        "What is promised has changed. The next step is promised by 14:00 now, not by 12:00. "
        "A solution is promised by 14:00 now, not by 12:00."
    )


def test_a_late_solution_is_owned_up_to() -> None:
    late: dict[str, Any] = {"was_due": WAS, "due_at": DUE}
    assert told("solution_late", CUSTOMER, to=ADA, level="advisor", before="advisor", **late) == (
        "There is no solution yet, although we promised one by 12:00. We are sorry. Your advisor <b>Ada</b> stays on "
        "it, and the team lead sees it; you hear by 14:00."
    )
    assert told("solution_late", STAFF, to=ADA, level="advisor", before="expert", **late) == (
        "No solution by 12:00, as promised. <b>Ada</b> has taken over, promised by 14:00."
    )
