"""Ada plans a holiday, falls ill, comes back: nothing is given to who is not there, and nothing stays where it fell."""

import threading
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connections

from oase.companies.models import Membership
from oase.companies.words import NotAllowed, Refused
from oase.conversations import actions as conversation_actions
from oase.conversations.drafts import save_draft
from oase.conversations.models import Assignment, Outbox
from oase.jobs import clock
from oase.second_level.advisors import absences
from oase.second_level.advisors.actions import cancel_absence, plan_absence, set_away
from oase.second_level.advisors.jobs import go_round
from oase.second_level.advisors.models import Absence
from tests.cast import Cast, current

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def holds(cast: Cast, conversation: object) -> tuple[str, str]:
    now = current(conversation)  # type: ignore[arg-type]  # a conversation
    return now.level, now.holder.first_name if now.holder else ""


def plans(cast: Cast, starts: datetime, ends: datetime, **fields: object) -> Absence:
    return plan_absence(membership=cast.member(cast.ada), starts_at=starts, ends_at=ends, **fields)  # type: ignore[arg-type]


def test_a_planned_absence_begins_and_ends_by_itself_and_karla_is_told(cast: Cast) -> None:
    conversation, now = cast.given_on(), clock.now()
    plans(cast, now + HOUR, now + DAY)
    assert (go_round(), holds(cast, conversation)) == (0, ("advisor", "Ada"))
    Assignment.objects.filter(ended_at=None).update(due_at=now + 3 * DAY)
    with clock.standing_at(now + HOUR):
        assert (go_round(), holds(cast, conversation)) == (1, ("deputy", "Dora"))
        assert go_round() == 0
    with clock.standing_at(now + DAY):
        assert (go_round(), holds(cast, conversation)) == (1, ("advisor", "Ada"))
        assert go_round() == 0
    kinds = list(conversation.events.order_by("seq").values_list("kind", flat=True))
    assert kinds[-2:] == ["handed_over", "came_back"]
    assert Outbox.objects.filter(kind="handed_over", recipient=cast.karla).count() == 3


def test_before_the_job_has_looked_nothing_is_given_to_who_is_not_there(cast: Cast) -> None:
    now = clock.now()
    plans(cast, now + HOUR, now + DAY)
    with clock.standing_at(now + 2 * HOUR):
        cast.customer.refresh_from_db()
        assert holds(cast, cast.asks(topic=cast.invoices)) == ("deputy", "Dora")
        assert not cast.member(cast.ada).is_there
        assert cast.member(cast.ada).back_at(clock.now()) == now + DAY


def test_what_came_in_while_she_was_away_is_hers_when_she_is_back(cast: Cast) -> None:
    set_away(membership=cast.member(cast.ada), until=clock.now() + DAY)
    cast.customer.refresh_from_db()
    conversation = cast.asks(topic=cast.invoices)
    Assignment.objects.filter(ended_at=None).update(due_at=clock.now() + DAY)
    assert set_away(membership=cast.member(cast.ada), until=None) == 1
    assert holds(cast, conversation) == ("advisor", "Ada")


def test_what_dora_took_for_herself_stays_hers(cast: Cast) -> None:
    conversation = cast.given_on()
    conversation_actions.hand_over(conversation_id=conversation.pk, by=cast.ada, to=cast.member(cast.dora))
    set_away(membership=cast.member(cast.ada), until=clock.now() + DAY)
    assert set_away(membership=cast.member(cast.ada), until=None) == 0
    assert holds(cast, conversation) == ("deputy", "Dora")


