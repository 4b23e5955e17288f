"""Somebody applies, learns, fails, waits, passes; Ada marks what they wrote in their own words."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import CHECKOUT, environment_of, free_port, start
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


@dataclass(frozen=True)
class House:
    """An Oase of this story's own: in it a day can pass."""

    address: str
    data: Path

    def run(self, code: str) -> str:
        """What a few lines inside the house print."""
        command = [sys.executable, "-m", "oase", "manage", "shell", "-v", "0", "-c", code]
        inside = environment_of(self.data)
        return subprocess.run(command, cwd=CHECKOUT, env=inside, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def house() -> Iterator[House]:
    folder = Path(tempfile.mkdtemp(prefix="oase-journeys-"))
    folder.chmod(0o755)
    port = free_port()
    process = start(folder / "data", port)
    try:
        yield House(f"http://localhost:{port}", folder / "data")
    finally:
        process.terminate()
        process.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def _answer(visitor: Visitor, house: House) -> None:
    """Fill the test that is open in rightly, as somebody who has learned."""
    right: list[list[Any]] = json.loads(house.run(WHAT_IS_RIGHT).strip().splitlines()[-1])
    for pk, kind, places in right:
        if kind == "free":
            visitor.find(f"textarea[name=q{pk}]").fill("Die Maschine ist heil: leeren, heiß auswaschen, trocknen.")
        elif kind == "order":
            for rank, place in enumerate(places, start=1):
                visitor.find(f"select[name=q{pk}-{place}]").select_option(str(rank))
        else:
            for place in places:
                visitor.find(f"input[name=q{pk}][value='{place}']").check()


@pytest.mark.parametrize(("phone", "script"), [(True, True)], ids=["phone"])
def test_applies_learns_fails_waits_passes(browser: Browser, house: House, phone: bool, script: bool) -> None:
    mallory = Visitor(browser, house.address, phone=phone, script=script)
    mallory.go("/experts/kaffeewerk/")
    mallory.check_access()
    mallory.sign_in("mallory@example.org")

    # She applies; how she could be reached is refused, and what she typed stays.
    mallory.go("/experts/kaffeewerk/apply/")
    mallory.check_access()
    mallory.find("[name=introduction_de]").fill("Ich mag Kaffee. Rufen Sie an: 0171 3920048")
    mallory.find("[name=experience]").fill("Drei Jahre hinter der Theke eines Cafés.")
    mallory.press("form button.primary.lg")
    mallory.meet(mallory.find(".error[role=alert], [role=alert]"))
    expect(mallory.find("[name=experience]")).to_have_value("Drei Jahre hinter der Theke eines Cafés.")
    mallory.find("[name=introduction_de]").fill("Ich mag Kaffee und erkläre gern.")
    mallory.press("form button.primary.lg")
    mallory.page.wait_for_url(re.compile(r"/desk/learn/kaffeewerk/"))
    mallory.check_access()

    # She reads what belongs to descaling.
    test = mallory.page.locator(".testable", has_text=re.compile("Entkalken|Descaling"))
    while not test.locator("form button").count():
        mallory.page.locator(".lessons a:has(.tile.water)").first.click()
        mallory.page.wait_for_url(re.compile(r"/lessons/\d+/"))
        mallory.press("main form button.primary")
        mallory.go("/desk/learn/kaffeewerk/")
    test.locator("form button").click()
    mallory.page.wait_for_url(re.compile(r"/desk/tests/\d+/"))
    mallory.check_access()

    # She hands in an empty test, and has to wait.
    mallory.press("form.test button.primary")
    mallory.meet(mallory.find("h1"))
    mallory.go("/desk/learn/kaffeewerk/")
    expect(test.locator("form button")).to_have_count(0)
    mallory.check_access()
    house.run(A_DAY_PASSES)

    # A day later she has learned. What she ticks is kept while she reads on.
    mallory.go("/desk/learn/kaffeewerk/")
    test.locator("form button").click()
    mallory.page.wait_for_url(re.compile(r"/desk/tests/\d+/"))
    address = mallory.page.url
    with mallory.page.expect_response(re.compile("/keep/")):
        _answer(mallory, house)
    mallory.page.wait_for_timeout(1500)
    mallory.page.goto(address)
    expect(mallory.page.locator("form.test input:checked").first).to_be_visible()
    _answer(mallory, house)
    mallory.press("form.test button.primary")
    mallory.meet(mallory.page.locator("main h1"))

    # If her own words were asked for, Ada marks them; then she is qualified.
    ada = Visitor(browser, house.address)
    ada.sign_in("ada@example.org")
    ada.go("/office/kaffeewerk/programme/marking/")
    for _round in range(6):
        if "/desk/tests/" in mallory.page.url and mallory.page.locator("main a[href='/desk/']").count():
            break
        form = ada.page.locator("form.mark-form").last
        if form.count():
            form.locator("[name=points]").fill("100")
            form.locator("button").click()
            ada.page.wait_for_load_state()
        mallory.page.reload()
    expect(mallory.page.locator("main a[href='/desk/']")).to_be_visible()
    mallory.check_access()
    mallory.go("/desk/topics/")
    mallory.see(re.compile("Entkalken|Descaling"))
    mallory.check_access()
    mallory.leave()
    ada.leave()
