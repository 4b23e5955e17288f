"""Ada and Dora answer the same concern at once: the later one sees the other's words, decides, and loses nothing."""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.visitors import Visitor


def asks(karla: Visitor) -> str:
    """Karla asks the company; the id of her concern."""
    karla.go("/ask/kaffeewerk/")
    karla.find("textarea[name=text]").fill("Ich hätte gern die Rechnung vom Oktober noch einmal, bitte.")
    karla.press("form#ask button.primary")
    karla.page.wait_for_url(re.compile(r"/concerns/[0-9a-f-]{36}/"))
    found = re.search(r"[0-9a-f-]{36}", karla.page.url)
    assert found is not None
    return found[0]


def opens(who: Visitor, concern: str) -> None:
    who.go(f"/office/kaffeewerk/{concern}/")
    # A concern that a colleague holds begins with a note.
    who.page.locator('[data-audience="conversation"]').check(force=True)


def forgive(who: Visitor, status: int) -> None:
    """That the later answer was refused is what this story is about."""
    kept = [one for one in who.complaints if not one.startswith(f"{status} ")]
    assert len(who.complaints) - len(kept) <= 1
    who.complaints[:] = kept


def test_the_later_answer_waits_for_its_writer(invite: Invite) -> None:
    karla, ada, dora = invite("karla"), invite("ada"), invite("dora")
    concern = asks(karla)
    for one in (ada, dora):
        opens(one, concern)
    dora.find("#words").press_sequentially("Ich schicke sie Ihnen heute.")
    ada.find("#words").fill("Die Rechnung liegt bei, mit Gruß von Ada.")
    ada.find("#words").press("Control+Enter")
    karla.see("mit Gruß von Ada")
    notice = dora.find("#meanwhile")
    expect(notice).to_be_visible()
    expect(notice).to_contain_text("Ada")
    expect(notice).to_contain_text("Die Rechnung liegt bei")
    expect(dora.find("#words")).to_have_value("Ich schicke sie Ihnen heute.")
    dora.check_access()
    # The ordinary way to send leads to the choice first.
    dora.find("#words").press("Control+Enter")
    expect(dora.find("#meanwhile [data-send-too]")).to_be_focused()
    dora.press("#meanwhile [data-join]")
    expect(dora.find("#words")).to_have_value(
        re.compile(r"^> Die Rechnung liegt bei[\s\S]*Ich schicke sie Ihnen heute\.$")
    )
    expect(notice).to_be_hidden()
    dora.find("#words").press("Control+Enter")
    karla.see("Ich schicke sie Ihnen heute.")
    expect(karla.page.locator("#thread blockquote")).to_contain_text("Die Rechnung liegt bei")


def test_whoever_is_not_told_in_time_is_told_by_the_house(invite: Invite) -> None:
    karla, ada, dora = invite("karla"), invite("ada"), invite("dora")
    concern = asks(karla)
    for one in (ada, dora):
        opens(one, concern)
    # Dora's page hears nothing of what others do: as if both had pressed in the same moment.
    dora.page.route(re.compile(r"/thread/"), lambda route: route.fulfill(status=204))
    dora.find("#words").fill("Ich schicke sie Ihnen heute.")
    ada.find("#words").fill("Die Rechnung liegt bei, mit Gruß von Ada.")
    ada.find("#words").press("Control+Enter")
    karla.see("mit Gruß von Ada")
    dora.page.unroute(re.compile(r"/thread/"))
    dora.find("#words").press("Control+Enter")
    expect(dora.find("#words")).to_have_value("Ich schicke sie Ihnen heute.")
    expect(dora.find("#meanwhile")).to_contain_text("Die Rechnung liegt bei")
    dora.press("#meanwhile [data-as-note]")
    dora.find("#words").press("Control+Enter")
    expect(dora.find("#thread .msg.note")).to_contain_text("Ich schicke sie Ihnen heute.")
    forgive(dora, 409)
    expect(karla.page.get_by_text("Ich schicke sie Ihnen heute.")).to_have_count(0)
