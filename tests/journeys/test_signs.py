"""Small signs of life, in real browsers: who writes, what was read, how much is new, and nothing for strangers."""

import re

from playwright.sync_api import Locator, expect

from tests.journeys.conftest import Invite
from tests.journeys.visitors import Visitor

GIVE = """async ([id, body]) => (await fetch(`/live/conversations/${id}/signals`, {
  method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body)})).status"""


def asks(karla: Visitor, words: str) -> None:
    karla.go("/ask/kaffeewerk/")
    karla.find("textarea[name=text]").fill(words)
    karla.press("form#ask button.primary")
    karla.page.wait_for_url(re.compile(r"/concerns/[0-9a-f-]{36}/"))


def claims(emil: Visitor, word: str) -> None:
    emil.go("/desk/")
    emil.page.locator("article.offer", has_text=word).locator("form[action$='/claim/'] button").click()
    emil.page.wait_for_url(re.compile(r"/desk/[0-9a-f-]{36}/"))


def answers(emil: Visitor, words: str) -> None:
    emil.find("#answer textarea[name=text]").fill(words)
    emil.press("#answer button[data-send]")
    emil.see(words)


def closes(karla: Visitor) -> None:
    karla.press("form[action$='/confirm/'] button")
    expect(karla.find("#holder.is-done")).to_be_visible()


def writing(who: Visitor) -> Locator:
    return who.page.locator("#signs .sign.is-live")


def mark(who: Visitor) -> Locator:
    return who.page.locator("[data-sent-mark]")


def test_writing_and_reading_show_on_the_other_side(invite: Invite) -> None:
    karla, emil = invite("karla"), invite("emil")
    asks(karla, "Hallo, die Aroma 4 meldet S21 beim Mahlen.")
    expect(mark(karla)).to_have_attribute("data-state", "sent")
    claims(emil, "S21")
    expect(mark(karla)).to_have_attribute("data-state", "read")
    emil.page.locator("#draft").press_sequentially("S21 heißt")
    expect(writing(karla)).to_be_visible()
    assert "Emil" not in karla.find("#signs").inner_text(), "only roles"
    karla.page.locator("#words").press_sequentially("Und")
    expect(writing(emil)).to_be_visible()
    assert "Karla" not in emil.find("#signs").inner_text(), "only roles"
    karla.check_access()
    emil.check_access()
    answers(emil, "S21 heißt: Das Mahlwerk ist verstopft.")
    karla.see("S21 heißt: Das Mahlwerk ist verstopft.")
    expect(writing(karla)).to_be_hidden()
    expect(mark(emil)).to_have_attribute("data-state", "read")
    expect(mark(karla)).to_have_count(0)
    karla.say_solved()


def test_how_much_is_new_stands_in_lists_and_in_the_title(invite: Invite) -> None:
    karla, emil = invite("karla"), invite("emil")
    asks(karla, "Hallo, die Aroma 4 meldet S22 beim Mahlen.")
    here = str(karla.conversation)
    claims(emil, "S22")
    karla.go("/concerns/")
    count = karla.page.locator(f"[data-unread][data-of='{here}']")
    expect(count).to_have_count(0)
    title = karla.page.title()
    answers(emil, "S22 ist harmlos.")
    expect(count).to_have_attribute("data-unread", "1")
    expect(karla.page).to_have_title(re.compile(r"^\(\d+\) " + re.escape(re.sub(r"^\(\d+\) ", "", title))))
    expect(karla.page.locator("link[rel=icon]")).to_have_attribute("href", re.compile("favicon-unread"))
    karla.check_access()
    karla.go(f"/concerns/{here}/")
    expect(mark(emil)).to_have_attribute("data-state", "read")
    karla.go("/concerns/")
    expect(count).to_have_count(0)
    karla.go(f"/concerns/{here}/")
    karla.say_solved()