@pytest.mark.parametrize("answering", ["draft", "answered", "nearly due"])
def test_what_dora_is_answering_right_now_stays_until_she_is_done(cast: Cast, answering: str) -> None:
    conversation = cast.given_on()
    set_away(membership=cast.member(cast.ada), until=clock.now() + DAY)
    held = Assignment.objects.filter(ended_at=None)
    held.update(due_at=clock.now() + DAY)
    if answering == "draft":
        save_draft(conversation_id=conversation.pk, person=cast.dora, body="Guten Tag, ")
    elif answering == "answered":
        conversation_actions.reply(
            conversation_id=conversation.pk, author=cast.dora, role="agent", text="Kommt.", client_id=uuid4()
        )
    else:
        held.update(due_at=clock.now() + timedelta(minutes=5))
    assert set_away(membership=cast.member(cast.ada), until=None) == 0
    assert holds(cast, conversation) == ("deputy", "Dora")
    held.update(due_at=clock.now() + DAY)
    with clock.standing_at(clock.now() + timedelta(minutes=11)):
        assert go_round() == 1
    assert holds(cast, conversation) == ("advisor", "Ada")


def test_an_answered_concern_comes_back_without_another_mail(cast: Cast) -> None:
    conversation = cast.given_on()
    conversation_actions.reply(
        conversation_id=conversation.pk, author=cast.ada, role="agent", text="Ist unterwegs.", client_id=uuid4()
    )
    set_away(membership=cast.member(cast.ada), until=clock.now() + DAY)
    mails = Outbox.objects.filter(kind="handed_over").count()
    before = current(conversation)
    assert set_away(membership=cast.member(cast.ada), until=None) == 1
    after = current(conversation)
    assert (after.holder, after.turn, after.due_at) == (cast.ada, Assignment.CUSTOMER, before.due_at)
    assert Outbox.objects.filter(kind="handed_over").count() == mails


def test_when_only_dora_is_back_she_has_what_fell_to_the_team(cast: Cast) -> None:
    conversation = cast.given_on()
    for one in (cast.ada, cast.dora):
        set_away(membership=cast.member(one), until=clock.now() + DAY)
    assert holds(cast, conversation) == ("team", "")
    assert set_away(membership=cast.member(cast.dora), until=None) == 1
    assert (holds(cast, conversation), current(conversation).stands_in_for) == (("deputy", "Dora"), cast.ada)


def test_what_she_takes_herself_while_away_is_not_swept_away(cast: Cast) -> None:
    conversation = cast.given_on()
    set_away(membership=cast.member(cast.ada), until=clock.now() + DAY)
    conversation_actions.take(conversation_id=conversation.pk, by=cast.ada)
    assert (go_round(), holds(cast, conversation)) == (0, ("advisor", "Ada"))


