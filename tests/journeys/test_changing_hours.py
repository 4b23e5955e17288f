"""Sven changes the opening hours: what cannot be is refused, what would move is shown, and then it moves."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.visitors import Visitor

HOURS = "/office/kaffeewerk/settings/hours/"
SAVE, PREVIEW = "main .acts button.primary", "main .acts button[name=preview]"
# Money that somebody took is for the company's own people: nobody offers it to experts.
ASKED = "Auf meiner Rechnung wurde betrügerisch zweimal abgebucht. Was kann ich tun?"


def _typed(sven: Visitor) -> list[str]:
    return [sven.find(f"[name=day_{day}]").input_value() for day in range(7)]


def _fill(sven: Visitor, hours: list[str]) -> None:
    for day, text in enumerate(hours):
        sven.find(f"[name=day_{day}]").fill(text)


def _due(karla: Visitor) -> str:
    """By when Karla is promised her next step."""
    return karla.find("#promise time").get_attribute("datetime") or ""


def test_hours_are_looked_at_and_then_promises_move(invite: Invite) -> None:
    karla, sven = invite("karla"), invite("sven")
    karla.go("/ask/kaffeewerk/")
    karla.find("textarea[name=text]").fill(ASKED)
    karla.press("form#ask button.primary")
    karla.page.wait_for_url(re.compile(r"/concerns/[0-9a-f-]{36}/"))
    concern, promised = str(karla.conversation), _due(karla)

    sven.go("/office/kaffeewerk/settings/")
    sven.check_access()
    sven.press(f'main a.row[href="{HOURS}"]')
    before = _typed(sven)
    sven.check_access()

    # An end before its beginning stands beside its day, and everything that was typed stays.
    _fill(sven, ["17–9", *before[1:]])
    sven.press(SAVE)
    sven.meet(sven.find("#day_0_error"))
    assert _typed(sven) == ["17–9", *before[1:]]
    sven.check_access()

    # From now on only on the day before yesterday's weekday: whatever is promised, it comes later.
    late = (datetime.now(UTC) - timedelta(days=2)).weekday()
    few = ["10–11" if day == late else "" for day in range(7)]
    _fill(sven, few)
    sven.press(PREVIEW)
    sven.meet(sven.find("#moves"))
    expect(sven.find("#moves")).to_contain_text(re.compile(r"[1-9][0-9]*"))
    expect(sven.page.locator("#effect li a")).not_to_have_count(0)
    sven.check_access()
    karla.go(f"/concerns/{concern}/")
    assert _due(karla) == promised

    try:
        sven.press(SAVE)
        sven.page.wait_for_load_state()
        expect(sven.page.locator(".toast").first).to_be_visible()
        karla.go(f"/concerns/{concern}/")
        assert _due(karla) > promised
        sven.go("/office/kaffeewerk/settings/changes/")
        expect(sven.page.locator(".changes li").first.locator("ins").first).to_contain_text("10:00–11:00")
        sven.check_access()
    finally:
        # Other stories keep the hours they know.
        sven.go(HOURS)
        _fill(sven, before)
        sven.press(SAVE)
        sven.page.wait_for_load_state()
    sven.go("/office/kaffeewerk/today/")
    sven.meet(sven.find("#people"))
    sven.check_access()
