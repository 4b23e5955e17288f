"""One's own page and the customers' advisors, as staff and as the customer meet them."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from oase.companies.models import Customer, Membership
from oase.jobs import clock
from oase.people.models import Person
from oase.second_level.advisors.actions import choose_advisor, set_away
from oase.second_level.advisors.models import Absence, AdvisorChange, HandoverNote
from tests.cast import Cast, current


def browser(who: Person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(who)
    return client


def test_karla_sees_ada_with_her_hours_and_chooses_dora(cast: Cast) -> None:
    Membership.objects.filter(person=cast.ada).update(hours=[[0, "09:00", "13:00"]], introduction_en="I roast.")
    karla, here = browser(cast.karla), reverse("advisor", args=["kaffeewerk"])
    page = karla.get(here).content.decode()
    assert all(words in page for words in ("Ada", "09:00–13:00", "I roast.", "Dora"))
    assert "Sven" not in page
    dora = cast.member(cast.dora).pk
    assert karla.post(reverse("advisor-choose", args=["kaffeewerk"]), {"to": dora}).status_code == 302
    cast.customer.refresh_from_db()
    assert cast.customer.advisor_id == dora


def test_what_karla_cannot_choose_is_said_and_nothing_changes(cast: Cast) -> None:
    karla, there = browser(cast.karla), reverse("advisor-choose", args=["kaffeewerk"])
    for wrong in ("", "x", str(cast.member(cast.sven).pk), str(cast.member(cast.mallory).pk)):
        answer = karla.post(there, {"to": wrong})
        assert (answer.status_code, "Please choose who shall care for you." in answer.content.decode()) == (422, True)
    assert (AdvisorChange.objects.count(), karla.get(reverse("advisor", args=["velotal"])).status_code) == (0, 404)


def test_an_absence_is_shown_without_its_reason(cast: Cast) -> None:
    set_away(membership=cast.member(cast.ada), until=clock.now() + timedelta(days=3))
    page = browser(cast.karla).get(reverse("advisor", args=["kaffeewerk"])).content.decode()
    assert "Until then Dora stands in" in page


def test_ada_plans_sees_and_takes_back(cast: Cast) -> None:
    ada, there = browser(cast.ada), reverse("office-absence", args=["kaffeewerk"])
    plan = {"starts_at": "2027-08-01T08:00", "ends_at": "2027-08-10T08:00", "reason": "Segeln"}
    assert ada.post(there, plan).status_code == 302
    assert "Segeln" in ada.get(reverse("office-me", args=["kaffeewerk"])).content.decode()
    wrong = ada.post(there, plan | {"starts_at": "2027-08-05T08:00"})
    assert (wrong.status_code, wrong.content.decode().count("2027-08-05T08:00")) == (422, 1)
    assert "You are away then already." in wrong.content.decode()
    cancel = reverse("office-absence-cancel", args=["kaffeewerk", Absence.objects.get().pk])
    assert browser(cast.dora).post(cancel).status_code == 404
    assert (ada.post(cancel).status_code, Absence.objects.count()) == (302, 0)


def test_nobody_reads_why_ada_is_away(cast: Cast) -> None:
    ada = browser(cast.ada)
    plan = {"starts_at": "2027-08-01T08:00", "ends_at": "2027-08-10T08:00", "reason": "Segeln"}
    ada.post(reverse("office-absence", args=["kaffeewerk"]), plan)
    for who in (cast.dora, cast.sven):
        for name in ("office-me", "office-team"):
            assert "Segeln" not in browser(who).get(reverse(name, args=["kaffeewerk"])).content.decode()


def test_ada_says_who_she_is_and_what_was_wrong_is_kept(cast: Cast) -> None:
    ada, there = browser(cast.ada), reverse("office-presenting", args=["kaffeewerk"])
    typed = {"introduction_en": "I repair.", "languages": ["en"], "knows": [cast.invoices.pk],
             "0-0-begins": "09:00", "0-0-ends": "12:00", "0-1-begins": "11:00", "0-1-ends": "15:00"}  # fmt: skip
    refused = ada.post(there, typed)
    page = refused.content.decode()
    assert (refused.status_code, "overlap" in page, "I repair." in page, 'value="11:00"' in page) == (422,) + (
        True,
    ) * 3
    assert ada.post(there, typed | {"0-1-begins": "13:00"}).status_code == 302
    member = cast.member(cast.ada)
    assert (member.hours, member.languages) == ([[0, "09:00", "12:00"], [0, "13:00", "15:00"]], ["en"])
    assert list(member.knows.all()) == [cast.invoices]
    foreign = cast.velotal.topics.get().pk
    assert ada.post(there, typed | {"knows": [foreign], "0-1-begins": "13:00"}).status_code == 404


def test_sven_sees_who_carries_too_much_and_says_that_ada_rang_in_ill(cast: Cast) -> None:
    conversation = cast.given_on()
    Membership.objects.filter(person=cast.ada).update(capacity=2)
    sven, team = browser(cast.sven), reverse("office-team", args=["kaffeewerk"])
    assert "Carries more than planned" in sven.get(team).content.decode()
    assert "Carries more than planned" not in browser(cast.dora).get(team).content.decode()
    there = reverse("office-absent", args=["kaffeewerk", cast.member(cast.ada).pk])
    until = {"until": "2099-01-01T08:00"}
    sven.post(there, {"until": "gestern"})
    assert current(conversation).holder == cast.ada
    assert (browser(cast.dora).post(there, until).status_code, current(conversation).holder) == (404, cast.ada)
    stranger = reverse("office-absent", args=["kaffeewerk", cast.member(cast.mallory).pk])
    assert sven.post(stranger, until).status_code == 404


def test_ada_hands_karla_over_with_a_word_that_dora_reads(cast: Cast) -> None:
    conversation = cast.given_on()
    there = reverse("office-advisor", args=["kaffeewerk", conversation.pk])
    ada, dora = browser(cast.ada), cast.member(cast.dora)
    refused = ada.post(there, {"to": dora.pk, "note": ""})
    assert (refused.status_code, f'value="{dora.pk}" required checked' in refused.content.decode()) == (422, True)
    assert ada.post(there, {"to": dora.pk, "note": "Mag Latte lieber kalt."}).status_code == 303
    assert HandoverNote.objects.get().read_at is None
    assert "Mag Latte lieber kalt." in browser(cast.dora).get(there).content.decode()
    assert HandoverNote.objects.get().read_at is not None
    assert browser(cast.mallory).get(there).status_code == 404


def test_the_word_that_was_asked_for_is_written_on_ones_own_page(cast: Cast) -> None:
    cast.given_on()
    change = choose_advisor(customer=cast.customer, to=cast.member(cast.dora), by=cast.karla)
    ada, there = browser(cast.ada), reverse("office-handover-note", args=["kaffeewerk", change.pk])
    assert "Dora cares for Karla Blum now." in ada.get(reverse("office-me", args=["kaffeewerk"])).content.decode()
    assert (ada.post(there, {"note": " "}).status_code, HandoverNote.objects.count()) == (422, 0)
    assert browser(cast.dora).post(there, {"note": "x"}).status_code == 404
    assert ada.post(there, {"note": "Ruft gern abends an."}).status_code == 302
    assert "cares for Karla" not in ada.get(reverse("office-me", args=["kaffeewerk"])).content.decode()
    assert Customer.objects.get(pk=cast.customer.pk).advisor_id == cast.member(cast.dora).pk
