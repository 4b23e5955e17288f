"""Ada gives Karla something from her concern; beyond her budget Sven agrees; Karla sees both live, with Ada's name."""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Invite


def test_a_gesture_arrives_at_once_and_one_beyond_the_budget_once_somebody_agreed(invite: Invite) -> None:
    karla, ada, sven = invite("karla"), invite("ada"), invite("sven")
    karla.go("/concerns/")
    karla.page.locator("a.concern", has_text="Riss im Wassertank").first.click()
    karla.page.wait_for_url(re.compile(r"/concerns/[0-9a-f-]{36}/"))
    concern = karla.page.url.rstrip("/").rpartition("/")[2]

    ada.go(f"/office/kaffeewerk/{concern}/")
    ada.page.locator("#goodwill a.btn").click()
    ada.page.wait_for_url(re.compile(r"/goodwill/"))
    ada.check_access()
    ada.page.locator("label.choice", has_text="Blumen").click()
    ada.find("textarea[name=words]").fill("Danke für Ihre Geduld!")
    ada.press("form.card button.primary")
    ada.page.wait_for_url(re.compile(r"/office/kaffeewerk/[0-9a-f-]{36}/\?"))
    ada.check_access()
    karla.see("Blumen (32,00\N{NO-BREAK SPACE}€)")
    karla.see("Danke für Ihre Geduld!")

    ada.page.locator("#goodwill a.btn").click()
    ada.page.locator("label.choice", has_text="Gutschein").click()
    ada.find("input[name=value]").fill("400")
    ada.press("form.card button.primary")
    expect(ada.find("input[name=value]")).to_have_value("400")
    ada.find("textarea[name=reason]").fill("Drei Wochen Warten auf einen Tank.")
    ada.press("form.card button[name=ask]")
    ada.page.wait_for_url(re.compile(r"/office/kaffeewerk/[0-9a-f-]{36}/\?"))
    expect(karla.page.get_by_text("Gutschein (400,00")).to_have_count(0)

    sven.go("/office/kaffeewerk/goodwill/")
    sven.check_access()
    wish = sven.page.locator("#wishes section", has_text="Drei Wochen Warten auf einen Tank.")
    wish.locator("button.primary").click()
    expect(wish).to_have_count(0)
    karla.see("Gutschein (400,00")
    karla.check_access()
    karla.go("/concerns/")
    karla.see("Danke für Ihre Geduld!")
