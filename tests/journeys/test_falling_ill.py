"""Ada falls ill at noon: Dora has everything at once, Karla reads it without a reload; afterwards it comes back."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.journeys.conftest import Invite


def test_the_deputy_has_everything_at_once_and_the_customer_is_told(invite: Invite) -> None:
    karla, ada, dora = invite("karla"), invite("ada"), invite("dora")
    karla.go("/advisor/kaffeewerk/")
    karla.see("Ada")
    karla.check_access()
    karla.go("/ask/kaffeewerk/?wants_company=1")
    karla.find("textarea[name=text]").fill("Ich hätte gern die Rechnung vom Oktober noch einmal, bitte.")
    karla.press("form#ask button.primary")
    karla.page.wait_for_url(re.compile(r"/concerns/[0-9a-f-]{36}/"))
    concern = re.search(r"[0-9a-f-]{36}", karla.page.url)
    assert concern is not None

    ada.go("/office/kaffeewerk/me/")
    ada.check_access()
    well_again = datetime.now(UTC) + timedelta(days=9)
    ada.find("form[action$='/me/away/'] input[name=until]").fill(f"{well_again:%Y-%m-%dT%H:%M}")
    ada.press("form[action$='/me/away/'] button")
    ada.page.wait_for_url(re.compile(r"/me/$"))
    karla.see("Dora")
    dora.go(f"/office/kaffeewerk/{concern[0]}/")
    expect(dora.page.locator("#case-head form[action*='/take/']")).to_have_count(0)
    karla.go("/advisor/kaffeewerk/")
    karla.meet(karla.find("#away"))
    expect(karla.page.locator("#away")).to_contain_text("Dora")
    karla.check_access()

    ada.press("form[action$='/me/away/'] button[name=back]")
    ada.page.wait_for_url(re.compile(r"/me/$"))
    karla.page.goto(karla.page.url.replace("/advisor/kaffeewerk/", f"/concerns/{concern[0]}/"))
    karla.see("Ada")
    ada.go(f"/office/kaffeewerk/{concern[0]}/advisor/")
    ada.check_access()
    ada.go("/office/kaffeewerk/me/profile/")
    ada.check_access()
