"""Mallory applies, learns, fails, waits, passes; is offered a question, answers under Emil's eye, and earns."""

import json
import re
from dataclasses import dataclass
from urllib.parse import parse_qs

from playwright.sync_api import Locator, Request, expect

from tests.journeys.conftest import Invite
from tests.journeys.house import House
from tests.journeys.visitors import Visitor

A_DAY_PASSES = """
from datetime import timedelta
from django.db.models import F
from oase.experts.programme.models import Attempt
Attempt.objects.filter(decided_at__isnull=False).update(decided_at=F("decided_at") - timedelta(days=2))
"""
WHAT_IS_RIGHT = """
import json
from oase.experts.programme.models import DrawnQuestion
drawn = DrawnQuestion.objects.filter(attempt__handed_in_at=None).select_related("question__solution")
print(json.dumps([[d.pk, d.question.kind, [d.shuffle.index(at) for at in d.question.solution.right]] for d in drawn]))
"""
TOPIC = re.compile("Entkalken|Descaling")
OWN_WORDS = "Die Maschine ist heil: leeren, heiß auswaschen, trocknen."
QUESTION = "Womit entkalke ich die Aroma 4, und wie oft? Auf dem Display steht M81. Karla Blum, 0171 39200 48"
ANSWER = "Bei M81 alle zwei Monate: mit dem Entkalker aus dem Laden, und danach zweimal spülen."
REWARD, PART = re.compile(r"3[.,]50"), re.compile(r"0[.,]70")
IBAN = "DE02 1203 0000 0000 2020 51"


@dataclass(frozen=True)
class Drawn:
    """A question of the running test with the places of what is right."""

    pk: int
    kind: str
    places: list[int]


def _apply(mallory: Visitor) -> None:
    """How she could be reached is refused, and what she typed stays."""
    mallory.go("/experts/kaffeewerk/apply/")
    mallory.check_access()
    mallory.find("[name=introduction_de]").fill("Ich mag Kaffee. Rufen Sie an: 0171 3920048")
    mallory.find("[name=experience]").fill("Drei Jahre hinter der Theke eines Cafés.")
    mallory.find("[name=languages][value=de]").check()
    mallory.press("form button.primary.lg")
    mallory.meet(mallory.find("[role=alert]"))
    expect(mallory.find("[name=experience]")).to_have_value("Drei Jahre hinter der Theke eines Cafés.")
    mallory.find("[name=introduction_de]").fill("Ich mag Kaffee und erkläre gern.")
    mallory.press("form button.primary.lg")
    mallory.page.wait_for_url(re.compile(r"/desk/learn/kaffeewerk/"))
    mallory.check_access()


def _begin(mallory: Visitor) -> Locator:
    """Read whatever lesson is left, then begin the test; where its topic stands among the others."""
    mallory.go("/desk/learn/kaffeewerk/")
    topic = mallory.page.locator(".testable", has_text=TOPIC)
    while not topic.locator("form button").count():
        mallory.page.locator(".lessons a:has(.tile.water)").first.click()
        mallory.page.wait_for_url(re.compile(r"/lessons/\d+/"))
        mallory.press("main form button.primary")
        mallory.go("/desk/learn/kaffeewerk/")
    topic.locator("form button").click()
    mallory.page.wait_for_url(re.compile(r"/desk/tests/\d+/"))
    return topic


def _answer(visitor: Visitor, drawn: list[Drawn]) -> None:
    """Fill the test that is open in rightly, as somebody who has learned."""
    for one in drawn:
        if one.kind == "free":
            visitor.find(f"textarea[name=q{one.pk}]").fill(OWN_WORDS)
        elif one.kind == "order":
            for rank, place in enumerate(one.places, start=1):
                visitor.find(f"select[name=q{one.pk}-{place}]").select_option(str(rank))
        else:
            for place in one.places:
                visitor.find(f"input[name=q{one.pk}][value='{place}']").check()


def _keeps(request: Request, drawn: list[Drawn]) -> bool:
    """Whether it keeps an answer to every question."""
    given = {name.partition("-")[0] for name in parse_qs(request.post_data or "")}
    return "/keep/" in request.url and given >= {f"q{one.pk}" for one in drawn}


def _pass(mallory: Visitor, ada: Visitor, house: House) -> None:
    """What she ticks is kept while she reads on; what she writes in her own words Ada marks."""
    _begin(mallory)
    test = mallory.page.url
    drawn = [Drawn(*one) for one in json.loads(house.run(WHAT_IS_RIGHT).strip().splitlines()[-1])]
    with mallory.page.expect_response(lambda answer: _keeps(answer.request, drawn)):
        _answer(mallory, drawn)
    mallory.page.goto(test)
    expect(mallory.page.locator("form.test input:checked").first).to_be_visible()
    _answer(mallory, drawn)
    mallory.press("form.test button.primary")
    if any(one.kind == "free" for one in drawn):
        mallory.see(re.compile("Abgegeben|Handed in"))
        ada.go("/office/kaffeewerk/programme/marking/")
        form = ada.page.locator("main section.card", has_text=OWN_WORDS)
        assert "Mallory" not in form.inner_text()
        form.locator("[name=points]").fill("100")
        form.locator("form.mark-form button").click()
        expect(form).to_have_count(0)
        mallory.page.goto(test)
    expect(mallory.page.locator("main a[href='/desk/']")).to_be_visible()
    mallory.check_access()