def test_what_an_interruption_left_is_finished_by_the_job(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    conversation = cast.given_on()
    monkeypatch.setattr(absences, "pass_all", lambda *_args, **_kwargs: 0)
    set_away(membership=cast.member(cast.ada), until=clock.now() + DAY)
    assert holds(cast, conversation) == ("advisor", "Ada")
    monkeypatch.undo()
    assert (go_round(), holds(cast, conversation)) == (1, ("deputy", "Dora"))


def test_a_job_that_slept_through_an_absence_moves_nothing(cast: Cast) -> None:
    conversation, now = cast.given_on(), clock.now()
    plans(cast, now + HOUR, now + 2 * HOUR)
    with clock.standing_at(now + DAY):
        assert (go_round(), holds(cast, conversation)) == (0, ("advisor", "Ada"))
    assert Absence.objects.get().over_at == now + DAY


def test_absences_that_touch_are_one_way_there(cast: Cast) -> None:
    now = clock.now()
    plans(cast, now + HOUR, now + DAY)
    plans(cast, now + DAY, now + 2 * DAY)
    assert cast.member(cast.ada).back_at(now + 2 * HOUR) == now + 2 * DAY
    assert cast.member(cast.ada).back_at(now) is None


def test_falling_ill_before_a_holiday_goes_over_into_it(cast: Cast) -> None:
    now = clock.now()
    plans(cast, now + 2 * DAY, now + 5 * DAY)
    set_away(membership=cast.member(cast.ada), until=now + 3 * DAY)
    assert cast.member(cast.ada).away_until == now + 5 * DAY
    assert (cast.member(cast.ada).planned, Absence.objects.count()) == ([], 1)


@pytest.mark.parametrize(
    ("starts", "ends"),
    [(-HOUR, DAY), (DAY, HOUR), (DAY, DAY), (3 * DAY, 5 * DAY), (DAY, 3 * DAY), (HOUR, 2000 * DAY)],
)
def test_what_cannot_be_planned_is_refused_and_changes_nothing(cast: Cast, starts: timedelta, ends: timedelta) -> None:
    now = clock.now()
    plans(cast, now + 2 * DAY, now + 4 * DAY)
    before = cast.member(cast.ada).planned
    with pytest.raises(Refused):
        plans(cast, now + starts, now + ends)
    assert (cast.member(cast.ada).planned, Absence.objects.count()) == (before, 1)


def test_a_plan_can_be_taken_back_until_it_has_begun(cast: Cast) -> None:
    now = clock.now()
    cancel_absence(absence_id=plans(cast, now + DAY, now + 2 * DAY).pk, by=cast.member(cast.ada))
    assert (Absence.objects.count(), cast.member(cast.ada).planned) == (0, [])
    set_away(membership=cast.member(cast.ada), until=now + DAY)
    with pytest.raises(Refused):
        cancel_absence(absence_id=Absence.objects.get().pk, by=cast.member(cast.ada))


def test_why_is_for_her_eyes_only(cast: Cast) -> None:
    now = clock.now()
    absence = plans(cast, now + DAY, now + 2 * DAY, reason="Knie-OP")
    ada, sven = cast.member(cast.ada), cast.member(cast.sven)
    assert (absences.reason_of(absence, ada), absences.reason_of(absence, sven)) == ("Knie-OP", "")
    assert b"Knie" not in bytes(Absence.objects.get().sealed or b"")
    with pytest.raises(NotAllowed):
        plans(cast, now + 5 * DAY, now + 6 * DAY, reason="krank", by=sven)


def test_sven_may_say_it_for_her_and_nobody_else(cast: Cast) -> None:
    conversation, now = cast.given_on(), clock.now()
    for stranger in (cast.dora, cast.mallory):
        with pytest.raises(NotAllowed):
            set_away(membership=cast.member(cast.ada), until=now + DAY, by=cast.member(stranger))
        with pytest.raises(NotAllowed):
            plans(cast, now + HOUR, now + DAY, by=cast.member(stranger))
    assert set_away(membership=cast.member(cast.ada), until=now + DAY, by=cast.member(cast.sven)) == 1
    assert holds(cast, conversation) == ("deputy", "Dora")
    assert Absence.objects.get().by == cast.sven
    with pytest.raises(NotAllowed):
        cancel_absence(absence_id=Absence.objects.get().pk, by=cast.member(cast.dora))


def test_nothing_lands_with_ada_while_she_is_leaving_the_room(cast: Cast) -> None:
    """Concerns come in from eight sides in the moment in which she goes: none is hers afterwards."""
    gate, opened = threading.Barrier(9), []

    def asks() -> None:
        customer = cast.customer.__class__.objects.get(pk=cast.customer.pk)
        gate.wait()
        for _ in range(3):
            conversation = Cast(**{**cast.__dict__, "customer": customer}).asks(topic=cast.invoices)
            opened.append(conversation)
        connections.close_all()

    def goes() -> None:
        gate.wait()
        set_away(membership=Membership.objects.select_related("person").get(person=cast.ada), until=clock.now() + DAY)
        connections.close_all()

    threads = [threading.Thread(target=asks) for _ in range(8)] + [threading.Thread(target=goes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 24
    assert {holds(cast, one) for one in opened} == {("deputy", "Dora")}


def test_two_absences_at_once_are_one(cast: Cast) -> None:
    gate = threading.Barrier(4)

    def goes() -> None:
        member = Membership.objects.select_related("person").get(person=cast.ada)
        gate.wait()
        set_away(membership=member, until=clock.now() + DAY)
        connections.close_all()

    threads = [threading.Thread(target=goes) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Absence.objects.filter(over_at=None).count() == 1
