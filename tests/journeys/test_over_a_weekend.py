"""A promise over a weekend with a holiday: it falls due when somebody is there, and lapses then, once and told."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.house import House

# Money that somebody took is for the company's own people: nobody offers it to experts.
ASKED = "Auf meiner Rechnung wurde betrügerisch zweimal abgebucht. Was kann ich tun?"

# From today until Monday nobody is there: whenever this is told, a weekend lies in it, and Monday is a holiday.
A_LONG_WEEKEND = """
import json
from datetime import time, timedelta
from django.utils import timezone
from oase.companies.models import Membership
from oase.companies.opening.reading import calendar_of
from oase.second_level.promising.actions import days_of, save_holidays, save_hours
from oase.second_level.promising.terms import Day
sven = Membership.objects.select_related("company", "person").get(company__slug="kaffeewerk", person__first_name="Sven")
week, own = calendar_of(sven.company).week, days_of(sven.company)
today = timezone.localdate()
monday = today + timedelta(days=7 - today.weekday())
closed = [Day(today + timedelta(days=n), "Brückentag") for n in range((monday - today).days + 1)]
save_hours(by=sven, openings=[(day, time(9), time(17)) for day in range(5)])
kept = {
    "week": [[d, str(o), str(c)] for d, o, c in week],
    "region": sven.company.holiday_region,
    "days": [[str(one.day), one.name, one.yearly, [[str(o), str(c)] for o, c in one.openings]] for one in own],
}
save_holidays(by=sven, region="", own_days=closed)
print(json.dumps(kept | {"tuesday": (monday + timedelta(days=1)).isoformat()}))
"""
# The watcher looks a second too early, in time, and once more.
TIME_GOES_BY = """
import json
from datetime import timedelta
from uuid import UUID
from oase.conversations.models import Assignment, Event
from oase.conversations.watching import move_on
from oase.jobs import clock
concern = UUID("{concern}")
due = Assignment.objects.get(conversation=concern, ended_at=None).due_at
moved = []
for moment in (due - timedelta(days=1), due - timedelta(seconds=1), due, due):
    with clock.standing_at(moment):
        moved.append(move_on(concern))
held = Assignment.objects.select_related("holder").get(conversation=concern, ended_at=None)
print(json.dumps({{
    "moved": moved, "lapsed": Event.objects.filter(conversation=concern, kind="lapsed").count(),
    "from": Event.objects.get(conversation=concern, kind="lapsed").detail["from"],
    "holder": held.holder.first_name if held.holder else "", "due": held.due_at.isoformat(),
}}))
"""
AS_BEFORE = """
from datetime import date, time
from oase.companies.models import Membership
from oase.second_level.promising.actions import save_holidays, save_hours
from oase.second_level.promising.terms import Day
sven = Membership.objects.select_related("company", "person").get(company__slug="kaffeewerk", person__first_name="Sven")
at = time.fromisoformat
days = [Day(date.fromisoformat(d), n, y, tuple((at(o), at(c)) for o, c in spans)) for d, n, y, spans in {days}]
save_holidays(by=sven, region="{region}", own_days=days)
save_hours(by=sven, openings=[(d, at(o), at(c)) for d, o, c in {week}])
"""


def _said(house: House, code: str) -> dict[str, object]:
    answer: dict[str, object] = json.loads(house.run(code).strip().splitlines()[-1])
    return answer


@pytest.mark.parametrize("phone", [False, True])
def test_a_promise_over_a_weekend_with_a_holiday(invite: Invite, house: House, phone: bool) -> None:
    karla = invite("karla", phone=phone)
    before = _said(house, A_LONG_WEEKEND)
    try:
        karla.go("/ask/kaffeewerk/")
        karla.find("textarea[name=text]").fill(ASKED)
        karla.press("form#ask button.primary")
        karla.page.wait_for_url(re.compile(r"/concerns/[0-9a-f-]{36}/"))
        concern = str(karla.conversation)
        due = karla.page.locator("#promise time").first.get_attribute("datetime") or ""
        assert due.startswith(str(before["tuesday"]))

        after = _said(house, TIME_GOES_BY.format(concern=concern))
        assert (after["moved"], after["lapsed"]) == ([False, False, True, False], 1)
        karla.go(f"/concerns/{concern}/")
        # Who did not manage is named, and who has it now, and until when: never a dead end.
        expect(karla.page.locator("main")).to_contain_text(str(after["from"]))
        if after["holder"]:
            expect(karla.page.locator("main")).to_contain_text(str(after["holder"]))
        expect(karla.page.locator("#promise time").first).to_have_attribute(
            "datetime", re.compile(re.escape(str(before["tuesday"])))
        )
        karla.check_access()
    finally:
        house.run(AS_BEFORE.format(**before))
