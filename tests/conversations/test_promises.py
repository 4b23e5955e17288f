"""Promises of the second level: told in time, reported on, given up early and honestly, and never forgotten."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from oase.companies.models import Company, Membership, OpeningHours
from oase.conversations import actions
from oase.conversations.append import NotAllowed
from oase.conversations.lapsing import move_together
from oase.conversations.models import Assignment, Conversation, Event
from oase.conversations.warning import due_soon, warn, warn_in_time
from oase.conversations.watching import move_lapsed, move_on, note_late_solutions
from oase.conversations.words import Refused
from oase.jobs import clock
from oase.people.models import Person
from tests.cast import Cast, current
from tests.conversations.story import fingerprint, happened, lapses, noticed, place, says
from tests.threads import at_once

BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY = datetime(2026, 6, 5, 16, 0, tzinfo=BERLIN)


def week(company: Company) -> None:
    for weekday in range(5):
        OpeningHours.objects.create(company=company, weekday=weekday, opens=time(9), closes=time(17))


def for_ada(cast: Cast, moment: datetime = FRIDAY) -> Conversation:
    """Asked for the company: Ada has it, and an answer is promised within a quarter of an hour."""
    with clock.standing_at(moment):
        return cast.asks("Meine Rechnung stimmt nicht.", topic=cast.invoices)


def goes_on(conversation: Conversation, by: Person) -> None:
    actions.report_progress(conversation_id=conversation.pk, by=by, text="Ich frage nach.", client_id=uuid4())


# --- Told in time ---


def test_the_holder_is_told_once_when_a_quarter_of_the_time_is_left(cast: Cast) -> None:
    conversation = for_ada(cast)
    with clock.standing_at(FRIDAY + timedelta(minutes=11)):
        assert warn_in_time() == 0
    with clock.standing_at(FRIDAY + timedelta(minutes=12)):
        assert (warn_in_time(), warn_in_time()) == (1, 0)
    assert current(conversation).warned_at == FRIDAY + timedelta(minutes=12)
    # She is there: Karla need not be troubled.
    assert noticed(conversation) == ["asked"]


def test_at_night_nobody_is_told_and_in_the_morning_they_are(cast: Cast) -> None:
    week(cast.kaffeewerk)
    conversation = for_ada(cast, FRIDAY + timedelta(minutes=50))
    due = current(conversation).due_at.astimezone(BERLIN)
    assert due == datetime(2026, 6, 8, 9, 5, tzinfo=BERLIN)
    with clock.standing_at(due - timedelta(minutes=30)):
        assert due_soon() == []
    with clock.standing_at(due - timedelta(minutes=5)):
        assert warn_in_time() == 1


def test_however_many_look_one_is_told(cast: Cast) -> None:
    conversation = for_ada(cast)
    told: list[bool] = []

    def look() -> None:
        with clock.standing_at(FRIDAY + timedelta(minutes=13)):
            told.append(warn(conversation.pk))

    assert at_once(*[look] * 6) == []
    assert sorted(told) == [False] * 5 + [True]


def test_when_nobody_is_there_the_customer_hears_it_before_it_is_late(cast: Cast) -> None:
    conversation = for_ada(cast)
    conversation.assignments.filter(ended_at=None).update(level="team", holder=None)
    Membership.objects.filter(company=cast.kaffeewerk).update(away_until=FRIDAY + timedelta(days=2))
    with clock.standing_at(FRIDAY + timedelta(minutes=12)):
        assert (warn_in_time(), warn_in_time()) == (1, 0)
    event = Event.objects.get(conversation=conversation, kind="told_early")
    assert event.at < current(conversation).due_at
    assert event.detail["was_due"] == current(conversation).due_at.isoformat()
    assert event.detail["level"] == "supervisors"
    assert noticed(conversation) == ["asked", "told_early"]
    lapses(conversation)
    assert happened(conversation)[-2:] == ["told_early", "lapsed"]
    # What was foretold is what happened.
    assert current(conversation).due_at.isoformat() == event.detail["due_at"]


# --- How far we are ---


def test_a_progress_report_keeps_the_promise_and_makes_the_next(cast: Cast) -> None:
    cast.invoices.progress_minutes = 240
    cast.invoices.save()
    conversation = for_ada(cast)
    moment = FRIDAY + timedelta(minutes=14)
    with clock.standing_at(moment):
        goes_on(conversation, cast.ada)
    held = current(conversation)
    assert (held.turn, held.promise, held.holder) == ("holder", "progress", cast.ada)
    assert held.due_at == moment + timedelta(minutes=240)
    assert happened(conversation)[-1] == "progress"
    assert lapses(conversation) == 1
    assert place(conversation) == ("deputy", cast.dora)


def test_whoever_says_how_far_it_is_proposes_no_solution_any_more(cast: Cast) -> None:
    conversation = cast.given_on()
    actions.propose_solution(conversation_id=conversation.pk, by=cast.ada)
    actions.report_progress(conversation_id=conversation.pk, by=cast.ada, text="Doch noch nicht.", client_id=uuid4())
    conversation.refresh_from_db()
    assert (conversation.solution_proposed_at, conversation.solution_proposed_by) == (None, None)
    assert current(conversation).turn == Assignment.HOLDER
    with pytest.raises(Refused):
        actions.decline_solution(conversation_id=conversation.pk, by=cast.karla)


def test_a_progress_report_sent_twice_is_one(cast: Cast) -> None:
    conversation, client_id = for_ada(cast), uuid4()
    for minutes in (1, 9):
        with clock.standing_at(FRIDAY + timedelta(minutes=minutes)):
            actions.report_progress(
                conversation_id=conversation.pk, by=cast.ada, text="Ich frage nach.", client_id=client_id
            )
    assert happened(conversation).count("progress") == 1
    assert current(conversation).promised_at == FRIDAY + timedelta(minutes=1)


def test_who_takes_longer_says_so_once_and_before_it_is_late(cast: Cast) -> None:
    conversation = for_ada(cast)
    was = current(conversation).due_at
    with clock.standing_at(FRIDAY + timedelta(minutes=5)):
        for until in (was, was + timedelta(days=30)):
            before = fingerprint(conversation)
            with pytest.raises(Refused):
                actions.promise_later(conversation_id=conversation.pk, by=cast.ada, until=until)
            assert fingerprint(conversation) == before
        later = was + timedelta(hours=1)
        actions.promise_later(conversation_id=conversation.pk, by=cast.ada, until=later)
        with pytest.raises(Refused):
            actions.promise_later(conversation_id=conversation.pk, by=cast.ada, until=later + timedelta(hours=1))
    assert current(conversation).due_at == later
    assert noticed(conversation) == ["asked", "told_early"]
    with clock.standing_at(was):
        assert move_lapsed() == 0
    with clock.standing_at(later):
        with pytest.raises(Refused):
            actions.promise_later(conversation_id=conversation.pk, by=cast.ada, until=later + timedelta(hours=1))
        assert move_lapsed() == 1


def test_only_the_company_reports_and_only_the_holder_promises(cast: Cast) -> None:
    conversation = for_ada(cast)
    with clock.standing_at(FRIDAY):
        for person in (cast.mallory, cast.karla, cast.emil):
            with pytest.raises(NotAllowed):
                goes_on(conversation, person)
            with pytest.raises(NotAllowed):
                actions.promise_later(conversation_id=conversation.pk, by=person, until=FRIDAY + timedelta(hours=1))
        with pytest.raises(Refused):
            actions.promise_later(conversation_id=conversation.pk, by=cast.dora, until=FRIDAY + timedelta(hours=1))
        asked = cast.asks("Meine Aroma 4 brüht nicht.")
        with pytest.raises(Refused):
            goes_on(asked, cast.ada)


# --- The solution ---


@pytest.fixture
def promised(cast: Cast) -> Conversation:
    """An answer within an hour and a solution within four hours of opening time, asked on Friday at four."""
    week(cast.kaffeewerk)
    Company.objects.filter(pk=cast.kaffeewerk.pk).update(solution_minutes=240)
    cast.customer.refresh_from_db()
    return for_ada(cast)


def solution(conversation: Conversation) -> datetime:
    conversation.refresh_from_db()
    assert conversation.solution_due_at is not None
    return conversation.solution_due_at.astimezone(BERLIN)


def test_a_solution_stands_still_while_karla_thinks(cast: Cast, promised: Conversation) -> None:
    assert solution(promised) == datetime(2026, 6, 8, 12, 0, tzinfo=BERLIN)
    with clock.standing_at(FRIDAY + timedelta(minutes=30)):
        says(cast.ada, "agent", promised, "Welche Nummer hat sie?")
    with clock.standing_at(datetime(2026, 6, 9, 10, 0, tzinfo=BERLIN)):
        assert note_late_solutions() == 0
        says(cast.karla, "customer", promised, "Die 17.")
    # Half an hour was gone.
    assert solution(promised) == datetime(2026, 6, 9, 13, 30, tzinfo=BERLIN)
    assert promised.solution_paused_at is None


def test_a_late_solution_is_said_once_and_stays_with_whoever_works_on_it(cast: Cast, promised: Conversation) -> None:
    with clock.standing_at(FRIDAY + timedelta(minutes=10)):
        actions.promise_later(conversation_id=promised.pk, by=cast.ada, until=FRIDAY + timedelta(days=5))
    late = solution(promised)
    with clock.standing_at(late - timedelta(seconds=1)):
        assert note_late_solutions() == 0
    with clock.standing_at(late + timedelta(hours=2)):
        assert (note_late_solutions(), note_late_solutions()) == (1, 0)
    promised.refresh_from_db()
    assert promised.solution_missed_at == late
    assert place(promised) == ("advisor", cast.ada)
    assert current(promised).is_late
    assert noticed(promised)[-1] == "solution_late"


def test_experts_lose_what_is_not_solved_in_time(cast: Cast) -> None:
    cast.machines.solution_minutes, cast.machines.next_answer_minutes = 20, 600
    cast.machines.save()
    conversation = cast.claimed()
    conversation.refresh_from_db()
    assert conversation.solution_due_at is not None
    conversation.assignments.filter(ended_at=None).update(due_at=conversation.solution_due_at + timedelta(hours=1))
    with clock.standing_at(conversation.solution_due_at):
        assert note_late_solutions() == 1
    assert place(conversation) == ("advisor", cast.ada)
    assert current(conversation).is_late


def test_opened_again_it_is_promised_anew(cast: Cast, promised: Conversation) -> None:
    with clock.standing_at(FRIDAY + timedelta(minutes=30)):
        actions.solve(conversation_id=promised.pk, by=cast.ada)
    with clock.standing_at(datetime(2026, 6, 9, 10, 0, tzinfo=BERLIN)):
        assert note_late_solutions() == 0
        says(cast.karla, "customer", promised, "Doch nicht.")
    assert solution(promised) == datetime(2026, 6, 9, 14, 0, tzinfo=BERLIN)
    assert promised.solution_missed_at is None


# --- At the end of the chain, and after an outage ---


def test_the_silence_of_supervisors_is_written_down_once(cast: Cast) -> None:
    conversation = for_ada(cast)
    for _ in range(3):
        assert lapses(conversation) == 1
    assert place(conversation) == ("supervisors", None)
    rows = conversation.assignments.count()
    for _ in range(5):
        assert lapses(conversation) == 1
    assert happened(conversation).count("lapsed") == 4
    assert conversation.assignments.count() == rows
    assert current(conversation).is_late
    # Whoever answers begins a new promise, and its silence is another.
    moment = current(conversation).due_at - timedelta(minutes=1)
    with clock.standing_at(moment):
        says(cast.sven, "agent", conversation, "Entschuldigung.")
        says(cast.karla, "customer", conversation, "Und?")
    for _ in range(3):
        lapses(conversation)
    assert happened(conversation).count("lapsed") == 6


def test_after_two_hours_of_outage_everything_has_moved_once_and_is_late(cast: Cast) -> None:
    concerns = [for_ada(cast, FRIDAY + timedelta(seconds=number)) for number in range(30)]
    promised = {one.pk: current(one).due_at for one in concerns}
    back = FRIDAY + timedelta(minutes=15, hours=2)
    moved: list[int] = []

    def watch() -> None:
        with clock.standing_at(back):
            moved.append(move_lapsed())

    assert at_once(watch, watch, watch) == []
    assert sum(moved) == len(concerns)
    for one in concerns:
        late = Event.objects.get(conversation=one, kind="lapsed")
        assert late.detail["was_due"] == promised[one.pk].isoformat()
        assert current(one).late_since == promised[one.pk]
        assert place(one) == ("deputy", cast.dora)


def test_one_that_fails_holds_up_nobody(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    concerns = [for_ada(cast, FRIDAY + timedelta(seconds=number)) for number in range(5)]
    monkeypatch.setattr("oase.conversations.watching.AT_ONCE", 2)

    def breaks(conversation_id: object) -> bool:
        if conversation_id in (concerns[0].pk, concerns[1].pk):
            raise RuntimeError("broken")
        return move_on(conversation_id)  # type: ignore[arg-type]  # as the watcher gives it

    def breaks_together(conversation_ids: list[UUID]) -> set[UUID]:
        if concerns[0].pk in conversation_ids:
            raise RuntimeError("broken")
        return move_together(conversation_ids)

    monkeypatch.setattr("oase.conversations.watching.move_on", breaks)
    monkeypatch.setattr("oase.conversations.watching.move_together", breaks_together)
    with clock.standing_at(FRIDAY + timedelta(hours=1)):
        assert move_lapsed() == 3
        assert move_lapsed() == 0
    assert [place(one)[0] for one in concerns] == ["advisor", "advisor", "deputy", "deputy", "deputy"]


def test_a_promise_made_before_a_clock_went_wrong_is_kept_by_the_clock_that_is_right(cast: Cast) -> None:
    conversation = for_ada(cast, datetime(2026, 3, 29, 0, 50, tzinfo=UTC))
    # Summer time begins ten minutes later: fifteen minutes stay fifteen minutes.
    assert current(conversation).due_at == datetime(2026, 3, 29, 1, 5, tzinfo=UTC)
    with clock.standing_at(datetime(2026, 3, 29, 1, 4, 59, tzinfo=UTC)):
        assert move_lapsed() == 0
    with clock.standing_at(datetime(2026, 3, 29, 1, 5, tzinfo=UTC)):
        assert move_lapsed() == 1
    with clock.standing_at(datetime(2026, 3, 29, 0, 5, tzinfo=UTC)):
        assert move_lapsed() == 0
    assert happened(conversation).count("lapsed") == 1
