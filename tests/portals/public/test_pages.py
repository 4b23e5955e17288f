"""The pages for everybody, and what stands on them at this moment."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from oase.channels.email.models import LocalMail
from oase.companies.care import customer_of
from oase.companies.models import Company, Membership, OpeningHours, Topic
from oase.conversations.links import link_token
from oase.experts.models import Expert, Qualification
from oase.experts.routing import receive
from oase.jobs import clock
from oase.people.actions import person_for_email
from oase.portals.public.welcome import Door, doors
from tests.cast import Cast

MONDAY_MORNING = datetime(2025, 3, 3, 8, 0, tzinfo=UTC)


def door(name: str = "Kaffeewerk", language: str = "de") -> Door:
    (found,) = [one for one in doors(language) if one.company.name == name]
    return found


def test_the_door_says_who_is_there(cast: Cast) -> None:
    found = door()
    assert (found.experts, found.minutes, found.team_is_there) == (1, 15, True)
    assert [person.first_name for person in found.faces] == ["Emil", "Ada", "Dora", "Sven"]
    assert door("Velotal").experts == 0


def test_only_who_could_take_a_question_now_counts(cast: Cast) -> None:
    expert = Expert.objects.get(person=cast.emil)
    assert door(language="fr").experts == 0
    for change in ({"available": False}, {"at_once": 0}):
        Expert.objects.filter(pk=expert.pk).update(**change)
        assert (door().experts, door().minutes) == (0, 0)
        Expert.objects.filter(pk=expert.pk).update(available=True, at_once=3)
    Qualification.objects.update(lapses_at=timezone.now() - timedelta(days=1))
    assert door().experts == 0
    Qualification.objects.update(lapses_at=None)
    assert door().experts == 1
    Topic.objects.update(open_to_experts=False)
    assert door().experts == 0


def test_an_expert_with_full_hands_is_not_promised(cast: Cast) -> None:
    Expert.objects.update(at_once=1)
    cast.claimed()
    assert door().experts == 0


def test_staff_are_not_experts_of_their_own_company(cast: Cast) -> None:
    Membership.objects.create(person=cast.emil, company=cast.kaffeewerk)
    assert door().experts == 0


def test_the_longest_promise_counts(cast: Cast) -> None:
    slow = Topic.objects.create(
        company=cast.kaffeewerk, slug="slow", name_de="L", name_en="S", open_to_experts=True, first_answer_minutes=45
    )
    assert door().minutes == 15
    Qualification.objects.create(expert_id=cast.emil.pk, topic=slow)
    assert door().minutes == 45


def test_a_closed_company_says_when_it_answers(cast: Cast) -> None:
    OpeningHours.objects.create(company=cast.kaffeewerk, weekday=0, opens="08:00", closes="18:00")
    with clock.standing_at(MONDAY_MORNING):
        assert (door().team_is_there, door().team_answers_by) == (True, MONDAY_MORNING + timedelta(minutes=60))
    with clock.standing_at(MONDAY_MORNING - timedelta(hours=4)):
        assert (door().team_is_there, door().team_answers_by) == (False, MONDAY_MORNING)
    Membership.objects.filter(company=cast.kaffeewerk).update(away_until=timezone.now() + timedelta(days=1))
    with clock.standing_at(MONDAY_MORNING):
        assert not door().team_is_there


def test_more_companies_and_experts_ask_no_more_of_the_database(cast: Cast, client: Client) -> None:
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for number in range(4):
        company = Company.objects.create(slug=f"c{number}", name=f"C{number}")
        topic = Topic.objects.create(company=company, slug="t", name_de="t", name_en="t", open_to_experts=True)
        expert = Expert.objects.create(person=person_for_email(email=f"e{number}@example.org"), languages=["de"])
        Qualification.objects.create(expert=expert, topic=topic)
    with CaptureQueriesContext(connection) as many:
        page = client.get("/")
    assert page.content.decode().count('href="/ask/') == 6
    assert len(many) == len(few)


def test_the_door_leads_to_every_company(cast: Cast, client: Client) -> None:
    body = client.get("/").content.decode()
    assert body.index("/ask/kaffeewerk/") < body.index("/ask/velotal/")
    assert "karla" not in body.lower()


def test_an_empty_house_has_a_door_too(house: None, client: Client) -> None:
    assert client.get("/").status_code == 200


def test_who_holds_a_link_is_led_back(cast: Cast, client: Client) -> None:
    guest = person_for_email(email="guest@example.org")
    customer = customer_of(person=guest, company=cast.kaffeewerk)
    asked = receive(customer=customer, text="Meine Aroma 4 tropft.", client_id=uuid4())
    address = reverse("concern", args=[asked.pk])
    assert address not in client.get("/").content.decode()
    client.get(reverse("link", args=[link_token(asked.pk)]), follow=True)
    body = client.get("/").content.decode()
    assert address in body
    # What was hidden in the subject would tell what we know of the one whose address was given.
    assert "tropft" not in body


def test_the_demos_mail_newest_first_and_for_one_address(house: None, client: Client) -> None:
    LocalMail.objects.create(recipient="karla@example.org", subject="First", body="Code: BCDF-GHJK")
    LocalMail.objects.create(recipient="ada@example.org", subject="Second", body="http://localhost:8000/link/x/\n<b>")
    page = client.get("/mail/")
    body = page.content.decode()
    assert body.index("Second") < body.index("First")
    assert "BCDF-GHJK" in body
    assert '<a href="http://localhost:8000/link/x/"' in body
    assert "&lt;b&gt;" in body
    assert page["X-Robots-Tag"] == "noindex"
    assert "no-store" in page["Cache-Control"]
    karlas = client.get("/mail/", {"to": "Karla@example.org"}).content.decode()
    assert ("First" in karlas, "Second" in karlas) == (True, False)


def test_at_most_fifty_mails(house: None, client: Client) -> None:
    LocalMail.objects.bulk_create(LocalMail(recipient="karla@example.org", subject=f"no. {n}") for n in range(60))
    body = client.get("/mail/").content.decode()
    assert body.count('<li class="card') == 50
    assert "no. 59" in body
    assert "no. 9<" not in body


def test_there_is_no_mail_page_for_real_people(house: None, client: Client, settings: Settings) -> None:
    LocalMail.objects.create(recipient="karla@example.org", subject="Secret")
    settings.DEMO = False
    page = client.get("/mail/")
    assert page.status_code == 404
    assert "Secret" not in page.content.decode()


def test_the_imprint_names_the_operator(house: None, client: Client, settings: Settings) -> None:
    settings.OPERATOR = "Kaffeewerk GmbH\nHafen 1, 14467 Potsdam\n<script>"
    body = client.get("/imprint/").content.decode()
    assert "Kaffeewerk GmbH<br>Hafen 1, 14467 Potsdam<br>&lt;script&gt;" in body
    settings.OPERATOR = ""
    assert client.get("/imprint/").content.decode().count("<section") == 2


def test_the_page_on_privacy_names_the_times_that_hold(house: None, client: Client) -> None:
    body = client.get("/privacy/", headers={"accept-language": "en"}).content.decode()
    assert "for 60 days" in body
    assert "for 5 minutes" in body


def test_what_search_engines_and_browsers_ask_for(house: None, client: Client) -> None:
    robots = client.get("/robots.txt")
    assert robots["Content-Type"].startswith("text/plain")
    lines = robots.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert lines[-1] == "Disallow: /"
    assert "Allow: /$" in lines
    assert client.get("/favicon.ico")["Location"].endswith(".svg")


@pytest.mark.parametrize("to", ["\0", "a\0b@example.org", "x" * 5000, "%", "\ud800".encode("utf-8", "surrogatepass")])
def test_strange_addresses_find_nothing(house: None, client: Client, to: str) -> None:
    LocalMail.objects.create(recipient="karla@example.org", subject="First")
    page = client.get("/mail/", {"to": to})
    assert page.status_code == 200
    assert ("First" in page.content.decode()) == (to == "\0")
