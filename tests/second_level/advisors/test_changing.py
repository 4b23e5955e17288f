"""Karla has another advisor: by her own wish, by the staff's, or because somebody left."""

from uuid import uuid4

import pytest

from oase.companies.models import Customer, Membership
from oase.companies.words import NotAllowed, Refused
from oase.conversations import actions
from oase.conversations.models import Assignment, Outbox
from oase.jobs import clock
from oase.people.models import Person
from oase.second_level.advisors import leaving
from oase.second_level.advisors.actions import add_note, change_advisor, choose_advisor, leave, set_away
from oase.second_level.advisors.changing import MOST_A_DAY
from oase.second_level.advisors.jobs import go_round
from oase.second_level.advisors.models import AdvisorChange, HandoverNote
from oase.second_level.advisors.notes import asked_of, mark_read, notes_visible_to
from tests.cast import IBAN, Cast, current, person
from tests.threads import at_once

NOTE = f"Frau Blum wartet seit Mai, ihr Konto ist {IBAN}. Bitte anrufen."


def carers(cast: Cast) -> tuple[str, str]:
    stored = Customer.objects.select_related("advisor__person", "deputy__person").get(pk=cast.customer.pk)
    return tuple(one.person.first_name if one else "" for one in (stored.advisor, stored.deputy))  # type: ignore[return-value]


def test_karla_chooses_dora_and_her_open_concern_follows_at_once(cast: Cast) -> None:
    conversation = cast.given_on()
    promised = current(conversation).due_at
    change = choose_advisor(customer=cast.customer, to=cast.member(cast.dora), by=cast.karla)
    now = current(conversation)
    assert (carers(cast), now.level, now.holder, now.due_at) == (("Dora", "Ada"), "advisor", cast.dora, promised)
    event = conversation.events.order_by("-seq")[0]
    assert (event.kind, event.actor, event.to, event.detail["reason"]) == (
        "advisor_changed", cast.karla, cast.dora, "customer",
    )  # fmt: skip
    assert Outbox.objects.filter(kind="handed_over", recipient=cast.karla, key__endswith=f":{event.seq}").exists()
    assert asked_of(cast.member(cast.ada)) == [change]


def test_ada_is_not_asked_about_somebody_she_never_met(cast: Cast) -> None:
    choose_advisor(customer=cast.customer, to=cast.member(cast.dora), by=cast.karla)
    assert asked_of(cast.member(cast.ada)) == []


def test_ada_answers_and_dora_reads_it_shielded(cast: Cast) -> None:
    cast.given_on()
    change = choose_advisor(customer=cast.customer, to=cast.member(cast.dora), by=cast.karla)
    for stranger in (cast.dora, cast.mallory):
        with pytest.raises(NotAllowed):
            add_note(change_id=change.pk, by=cast.member(stranger), text="x")
    with pytest.raises(Refused):
        add_note(change_id=change.pk, by=cast.member(cast.ada), text="   ")
    add_note(change_id=change.pk, by=cast.member(cast.ada), text=NOTE)
    assert asked_of(cast.member(cast.ada)) == []
    dora = cast.member(cast.dora)
    (note,) = notes_visible_to(dora, cast.customer)
    assert all(secret not in note.body for secret in ("Blum", "2020 51"))
    assert "wartet seit Mai" in note.body
    mark_read(cast.member(cast.ada), cast.customer)
    assert HandoverNote.objects.get().read_at is None
    mark_read(dora, cast.customer)
    assert HandoverNote.objects.get().read_at is not None
    assert notes_visible_to(cast.member(cast.mallory), cast.customer) == []
    with pytest.raises(Refused):
        add_note(change_id=change.pk, by=cast.member(cast.ada), text="noch einmal")
    assert HandoverNote.objects.count() == 1


