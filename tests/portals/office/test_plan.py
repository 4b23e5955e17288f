"""The plan: for those who lead, from their own company's figures alone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from oase.experts.planning import outlook as outlooks
from oase.experts.planning import sparing
from oase.jobs import clock
from oase.people.models import Person
from tests.cast import Cast

ENGLISH = {"Accept-Language": "en"}
BACKEND = "oase.portals.public.backend.SignInBackend"


def _client(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def _page(cast: Cast, query: str = "", status: int = 200) -> str:
    answer = _client(cast.sven).get(reverse("office-plan", args=["kaffeewerk"]) + query, headers=ENGLISH)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.fixture
def asked(cast: Cast) -> Cast:
    for hours in range(6):
        with clock.standing_at(clock.now() - timedelta(days=3, hours=hours)):
            cast.asks()
    return cast


def test_before_anything_was_asked_it_says_so(cast: Cast) -> None:
    assert "Nothing to plan with yet" in _page(cast)


def test_a_leader_reads_how_things_stand_and_what_more_experts_change(asked: Cast) -> None:
    page = _page(asked, "?more=12&day=6&part=3")
    assert "With 12 more experts on Sunday evening the median" in page or "Nobody asks on Sunday evening" in page
    assert "Half of all who ask have an answer within" in page
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="chart"' in page
    assert "6 questions of the last weeks" in page
    assert "1 expert with their hours" in page
    # What was asked for stays in the form.
    assert 'name="more" value="12"' in page


def test_without_a_wish_it_suggests_one(asked: Cast) -> None:
    assert "more experts" in _page(asked)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?more=-1&day=6&part=3", "At least one more."),
        ("?more=501&day=6&part=3", "At most 500 more can be simulated."),
        ("?more=many&day=6&part=3", "Please write a whole number."),
        ("?more=&day=6&part=3", "Please say how many."),
        ("?more=3&day=9&part=3", "Please choose a day."),
        ("?more=3&day=1&part=x", "Please choose hours."),
        ("?more=99999999999999999999&day=1&part=1", "At most 500 more can be simulated."),
    ],
)
def test_silly_wishes_get_a_sentence_and_the_page_stands(asked: Cast, query: str, sentence: str) -> None:
    page = _page(asked, query, status=422)
    assert sentence in page
    assert "Half of all who ask have an answer within" in page


def test_a_large_company_is_asked_to_wait(asked: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlooks, "AT_ONCE", 0)
    page = _page(asked)
    assert "Your weeks are being simulated" in page
    assert 'http-equiv="refresh"' in page


def test_a_company_simulates_so_many_wishes_an_hour(asked: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sparing.spend, "__kwdefaults__", {"most": 2})
    for more in (1, 2, 1, 2):  # the same again is free
        _page(asked, f"?more={more}&day=6&part=3")
    page = _page(asked, "?more=3&day=6&part=3", status=429)
    assert "Please try this one again after the full hour." in page
    # What was typed stays, and so does the outlook.
    assert 'name="more" value="3"' in page
    assert "Half of all who ask have an answer within" in page
    with clock.standing_at(clock.now() + timedelta(hours=1)):
        _page(asked, "?more=3&day=6&part=3")


def test_long_simulations_are_fewer_and_looking_again_is_free(asked: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlooks, "AT_ONCE", 0)
    for more in range(1, sparing.MOST_LONG + 1):
        for _ in range(2):
            assert "Your weeks are being simulated" in _page(asked, f"?more={more}&day=6&part=3")
    _page(asked, "?more=99&day=6&part=3", status=429)
    _page(asked, "?more=1&day=6&part=3")


def test_nobody_else_sees_it(asked: Cast) -> None:
    address = reverse("office-plan", args=["kaffeewerk"])
    for person in (asked.ada, asked.dora, asked.mallory, asked.emil, asked.karla):
        assert _client(person).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert _client(asked.sven).get(reverse("office-plan", args=["velotal"])).status_code == 404
    assert _client(asked.sven).post(address).status_code == 405
