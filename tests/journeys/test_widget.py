"""A page of Kaffeewerk's shop, elsewhere on the net and strict: a button, and behind it everything one needs."""

import os
import re
import shutil
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Locator, Page, Playwright, Request, expect

from tests.journeys.conftest import CHROMIUM_FLAGS, Invite
from tests.journeys.house import House
from tests.journeys.visitors import PATIENCE, SIZES, Visitor

PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Kaffeewerk</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>Kaffeewerk</h1><p><a href="/#beans">Bohnen</a></p></main>
<script src="{oase}/widget.js" data-company="{company}" {more} async></script></body></html>"""


@dataclass
class Shop:
    """A server of the company on another origin."""

    address: str
    oase: str
    cookies: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def shop(house: House) -> Iterator[Shop]:
    # Another host name than the house's is another site to the browser: its cookies are a third party's.
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = parse_qs(urlsplit(self.path).query)
            page = PAGE.format(
                oase=house.address,
                language=asked.get("language", ["de"])[0],
                company=asked.get("company", ["kaffeewerk"])[0],
                more=f'data-language="{asked["data"][0]}"' if "data" in asked else "",
            )
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header(
                "Content-Security-Policy",
                f"default-src 'none'; script-src {house.address}; frame-src {house.address}; base-uri 'none';"
                " form-action 'none'; require-trusted-types-for 'script'",
            )
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *said: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Shop(f"http://127.0.0.1:{server.server_address[1]}", house.address)
    server.shutdown()


@pytest.fixture(scope="module")
def own_browser(playwright: Playwright) -> Iterator[Browser]:
    """A browser as people have it: the library's own switches turn off that storage is kept apart for each site."""
    folder = tempfile.mkdtemp(prefix="oase-widget-")
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("OASE_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    running = playwright.chromium.launch(
        executable_path=path or playwright.chromium.executable_path,
        ignore_default_args=True,
        args=[*CHROMIUM_FLAGS, "--headless=new", "--remote-debugging-pipe", f"--user-data-dir={folder}", "about:blank"],
    )
    yield running
    running.close()
    shutil.rmtree(folder, ignore_errors=True)


class Guest:
    """Somebody at the shop's page, with a browser of their own that keeps no third party's cookies."""

    def __init__(self, browser: Browser, shop: Shop, *, phone: bool = False, query: str = "") -> None:
        self.shop, self.query = shop, query
        self.context: BrowserContext = browser.new_context(
            viewport=SIZES["phone" if phone else "desktop"],  # type: ignore[arg-type]  # a TypedDict of the library
            has_touch=phone,
            locale="de-DE",
            timezone_id="Europe/Berlin",
        )
        self.context.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        self.complaints: list[str] = []
        self.asked: list[Request] = []
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("request", lambda request: self.asked.append(request))
        self.come()

    def come(self) -> None:
        self.page.goto(f"{self.shop.address}/{self.query}")

    @property
    def button(self) -> Locator:
        return self.page.get_by_role("button").first

    @property
    def frame(self) -> FrameLocator:
        return self.page.frame_locator("iframe")

    def open(self) -> None:
        self.button.click()
        expect(self.frame.locator("[data-screen]")).to_be_visible()

    def ask(self, words: str) -> None:
        self.frame.locator("#words").fill(words)
        expect(self.frame.locator("#seen .shielded")).to_be_visible()
        self.frame.locator("#ask .send button").click()
        expect(self.frame.locator("[data-screen=concern]")).to_be_visible()

    def check_access(self) -> None:
        """axe finds nothing in the page with its button, nor in the frame."""
        heard = list(self.complaints)
        inside = next(one for one in self.page.frames if "/widget/" in one.url)
        rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
        for place in (self.page, inside):
            found = Axe().run(place, options={"runOnly": rules, "preload": False, "iframes": False})  # type: ignore[arg-type]
            shown = [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found.response["violations"]]
            assert shown == [], shown
        self.complaints = heard

    def leave(self) -> None:
        cookies = self.context.cookies()
        others = {urlsplit(one.url).netloc for one in self.asked} - {urlsplit(self.shop.oase).netloc}
        secret = [one.url for one in self.asked if re.search(r"(token|bearer|session)=", one.url)]
        self.context.close()
        assert cookies == []
        assert others == {urlsplit(self.shop.address).netloc}
        assert secret == []
        assert self.complaints == [], self.complaints


