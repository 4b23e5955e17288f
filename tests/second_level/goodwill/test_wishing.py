"""Beyond the budgets: asked with a reason, decided once by somebody who leads, and only then the customer hears."""

from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from oase.companies.models import Membership
from oase.conversations.append import NotAllowed
from oase.conversations.models import Conversation, Event, Outbox
from oase.conversations.words import Refused
from oase.jobs import clock
from oase.people.models import Person
from oase.second_level.goodwill.actions import ask_for, decide, drop, give
from oase.second_level.goodwill.budgets import budgets_of
from oase.second_level.goodwill.models import Goodwill, GoodwillWish
from oase.second_level.goodwill.queries import waiting_visible_to
from tests.cast import IBAN, Cast, person
from tests.second_level.goodwill.story import OWN, budgets, flowers, voucher
from tests.threads import at_once


def _asks(cast: Cast, conversation: Conversation, by: Person | None = None) -> GoodwillWish:
    return ask_for(
        conversation_id=conversation.pk, membership=cast.member(by or cast.ada), kind=voucher(cast), cents=9000,
        client_id=uuid4(), reason="Drei Wochen Warten.", words="Danke für Ihre Geduld!",
    )  # fmt: skip


def _waiting(cast: Cast, who: Person) -> list[GoodwillWish]:
    return list(waiting_visible_to(cast.member(who)))


def test_whoever_leads_agrees_and_it_is_given_under_the_name_of_whoever_asked(cast: Cast) -> None:
    budgets(cast)
    conversation = cast.given_on()
    wish = _asks(cast, conversation)
    assert not Event.objects.filter(kind="goodwill").exists()
    assert (_waiting(cast, cast.sven), _waiting(cast, cast.ada), _waiting(cast, cast.dora)) == ([wish], [wish], [])
    assert _waiting(cast, cast.mallory) == []
    decide(wish_id=wish.pk, by=cast.member(cast.sven), grant=True)
    given = Goodwill.objects.get()
    assert (given.budget, given.cents, given.giver.person, given.approved_by) == ("beyond", 9000, cast.ada, cast.sven)
    event = Event.objects.get(kind="goodwill")
    assert (event.actor, event.detail["words"]) == (cast.ada, "Danke für Ihre Geduld!")
    assert Outbox.objects.filter(kind="goodwill").count() == 1
    assert budgets_of(cast.member(cast.ada))[0].left == OWN
    assert _waiting(cast, cast.sven) == []


def test_declining_needs_a_reason_and_the_customer_never_hears_of_it(cast: Cast) -> None:
    wish = _asks(cast, cast.given_on())
    sven = cast.member(cast.sven)
    with pytest.raises(Refused):
        decide(wish_id=wish.pk, by=sven, grant=False, answer="  ")
    decide(wish_id=wish.pk, by=sven, grant=False, answer=f"Die IBAN {IBAN} kennen wir schon.")
    wish.refresh_from_db()
    assert (wish.verdict, wish.decided_by) == ("declined", cast.sven)
    assert "2020" not in wish.answer
    assert not Goodwill.objects.exists()
    assert not Event.objects.filter(kind="goodwill").exists()
    assert not Outbox.objects.filter(kind="goodwill").exists()


def test_two_who_lead_decide_at_once_and_it_is_given_once(cast: Cast) -> None:
    wish = _asks(cast, cast.given_on())
    vera = person("Vera", "Holm")
    Membership.objects.create(person=vera, company=cast.kaffeewerk, role=Membership.ADMIN)
    both = [cast.member(cast.sven), cast.member(vera)]
    raised = at_once(*(partial(decide, wish_id=wish.pk, by=one, grant=True) for one in both))
    assert [type(error) for error in raised] == [Refused]
    assert Goodwill.objects.count() == 1


