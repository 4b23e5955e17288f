"""Where people are taken, and how they change places: from every page, and without asking the database for it."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from oase.companies.models import Customer, Membership
from oase.experts.models import Expert
from oase.people.models import Person
from oase.portals.public.places import home_of, places_of, with_places
from tests.cast import Cast

OFFICE = "/office/kaffeewerk/"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def signed_in(person: Person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def places(person: Person) -> list[str]:
    return [place.url for place in places_of(with_places(Person.objects.all()).get(pk=person.pk))]


def test_everybody_has_their_concerns_and_what_is_theirs(cast: Cast) -> None:
    assert places(cast.karla) == ["/concerns/"]
    assert places(cast.emil) == ["/concerns/", "/desk/"]
    assert places(cast.ada) == ["/concerns/", OFFICE]
    assert places(cast.mallory) == ["/concerns/", "/office/velotal/"]


def test_one_person_may_be_all_at_once(cast: Cast) -> None:
    Expert.objects.create(person=cast.ada, languages=["de"])
    Membership.objects.create(person=cast.ada, company=cast.velotal)
    Customer.objects.create(person=cast.ada, company=cast.velotal)
    assert places(cast.ada) == ["/concerns/", "/desk/", OFFICE, "/office/velotal/"]
    page = signed_in(cast.ada).get("/")
    assert page.status_code == 200
    assert [room.url for room in page.context["rooms"]] == places(cast.ada)


def test_who_left_a_company_has_no_place_there(cast: Cast) -> None:
    Membership.objects.filter(person=cast.ada).update(left_at=timezone.now())
    assert places(cast.ada) == ["/concerns/"]


def test_whoever_has_one_place_is_taken_there(cast: Cast) -> None:
    expected = {cast.karla: "/concerns/", cast.emil: "/desk/", cast.ada: OFFICE, cast.sven: OFFICE}
    assert {person: signed_in(person).get("/")["Location"] for person in expected} == expected
    stranger = Person.objects.create(email="nele@example.org")
    assert signed_in(stranger).get("/")["Location"] == "/concerns/"


def test_somebody_who_was_not_read_with_places_still_has_them(cast: Cast) -> None:
    home = home_of(cast.emil)
    assert home is not None
    assert home.url == "/desk/"


@pytest.mark.parametrize("page", ["/privacy/", "/imprint/", "/concerns/", "/desk/"])
def test_the_menu_is_on_every_page_and_leads_everywhere(cast: Cast, page: str) -> None:
    Membership.objects.create(person=cast.emil, company=cast.velotal)
    body = signed_in(cast.emil).get(page).content.decode()
    menu = body[body.index('<details class="menu">') : body.index("</details>")]
    for way in ("/concerns/", "/desk/", "/office/velotal/", "/profile/", "/access/", "/account/logout/"):
        assert f'"{way}"' in menu
    assert OFFICE not in menu


def test_the_menu_costs_no_query(cast: Cast) -> None:
    client = signed_in(cast.ada)
    client.get("/privacy/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/privacy/")
    # The session, and the person with all their places.
    assert len(asked) == 2
