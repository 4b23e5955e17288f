"""Emil says when he is asked, on a page: what he typed is kept, what is wrong is said, and he sees how it stands."""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oase.experts.availability import actions
from oase.experts.availability.models import Availability, ExpertHours, Pause
from oase.experts.models import Expert
from tests.cast import Cast
from tests.portals.expert.conftest import SignedIn

ENGLISH = {"Accept-Language": "en"}
PAGE = "/desk/availability/"
HOURS = {"part": "hours", "zone": "Europe/Lisbon", "day0-0-begins": "18:00", "day0-0-ends": "00:00"}


def page(browser: Client) -> str:
    return browser.get(PAGE, headers=ENGLISH).content.decode()


def test_he_sets_his_hours_and_finds_them_again(cast: Cast, emil: Client) -> None:
    more = {"day0-1-begins": "08:30", "day0-1-ends": "09:30", "day6-0-begins": "22:00", "day6-0-ends": "02:00"}
    response = emil.post(PAGE, {**HOURS, **more, "day3-0-begins": "20:00", "day3-0-ends": "24:00"})
    assert (response.status_code, response["Location"]) == (303, f"{PAGE}#hours")
    found = list(ExpertHours.objects.values_list("weekday", "begins", "ends"))
    assert found == [
        (0, time(8, 30), time(9, 30)), (0, time(18), time(0)), (3, time(20), time(0)), (6, time(22), time(2)),
    ]  # fmt: skip
    assert Expert.objects.get().time_zone == "Europe/Lisbon"
    shown = page(emil)
    assert 'value="18:00"' in shown
    assert '<option value="Europe/Lisbon" selected>' in shown


def test_left_empty_he_is_asked_at_all_times(cast: Cast, emil: Client) -> None:
    emil.post(PAGE, HOURS)
    emil.post(PAGE, {"part": "hours", "zone": "Europe/Berlin"})
    assert (ExpertHours.objects.count(), Expert.objects.get().there) == (0, True)
    assert "You are being asked now." in page(emil)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"day2-0-begins": "10:00"}, "Wednesday: please say from when and until when."),
        ({"day2-0-begins": "25:00", "day2-0-ends": "26:00"}, "Wednesday: “25:00” is no time."),
        ({"day2-0-begins": "<b>", "day2-0-ends": "11:00"}, "Wednesday: “&lt;b&gt;” is no time."),
        ({"day2-0-begins": "10:00", "day2-0-ends": "10:00"}, "10:00 to 10:00 has no length."),
        ({"day0-1-begins": "19:00", "day0-1-ends": "20:00"}, "Two of your times overlap, at 19:00."),
        ({"zone": "Mars/Olympus"}, "Please choose a time zone from the list."),
        ({"part": "nothing"}, "Please choose what you want to change."),
    ],
)
def test_what_is_refused_is_kept(cast: Cast, emil: Client, change: dict[str, str], sentence: str) -> None:
    response = emil.post(PAGE, {**HOURS, **change}, headers=ENGLISH)
    shown = response.content.decode()
    assert (response.status_code, sentence in shown) == (422, True)
    if change.get("part") != "nothing":
        assert 'value="18:00"' in shown
        assert all(value in shown for value in change.values() if value not in {"<b>", "Mars/Olympus"})
    assert (ExpertHours.objects.count(), Expert.objects.get().time_zone) == (0, "Europe/Berlin")


def test_how_much_he_wants(cast: Cast, emil: Client) -> None:
    wanted = {"part": "amounts", "languages": ["en"], "at_once": "2", "offers_at_once": "4"}
    assert emil.post(PAGE, wanted).status_code == 303
    expert = Expert.objects.get()
    assert (expert.languages, expert.at_once, expert.offers_at_once) == (["en"], 2, 4)
    changes: list[dict[str, object]] = [
        {"languages": []}, {"languages": ["xx"]}, {"at_once": "0"}, {"at_once": "many"}, {"offers_at_once": "9" * 40},
        {"offers_at_once": "²"},
    ]  # fmt: skip
    for change in changes:
        response = emil.post(PAGE, {**wanted, **change}, headers=ENGLISH)
        assert response.status_code == 422
    assert 'value="²"' in response.content.decode()
    expert.refresh_from_db()
    assert (expert.languages, expert.at_once, expert.offers_at_once) == (["en"], 2, 4)


def test_how_he_is_told(cast: Cast, emil: Client) -> None:
    emil.post(PAGE, {"part": "told", "replies": "on"})
    kept = Availability.objects.get()
    assert (kept.mail_offers, kept.mail_replies) == (False, True)


@pytest.mark.parametrize("preset", ["hour", "tomorrow", "monday"])
def test_a_pause_with_one_click(cast: Cast, emil: Client, preset: str) -> None:
    assert emil.post(PAGE, {"part": "pause", "for": preset}).status_code == 303
    until = Pause.objects.get().until
    assert until is not None
    here = until.astimezone(ZoneInfo("Europe/Berlin"))
    if preset == "hour":
        assert timedelta(minutes=59) < until - timezone.now() <= timedelta(hours=1)
    else:
        assert (here.hour, here.minute) == (8, 0)
        assert here.date() > timezone.localdate()
    if preset == "monday":
        assert here.weekday() == 0
    assert "You pause until" in page(emil)
    assert 'aria-checked="false"' in page(emil)


def test_a_pause_until_a_moment_on_his_own_clock(cast: Cast, emil: Client) -> None:
    Expert.objects.update(time_zone="Europe/Lisbon")
    soon = (timezone.now() + timedelta(days=3)).date()
    assert emil.post(PAGE, {"part": "pause", "until": f"{soon}T12:00"}).status_code == 303
    until = Pause.objects.get().until
    assert until is not None
    assert until.astimezone(ZoneInfo("Europe/Lisbon")).isoformat()[:16] == f"{soon}T12:00"


@pytest.mark.parametrize("until", ["", "tomorrow", "2020-01-01T10:00", "2999-01-01T10:00", "2030-13-45T99:99"])
def test_a_pause_until_no_time_changes_nothing(cast: Cast, emil: Client, until: str) -> None:
    assert emil.post(PAGE, {"part": "pause", "until": until}).status_code == 422
    assert (Pause.objects.count(), Expert.objects.get().there) == (0, True)


def test_the_desk_says_why_nothing_comes(cast: Cast, emil: Client) -> None:
    def desk() -> str:
        return emil.get(reverse("desk"), headers=ENGLISH).content.decode()

    assert "being asked" in desk()
    actions.set_available(by=cast.emil, available=False)
    assert "You are away: nothing new is offered." in desk()
    actions.set_available(by=cast.emil, available=True)
    Pause.objects.create(person=cast.emil, unanswered=5)
    assert "so we leave you in peace" in desk()
    assert emil.post(reverse("desk-available"), {"available": "1"}).status_code == 303
    cast.claimed("Meine Aroma 4 brüht nicht.")
    actions.set_amounts(by=cast.emil, languages=["de"], at_once=1, offers_at_once=1)
    assert "You hold as many questions as you wanted: 1." in desk()


def test_nobody_else_can(cast: Cast, signed_in: SignedIn) -> None:
    for somebody in (cast.karla, cast.ada, cast.mallory):
        assert signed_in(somebody).post(PAGE, HOURS).status_code == 404
    assert Client().post(PAGE, HOURS).status_code == 302
    assert ExpertHours.objects.count() == 0
