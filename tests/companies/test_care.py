"""Everyone has somebody: who becomes advisor and deputy, and who never does."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from oase.companies.care import customer_of, with_advisor
from oase.companies.models import Customer, Membership
from oase.companies.queries import membership_of, staff_ids
from oase.conversations import actions, watching
from oase.conversations.chain import Step, company_step, next_step
from oase.jobs import clock
from oase.people.models import Person
from tests.cast import Cast, current, person


def _pair(customer: Customer) -> tuple[str, str]:
    customer = with_advisor(Customer.objects.get(pk=customer.pk))
    stored = Customer.objects.get(pk=customer.pk)
    assert (customer.advisor, customer.deputy) == (stored.advisor, stored.deputy)
    return (
        customer.advisor.person.first_name if customer.advisor else "",
        customer.deputy.person.first_name if customer.deputy else "",
    )


@pytest.fixture
def newcomer(cast: Cast) -> Customer:
    """A customer nobody cares for yet: Emil buys a machine himself."""
    return customer_of(person=cast.emil, company=cast.kaffeewerk)


def test_a_person_becomes_a_customer_once(cast: Cast, newcomer: Customer) -> None:
    assert customer_of(person=cast.emil, company=cast.kaffeewerk) == newcomer
    assert customer_of(person=cast.emil, company=cast.velotal) != newcomer


def test_who_has_the_fewest_customers_becomes_advisor_and_another_the_deputy(cast: Cast, newcomer: Customer) -> None:
    assert _pair(newcomer) == ("Dora", "Ada")
    assert _pair(cast.customer) == ("Ada", "Dora")


def test_language_comes_before_load(cast: Cast, newcomer: Customer) -> None:
    Person.objects.filter(pk=cast.emil.pk).update(language="en")
    Membership.objects.filter(person=cast.dora).update(languages=["de"])
    assert _pair(newcomer) == ("Ada", "Dora")


def test_who_is_there_comes_before_language_and_load(cast: Cast, newcomer: Customer) -> None:
    Membership.objects.filter(person=cast.dora).update(away_until=timezone.now() + timedelta(days=3))
    assert _pair(newcomer) == ("Ada", "Dora")


def test_nobody_is_their_own_advisor(cast: Cast) -> None:
    ada_buys = customer_of(person=cast.ada, company=cast.kaffeewerk)
    assert _pair(ada_buys) == ("Dora", "")
    assert company_step(ada_buys) == Step("advisor", cast.dora)
    assert next_step("advisor", ada_buys) == Step("team", None)


def test_someone_who_joins_their_own_company_is_cared_for_by_others(cast: Cast, newcomer: Customer) -> None:
    emil_joins = Membership.objects.create(person=cast.emil, company=cast.kaffeewerk, languages=["de"])
    for role in ("advisor", "deputy"):
        Customer.objects.filter(pk=newcomer.pk).update(**{"advisor": None, "deputy": None, role: emil_joins})
        customer = Customer.objects.get(pk=newcomer.pk)
        assert company_step(customer).holder in {cast.ada, cast.dora}
        assert next_step("advisor", customer).holder in {cast.ada, cast.dora}


def test_supervisors_and_strangers_are_nobodys_advisor(cast: Cast, newcomer: Customer) -> None:
    Membership.objects.filter(company=cast.kaffeewerk).exclude(person=cast.sven).delete()
    assert _pair(newcomer) == ("", "")
    assert company_step(newcomer) == Step("team", None)


@pytest.mark.parametrize("gone", [{"left_at": timezone.now()}, {"person__is_active": False}])
def test_who_left_is_replaced_and_the_deputy_follows_the_advisor(cast: Cast, gone: dict[str, object]) -> None:
    Membership.objects.create(person=person("Grete"), company=cast.kaffeewerk, languages=["de"])
    if "left_at" in gone:
        Membership.objects.filter(person=cast.ada).update(**gone)
    else:
        Person.objects.filter(pk=cast.ada.pk).update(is_active=False)
    assert _pair(cast.customer) == ("Dora", "Grete")


def test_who_is_only_away_stays_the_advisor(cast: Cast) -> None:
    Membership.objects.filter(person=cast.ada).update(away_until=timezone.now() + timedelta(days=3))
    assert _pair(cast.customer) == ("Ada", "Dora")
    customer = Customer.objects.get(pk=cast.customer.pk)
    assert company_step(customer) == Step("deputy", cast.dora)
    with clock.standing_at(timezone.now() + timedelta(days=4)):
        assert company_step(Customer.objects.get(pk=cast.customer.pk)) == Step("advisor", cast.ada)


def test_one_who_was_read_a_while_ago_does_not_undo_what_was_chosen_since(cast: Cast, newcomer: Customer) -> None:
    stale = Customer.objects.get(pk=newcomer.pk)
    chosen = _pair(newcomer)
    Membership.objects.create(person=person("Grete"), company=cast.kaffeewerk, languages=["de"])
    with_advisor(stale)
    assert (_pair(newcomer), stale.advisor.person.first_name if stale.advisor else "") == (chosen, chosen[0])


def test_two_concerns_at_once_choose_the_same_two(cast: Cast, newcomer: Customer) -> None:
    chosen, gate = [], threading.Barrier(6)

    def choose() -> None:
        customer = Customer.objects.get(pk=newcomer.pk)
        gate.wait()
        with_advisor(customer)
        chosen.append((customer.advisor_id, customer.deputy_id))
        connections.close_all()

    threads = [threading.Thread(target=choose) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stored = Customer.objects.get(pk=newcomer.pk)
    assert chosen == [(stored.advisor_id, stored.deputy_id)] * 6


def test_a_company_without_staff_still_holds_its_concerns(cast: Cast) -> None:
    Membership.objects.filter(company=cast.kaffeewerk).delete()
    cast.customer.refresh_from_db()
    conversation = cast.asks(wants_company=True)
    assert (current(conversation).level, current(conversation).holder) == ("team", None)
    for _ in range(2):
        with clock.standing_at(current(conversation).due_at):
            assert watching.move_lapsed() == 1
        assert (current(conversation).level, current(conversation).holder) == ("supervisors", None)
    actions.confirm_solution(conversation_id=conversation.pk, by=cast.karla)


def test_staff_are_those_who_belong_here_now(cast: Cast) -> None:
    ids = sorted(one.pk for one in (cast.ada, cast.dora, cast.sven))
    assert staff_ids(cast.kaffeewerk.pk) == ids
    Membership.objects.filter(person=cast.sven).update(left_at=timezone.now())
    Person.objects.filter(pk=cast.dora.pk).update(is_active=False)
    assert staff_ids(cast.kaffeewerk.pk) == [cast.ada.pk]
    assert membership_of(cast.ada, cast.kaffeewerk) is not None
    for nobody in (cast.sven, cast.dora, cast.mallory, cast.karla):
        assert membership_of(nobody, cast.kaffeewerk) is None
