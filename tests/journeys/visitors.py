"""Somebody at a browser."""

import re
import time
from contextlib import suppress
from uuid import UUID

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Locator, Page, expect

from oase.demo.loading import PASSWORD

PATIENCE = 20_000
"""Milliseconds until a story gives up; never a measure of speed."""
LOOKS = 20
"""How often somebody without script looks at a page before they give up."""
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1440, "height": 900}}


def until(page: Page, script: str, argument: object = None) -> None:
    """Wait until a script on the page says yes.

    The library's own way evaluates text again and again, which the pages' policy refuses (no `unsafe-eval`).
    """
    deadline = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < deadline:
        # A page that is just changing answers nothing; then it is asked again.
        with suppress(Error):
            if page.evaluate(script, argument):
                return
        page.wait_for_timeout(50)
    raise AssertionError(f"{page.url}: not true in time: {script} {argument or ''}")


TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth + 1
  if (document.documentElement.scrollWidth <= room) return []
  const all = [...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().right > room)
  return ["", ...all.slice(-3).map((one) => one.outerHTML.slice(0, 200))]
}"""
"""What stands further right than the page is wide: its innermost elements; empty when nothing scrolls sideways."""
STILL = """() => document.getAnimations().every(
  (one) => one.playState !== "running" || one.effect.getComputedTiming().endTime === Infinity)"""
"""Nothing on the page is on its way any more; what turns for ever does not count."""


class Visitor:
    """One person, one browser context: desktop or phone, with or without script, German or English."""

    def __init__(
        self, browser: Browser, address: str, *, phone: bool = False, script: bool = True, language: str = "de",
        dark: bool = False,
    ) -> None:  # fmt: skip
        self.address, self.script = address, script
        self.context = browser.new_context(
            viewport=SIZES["phone" if phone else "desktop"],  # type: ignore[arg-type]  # a TypedDict of the library
            has_touch=phone,
            java_script_enabled=script,
            locale={"de": "de-DE", "en": "en-GB"}[language],
            timezone_id="Europe/Berlin",
            color_scheme="dark" if dark else "light",
            base_url=address,
        )
        self.context.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self._hear(said.type, said.text))
        self.page.on("response", lambda answer: self._look(answer.status, answer.url))

    def _hear(self, kind: str, text: str) -> None:
        # What could not be loaded is judged by its answer, below.
        # A fragment that a newer one overtook was not needed any more.
        harmless = ("Failed to load resource", "ERR_", "AbortError")
        if kind in {"error", "warning"} and not any(one in text for one in harmless):
            self.complaints.append(text)

    def _look(self, status: int, url: str) -> None:
        # 422 is a form that was refused; a thread that was given on is gone for the expert who still has it open,
        # and the page finds out by asking for it, or by giving a sign of life there.
        if status >= 400 and status != 422 and not (status == 404 and url.endswith(("/thread/", "/signals"))):
            self.complaints.append(f"{status} {url}")

    def leave(self) -> None:
        self.context.close()
        assert self.complaints == [], self.complaints

    def sign_in(self, email: str) -> None:
        self.go("/account/login/")
        self.page.locator("input[name=login]").fill(email)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("form:has(input[name=password]) button.primary").click()
        self.page.wait_for_url(lambda url: "/account/login" not in url)

    def go(self, path: str) -> None:
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, (path, answer.status)

    def see(self, text: str | re.Pattern[str]) -> None:
        """The text appears on the open page by itself; without script, after looking again."""
        self.meet(self.page.get_by_text(text).first)

    def meet(self, wanted: Locator) -> None:
        """It appears. Whoever has no script looks again now and then, as a person would, while others still act."""
        if not self.script:
            for _ in range(LOOKS):
                with suppress(AssertionError):
                    expect(wanted).to_be_visible(timeout=PATIENCE / LOOKS)
                    return
                # A page that is just changing refuses to be loaded again; then it is looked at once more.
                with suppress(Error):
                    self.page.reload()
        expect(wanted).to_be_visible()

    def look_again(self, path: str, wanted: Locator) -> None:
        """Open a page that does not change by itself until something is there, as a person would."""
        for _ in range(LOOKS):
            self.go(path)
            with suppress(AssertionError):
                expect(wanted.first).to_be_visible(timeout=PATIENCE / LOOKS)
                return
        expect(wanted.first).to_be_visible()

    def press(self, selector: str) -> None:
        self.page.locator(selector).locator("visible=true").first.click()

    def find(self, selector: str) -> Locator:
        return self.page.locator(selector).first

    def say_solved(self) -> None:
        """The concern that is open is solved, and no expert holds it any more: their hands are free for others."""
        self.press("form[action$='/confirm/'] button")
        self.meet(self.find(".rate .stars"))

    @property
    def conversation(self) -> UUID:
        """The conversation whose page is open."""
        found = re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", self.page.url)
        assert found, self.page.url
        return UUID(found[0])

    def check_access(self) -> None:
        """axe (WCAG 2.2 A and AA) finds nothing, and the page does not scroll sideways."""
        rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        heard = list(self.complaints)
        # What is just fading in has not the colours it will have.
        until(self.page, STILL)
        results = Axe().run(self.page, options={"runOnly": rules, "preload": False})
        # axe styles the page while it looks, which the page's own policy refuses.
        self.complaints = heard
        found = [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in results.response["violations"]]
        assert found == [], (self.page.url, found)
        wide = self.page.evaluate(TOO_WIDE)
        assert wide == [], f"{self.page.url} scrolls sideways: {wide}"
