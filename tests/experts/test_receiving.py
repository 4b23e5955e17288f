"""Many questions at once end where one by one they would."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from oase.companies.models import Customer, Membership
from oase.conversations.append import Appended, NotAllowed
from oase.conversations.models import Assignment, Conversation, Event, Outbox
from oase.conversations.saying import Words, say
from oase.experts import receiving
from oase.experts.matching.finding import first_asked, matches
from oase.experts.matching.models import Standing
from oase.experts.matching.waves import Waves
from oase.experts.models import Expert, Offer
from oase.experts.opening import Opened, Question
from oase.experts.receiving import receive_all
from oase.jobs import clock
from oase.people.models import Person
from oase.privacy import vault
from tests.cast import QUESTION, Cast, current, person
from tests.experts.checks.story import expert


def question(cast: Cast, text: str = QUESTION, **more: object) -> Question:
    return replace(Question(cast.kaffeewerk.pk, cast.karla.pk, text, uuid4()), **more)  # type: ignore[arg-type]  # a test's shorthand


def opened(outcomes: list[receiving.Outcome]) -> list[Conversation]:
    assert all(isinstance(one, Opened) for one in outcomes), outcomes
    return [Conversation.objects.get(pk=one.conversation_id) for one in outcomes if isinstance(one, Opened)]


def as_stored(conversation: Conversation) -> dict[str, object]:
    """What two conversations with the same question have in common."""
    (message,) = conversation.messages.all()
    assignment = current(conversation)
    assert message.original_id is not None
    return {
        "conversation": (conversation.subject, conversation.topic_id, conversation.last_seq, conversation.channel),
        "message": (message.seq, message.author_role, message.body, message.shielded_at is not None),
        "original": vault.read_own(person_id=message.author_id, ids=[message.original_id])[message.original_id],
        "held": (assignment.level, assignment.holder_id, assignment.turn, assignment.due_at - assignment.promised_at),
        "event": [(one.seq, one.kind, one.to_id, one.detail["level"]) for one in conversation.events.all()],
        "notices": list(Outbox.objects.filter(conversation=conversation).values_list("kind", "recipient_id")),
        "offers": [(one.expert_id, one.wave, one.reward_cents) for one in assignment.offers.order_by("expert_id")],
        "known": sorted(conversation.placeholders.values()),
    }


@pytest.mark.parametrize(
    ("text", "options"),
    [
        (QUESTION, {}),
        (QUESTION, {"wants_company": True}),
        ("Meine Rechnung ist falsch.", {}),
        ("Die Aroma raucht, es brennt!", {}),
        ("Das passt zu keinem Thema.", {"language": "en"}),
    ],
)
def test_together_it_is_as_one_by_one(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, text: str, options: dict[str, object]
) -> None:
    with clock.standing_at(clock.now()):
        (alone,) = opened([receiving._alone(question(cast, text, **options))])
        monkeypatch.setattr(receiving, "_alone", None)
        together = opened(receive_all([question(cast, text, **options) for _ in range(3)]))
    for one in together:
        assert as_stored(one) == as_stored(alone)


def test_more_questions_cost_no_more_statements(cast: Cast) -> None:
    receive_all([question(cast)])
    counts = []
    for size in (1, 8):
        with CaptureQueriesContext(connection) as queries:
            outcomes = receive_all([question(cast) for _ in range(size)])
        assert len(opened(outcomes)) == size
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_asked_twice_is_asked_once(cast: Cast) -> None:
    one = question(cast)
    first, twin = receive_all([one, one])
    (again,) = receive_all([one])
    assert isinstance(first, Opened)
    assert first.new
    assert twin == again == replace(first, new=False)
    assert Conversation.objects.count() == 1


def test_a_new_customer_gets_an_advisor(cast: Cast) -> None:
    stranger = person("Frieda")
    (conversation,) = opened(receive_all([question(cast, person_id=stranger.pk, wants_company=True)]))
    customer = Customer.objects.get(person=stranger, company=cast.kaffeewerk)
    assert customer.advisor is not None
    assert current(conversation).holder_id == customer.advisor.person_id


def test_while_the_advisor_is_away_the_deputy_has_it(cast: Cast) -> None:
    Membership.objects.filter(person=cast.ada).update(away_until=clock.now() + timedelta(days=1))
    (conversation,) = opened(receive_all([question(cast, wants_company=True)]))
    assert (current(conversation).level, current(conversation).holder_id) == (Assignment.DEPUTY, cast.dora.pk)


def test_an_advisor_who_left_is_replaced(cast: Cast) -> None:
    Membership.objects.filter(person=cast.ada).update(left_at=clock.now())
    (conversation,) = opened(receive_all([question(cast, wants_company=True)]))
    assert current(conversation).holder_id == cast.dora.pk


def test_nobody_is_offered_their_own_question(cast: Cast) -> None:
    customer = Customer.objects.create(person=cast.emil, company=cast.kaffeewerk)
    customer.advisor, customer.deputy = cast.customer.advisor, cast.customer.deputy
    customer.save()
    own, karlas = opened(receive_all([question(cast, person_id=cast.emil.pk), question(cast)]))
    assert current(own).level == Assignment.ADVISOR
    assert not Offer.objects.filter(assignment__conversation=own).exists()
    assert karlas.events.filter(kind="asked").count() == 1


def test_what_the_shield_cannot_vouch_for_goes_to_the_company(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("oase.conversations.shielding.shield", broken)
    (conversation,) = opened(receive_all([question(cast)]))
    assert current(conversation).level == Assignment.ADVISOR
    assert [(one.body, one.shielded_at) for one in conversation.messages.all()] == [("", None)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"company_id": 10**6},
        {"person_id": 10**6},
        {"topic_id": 10**6},
    ],
)
def test_what_is_not_there_opens_nothing(cast: Cast, wrong: dict[str, int]) -> None:
    outcomes = receive_all([question(cast, **wrong), question(cast)])
    assert [type(one) for one in outcomes] == [NotAllowed, Opened]
    assert Conversation.objects.count() == 1


def test_a_topic_of_another_company_opens_nothing(cast: Cast) -> None:
    foreign = cast.velotal.topics.get()
    (outcome,) = receive_all([question(cast, topic_id=foreign.pk)])
    assert isinstance(outcome, NotAllowed)
    assert Conversation.objects.count() == 0


def test_who_was_forgotten_opens_nothing(cast: Cast) -> None:
    Person.objects.filter(pk=cast.karla.pk).update(is_active=False)
    (outcome,) = receive_all([question(cast)])
    assert isinstance(outcome, NotAllowed)


def test_one_who_fails_does_not_keep_the_others_from_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> list[Opened]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")
        return []

    monkeypatch.setattr(receiving, "store", fails)
    assert len(opened(receive_all([question(cast), question(cast)]))) == 2


def test_what_was_opened_together_goes_on(cast: Cast) -> None:
    (conversation,) = opened(receive_all([question(cast)]))
    (written,) = say([Words(conversation.pk, UUID(int=7), cast.karla.pk, "customer", "Noch etwas.")])
    assert isinstance(written, Appended)
    assert written.seq == 3
    assert Event.objects.get(conversation=conversation).seq == 2
    assert Expert.objects.get(pk=cast.emil.pk).offers.count() == 1


def test_a_company_with_one_agent_is_ordinary(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    Membership.objects.filter(company=cast.kaffeewerk).exclude(person=cast.ada).update(left_at=clock.now())
    Customer.objects.filter(pk=cast.customer.pk).update(deputy=None)
    monkeypatch.setattr(receiving, "_alone", None)
    (conversation,) = opened(receive_all([question(cast, wants_company=True)]))
    assert current(conversation).holder_id == cast.ada.pk


def test_what_changed_a_moment_ago_counts(cast: Cast) -> None:
    receive_all([question(cast)])
    cast.kaffeewerk.topics.update(open_to_experts=False)
    Person.objects.filter(pk=cast.karla.pk).update(last_name="Quittenbaum")
    (conversation,) = opened(receive_all([question(cast, QUESTION + " Ihre Quittenbaum")]))
    assert current(conversation).level == Assignment.ADVISOR
    assert "Quittenbaum" not in conversation.messages.get().body


def test_experts_for_many_topics_are_the_candidates_of_each(cast: Cast) -> None:
    (conversation,) = opened(receive_all([question(cast, wants_company=True)]))
    assert conversation.topic_id is not None
    topic_id = conversation.topic_id
    (found,) = first_asked([(topic_id, "de", Waves((5,), 45), 900.0)]).values()
    assert [one.contender.expert_id for one in found] == [cast.emil.pk]
    assert [one.contender.expert_id for one in matches(conversation, most=5)] == [cast.emil.pk]


def test_of_many_at_once_nobody_is_offered_more_than_they_want(cast: Cast) -> None:
    Expert.objects.filter(pk=cast.emil.pk).update(offers_at_once=2)
    concerns = opened(receive_all([question(cast) for _ in range(5)]))
    assert Offer.objects.filter(expert_id=cast.emil.pk).count() == 2
    # As one by one: what finds nobody any more is the company's.
    assert sorted(current(one).level for one in concerns) == ["advisor"] * 3 + ["network"] * 2


def test_of_many_at_once_each_finds_those_who_still_have_room(cast: Cast) -> None:
    for name in ("Nils", "Pia", "Wei"):
        expert(cast, name, Standing.EXPERT)
    Expert.objects.update(offers_at_once=1)
    type(cast.machines).objects.filter(pk=cast.machines.pk).update(wave_sizes=[2])
    concerns = opened(receive_all([question(cast) for _ in range(2)]))
    asked = [set(current(one).offers.values_list("expert_id", flat=True)) for one in concerns]
    assert [len(one) for one in asked] == [2, 2]
    assert asked[0].isdisjoint(asked[1])
