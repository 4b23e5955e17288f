"""Pages stay true by themselves: after sleep, in many tabs, for a guest, and when somebody else was faster."""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Invite


def test_a_page_that_slept_catches_up(invite: Invite) -> None:
    karla, emil = invite("karla"), invite("emil")
    karla.go("/ask/kaffeewerk/")
    karla.find("textarea[name=text]").fill("Hallo, die Aroma 4 meldet G11 und lässt sich nicht entkalken.")
    karla.press("form#ask button.primary")
    karla.page.wait_for_url(re.compile(r"/concerns/[0-9a-f-]{36}/"))
    expect(karla.page.locator("html")).to_have_attribute("data-live-state", "on")
    karla.context.set_offline(True)
    emil.go("/desk/")
    emil.page.locator("article.offer", has_text="G11").locator("form[action$='/claim/'] button").click()
    emil.page.wait_for_url(re.compile(r"/desk/[0-9a-f-]{36}/"))
    emil.find("#answer textarea[name=text]").fill("G11 heißt: Der Entkalker ist aufgebraucht.")
    emil.press("#answer button[data-send]")
    emil.see("G11 heißt: Der Entkalker ist aufgebraucht.")
    karla.context.set_offline(False)
    karla.see("G11 heißt: Der Entkalker ist aufgebraucht.")
    karla.say_solved()
    karla.complaints.clear()  # the browser complains of the time without a network


def test_many_tabs_of_one_browser_are_all_live(invite: Invite) -> None:
    karla, emil = invite("karla"), invite("emil")
    karla.go("/ask/kaffeewerk/")
    karla.find("textarea[name=text]").fill("Hallo, die Aroma 4 meldet G12 beim Entkalken.")
    karla.press("form#ask button.primary")
    karla.page.wait_for_url(re.compile(r"/concerns/[0-9a-f-]{36}/"))
    tabs = [karla.page, *(karla.context.new_page() for _ in range(19))]
    for tab in tabs[1:]:
        tab.goto(karla.page.url)
    emil.go("/desk/")
    emil.page.locator("article.offer", has_text="G12").locator("form[action$='/claim/'] button").click()
    emil.page.wait_for_url(re.compile(r"/desk/[0-9a-f-]{36}/"))
    emil.find("#answer textarea[name=text]").fill("Bei G12 hilft ein zweiter Durchgang.")
    emil.press("#answer button[data-send]")
    for tab in tabs:
        expect(tab.get_by_text("Bei G12 hilft ein zweiter Durchgang.").first).to_be_visible()
    karla.say_solved()


def test_a_guest_asks_with_an_address_and_the_link_in_the_mail_brings_them_back(invite: Invite) -> None:
    guest, emil, elsewhere = invite(), invite("emil"), invite()
    guest.go("/ask/kaffeewerk/")
    guest.find("textarea[name=text]").fill("Die Aroma 4 zeigt G13 beim Entkalken. Gruß, Wanda Krol, 0171 39200 07")
    guest.find("input[name=email]").fill("wanda.g13@example.net")
    guest.press("form#ask button.primary")
    guest.page.wait_for_url(re.compile(r"/concerns/[0-9a-f-]{36}/"))
    emil.go("/desk/")
    emil.see(re.compile("zeigt G13"))
    assert "Wanda" not in emil.page.content()
    emil.page.locator("article.offer", has_text="G13").locator("form[action$='/claim/'] button").click()
    emil.page.wait_for_url(re.compile(r"/desk/[0-9a-f-]{36}/"))
    emil.find("#answer textarea[name=text]").fill("G13: bitte den Tank neu einsetzen.")
    emil.press("#answer button[data-send]")
    guest.see("G13: bitte den Tank neu einsetzen.")
    # The mail leaves within seconds; until then the page is looked at again.
    link = elsewhere.page.locator("a[href*='/link/']")
    for _ in range(30):
        elsewhere.go("/mail/?to=wanda.g13@example.net")
        if link.count():
            break
        elsewhere.page.wait_for_timeout(1000)
    elsewhere.page.goto(str(link.first.get_attribute("href")))
    elsewhere.see("G13: bitte den Tank neu einsetzen.")
    elsewhere.say_solved()


def test_tabs_of_a_browser_without_shared_workers_share_one_stream_too(invite: Invite) -> None:
    karla, emil = invite("karla"), invite("emil")
    karla.context.add_init_script("delete window.SharedWorker")
    streams: list[str] = []
    karla.context.on("request", lambda one: streams.append(one.url) if one.url.endswith("/live/stream") else None)
    karla.go("/ask/kaffeewerk/")
    karla.find("textarea[name=text]").fill("Hallo, die Aroma 4 meldet G14 beim Entkalken.")
    karla.press("form#ask button.primary")
    karla.page.wait_for_url(re.compile(r"/concerns/[0-9a-f-]{36}/"))
    tabs = [karla.page, *(karla.context.new_page() for _ in range(9))]
    for tab in tabs[1:]:
        tab.goto(karla.page.url)
    # The tab that has the stream goes; another takes it over.
    tabs.pop(0).close()
    karla.page = tabs[0]
    emil.go("/desk/")
    emil.page.locator("article.offer", has_text="G14").locator("form[action$='/claim/'] button").click()
    emil.page.wait_for_url(re.compile(r"/desk/[0-9a-f-]{36}/"))
    emil.find("#answer textarea[name=text]").fill("Bei G14 hilft frisches Wasser.")
    emil.press("#answer button[data-send]")
    for tab in tabs:
        expect(tab.get_by_text("Bei G14 hilft frisches Wasser.").first).to_be_visible()
    assert streams
    karla.say_solved()


def test_tabs_of_somebody_who_signed_out_stop(invite: Invite) -> None:
    karla = invite("karla")
    karla.go("/concerns/")
    other = karla.context.new_page()
    other.goto(karla.page.url)
    for tab in (karla.page, other):
        expect(tab.locator("html")).to_have_attribute("data-live-state", "on")
    karla.context.request.post(
        "/account/logout/",
        headers={"X-CSRFToken": {one["name"]: one["value"] for one in karla.context.cookies()}["csrftoken"]},
    )
    for tab in (karla.page, other):
        expect(tab.locator("html")).to_have_attribute("data-live-state", "off")
    karla.complaints.clear()  # what the pages read again meanwhile was refused
