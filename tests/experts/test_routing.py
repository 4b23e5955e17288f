"""Who is asked, wave by wave, and when the company has it at once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from oase.companies.models import Membership, Topic
from oase.conversations import actions
from oase.conversations.append import NotAllowed
from oase.conversations.models import Conversation, Message
from oase.experts import actions as expert_actions
from oase.experts.jobs import next_waves
from oase.experts.matching.standing import measure
from oase.experts.models import Expert, Offer, Qualification
from oase.jobs import clock
from oase.people.models import Person
from tests.cast import Cast, current, person

WAVES = (5, 10, 25, 50)
NEXT_WAVE_AFTER = timedelta(seconds=45)
"""A twentieth of the fifteen minutes promised."""
FINE = "Meine Aroma brüht nicht."


def _place(conversation: Conversation) -> tuple[str, Person | None]:
    assignment = current(conversation)
    return assignment.level, assignment.holder


def _asked(conversation: Conversation) -> list[int]:
    offers = Offer.objects.filter(assignment__conversation=conversation).order_by("wave", "pk")
    return [offers.filter(wave=wave).count() for wave in sorted(set(offers.values_list("wave", flat=True)))]


@pytest.fixture
def crowd(cast: Cast) -> list[Person]:
    """More experts for machines, beside Emil: three whole waves and ten who are left for the fourth."""
    people = [person(f"Expert{number}") for number in range(sum(WAVES[:3]) + 9)]
    for one in people:
        Expert.objects.create(person=one, languages=["de"])
        Qualification.objects.create(expert_id=one.pk, topic=cast.machines)
    measure([one.pk for one in people])
    return people


def test_a_question_for_experts_is_offered_to_them(cast: Cast) -> None:
    conversation = cast.asks(FINE)
    assert _place(conversation) == ("network", None)
    offer = cast.offer_to(cast.emil, conversation)
    assert (offer.reward_cents, offer.expires_at) == (420, current(conversation).due_at)


def test_the_topic_is_recognised_when_none_is_chosen(cast: Cast) -> None:
    assert cast.asks(FINE, topic=None).topic == cast.machines
    assert _place(cast.asks("Meine Rechnung fehlt.", topic=None)) == ("advisor", cast.ada)
    assert _place(cast.asks("Etwas ganz anderes.", topic=None)) == ("advisor", cast.ada)


@pytest.mark.parametrize("text", ["Rauch aus der Aroma!", "Meine Aroma wurde gestohlen."])
def test_what_is_sensitive_goes_to_the_company(cast: Cast, text: str) -> None:
    assert _place(cast.asks(text)) == ("advisor", cast.ada)
    assert _place(cast.asks(FINE, subject=text)) == ("advisor", cast.ada)
    assert Offer.objects.count() == 0


def test_who_wants_the_company_gets_it_and_company_only_topics_too(cast: Cast) -> None:
    assert _place(cast.asks(FINE, wants_company=True)) == ("advisor", cast.ada)
    assert _place(cast.asks(FINE, topic=cast.invoices)) == ("advisor", cast.ada)
    assert Offer.objects.count() == 0


def test_a_topic_of_another_company_is_refused(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        cast.asks(FINE, topic=Topic.objects.get(company=cast.velotal))
    assert Conversation.objects.count() == 0


def _not_there(cast: Cast) -> None:
    Expert.objects.update(available=False)


def _speaks_only_english(cast: Cast) -> None:
    Expert.objects.update(languages=["en"])


def _shut_out(cast: Cast) -> None:
    Person.objects.filter(pk=cast.emil.pk).update(is_active=False)


def _no_longer_qualified(cast: Cast) -> None:
    Qualification.objects.update(lapses_at=timezone.now() - timedelta(seconds=1))


def _qualified_elsewhere(cast: Cast) -> None:
    Qualification.objects.update(topic=cast.invoices)


def _on_the_staff(cast: Cast) -> None:
    Membership.objects.create(person=cast.emil, company=cast.kaffeewerk, role=Membership.SUPERVISOR)


def _is_the_customer(cast: Cast) -> None:
    cast.customer.person = cast.emil
    cast.customer.save()


def _wants_none(cast: Cast) -> None:
    Expert.objects.update(at_once=0)


@pytest.mark.parametrize(
    "change",
    [
        _not_there,
        _speaks_only_english,
        _shut_out,
        _no_longer_qualified,
        _qualified_elsewhere,
        _on_the_staff,
        _is_the_customer,
        _wants_none,
    ],
)
def test_without_anyone_to_ask_the_company_has_it(cast: Cast, change: object) -> None:
    change(cast)  # type: ignore[operator]  # one of the functions above
    assert _place(cast.asks(FINE)) == ("advisor", cast.ada)
    assert Offer.objects.count() == 0


def test_staff_of_another_company_and_those_who_left_may_be_asked(cast: Cast) -> None:
    Membership.objects.create(person=cast.emil, company=cast.velotal)
    Membership.objects.create(person=cast.emil, company=cast.kaffeewerk, left_at=timezone.now())
    assert _place(cast.asks(FINE)) == ("network", None)


def test_who_holds_as_many_as_they_want_is_not_asked(cast: Cast) -> None:
    Expert.objects.update(at_once=1)
    cast.claimed(FINE)
    assert _place(cast.asks(FINE)) == ("advisor", cast.ada)


def test_more_are_asked_wave_by_wave_and_nobody_twice(cast: Cast, crowd: list[Person]) -> None:
    moment = timezone.now()
    with clock.standing_at(moment):
        conversation = cast.asks(FINE)
        next_waves(0)
        assert _asked(conversation) == [WAVES[0]]
    for count in (1, 2, 3):
        moment += NEXT_WAVE_AFTER
        with clock.standing_at(moment):
            next_waves(0)
            next_waves(0)
        assert _asked(conversation) == [*WAVES[:3], 10][: count + 1]
    with clock.standing_at(moment + NEXT_WAVE_AFTER):
        next_waves(0)
    assert _asked(conversation) == [*WAVES[:3], 10]
    experts = list(Offer.objects.values_list("expert_id", flat=True))
    assert len(experts) == len(set(experts)) == len(crowd) + 1


def test_once_claimed_nobody_more_is_asked(cast: Cast, crowd: list[Person]) -> None:
    conversation = cast.asks(FINE)
    offer = Offer.objects.order_by("pk")[0]
    expert_actions.claim(offer_id=offer.pk, by=offer.expert.person)
    with clock.standing_at(timezone.now() + NEXT_WAVE_AFTER):
        next_waves(0)
    assert _asked(conversation) == [WAVES[0]]


def test_one_question_that_fails_does_not_hold_up_the_others(
    cast: Cast, crowd: list[Person], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, fine = cast.asks(FINE), cast.asks(FINE)
    from oase.experts import jobs

    offer_wave = jobs.offer_wave

    def failing(conversation: Conversation, assignment: object) -> object:
        if conversation == broken:
            raise RuntimeError
        return offer_wave(conversation, assignment)  # type: ignore[arg-type]

    monkeypatch.setattr(jobs, "offer_wave", failing)
    with clock.standing_at(timezone.now() + NEXT_WAVE_AFTER):
        next_waves(0)
    assert (_asked(broken), _asked(fine)) == ([WAVES[0]], list(WAVES[:2]))


def test_who_gave_it_back_is_not_asked_again_but_others_are(cast: Cast, crowd: list[Person]) -> None:
    conversation = cast.asks(FINE)
    offer = Offer.objects.order_by("pk")[0]
    first = offer.expert.person
    expert_actions.claim(offer_id=offer.pk, by=first)
    expert_actions.give_on(conversation_id=conversation.pk, by=first, reason="not_my_field")
    assert _place(conversation) == ("network", None)
    asked = Offer.objects.filter(assignment=current(conversation)).values_list("expert_id", flat=True)
    assert len(asked) == WAVES[0]
    assert first.pk not in asked
    with pytest.raises(expert_actions.AlreadyClaimed):
        expert_actions.claim(offer_id=offer.pk, by=first)


def test_who_declined_is_not_asked_again_and_who_was_only_slower_is(cast: Cast, crowd: list[Person]) -> None:
    for one in crowd[2:]:
        Expert.objects.filter(pk=one.pk).update(available=False)
    slower, unwilling = crowd[:2]
    conversation = cast.asks(FINE)
    expert_actions.decline(offer_id=cast.offer_to(unwilling, conversation).pk, by=unwilling)
    expert_actions.claim(offer_id=cast.offer_to(cast.emil, conversation).pk, by=cast.emil)
    expert_actions.give_on(conversation_id=conversation.pk, by=cast.emil, reason="not_my_field")
    again = Offer.objects.filter(assignment=current(conversation))
    assert [offer.expert.person for offer in again] == [slower]
    expert_actions.claim(offer_id=again.get().pk, by=slower)
    expert_actions.give_on(conversation_id=conversation.pk, by=slower, reason="not_my_field")
    assert _place(conversation) == ("advisor", cast.ada)


def test_with_nobody_else_to_ask_what_is_given_back_goes_to_the_company(cast: Cast) -> None:
    conversation = cast.claimed(FINE)
    expert_actions.give_on(conversation_id=conversation.pk, by=cast.emil, reason="not_my_field")
    assert _place(conversation) == ("advisor", cast.ada)


def test_while_a_message_is_being_checked_nobody_more_is_asked(cast: Cast, crowd: list[Person]) -> None:
    conversation = cast.asks(FINE)
    Message.objects.update(body="", shielded_at=None)
    with clock.standing_at(timezone.now() + NEXT_WAVE_AFTER):
        next_waves(0)
    assert _asked(conversation) == [WAVES[0]]


def test_asking_twice_offers_once(cast: Cast) -> None:
    client_id = uuid4()
    cast.asks(FINE, client_id=client_id)
    cast.asks(FINE, client_id=client_id)
    assert Offer.objects.count() == 1


def test_two_claims_at_once_never_exceed_what_the_expert_wants(cast: Cast) -> None:
    from tests.threads import at_once

    Expert.objects.update(at_once=2, offers_at_once=6)
    offers = [cast.offer_to(cast.emil, cast.asks(FINE)) for _ in range(6)]

    def claim(offer_id: int) -> None:
        expert_actions.claim(offer_id=offer_id, by=Person.objects.get(pk=cast.emil.pk))

    raised = at_once(*(lambda pk=offer.pk: claim(pk) for offer in offers))  # type: ignore[misc]
    assert {type(error) for error in raised} == {actions.Refused}
    assert len(raised) == 4
    assert cast.emil.holding.filter(ended_at=None, level="expert").count() == 2