def _ask(karla: Visitor) -> None:
    karla.go("/ask/kaffeewerk/")
    karla.find("textarea[name=text]").fill(QUESTION)
    karla.press("form#ask button.primary")
    karla.page.wait_for_url(re.compile(r"/concerns/[0-9a-f-]{36}/"))


def _answer_under_an_eye(mallory: Visitor, emil: Visitor, karla: Visitor) -> None:
    """She is asked as soon as she says that she is there; what she answers Karla reads when Emil agreed."""
    mallory.go("/desk/")
    if mallory.find("#presence-switch").get_attribute("aria-checked") == "false":
        mallory.press("#presence-switch")
    expect(mallory.find("#presence-switch")).to_have_attribute("aria-checked", "true")
    emil.go("/desk/checks/")
    _ask(karla)
    offer = mallory.page.locator("article.offer", has_text="M81")
    mallory.meet(offer)
    expect(offer.locator(".reward")).to_have_text(REWARD)
    for secret in ("Karla", "Blum", "39200"):
        assert secret not in mallory.page.content()
    mallory.check_access()
    offer.locator("form[action$='/claim/'] button").click()
    mallory.page.wait_for_url(re.compile(r"/desk/[0-9a-f-]{36}/"))
    karla.see("Mallory")
    mallory.find("#answer textarea[name=text]").fill(ANSWER)
    mallory.press("#answer button[data-send]")
    mallory.meet(mallory.find("#waiting"))
    karla.page.reload()
    expect(karla.page.get_by_text(ANSWER)).to_have_count(0)

    emil.meet(emil.find("#checks article.offer"))
    emil.press("#checks form[action$='/take/'] button")
    emil.page.wait_for_url(re.compile(r"/desk/checks/[0-9]+/"))
    emil.see(ANSWER)
    emil.press("#agree button.primary")
    emil.page.wait_for_url(re.compile(r"/desk/checks/$"))
    karla.see(ANSWER)


def _earn(mallory: Visitor, emil: Visitor, karla: Visitor) -> None:
    """Karla thanks; what was offered stands on Mallory's statement, and a part of it on Emil's."""
    karla.say_solved()
    karla.press(".rate .stars label:nth-of-type(5)")
    karla.find(".rate textarea[name=thanks]").fill("Danke, M81 ist weg!")
    karla.press(".rate button.primary")
    karla.see(re.compile("M81 ist weg"))
    row = mallory.page.locator("table tbody tr", has_text=REWARD)
    mallory.look_again("/desk/rewards/", row)
    expect(mallory.find("section[aria-labelledby=owed-title] dd")).to_have_text(REWARD)
    mallory.check_access()
    emil.look_again("/desk/rewards/", emil.page.locator("table tbody tr", has_text=PART))
    emil.check_access()

    # It waits until she says where it should go; a wrong digit is noticed, and the rest is kept.
    mallory.go("/desk/rewards/payment/")
    for name, words in {
        "holder": "Mallory Quinn", "street": "Tumblingerstraße 30", "postcode": "80337", "town": "München",
        "iban": IBAN.replace("51", "52"), "tax_number": "143/265/50128",
    }.items():  # fmt: skip
        mallory.find(f"[name={name}]").fill(words)
    mallory.find("[name=agreed]").check()
    mallory.press("main form button.primary")
    mallory.meet(mallory.find("[role=alert], .error"))
    expect(mallory.find("[name=town]")).to_have_value("München")
    mallory.check_access()
    mallory.find("[name=iban]").fill(IBAN)
    mallory.press("main form button.primary")
    mallory.page.wait_for_url(re.compile(r"/desk/rewards/$"))
    expect(mallory.page.locator("section[aria-labelledby=owed-title] a.primary")).to_have_count(0)

    # What Karla wrote is on the page that shows what she is proud of.
    mallory.go("/desk/standing/")
    mallory.see(re.compile("M81 ist weg"))
    mallory.check_access()


def test_from_an_application_to_the_statement(invite: Invite, house: House) -> None:
    mallory = invite(phone=True)
    ada, emil, karla = invite("ada"), invite("emil"), invite("karla")
    mallory.go("/experts/kaffeewerk/")
    mallory.check_access()
    mallory.sign_in("mallory@example.org")
    _apply(mallory)

    # An empty test is not passed, and she has to wait.
    topic = _begin(mallory)
    mallory.check_access()
    mallory.press("form.test button.primary")
    mallory.page.wait_for_load_state()
    mallory.go("/desk/learn/kaffeewerk/")
    expect(topic.locator("form button")).to_have_count(0)
    mallory.check_access()
    house.run(A_DAY_PASSES)

    _pass(mallory, ada, house)
    mallory.go("/desk/topics/")
    mallory.see(TOPIC)
    mallory.check_access()
    _answer_under_an_eye(mallory, emil, karla)
    _earn(mallory, emil, karla)

    # She is off: nothing more is offered to her.
    mallory.go("/desk/")
    mallory.press("#presence-switch")
    expect(mallory.find("#presence-switch")).to_have_attribute("aria-checked", "false")
