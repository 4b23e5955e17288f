"""Sven leads: a lesson looked at before it holds, a question, a pass mark, prices, waves; then what the plan says.

All of it about the Piccolo, which no other story asks about.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.visitors import Visitor

PROGRAMME = "/office/kaffeewerk/programme/"
SAVE, PREVIEW = "main .acts button.primary", "main .acts button[name=preview]"
TITLE = "Wasser für die Piccolo"
LESSON = "Nehmen Sie **weiches** Wasser.\n\n- höchstens 6 Grad dH"
FOREIGN = "<script>document.title = 'fremd'</script>"
ASKED = "Wie hart darf das Wasser der Piccolo sein?"
PRICE = re.compile(r"5,25\s€")


def _write_a_lesson(sven: Visitor) -> None:
    sven.go(f"{PROGRAMME}lessons/new/")
    sven.find("[name=topic]").select_option("piccolo")
    sven.find("[name=title_de]").fill(TITLE)
    sven.find("[name=body_de]").fill(f"{LESSON}\n\n{FOREIGN}")
    sven.press(SAVE)
    # What would not be shown is refused, and the words are kept.
    sven.meet(sven.find("main [role=alert]"))
    expect(sven.find("[name=body_de]")).to_have_value(f"{LESSON}\n\n{FOREIGN}")
    sven.check_access()
    sven.find("[name=body_de]").fill(LESSON)
    sven.press(PREVIEW)
    expect(sven.find("#shown h2")).to_have_text(TITLE)
    expect(sven.find("#shown .lesson-text strong")).to_have_text("weiches")
    expect(sven.find("#shown .lesson-text li")).to_have_text("höchstens 6 Grad dH")
    sven.check_access()


def _ask_in_the_test(sven: Visitor) -> None:
    sven.go(f"{PROGRAMME}tests/piccolo/new/")
    sven.find("[name=text_de]").fill(ASKED)
    for place, words in enumerate(("bis 6 Grad dH", "gleich, sie entkalkt sich selbst")):
        sven.page.locator("[name=option_de]").nth(place).fill(words)
    sven.press(SAVE)
    # Nothing is marked as right: then nobody could pass.
    sven.meet(sven.find("main [role=alert]"))
    expect(sven.page.locator("[name=option_de]").nth(1)).to_have_value("gleich, sie entkalkt sich selbst")
    sven.page.locator("[name=right]").nth(0).check()
    sven.press(PREVIEW)
    expect(sven.find("#asked-title")).to_have_text(ASKED)
    sven.check_access()
    sven.press(SAVE)
    sven.page.wait_for_url(re.compile(r"/tests/piccolo/(#|$)"))
    expect(sven.page.locator("a.row.plain", has_text=ASKED)).to_have_count(1)

    rules = sven.page.locator("form:has([name=pass_percent])")
    rules.locator("[name=pass_percent]").fill("101")
    rules.locator("button.primary").click()
    sven.meet(rules.locator("[role=alert]"))
    rules.locator("[name=pass_percent]").fill("90")
    rules.locator("button.primary").click()
    expect(sven.page.locator(".toast")).to_be_visible()
    expect(rules.locator("[role=alert]")).to_have_count(0)
    sven.check_access()


def _set_prices(sven: Visitor) -> None:
    """Every row goes, so that one price holds at all hours."""
    sven.go(f"{PROGRAMME}prices/piccolo/")
    for row in sven.page.locator(".price-row").all():
        for name in ("language", "days"):
            row.locator(f"[name={name}]").select_option("")
        for name in ("begins", "ends", "amount"):
            row.locator(f"[name={name}]").fill("")
    sven.find("[name=base]").fill("fünf")
    sven.press(SAVE)
    sven.meet(sven.find("#base_error"))
    expect(sven.find("[name=base]")).to_have_value("fünf")
    sven.find("[name=base]").fill("5,25")
    sven.press(PREVIEW)
    sven.meet(sven.find("#shown [role=status]"))
    amounts = sven.page.locator("#shown td.r").all_inner_texts()
    assert amounts
    assert all(PRICE.fullmatch(amount) for amount in amounts), amounts
    sven.check_access()
    sven.press(SAVE)
    expect(sven.page.locator("#shown [role=status]")).to_have_count(0)
    sven.go(f"{PROGRAMME}prices/")
    expect(sven.page.locator("a.row.plain", has_text="Piccolo").locator("b.num")).to_have_text(PRICE)


def _set_waves(sven: Visitor) -> None:
    sven.go(f"{PROGRAMME}topics/piccolo/")
    sizes, before = sven.find("[name=wave_sizes]"), sven.find("[name=wave_sizes]").input_value()
    sizes.fill("zwei, drei")
    sven.press(SAVE)
    sven.meet(sven.find("main [role=alert]"))
    expect(sizes).to_have_value("zwei, drei")
    sizes.fill("1, 2")
    sven.find("[name=wave_seconds]").fill("60")
    sven.press(PREVIEW)
    sven.meet(sven.find("#effect [role=status]"))
    rows = sven.page.locator("#effect table tbody tr")
    assert [row.locator("td").nth(1).inner_text() for row in rows.all()][:2] == ["1", "2"]
    sven.check_access()
    # Looking changed nothing.
    sven.go(f"{PROGRAMME}topics/piccolo/")
    expect(sizes).to_have_value(before)
    sizes.fill("20, 40")
    sven.press(SAVE)
    sven.page.wait_for_load_state()
    sven.go(f"{PROGRAMME}topics/piccolo/")
    expect(sizes).to_have_value("20, 40")


def _look_at_the_plan(sven: Visitor) -> None:
    sven.go(f"{PROGRAMME}plan/")
    sven.meet(sven.find("#what-if + p.big"))
    expect(sven.page.locator("figure svg")).to_have_count(1)
    sven.check_access()
    sven.find("[name=more]").fill("0")
    sven.press("main form button.primary")
    sven.meet(sven.find("main [role=alert]"))
    sven.find("[name=more]").fill("12")
    sven.find("[name=day]").select_option("6")
    sven.find("[name=part]").select_option("3")
    sven.press("main form button.primary")
    sven.page.wait_for_url(re.compile(r"more=12&day=6&part=3"))
    sentence = sven.find("#what-if + p.big")
    expect(sentence).to_contain_text("12")
    expect(sentence).to_contain_text(re.compile("Sonntag"))
    sven.check_access()


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_what_is_looked_at_and_refused_changes_nothing(invite: Invite, phone: bool) -> None:
    sven = invite("sven", phone=phone)
    _write_a_lesson(sven)
    sven.go(f"{PROGRAMME}lessons/")
    expect(sven.page.locator("a.row.plain", has_text=TITLE)).to_have_count(0)
    _look_at_the_plan(sven)


def test_what_sven_decides_is_what_experts_meet(invite: Invite) -> None:
    sven, emil, lena, karla = invite("sven"), invite("emil"), invite("lena"), invite("karla")
    _write_a_lesson(sven)
    sven.press(SAVE)
    sven.page.wait_for_url(re.compile(r"/lessons/\d+/"))
    _ask_in_the_test(sven)
    _set_prices(sven)
    _set_waves(sven)

    # Emil, who might learn it, finds the lesson and what the test asks of him; a visitor what it earns.
    emil.go("/desk/learn/kaffeewerk/")
    emil.page.locator(".lessons a", has_text=TITLE).click()
    emil.meet(emil.page.locator("strong", has_text="weiches"))
    emil.check_access()
    emil.go("/desk/learn/kaffeewerk/")
    expect(emil.page.locator(".testable", has_text="Piccolo")).to_contain_text("90 Prozent")
    emil.go("/experts/kaffeewerk/")
    expect(emil.page.locator("li.card", has_text="Piccolo").locator(".reward")).to_have_text(PRICE)

    # Whoever is qualified is asked at once, and reads on the offer what Sven set.
    lena.go("/desk/availability/")
    lena.find("[name=offers_at_once]").fill(lena.find("[name=offers_at_once]").get_attribute("max") or "")
    lena.press("#amounts button.primary")
    lena.page.wait_for_load_state()
    lena.go("/desk/")
    karla.go("/ask/kaffeewerk/")
    karla.find("textarea[name=text]").fill("Bei meiner Piccolo steigt das Manometer mit Blindsieb nur auf S66 bar.")
    karla.press("form#ask button.primary")
    karla.page.wait_for_url(re.compile(r"/concerns/[0-9a-f-]{36}/"))
    offer = lena.page.locator("article.offer", has_text="S66")
    lena.meet(offer)
    expect(offer.locator(".reward")).to_have_text(re.compile(r"5[.,]25"))
    offer.locator("form[action$='/claim/'] button").click()
    lena.page.wait_for_url(re.compile(r"/desk/[0-9a-f-]{36}/"))
    karla.see("Lena")
