"""The search page: words as one types, a customer for a purpose; nobody else's concerns, and no markup of anybody's."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from oase.companies.models import Customer, Membership, Purpose
from oase.conversations.models import Conversation, Message
from oase.people.mailboxes import leave_address
from oase.people.models import Person
from oase.portals.office.search.showing import marked
from oase.privacy import blind
from oase.privacy.models import AccessLog
from oase.second_level.search import filling
from oase.second_level.search.customers import Sought, read_token
from oase.second_level.search.models import BlindMark
from oase.second_level.search.snippets import pieces_of
from tests.cast import PHONE, Cast, person

PAGE = "/office/kaffeewerk/search/"


def work_off() -> None:
    while filling.fill_words() + filling.fill_marks():
        pass


def browser(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def hits(page: bytes) -> list[str]:
    return re.findall(r'id="hit-([0-9a-f-]+)"', page.decode())


def look(cast: Cast, text: str, *, by: Person | None = None, purpose: object = None) -> object:
    work_off()
    chosen = Purpose.objects.get(company=cast.kaffeewerk).pk if purpose is None else purpose
    return browser(by or cast.ada).post(f"{PAGE}customer/", {"who": text, "purpose": chosen}, follow=True)


def test_words_are_found_and_marked_wherever_they_stand(cast: Cast) -> None:
    concern = cast.asks("Die Rechnungen der Aroma sind falsch.")
    work_off()
    page = browser(cast.ada).get(PAGE, {"q": "rechnung"})
    assert hits(page.content) == [str(concern.pk)]
    assert "Die <mark>Rechnungen</mark> der Aroma sind falsch." in page.content.decode()


def test_what_somebody_wrote_is_text_and_stays_text(cast: Cast) -> None:
    cast.asks("Rechnung <script>alert(1)</script> & <b>fett</b>")
    work_off()
    page = browser(cast.ada).get(PAGE, {"q": "rechnung"}).content.decode()
    assert "<script>alert(1)" not in page
    assert "<b>fett" not in page
    typed = browser(cast.ada).get(PAGE, {"q": '"><script>alert(2)</script>'}).content.decode()
    assert "<script>alert(2)" not in typed


def test_marks_stand_around_words_and_everything_else_is_escaped() -> None:
    pieces = pieces_of("Rechnung <b>&", ["rechnung", "b"])
    assert marked(pieces) == "<mark>Rechnung</mark> &lt;<mark>b</mark>&gt;&amp;"


def test_while_one_types_only_what_was_found_comes_back(cast: Cast) -> None:
    concern = cast.asks("Die Rechnungen sind falsch.")
    work_off()
    part = browser(cast.ada).get(PAGE, {"q": "rech"}, headers={"HX-Request": "true"})
    assert part.content.lstrip().startswith(b"<section")
    assert hits(part.content) == [str(concern.pk)]


def test_the_page_says_what_a_mistyped_word_was_taken_for(cast: Cast) -> None:
    cast.asks("Die Rechnung ist falsch.")
    work_off()
    assert "“Rechnug”" not in browser(cast.ada).get(PAGE, {"q": "Rechnug"}).content.decode()
    assert "rechnug" in browser(cast.ada).get(PAGE, {"q": "Rechnug"}).content.decode()
    assert "<mark>Rechnung</mark>" in browser(cast.ada).get(PAGE, {"q": "Rechnug"}).content.decode()


@pytest.mark.parametrize("who", ["karla", "emil", "mallory"])
def test_only_the_companys_staff_search_there(cast: Cast, who: str) -> None:
    cast.asks("Die Rechnung ist falsch.")
    work_off()
    client = browser(getattr(cast, who))
    assert client.get(PAGE, {"q": "rechnung"}).status_code == 404
    assert client.post(f"{PAGE}customer/", {"who": "karla@example.org", "purpose": 1}).status_code == 404
    assert Client().get(PAGE).status_code == 302


def test_another_company_finds_its_own_only(cast: Cast) -> None:
    cast.asks("Die Rechnung ist falsch.")
    work_off()
    page = browser(cast.mallory).get("/office/velotal/search/", {"q": "rechnung"})
    assert hits(page.content) == []


@pytest.mark.parametrize(
    "text",
    [
        "karla@example.org",
        " Karla@Example.ORG ",
        "Karla Blum",
        "blum, karla",
        "K-10 23",
        "k1023",
        PHONE,
        "+49 171 3920045",
    ],
)
def test_a_customer_is_found_by_what_is_known_exactly_and_reads_it(cast: Cast, text: str) -> None:
    concern = cast.asks("Die Rechnung ist falsch.")
    Customer.objects.filter(pk=cast.customer.pk).update(number="K-1023")
    page = look(cast, text)
    assert hits(page.content) == [str(concern.pk)]  # type: ignore[attr-defined]  # a response
    [row] = AccessLog.objects.filter(kind=AccessLog.FOUND)
    assert (row.person_id, row.viewer_id, row.about, row.purpose) == (
        cast.karla.pk, cast.ada.pk, concern.pk, "Garantie prüfen",
    )  # fmt: skip
    log = browser(cast.karla).get(reverse("access-log")).content.decode()
    assert "Garantie prüfen" in log
    assert "Ada" in log


@pytest.mark.parametrize(
    "text", ["Karla", "Blum", "karla@example", "karla@example.com", "Karla Blume", "", " ", "%", "@", "K-10"]
)
def test_half_a_name_finds_nobody_and_writes_nothing(cast: Cast, text: str) -> None:
    cast.asks("Die Rechnung ist falsch.")
    Customer.objects.filter(pk=cast.customer.pk).update(number="K-1023")
    page = look(cast, text)
    assert page.status_code == 422  # type: ignore[attr-defined]  # a response
    assert hits(page.content) == []  # type: ignore[attr-defined]
    assert not AccessLog.objects.filter(kind=AccessLog.FOUND).exists()


@pytest.mark.parametrize("purpose", ["", "0", "x", "99999999999999999999", "-1"])
def test_without_a_purpose_of_the_company_nobody_is_looked_for(cast: Cast, purpose: str) -> None:
    cast.asks("Die Rechnung ist falsch.")
    page = look(cast, "karla@example.org", purpose=purpose)
    assert page.status_code == 422  # type: ignore[attr-defined]  # a response
    assert 'value="karla@example.org"' in page.content.decode()  # type: ignore[attr-defined]
    assert not AccessLog.objects.exists()
    foreign = Purpose.objects.exclude(company=cast.kaffeewerk).first()
    assert foreign is not None
    assert look(cast, "karla@example.org", purpose=foreign.pk).status_code == 422  # type: ignore[attr-defined]


def test_nobody_finds_themself_nor_customers_of_others(cast: Cast) -> None:
    cast.asks("Die Rechnung ist falsch.")
    Customer.objects.filter(pk=cast.customer.pk).update(person=cast.ada)
    assert look(cast, "ada@example.org").status_code == 422  # type: ignore[attr-defined]  # a response
    assert look(cast, "mallory@example.org").status_code == 422  # type: ignore[attr-defined]
    assert len(hits(look(cast, "ada@example.org", by=cast.dora).content)) == 1  # type: ignore[attr-defined]


def test_a_left_address_is_found_though_it_is_sealed(cast: Cast) -> None:
    cast.asks("Die Rechnung ist falsch.")
    Person.objects.filter(pk=cast.karla.pk).update(email="")
    cast.karla.refresh_from_db()
    leave_address(person=cast.karla, address="Elsewhere@example.org")
    assert len(hits(look(cast, "elsewhere@example.org").content)) == 1  # type: ignore[attr-defined]  # a response
    assert look(cast, "karla@example.org").status_code == 422  # type: ignore[attr-defined]


def test_words_are_looked_for_among_the_concerns_of_who_was_found(cast: Cast) -> None:
    mine, other = cast.asks("Die Rechnung ist falsch."), cast.asks("Die Pumpe tropft.")
    other_customer = Customer.objects.create(person=person("Ruth", "Ohm"), company=cast.kaffeewerk)
    theirs = Conversation.objects.filter(pk=other.pk)
    theirs.update(customer=other_customer)
    page = look(cast, "karla@example.org")
    address = page.redirect_chain[-1][0]  # type: ignore[attr-defined]  # a response
    work_off()
    assert hits(browser(cast.ada).get(f"{address}&q=rechnung").content) == [str(mine.pk)]
    assert hits(browser(cast.ada).get(f"{address}&q=pumpe").content) == []
    assert "karla" not in address.lower()


def test_the_way_to_whom_was_found_is_its_finders_alone(cast: Cast) -> None:
    concern = cast.asks("Die Rechnung ist falsch.")
    address = look(cast, "karla@example.org").redirect_chain[-1][0]  # type: ignore[attr-defined]  # a response
    elsewhere = browser(cast.dora).get(address, follow=True)
    assert str(concern.pk) not in elsewhere.content.decode()
    assert AccessLog.objects.filter(viewer=cast.dora).count() == 0
    assert read_token("x", cast.member(cast.ada)) is None
    assert read_token(Sought((1,), 1).token(cast.member(cast.ada)), cast.member(cast.dora)) is None


def test_a_name_that_many_share_finds_none_of_them(cast: Cast) -> None:
    for n in range(11):
        other = Person.objects.create(email=f"n{n}@example.org", first_name="Uta", last_name="Roth")
        customer = Customer.objects.create(person=other, company=cast.kaffeewerk)
        first = cast.asks(f"Frage {n}", client_id=uuid4())
        Conversation.objects.filter(pk=first.pk).update(customer=customer)
    assert look(cast, "Uta Roth").status_code == 422  # type: ignore[attr-defined]  # a response
    assert not AccessLog.objects.filter(kind=AccessLog.FOUND).exists()


def test_marks_tell_nothing_and_go_with_the_person(cast: Cast) -> None:
    work_off()
    marks = [bytes(one.mark) for one in BlindMark.objects.filter(person=cast.karla)]
    assert len(marks) == 3
    assert blind.mark("name", "blum karla", scope="company:1") != blind.mark("name", "blum karla", scope="company:2")
    Person.objects.filter(pk=cast.karla.pk).update(is_active=False)
    work_off()
    assert not BlindMark.objects.filter(person=cast.karla).exists()


def test_who_left_the_staff_finds_nobody(cast: Cast) -> None:
    cast.asks("Die Rechnung ist falsch.")
    address = look(cast, "karla@example.org").redirect_chain[-1][0]  # type: ignore[attr-defined]  # a response
    Membership.objects.filter(person=cast.ada).update(left_at="2026-01-01T00:00Z")
    assert browser(cast.ada).get(address).status_code == 404


@pytest.mark.parametrize(
    "query", ["below=x", "of=x", "q=%00", "q=" + "x" * 5000, "below=1-2&q=rechnung", "q=%ED%A0%80"]
)
def test_an_odd_address_is_answered_calmly(cast: Cast, query: str) -> None:
    cast.asks("Die Rechnung ist falsch.")
    work_off()
    assert browser(cast.ada).get(f"{PAGE}?{query}", follow=True).status_code == 200


def test_a_concern_of_messages_not_yet_shielded_is_found_by_none_of_them(cast: Cast) -> None:
    concern = cast.asks("Die Rechnung ist falsch.")
    Message.objects.filter(conversation=concern).update(body="", shielded_at=None)
    Conversation.objects.filter(pk=concern.pk).update(subject="")
    work_off()
    assert hits(browser(cast.ada).get(PAGE, {"q": "rechnung"}).content) == []
