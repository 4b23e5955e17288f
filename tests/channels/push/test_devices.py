"""A device is rung for whoever is signed in there, for nobody else and no longer."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from oase.channels.push.delivering import deliver_due
from oase.channels.push.devices import MOST, is_signed_in, label_of
from oase.channels.push.gathering import gather
from oase.channels.push.models import NoticeWishes, Push, PushDevice
from oase.channels.push.wishes import save_wishes
from oase.experts import actions as expert_actions
from oase.jobs import clock
from oase.service_cloud.erasure.erasing import erase
from oase.service_cloud.export.parts import parts
from tests.cast import Cast
from tests.channels.push.conftest import Add
from tests.channels.push.service import Browser, PushService
from tests.channels.push.test_ringing import ring
from tests.service_cloud.erasure.story import everything_stored, wish

HOUSE = {"Origin": "http://testserver"}


def test_signing_out_ends_it_at_once(cast: Cast, add: Add) -> None:
    _browser, device, client = add(cast.karla)
    add(cast.karla, "tablet")
    client.post("/account/logout/")
    assert not PushDevice.objects.filter(pk=device.pk).exists()
    assert PushDevice.objects.count() == 1


def test_a_sign_in_that_ended_elsewhere_rings_no_more(cast: Cast, add: Add, service: PushService) -> None:
    _browser, device, _client = add(cast.karla)
    conversation = cast.claimed()
    expert_actions.answer(conversation_id=conversation.pk, by=cast.emil, text="Neu starten.", client_id=uuid4())
    Session.objects.filter(pk=device.session_key).delete()
    assert ring() == 0
    assert (service.rung, PushDevice.objects.count()) == ([], 0)


def test_a_new_password_ends_all_other_sign_ins(cast: Cast, add: Add) -> None:
    _browser, device, _client = add(cast.karla)
    assert is_signed_in(device)
    cast.karla.set_password("ein ganz neues Wort")
    cast.karla.save()
    assert not is_signed_in(PushDevice.objects.select_related("person").get(pk=device.pk))


def test_the_sign_in_of_somebody_else_is_not_enough(cast: Cast, add: Add) -> None:
    _browser, device, _client = add(cast.karla)
    _browser, others, _client = add(cast.mallory, "mallorys")
    device.session_key = others.session_key
    assert not is_signed_in(device)


def test_the_next_person_at_the_same_browser_takes_it_over(cast: Cast, add: Add, service: PushService) -> None:
    browser, _device, _client = add(cast.karla)
    mallory = Client()
    mallory.force_login(cast.mallory, backend="oase.portals.public.backend.SignInBackend")
    given = mallory.post("/notices/devices/", browser.json, content_type="application/json", headers=HOUSE)
    assert given.status_code == 201
    assert [one.person for one in PushDevice.objects.all()] == [cast.mallory]


def test_the_same_browser_twice_is_one_device(cast: Cast, add: Add) -> None:
    browser, device, client = add(cast.karla)
    again = client.post("/notices/devices/", browser.json, content_type="application/json", headers=HOUSE)
    assert (again.status_code, again.json()) == (201, {"id": device.pk})


def test_the_oldest_makes_room(cast: Cast, add: Add) -> None:
    ids = [add(cast.karla, f"phone-{number}")[1].pk for number in range(MOST + 2)]
    assert sorted(PushDevice.objects.values_list("pk", flat=True)) == ids[2:]


def test_the_address_of_a_browser_is_sealed(cast: Cast, add: Add) -> None:
    browser, _device, _client = add(cast.karla)
    with connection.cursor() as cursor:
        cursor.execute("SELECT encode(sealed, 'escape') || digest || session_key || label FROM oase_pushdevice")
        (stored,) = cursor.fetchone()
    assert [value for value in browser.keys.values() if value in stored] == []


@pytest.mark.parametrize(
    ("body", "kind", "headers", "status"),
    [
        ("ours", "application/json", {}, 403),
        ("ours", "application/json", {"Origin": "https://evil.example"}, 403),
        ("ours", "application/json", {"Origin": "null"}, 403),
        ("ours", "application/json", {"Sec-Fetch-Site": "cross-site"}, 403),
        ("ours", "text/plain", HOUSE, 403),
        ("ours", "application/json", {"Sec-Fetch-Site": "same-origin"}, 201),
        ("{}", "application/json", HOUSE, 422),
        ("[]", "application/json", HOUSE, 422),
        ("null", "application/json", HOUSE, 422),
        (" ", "application/json", HOUSE, 422),
        ("[" * 5000, "application/json", HOUSE, 422),
        ('{"endpoint": 1, "keys": {"p256dh": 2, "auth": 3}}', "application/json", HOUSE, 422),
        ('{"endpoint": "https://a.example/x", "keys": {"p256dh": "BA", "auth": "AA"}}', "application/json", HOUSE, 422),
        ('{"endpoint": "' + "x" * 5000 + '"}', "application/json", HOUSE, 422),
        ("point", "application/json", HOUSE, 422),
    ],
)
def test_only_a_page_of_this_house_adds_and_only_what_is_one(
    cast: Cast, service: PushService, body: str, kind: str, headers: dict[str, str], status: int
) -> None:
    client = Client()
    client.force_login(cast.karla, backend="oase.portals.public.backend.SignInBackend")
    good = Browser(service, "x").json
    # A point that is on no curve: whoever sealed for it would give something of their own key away.
    off = good | {"keys": good["keys"] | {"p256dh": "BA" + "A" * 85}}
    sent = {"ours": json.dumps(good), "point": json.dumps(off)}.get(body, body)
    given = client.post("/notices/devices/", sent, content_type=kind, headers=headers)
    assert given.status_code == status
    assert PushDevice.objects.count() == (status == 201)


def test_a_private_address_is_refused(cast: Cast, service: PushService, settings: Any) -> None:
    settings.PUSH_TO_PRIVATE_ADDRESSES = False
    client = Client()
    client.force_login(cast.karla, backend="oase.portals.public.backend.SignInBackend")
    sent = Browser(service, "x").json
    given = client.post("/notices/devices/", sent, content_type="application/json", headers=HOUSE)
    assert (given.status_code, PushDevice.objects.count()) == (422, 0)


def test_nobody_touches_the_devices_of_others(cast: Cast, add: Add) -> None:
    _browser, device, _client = add(cast.karla)
    _browser, _device, mallory = add(cast.mallory, "mallorys")
    for path in (f"/notices/devices/{device.pk}/", f"/notices/devices/{device.pk}/try/"):
        assert mallory.post(path).status_code == 404
    assert PushDevice.objects.filter(pk=device.pk).exists()
    assert Push.objects.count() == 0


def test_trying_rings_once_in_ten_seconds_even_at_night(cast: Cast, add: Add, service: PushService) -> None:
    browser, device, client = add(cast.karla)
    now = clock.now()
    save_wishes(
        person=cast.karla, wanted=[], shown=["answers"], zone="UTC",
        quiet=(now.replace(hour=0, minute=0).time(), now.replace(hour=23, minute=59).time()),
    )  # fmt: skip
    moment = now.replace(second=5, microsecond=0)
    with clock.standing_at(moment):
        for _press in range(5):
            client.post(f"/notices/devices/{device.pk}/try/")
        gather()
        assert deliver_due() == 1
    assert browser.opened(service.rung[0])["open"] == "/notices/"


def test_the_page_shows_switches_that_do_something(cast: Cast, add: Add) -> None:
    shown = {}
    for who in (cast.karla, cast.emil, cast.ada):
        _browser, _device, client = add(who, who.first_name)
        page = client.get("/notices/").content.decode()
        shown[who.first_name] = [
            kind for kind in ("answers", "hands", "offers", "held", "calls") if f'name="{kind}"' in page
        ]
        assert "data-this-device" in page
        assert "Firefox · Android" in page
    assert shown == {
        "Karla": ["answers", "hands"],
        "Emil": ["answers", "hands", "offers", "held"],
        "Ada": ["answers", "hands", "held"],
    }


def test_wishes_are_kept(cast: Cast, add: Add) -> None:
    _browser, _device, client = add(cast.karla)
    form = {"answers": "on", "quiet": "on", "quiet_from": "21:30", "quiet_until": "06:15", "zone": "Europe/Vienna"}
    assert client.post("/notices/", form).status_code == 303
    kept = NoticeWishes.objects.get()
    assert (kept.off, f"{kept.quiet_from:%H:%M}", f"{kept.quiet_until:%H:%M}", kept.zone) == (
        ["hands"], "21:30", "06:15", "Europe/Vienna",
    )  # fmt: skip
    for wrong in ({"zone": "Moon/Base"}, {"quiet_from": "25:00"}):
        assert client.post("/notices/", form | wrong).status_code == 422


def test_a_sign_in_with_a_new_key_says_so_to_its_page(cast: Cast, add: Add) -> None:
    _browser, _device, client = add(cast.karla)
    assert b"data-ring-again" not in client.get("/notices/").content
    session = client.session
    session.cycle_key()
    session.save()
    client.cookies["oase_session"] = str(session.session_key)
    assert b"data-ring-again" in client.get("/notices/").content


def test_everything_is_exported_and_goes_with_the_person(cast: Cast, add: Add, service: PushService) -> None:
    browser, device, _client = add(cast.karla)
    save_wishes(person=cast.karla, wanted=["answers"], shown=["answers", "hands"], quiet=None, zone="Europe/Vienna")
    conversation = cast.claimed()
    expert_actions.answer(conversation_id=conversation.pk, by=cast.emil, text="Neu starten.", client_id=uuid4())
    ring()
    told = {section.key: section.rows for part in parts() for section in part.sections(cast.karla)}
    assert [row["label"] for row in told["notice_devices"]] == ["Firefox · Android"]
    assert [row["zone"] for row in told["notice_wishes"]] == ["Europe/Vienna"]
    assert [row["kind"] for row in told["notices_to_devices"]] != []
    assert browser.endpoint not in str(told)
    digest = device.digest
    erase(wish(cast.karla).pk)
    assert (PushDevice.objects.count(), Push.objects.count(), NoticeWishes.objects.count()) == (0, 0, 0)
    assert digest not in everything_stored()


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome · Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · Linux"),
        ("curl/8", ""),
    ],
)
def test_how_people_call_their_browser(agent: str, label: str) -> None:
    assert label_of(agent) == label
