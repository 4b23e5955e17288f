"""What happened, as a sentence: late first and plainly, nobody's gender guessed, no name of a customer."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from oase.conversations.models import Event
from oase.conversations.thread import FOR_CUSTOMERS, Line
from oase.people.models import Person
from oase.portals.look.sentences import CUSTOMER, STAFF, sentence

NOW = timezone.now()
DUE = (NOW + timedelta(minutes=15)).isoformat()
EMIL, ADA = Person(pk=1, first_name="Emil"), Person(pk=2, first_name="Ada")
KARLA = Person(pk=3, first_name="Karla")


def told(kind: str, reader: str, *, actor: Person | None = None, to: Person | None = None, **detail: Any) -> str:
    with translation.override("en"):
        line = Line(2, NOW, kind, actor, to=to, detail=detail)
        return str(sentence(line, reader=reader, asked_at=NOW - timedelta(minutes=4), customer_id=KARLA.pk))


def test_emil_took_over() -> None:
    assert told("claimed", CUSTOMER, actor=EMIL) == (
        "<b>Emil</b> took over after 4 minutes and sees neither your name nor your attachments."
    )
    assert told("claimed", STAFF, actor=EMIL) == "<b>Emil</b> took over after 4 minutes."


def test_emil_passed_it_on_and_only_staff_read_his_hint() -> None:
    detail = {"level": "advisor", "reason": "documents", "hint": "Rechnung ansehen"}
    assert told("given_on", CUSTOMER, actor=EMIL, to=ADA, **detail) == (
        "<b>Emil</b> passed it on to your advisor <b>Ada</b>: your documents need to be looked at."
    )
    assert told("given_on", STAFF, actor=EMIL, to=ADA, **detail) == (
        "<b>Emil</b> passed it on to <b>Ada</b>: documents of the customer need to be looked at. “Rechnung ansehen”"
    )


def test_late_is_said_first() -> None:
    late: dict[str, Any] = {"from": "Emil"}
    was = datetime(2020, 1, 1, 12, tzinfo=UTC).isoformat()
    text = told("lapsed", CUSTOMER, to=ADA, level="advisor", before="expert", was_due=was, due_at=DUE, **late)
    assert text.startswith("<b>Emil</b> did not manage to answer by ")
    assert "We are sorry. Your advisor <b>Ada</b> has taken over;" in text
    assert told("lapsed", CUSTOMER, level="team", before="network", was_due=was).startswith(
        "No expert found the time by"
    )


def test_solving_tells_the_customer_from_the_company() -> None:
    assert told("solved", CUSTOMER, actor=KARLA) == "You said that it is solved."
    assert told("solved", STAFF, actor=KARLA) == "The customer said that it is solved."
    assert told("solved", CUSTOMER, actor=ADA) == "<b>Ada</b> marked this as solved. A message opens it again."


def test_names_are_words_never_markup() -> None:
    assert "<script>" not in told("taken", CUSTOMER, actor=Person(first_name="<script>"))
    assert "{level}" in told("taken", CUSTOMER, actor=Person(first_name="{level}"))


READ = [(kind, reader) for kind, _ in Event.KINDS for reader in (CUSTOMER, STAFF) if kind != "offered"]


UNTOLD = {("forgotten", CUSTOMER), ("snoozed", CUSTOMER)}
"""Whoever was forgotten reads nothing more; what a holder puts aside moves no promise."""


@pytest.mark.parametrize(("kind", "reader"), [pair for pair in READ if pair not in UNTOLD])
@pytest.mark.parametrize("level", ["network", "expert", "advisor", "deputy", "team", "supervisors"])
def test_every_event_has_a_sentence_without_the_customers_name(kind: str, reader: str, level: str) -> None:
    by_customer = kind in ("asked", "company_asked", "solution_declined", "reopened", "rated")
    actor = KARLA if by_customer else EMIL
    to = ADA if level in ("expert", "advisor", "deputy") else None
    text = told(kind, reader, actor=actor, to=to, level=level, due_at=DUE, purpose_en="a check.")
    assert text.endswith(".")
    assert "Karla" not in text


def test_whatever_customers_are_shown_has_a_sentence() -> None:
    assert [kind for kind in FOR_CUSTOMERS if not told(kind, CUSTOMER, actor=EMIL)] == []