def test_only_whoever_leads_here_decides_and_never_on_their_own_while_another_leads(cast: Cast) -> None:
    wish = _asks(cast, cast.given_on(), by=cast.sven)
    with pytest.raises(NotAllowed):
        decide(wish_id=wish.pk, by=cast.member(cast.ada), grant=True)
    Membership.objects.filter(person=cast.mallory).update(role=Membership.ADMIN)
    with pytest.raises(NotAllowed):
        decide(wish_id=wish.pk, by=cast.member(cast.mallory), grant=True)
    vera = person("Vera", "Holm")
    Membership.objects.create(person=vera, company=cast.kaffeewerk, role=Membership.SUPERVISOR)
    with pytest.raises(NotAllowed):
        decide(wish_id=wish.pk, by=cast.member(cast.sven), grant=True)
    with pytest.raises(NotAllowed):
        decide(wish_id=0, by=cast.member(cast.sven), grant=True)
    assert not Goodwill.objects.exists()
    Membership.objects.filter(person=vera).update(left_at=clock.now())  # nobody else is left to decide
    decide(wish_id=wish.pk, by=cast.member(cast.sven), grant=True)
    assert Goodwill.objects.get().approved_by == cast.sven


def test_nobody_decides_what_they_would_get_themselves(cast: Cast) -> None:
    conversation = cast.given_on()
    wish = _asks(cast, conversation)
    cast.customer.person = cast.sven
    cast.customer.save()
    assert _waiting(cast, cast.sven) == []
    with pytest.raises(NotAllowed):
        decide(wish_id=wish.pk, by=cast.member(cast.sven), grant=True)


def test_who_asked_may_drop_it_and_whoever_left_gives_nothing_any_more(cast: Cast) -> None:
    conversation = cast.given_on()
    wish, other = _asks(cast, conversation), _asks(cast, conversation)
    with pytest.raises(NotAllowed):
        drop(wish_id=wish.pk, by=cast.member(cast.sven))
    drop(wish_id=wish.pk, by=cast.member(cast.ada))
    with pytest.raises(Refused):
        decide(wish_id=wish.pk, by=cast.member(cast.sven), grant=True)
    Membership.objects.filter(person=cast.ada).update(left_at=clock.now())
    with pytest.raises(Refused):
        decide(wish_id=other.pk, by=cast.member(cast.sven), grant=True)
    assert not Goodwill.objects.exists()
    decide(wish_id=other.pk, by=cast.member(cast.sven), grant=False, answer="Ada ist nicht mehr da.")


def test_a_wish_without_a_reason_or_sent_twice(cast: Cast) -> None:
    conversation, client_id = cast.given_on(), uuid4()
    sent: dict[str, Any] = {"membership": cast.member(cast.ada), "kind": flowers(cast), "client_id": client_id}
    with pytest.raises(Refused):
        ask_for(conversation_id=conversation.pk, reason=" ", **sent)
    wish = ask_for(conversation_id=conversation.pk, reason="Geburtstag", **sent)
    assert ask_for(conversation_id=conversation.pk, reason="Geburtstag", **sent) == wish
    with pytest.raises(Refused):
        ask_for(conversation_id=cast.asks().pk, reason="Geburtstag", **sent)
    assert GoodwillWish.objects.count() == 1


def test_what_was_wished_for_is_not_given_by_its_number_meanwhile(cast: Cast) -> None:
    """From a hand-made form: otherwise nobody could agree to the wish any more."""
    budgets(cast)
    conversation, client_id = cast.given_on(), uuid4()
    sent: dict[str, Any] = {"membership": cast.member(cast.ada), "client_id": client_id}
    wish = ask_for(conversation_id=conversation.pk, kind=flowers(cast), reason="Geburtstag", **sent)
    with pytest.raises(Refused):
        give(conversation_id=conversation.pk, kind=voucher(cast), **sent)
    assert decide(wish_id=wish.pk, by=cast.member(cast.sven), grant=True).verdict == GoodwillWish.GRANTED
    assert Goodwill.objects.get().kind == flowers(cast)


def test_what_was_decided_stays_decided(cast: Cast) -> None:
    wish = _asks(cast, cast.given_on())
    decide(wish_id=wish.pk, by=cast.member(cast.sven), grant=False, answer="Nein.")
    with pytest.raises(DatabaseError, match="was decided"), transaction.atomic():
        GoodwillWish.objects.filter(pk=wish.pk).update(verdict="granted")