def test_who_is_their_own_customer_reads_no_notes_about_themself(cast: Cast) -> None:
    cast.given_on()
    change = choose_advisor(customer=cast.customer, to=cast.member(cast.dora), by=cast.karla)
    add_note(change_id=change.pk, by=cast.member(cast.ada), text="Freundlich.")
    karla_works = Membership.objects.create(person=cast.karla, company=cast.kaffeewerk, role=Membership.ADMIN)
    assert notes_visible_to(karla_works, cast.customer) == []


def test_staff_change_an_advisor_with_a_note_only(cast: Cast) -> None:
    ada, dora = cast.member(cast.ada), cast.member(cast.dora)
    with pytest.raises(Refused):
        change_advisor(customer=cast.customer, to=dora, by=ada, note=" ")
    assert (carers(cast), AdvisorChange.objects.count()) == (("Ada", "Dora"), 0)
    change_advisor(customer=cast.customer, to=dora, by=ada, note=NOTE)
    assert (carers(cast), HandoverNote.objects.get().change.note_asked_at) == (("Dora", "Ada"), None)


def test_only_who_cares_or_leads_changes_an_advisor(cast: Cast) -> None:
    grete = Membership.objects.create(person=person("Grete"), company=cast.kaffeewerk, languages=["de"])
    for by, error in ((grete, Refused), (cast.member(cast.mallory), NotAllowed)):
        with pytest.raises(error):
            change_advisor(customer=cast.customer, to=grete, by=by, note="x")
    change_advisor(customer=cast.customer, to=grete, by=cast.member(cast.sven), note="Grete kennt die Maschine.")
    assert carers(cast) == ("Grete", "Dora")


def test_nobody_becomes_advisor_who_cannot(cast: Cast) -> None:
    gone = Membership.objects.create(person=person("Gerd"), company=cast.kaffeewerk, left_at=clock.now())
    for to in (gone, cast.member(cast.mallory)):
        with pytest.raises(NotAllowed):
            change_advisor(customer=cast.customer, to=to, by=cast.member(cast.ada), note="x")
        with pytest.raises(NotAllowed):
            choose_advisor(customer=cast.customer, to=to, by=cast.karla)
    with pytest.raises(NotAllowed):
        choose_advisor(customer=cast.customer, to=cast.member(cast.sven), by=cast.karla)
    with pytest.raises(Refused):
        choose_advisor(customer=cast.customer, to=cast.member(cast.ada), by=cast.karla)
    assert (carers(cast), AdvisorChange.objects.count()) == (("Ada", "Dora"), 0)


