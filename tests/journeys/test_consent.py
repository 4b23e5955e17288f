"""Karla is the last judge: she opens a word, Emil reads it; she takes it back, and it is gone from his open page."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.visitors import Visitor

NAME = "Karla Blum"


def _ask(karla: Visitor, mark: str) -> None:
    karla.go("/ask/kaffeewerk/")
    words = f"Guten Tag, ich bin {NAME}. Meine Aroma 4 zeigt {mark}, das Entkalken bricht ab."
    karla.find("textarea[name=text]").fill(words)
    if not karla.script:
        karla.press("button[formaction*='/preview/'].without-script")
    box = karla.page.locator(f"#seen input[data-mask][value='{NAME}']").first
    expect(box).to_be_checked()
    box.uncheck(force=True)
    if karla.script:
        expect(karla.find("#seen")).not_to_contain_text("[Name 1]")
    karla.press("form#ask button.primary")
    karla.page.wait_for_url(re.compile(r"/concerns/[0-9a-f-]{36}/"))


@pytest.mark.parametrize(
    ("phone", "script"), [(False, True), (True, True), (False, False)], ids=["desktop", "phone", "without script"]
)
def test_a_word_is_opened_read_and_taken_back(invite: Invite, phone: bool, script: bool) -> None:
    mark = {(False, True): "F81", (True, True): "F82", (False, False): "F83"}[phone, script]
    karla, emil = invite("karla", phone=phone, script=script), invite("emil", phone=phone, script=script)
    _ask(karla, mark)
    emil.go("/desk/")
    offer = emil.page.locator("article.offer", has_text=mark)
    offer.locator("form[action$='/claim/'] button").click()
    emil.page.wait_for_url(re.compile(r"/desk/[0-9a-f-]{36}/"))
    emil.see(re.compile(f"ich bin {NAME}"))

    # What he would give of himself is named before it goes, and stays out.
    emil.find("#draft").fill("Bitte rufen Sie mich an: 0160 5550199.")
    if not script:
        emil.press("#answer button[data-send]")
    emil.meet(emil.find("#stays-out"))
    emil.press("#answer button[data-send]")
    karla.see("Bitte rufen Sie mich an: [Telefon 1].")

    # One more message, with a word hidden by hand.
    karla.find("#words").fill("Das geht nicht. Die Tropfschale fehlt auch.")
    if not script:
        karla.press("#compose button[formaction*='/preview/'].without-script")
    karla.page.locator("#seen [data-word]", has_text="Tropfschale").first.click()
    expect(karla.page.locator("#seen input[data-mask][value='Tropfschale']")).to_be_checked()
    karla.press("#compose .composer > button.primary")
    emil.see(re.compile(r"Die \[Verborgen 1\] fehlt auch"))

    # She takes the name back, once her own page has settled.
    karla.see(re.compile("Die .*Tropfschale.* fehlt auch|Tropfschale fehlt auch"))
    karla.press("#choices li:has-text('Karla Blum') button")
    expect(karla.page.locator("#choices li", has_text=NAME)).to_have_count(0)
    emil.see(re.compile(r"ich bin \[Name 1\]"))
    assert NAME not in emil.page.content()
    karla.say_solved()


TAP_AS_THE_ANSWER_COMES = """() => {
  const ask = window.fetch;
  window.fetch = async (...what) => {
    const answer = await ask(...what);
    window.fetch = ask;
    [...document.querySelectorAll("#seen [data-word]")].find((word) => word.value === "Entkalken").click();
    return answer;
  };
}"""


def test_no_tap_is_lost_while_an_earlier_one_is_answered(invite: Invite) -> None:
    karla = invite("karla")
    karla.go("/ask/kaffeewerk/")
    karla.find("textarea[name=text]").fill(f"Ich bin {NAME}. Meine Aroma 4 zeigt F84, das Entkalken bricht ab.")
    box = karla.page.locator(f"#seen input[data-mask][value='{NAME}']").first
    expect(box).to_be_checked()
    karla.page.evaluate(TAP_AS_THE_ANSWER_COMES)
    box.uncheck(force=True)
    expect(karla.find("#seen")).to_contain_text("[Verborgen 1]")
    expect(karla.page.locator(f"#seen input[data-mask][value='{NAME}']").first).not_to_be_checked()


def test_what_does_not_get_through_is_said_and_nothing_is_lost(invite: Invite) -> None:
    karla = invite("karla")
    karla.go("/ask/kaffeewerk/")
    words = "Meine Aroma 4 zeigt F85, das Entkalken bricht ab."
    karla.find("textarea[name=text]").fill(words)
    expect(karla.page.locator("#seen .shielded")).to_be_visible()
    karla.context.set_offline(True)
    karla.press("form#ask button.primary")
    expect(karla.page.locator("#ask-refused [role=alert]")).to_be_visible()
    expect(karla.find("textarea[name=text]")).to_have_value(words)
    karla.context.set_offline(False)
    # A browser says in its own way that it was offline.
    karla.complaints.clear()
    karla.press("form#ask button.primary")
    karla.page.wait_for_url(re.compile(r"/concerns/[0-9a-f-]{36}/"))
    karla.see(words)