def _answer(emil: Visitor, mark: str, words: str) -> None:
    emil.go("/desk/")
    offer = emil.page.locator("article.offer", has_text=mark)
    offer.locator("form[action$='/claim/'] button").click()
    emil.page.wait_for_url(re.compile(r"/desk/[0-9a-f-]{36}/"))
    emil.find("#draft").fill(words)
    emil.press("#answer button[data-send]")


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_asked_answered_solved_and_thanked(invite: Invite, own_browser: Browser, shop: Shop, phone: bool) -> None:
    mark = "F91" if phone else "F92"
    guest, emil = Guest(own_browser, shop, phone=phone), invite("emil")
    expect(guest.button).to_have_accessible_name("Kaffeewerk fragen")
    expect(guest.button).to_have_attribute("aria-expanded", "false")
    guest.open()
    guest.check_access()
    guest.ask(f"Meine Aroma 4 zeigt {mark}, das Entkalken bricht ab.")
    _answer(emil, mark, "Bitte den Tank einmal ganz leeren.")
    # Live, without doing anything.
    expect(guest.frame.get_by_text("Bitte den Tank einmal ganz leeren.")).to_be_visible()
    expect(guest.frame.locator("#holder")).to_contain_text("Emil")
    guest.check_access()
    guest.frame.locator("#compose input[type=file]").set_input_files(
        {"name": "Bild.txt", "mimeType": "text/plain", "buffer": b"Tank"}
    )
    guest.frame.locator("#compose textarea").fill("Danke, das Bild dazu.")
    guest.frame.locator("#compose .composer > button.primary").click()
    expect(guest.frame.locator("a.chip.file")).to_be_visible()
    with guest.page.expect_download() as loaded:
        guest.frame.locator("a.chip.file").click()
    assert loaded.value.path().read_bytes() == b"Tank"
    # They come back: the frame knows them.
    guest.come()
    guest.open()
    guest.frame.locator("[data-conversation]").first.click()
    expect(guest.frame.get_by_text("Danke, das Bild dazu.")).to_be_visible()
    guest.frame.locator("form[hx-post$='/confirm/'] button").click()
    expect(guest.frame.locator(".rate .stars")).to_be_visible()
    guest.check_access()
    guest.frame.locator(".rate input[value='5']").check(force=True)
    guest.frame.locator(".rate button.primary").click()
    expect(guest.frame.locator(".thanked")).to_be_visible()
    guest.leave()


def test_two_browsers_see_nothing_of_each_other(own_browser: Browser, shop: Shop) -> None:
    one, other = Guest(own_browser, shop), Guest(own_browser, shop)
    one.open()
    one.ask("Meine Aroma 4 zeigt F93, das Entkalken bricht ab.")
    other.open()
    expect(other.frame.locator("[data-screen=ask]")).to_be_visible()
    expect(other.frame.get_by_text("F93")).to_have_count(0)
    one.frame.locator("form[hx-post$='/confirm/'] button").click()
    expect(one.frame.locator("#holder.is-done")).to_be_visible()
    one.leave()
    other.leave()


def test_by_keyboard_alone(own_browser: Browser, shop: Shop) -> None:
    guest = Guest(own_browser, shop)
    expect(guest.button).to_be_visible()
    guest.page.keyboard.press("Tab")
    guest.page.keyboard.press("Tab")
    guest.page.keyboard.press("Enter")
    expect(guest.page.get_by_role("dialog")).to_be_visible()
    expect(guest.frame.locator("#words")).to_be_focused()
    expect(guest.button).to_have_attribute("aria-expanded", "true")
    guest.page.keyboard.type("Meine Aroma 4 zeigt F94, das Entkalken bricht ab.")
    expect(guest.frame.locator("#seen .shielded")).to_be_visible()
    guest.page.keyboard.press("Control+Enter")
    expect(guest.frame.locator("[data-screen=concern]")).to_be_visible()
    guest.page.keyboard.press("Escape")
    expect(guest.page.get_by_role("dialog")).to_be_hidden()
    expect(guest.button).to_be_focused()
    expect(guest.button).to_have_attribute("aria-expanded", "false")
    guest.page.keyboard.press("Enter")
    guest.frame.locator("form[hx-post$='/confirm/'] button").press("Enter")
    expect(guest.frame.locator("#holder.is-done")).to_be_visible()
    guest.leave()


def test_a_closed_frame_says_how_much_is_new(invite: Invite, own_browser: Browser, shop: Shop) -> None:
    guest, emil = Guest(own_browser, shop, query="?language=en"), invite("emil")
    guest.open()
    guest.ask("Meine Aroma 4 zeigt F95, das Entkalken bricht ab.")
    guest.frame.locator("[data-close]").click()
    expect(guest.button).to_be_focused()
    _answer(emil, "F95", "Bitte einmal spülen.")
    expect(guest.button).to_have_accessible_name("Ask Kaffeewerk, 1 new answer")
    expect(guest.page.get_by_role("status").first).to_have_text("1 new answer")
    guest.open()
    expect(guest.button).to_have_accessible_name("Ask Kaffeewerk")
    guest.frame.locator("form[hx-post$='/confirm/'] button").click()
    expect(guest.frame.locator(".rate")).to_be_visible()
    guest.leave()


def test_languages(own_browser: Browser, shop: Shop) -> None:
    for query, name in (("?language=en", "Ask Kaffeewerk"), ("?language=en&data=de", "Kaffeewerk fragen")):
        guest = Guest(own_browser, shop, query=query)
        expect(guest.button).to_have_accessible_name(name)
        guest.leave()


def test_no_button_leads_nowhere(own_browser: Browser, shop: Shop) -> None:
    guest = Guest(own_browser, shop, query="?company=nobody")
    guest.page.wait_for_load_state("networkidle")
    expect(guest.page.locator("[data-oase]")).to_be_attached()
    expect(guest.page.get_by_role("button")).to_have_count(0)
    # The browser says in its own words, now or later, that there is nothing.
    guest.context.close()
