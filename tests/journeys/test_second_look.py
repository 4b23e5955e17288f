"""Hannah is new: what she answers is read by Emil first, and Karla sees it only then, under Hannah's name."""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Invite

WORDS = "Bitte spülen Sie die Düse zehn Minuten in warmem Wasser, Marke F77."


def test_a_newcomer_answers_a_senior_agrees_the_customer_sees_it_then(invite: Invite) -> None:
    karla, hannah, emil = invite("karla"), invite(), invite("emil", phone=True)
    hannah.sign_in("hannah.lindqvist@example.net")
    hannah.go("/desk/")
    emil.go("/desk/")
    karla.go("/ask/kaffeewerk/")
    karla.find("textarea[name=text]").fill("Der Milchschäumer macht keinen Milchschaum mehr, Anzeige F77. Karla Blum")
    karla.press("form#ask button.primary")
    karla.page.wait_for_url(re.compile(r"/concerns/[0-9a-f-]{36}/"))

    hannah.page.locator("article.offer", has_text="F77").locator("form[action$='/claim/'] button").click()
    hannah.page.wait_for_url(re.compile(r"/desk/[0-9a-f-]{36}/"))
    karla.see("Hannah")
    hannah.find("#answer textarea[name=text]").fill(WORDS)
    hannah.press("#answer button[data-send]")
    hannah.meet(hannah.find("#waiting"))
    hannah.check_access()
    karla.page.reload()
    expect(karla.page.get_by_text(WORDS)).to_have_count(0)

    # Emil finds it on his desk without a reload, reads and agrees.
    emil.meet(emil.find("#checks article.offer"))
    expect(emil.page.get_by_text(WORDS)).to_have_count(0)
    emil.check_access()
    emil.press("#checks form[action$='/take/'] button")
    emil.page.wait_for_url(re.compile(r"/desk/checks/[0-9]+/"))
    emil.see(WORDS)
    emil.check_access()
    hannah.see("Emil")
    expect(karla.page.get_by_text(WORDS)).to_have_count(0)
    emil.find("#agree input[name=remark]").fill("Genau richtig.")
    emil.press("#agree button.primary")
    emil.page.wait_for_url(re.compile(r"/desk/checks/$"))

    # Now it is there, live and under her name; her box is free for what comes next.
    karla.see(WORDS)
    expect(karla.page.locator(".thread", has_text=WORDS).first).to_contain_text("Hannah")
    hannah.meet(hannah.find("#answer textarea[name=text]"))
    expect(hannah.find("#answer textarea[name=text]")).to_have_value("")
    hannah.go("/desk/checks/")
    hannah.see("Genau richtig.")
    hannah.check_access()
    karla.say_solved()