def test_colleagues_see_each_other_by_name_and_notes_stay_between_them(invite: Invite) -> None:
    karla, ada, dora = invite("karla"), invite("ada"), invite("dora")
    asks(karla, "Hallo, die Aroma 4 meldet S23 beim Mahlen.")
    karla.press("form[action$='/company/'] button")
    case = f"/office/kaffeewerk/{karla.conversation}/"
    ada.go(case)
    dora.go(case)
    expect(ada.find("#signs .sign")).to_contain_text("Dora")
    ada.page.locator("label:has(input[value=staff])").click()
    ada.page.locator("#words").press_sequentially("Kulanz?")
    expect(writing(dora)).to_contain_text("Ada")
    expect(writing(karla)).to_have_count(0)
    dora.check_access()
    ada.page.locator("label:has(input[value=conversation])").click()
    ada.page.wait_for_timeout(2600)
    ada.page.locator("#words").press_sequentially(" Guten Tag")
    expect(writing(karla)).to_be_visible()
    assert "Ada" not in karla.find("#signs").inner_text()
    closes(karla)


def test_a_stranger_gives_no_sign_and_nobody_reads_the_future(invite: Invite) -> None:
    karla, mallory = invite("karla"), invite("mallory")
    asks(karla, "Hallo, die Aroma 4 meldet S24 beim Mahlen.")
    here = str(karla.conversation)
    for body in ({"kind": "typing"}, {"kind": "here"}, {"kind": "read", "seq": 1}, {"kind": "delivered", "seq": 1}):
        assert mallory.page.evaluate(GIVE, [here, body]) == 404
    mallory.complaints.clear()
    assert karla.page.evaluate(GIVE, [here, {"kind": "read", "seq": 99}]) == 409
    assert karla.page.evaluate(GIVE, [here, {"kind": "read", "seq": "1"}]) == 422
    assert karla.page.evaluate(GIVE, [here, {"kind": "typing", "audience": "staff"}]) == 422
    assert karla.page.evaluate(GIVE, [here, {"kind": "read", "seq": 1}]) == 204
    karla.complaints.clear()
    karla.press("form[action$='/company/'] button")
    closes(karla)


def test_without_script_what_was_read_is_known_and_nothing_else_is_missed(invite: Invite) -> None:
    karla, emil = invite("karla", script=False), invite("emil")
    asks(karla, "Hallo, die Aroma 4 meldet S25 beim Mahlen.")
    claims(emil, "S25")
    answers(emil, "S25 ist harmlos.")
    expect(mark(emil)).to_have_attribute("data-state", "sent")
    karla.see("S25 ist harmlos.")
    expect(mark(emil)).to_have_attribute("data-state", "read")
    expect(karla.find("#signs .sign")).to_be_hidden()
    karla.say_solved()


# How many signs leave the page when it is looked at again: the request is begun before the event is over.
LOOKS_AGAIN = """() => {
  const sent = [], fetching = window.fetch;
  window.fetch = (url, ...more) => { sent.push(String(url)); return fetching(url, ...more); };
  document.dispatchEvent(new Event("visibilitychange"));
  window.fetch = fetching;
  return sent.filter((url) => url.endsWith("/signals")).length;
}"""


def test_nobody_is_there_any_more_where_it_was_solved(invite: Invite) -> None:
    karla, emil = invite("karla"), invite("emil")
    asks(karla, "Guten Tag, die Aroma 4 meldet S29 beim Mahlen.")
    claims(emil, "S29")
    answers(emil, "S29 heißt: Bitte die Bohnen nachfüllen.")
    assert emil.page.evaluate(LOOKS_AGAIN) == 1
    karla.see("Bitte die Bohnen nachfüllen.")
    karla.say_solved()
    expect(emil.find("#thread.gone")).to_be_visible()
    assert emil.page.evaluate(LOOKS_AGAIN) == 0
    expect(emil.page.locator("#signs .sign")).to_be_hidden()