def test_only_karla_chooses_for_karla_and_not_all_day_long(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        choose_advisor(customer=cast.customer, to=cast.member(cast.dora), by=cast.mallory)
    for to in (cast.dora, cast.ada, cast.dora):
        cast.customer.refresh_from_db()
        choose_advisor(customer=cast.customer, to=cast.member(to), by=cast.karla)
    cast.customer.refresh_from_db()
    with pytest.raises(Refused):
        choose_advisor(customer=cast.customer, to=cast.member(cast.ada), by=cast.karla)
    assert carers(cast) == ("Dora", "Ada")


def test_who_is_chosen_while_away_is_the_advisor_and_the_deputy_has_it(cast: Cast) -> None:
    conversation = cast.given_on()
    set_away(membership=cast.member(cast.dora), until=clock.now().replace(year=clock.now().year + 1))
    choose_advisor(customer=cast.customer, to=cast.member(cast.dora), by=cast.karla)
    now = current(conversation)
    assert (carers(cast), now.level, now.holder, now.stands_in_for) == (("Dora", "Ada"), "deputy", cast.ada, cast.dora)


def test_a_colleague_who_holds_it_keeps_it(cast: Cast) -> None:
    conversation = cast.given_on()
    actions.take(conversation_id=conversation.pk, by=cast.sven)
    choose_advisor(customer=cast.customer, to=cast.member(cast.dora), by=cast.karla)
    assert current(conversation).holder == cast.sven


def test_ada_leaves_and_everything_finds_new_hands(cast: Cast) -> None:
    grete = Membership.objects.create(person=person("Grete"), company=cast.kaffeewerk, languages=["de"])
    conversation = cast.given_on()
    assert leave(membership=cast.member(cast.ada), by=cast.member(cast.sven)) == 1
    now = current(conversation)
    assert (carers(cast), now.level, now.holder) == (("Dora", "Grete"), "advisor", cast.dora)
    assert conversation.events.order_by("-seq")[0].detail["reason"] == "left"
    change = AdvisorChange.objects.get()
    assert (change.reason, change.after_id, change.note_asked_at) == ("left", cast.member(cast.dora).pk, None)
    assert leave(membership=cast.member(cast.ada), by=cast.member(cast.sven)) == 0
    assert grete.deputises.count() == 1


def test_who_left_in_the_middle_of_something_is_finished_by_the_job(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = cast.given_on()
    monkeypatch.setattr(leaving, "pass_all", lambda *_args, **_kwargs: 0)
    leave(membership=cast.member(cast.ada), by=cast.member(cast.sven))
    assert current(conversation).holder == cast.ada
    monkeypatch.undo()
    assert (go_round(), current(conversation).holder) == (1, cast.dora)


def test_many_customers_are_dealt_out_fairly_and_by_language(cast: Cast) -> None:
    ada, dora = cast.member(cast.ada), cast.member(cast.dora)
    grete = Membership.objects.create(person=person("Grete"), company=cast.kaffeewerk, languages=["de"])
    people = [person(f"Kunde{n}", language="en" if n % 5 == 0 else "de") for n in range(20)]
    Customer.objects.bulk_create(Customer(person=one, company=cast.kaffeewerk, advisor=ada) for one in people)
    leave(membership=ada, by=cast.member(cast.sven))
    assert (dora.advises.count(), grete.advises.count()) == (1 + 10, 10)
    english = Customer.objects.filter(person__language="en", company=cast.kaffeewerk)
    assert set(english.values_list("advisor", flat=True)) == {dora.pk}
    assert not Customer.objects.filter(company=cast.kaffeewerk, deputy=None).exists()


def test_only_who_leads_lets_somebody_go(cast: Cast) -> None:
    for stranger in (cast.dora, cast.mallory):
        with pytest.raises(NotAllowed):
            leave(membership=cast.member(cast.ada), by=cast.member(stranger))
    assert cast.member(cast.ada).left_at is None


def test_dora_answers_for_ada_and_it_is_said_once(cast: Cast) -> None:
    conversation = cast.given_on()
    for text in ("Ada ist gleich da.", "Ich sehe schon nach."):
        actions.reply(conversation_id=conversation.pk, author=cast.dora, role="agent", text=text, client_id=uuid4())
    said = conversation.events.filter(kind="stepped_in")
    assert [(one.actor, one.to) for one in said] == [(cast.dora, cast.ada)]
    assert (current(conversation).holder, current(conversation).turn) == (cast.ada, Assignment.CUSTOMER)


def test_many_windows_change_no_more_often_than_one(cast: Cast) -> None:
    ada, dora = cast.member(cast.ada), cast.member(cast.dora)
    raised = at_once(
        *(lambda to=to: choose_advisor(customer=cast.customer, to=to, by=cast.karla) for to in [dora, ada] * 4)
    )
    assert all(isinstance(error, Refused) for error in raised)
    assert 1 <= AdvisorChange.objects.filter(customer=cast.customer).count() <= MOST_A_DAY


def test_nobody_cares_for_the_forgotten_anew(cast: Cast) -> None:
    cast.asks("Die Rechnung ist doppelt.", topic=cast.invoices, wants_company=True)
    Person.objects.filter(pk=cast.karla.pk).update(is_active=False)
    with pytest.raises(Refused):
        change_advisor(customer=cast.customer, to=cast.member(cast.dora), by=cast.member(cast.ada), note="Weiter so.")
    assert not HandoverNote.objects.exists()
