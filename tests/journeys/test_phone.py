"""Oase on the phone: installed like an app, read and written without a network, rung without a word of content."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, Worker, expect

from tests.journeys.conftest import Invite
from tests.journeys.visitors import Visitor, until

CONCERN = re.compile(r"/concerns/[0-9a-f-]{36}/")


def ask(karla: Visitor, text: str) -> str:
    """Karla asks; gives back the path of her concern."""
    karla.go("/ask/kaffeewerk/")
    karla.find("textarea[name=text]").fill(text)
    karla.press("form#ask button.primary")
    karla.page.wait_for_url(CONCERN)
    return f"/concerns/{karla.conversation}/"


def worker_of(context: BrowserContext, page: Page) -> Worker:
    """The service worker, as soon as it serves this page."""
    until(page, "navigator.serviceWorker.controller !== null")
    return context.service_workers[0]


def kept(page: Page) -> list[str]:
    """The paths of the pages this browser keeps."""
    found: list[str] = page.evaluate(
        """async () => {
          const paths = [];
          for (const name of await caches.keys()) {
            if (!name.startsWith("oase-pages-")) continue;
            for (const request of await (await caches.open(name)).keys()) paths.push(new URL(request.url).pathname);
          }
          return paths.sort();
        }"""
    )
    return found


def keeps(page: Page, path: str, *, yes: bool = True) -> None:
    """Wait until the browser keeps this page, or no more."""
    until(
        page,
        """async ([path, yes]) => {
          for (const name of await caches.keys()) {
            if (name.startsWith("oase-pages-") && (await (await caches.open(name)).match(path))) return yes;
          }
          return !yes;
        }""",
        [path, yes],
    )


def waiting(page: Page) -> int:
    """How many messages this browser keeps back, whosever they are."""
    number: int = page.evaluate(
        """() => new Promise((done, failed) => {
          const asked = indexedDB.open("oase-outbox", 1);
          asked.onerror = () => failed(asked.error);
          asked.onsuccess = () => {
            const count = asked.result.transaction("waiting").objectStore("waiting").count();
            count.onsuccess = () => { asked.result.close(); done(count.result); };
          };
        })"""
    )
    return number


def write(visitor: Visitor, text: str, page: Page | None = None) -> None:
    box = (page or visitor.page).locator("form[data-outbox] textarea[name=text]")
    box.fill(text)
    box.press("Control+Enter")


def said(visitor: Visitor, page: Page | None = None) -> list[str]:
    """What stands in the thread as written by the reader, in order."""
    texts = (page or visitor.page).locator("#thread .msg.mine .bubble").all_inner_texts()
    return [text.strip() for text in texts]


@pytest.fixture
def karla(invite: Invite) -> Iterator[Visitor]:
    visitor = invite("karla", phone=True)
    yield visitor
    # A browser without a network complains; what matters is looked at in the stories.
    visitor.context.set_offline(False)
    visitor.complaints = [one for one in visitor.complaints if "Failed to fetch" not in one]


def test_chromium_would_install_it(invite: Invite) -> None:
    visitor = invite("karla")
    visitor.go("/concerns/")
    worker_of(visitor.context, visitor.page)
    devtools = visitor.context.new_cdp_session(visitor.page)
    # A context of a test is a private window, and those install nothing; it is the only thing in the way.
    errors = [one["errorId"] for one in devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]]
    assert [one for one in errors if one != "in-incognito"] == []
    manifest = devtools.send("Page.getAppManifest")
    assert manifest["errors"] == []
    told = json.loads(manifest["data"])
    assert (told["name"], told["start_url"], told["display"], told["lang"]) == ("Oase", "/", "standalone", "de")
    assert [one["url"] for one in told["shortcuts"]] == ["/concerns/"]
    for icon in told["icons"]:
        size = visitor.page.evaluate(
            """async (src) => {
              const image = new Image();
              image.src = src;
              await image.decode();
              return `${image.naturalWidth}x${image.naturalHeight}`;
            }""",
            icon["src"],
        )
        assert icon["sizes"] in {"any", size}
    assert {one["purpose"] for one in told["icons"]} == {"any", "maskable"}


def test_shortcuts_are_for_whoever_comes_and_speak_their_language(invite: Invite) -> None:
    def ways(visitor: Visitor) -> tuple[str, list[str]]:
        visitor.go("/privacy/")
        told = visitor.page.evaluate("() => fetch('/manifest.webmanifest').then((answer) => answer.json())")
        return told["lang"], [way["url"] for way in told["shortcuts"]]

    assert ways(invite("emil")) == ("de", ["/concerns/", "/desk/"])
    assert ways(invite("ada")) == ("de", ["/concerns/", "/office/kaffeewerk/"])
    assert ways(invite(language="en")) == ("en", [])


def test_what_was_open_is_read_without_a_network(karla: Visitor) -> None:
    path = ask(karla, "Meine Aroma 4 meldet F21 beim Start.")
    worker_of(karla.context, karla.page)
    keeps(karla.page, path)
    karla.go("/concerns/")
    keeps(karla.page, "/concerns/")
    karla.context.set_offline(True)
    karla.page.goto(path)
    karla.see("meldet F21")
    expect(karla.page.locator("#offline")).to_contain_text("Sie sind offline. So sah es am")
    karla.check_access()
    # A page that was not open is not made up, and the way back to what there is stands on it.
    karla.page.goto("/profile/")
    expect(karla.page.locator("h1")).to_be_visible()
    karla.page.locator(f"#kept a[href='{path}']").click()
    karla.see("meldet F21")
    karla.context.set_offline(False)
    # The network is back: the page gives way to the real one by itself.
    until(karla.page, "!document.documentElement.dataset.kept")
    expect(karla.page.locator("#offline")).to_be_hidden()


def test_with_a_network_no_page_comes_from_memory(karla: Visitor) -> None:
    path = ask(karla, "Meine Aroma 4 meldet F22 beim Start.")
    worker_of(karla.context, karla.page)
    keeps(karla.page, path)
    write(karla, "Und jetzt auch F23.")
    expect(karla.page.locator("#thread")).to_contain_text("Und jetzt auch F23.")
    karla.go(path)
    assert karla.page.evaluate("document.documentElement.dataset.kept") is None
    karla.see("Und jetzt auch F23.")


def test_what_came_while_the_page_was_open_is_read_too(karla: Visitor, invite: Invite) -> None:
    path = ask(karla, "Ich möchte meine Rechnung F24 sehen, bitte mit meiner Betreuerin.")
    worker_of(karla.context, karla.page)
    ada = invite("ada")
    ada.go(f"/office/kaffeewerk/{karla.conversation}/")
    write(ada, "F24 heißt: der Deckel ist offen.")
    karla.see("der Deckel ist offen")
    until(
        karla.page,
        """async (path) => {
          for (const name of await caches.keys()) {
            const page = name.startsWith("oase-pages-") && (await (await caches.open(name)).match(path));
            if (page && (await page.text()).includes("der Deckel ist offen")) return true;
          }
        }""",
        path,
    )
    karla.context.set_offline(True)
    karla.page.reload()
    karla.see("der Deckel ist offen")
    karla.context.set_offline(False)
    until(karla.page, "!document.documentElement.dataset.kept")


def test_what_is_kept_goes_with_its_person(karla: Visitor) -> None:
    path = ask(karla, "Meine Aroma 4 meldet F25 beim Start.")
    worker_of(karla.context, karla.page)
    keeps(karla.page, path)
    karla.go("/account/logout/")
    karla.press("main form button")
    karla.page.wait_for_url(lambda url: "logout" not in url)
    keeps(karla.page, path, yes=False)
    assert kept(karla.page) == []
    karla.context.set_offline(True)
    karla.page.goto(path)
    assert "F25" not in karla.page.content()


def test_the_next_person_at_this_browser_finds_nothing(karla: Visitor) -> None:
    path = ask(karla, "Meine Aroma 4 meldet F26 beim Start.")
    worker_of(karla.context, karla.page)
    keeps(karla.page, path)
    # Not signed out: the session ran out, and somebody else signs in.
    karla.context.clear_cookies()
    karla.sign_in("mallory@example.org")
    keeps(karla.page, path, yes=False)
    karla.context.set_offline(True)
    karla.page.goto(path)
    assert "F26" not in karla.page.content()


def test_a_draft_is_its_writers_and_what_nobody_wrote_goes_with_who_signs_in(karla: Visitor) -> None:
    karla.go("/ask/kaffeewerk/")
    karla.find("textarea[name=text]").fill("Mein Konto ist leer.")
    karla.context.clear_cookies(name="oase_session")
    karla.go("/ask/kaffeewerk/")
    expect(karla.find("textarea[name=text]")).to_have_value("")
    karla.find("textarea[name=text]").fill("Meine Bohnen sind feucht.")
    karla.sign_in("mallory@example.org")
    karla.go("/ask/kaffeewerk/")
    expect(karla.find("textarea[name=text]")).to_have_value("Meine Bohnen sind feucht.")
    karla.context.clear_cookies(name="oase_session")
    karla.sign_in("karla@example.org")
    karla.go("/ask/kaffeewerk/")
    expect(karla.find("textarea[name=text]")).to_have_value("Mein Konto ist leer.")


def test_pages_of_the_office_and_the_desk_are_not_kept(invite: Invite) -> None:
    for who, path in (("ada", "/office/kaffeewerk/"), ("emil", "/desk/")):
        visitor = invite(who)
        visitor.go(path)
        worker_of(visitor.context, visitor.page)
        visitor.go(path)
        visitor.go("/profile/")
        visitor.go("/my-data/")
        visitor.go("/concerns/")
        keeps(visitor.page, "/concerns/")
        assert kept(visitor.page) == ["/concerns/"]
        visitor.context.set_offline(True)
        visitor.page.goto(path)
        expect(visitor.page.locator("#kept")).to_be_visible()
        visitor.context.set_offline(False)
        visitor.complaints.clear()


def test_words_wait_and_go_out_once_and_in_order(karla: Visitor) -> None:
    path = ask(karla, "Meine Aroma 4 meldet F27 beim Start.")
    worker_of(karla.context, karla.page)
    keeps(karla.page, path)
    other = karla.context.new_page()
    other.goto(path)
    karla.context.set_offline(True)
    for number in (1, 2, 3):
        write(karla, f"Nachtrag {number} von dreien")
    expect(karla.page.locator("#waiting article")).to_have_count(3)
    expect(karla.page.locator("#waiting [data-state]").first).to_have_text("wartet auf das Netz")
    expect(karla.page.locator("form[data-outbox] textarea")).to_have_value("")
    # What waits is there again on a page from memory, and one can go on writing there.
    karla.page.reload()
    expect(karla.page.locator("#waiting article")).to_have_count(3)
    write(karla, "Nachtrag 4 aus dem Gedächtnis")
    expect(karla.page.locator("#waiting article")).to_have_count(4)
    karla.context.set_offline(False)
    wanted = [*(f"Nachtrag {number} von dreien" for number in (1, 2, 3)), "Nachtrag 4 aus dem Gedächtnis"]
    for page in (karla.page, other):
        expect(page.locator("#thread")).to_contain_text("Nachtrag 4 aus dem Gedächtnis")
        expect(page.locator("#waiting article")).to_have_count(0)
        assert said(karla, page)[1:] == wanted
    assert waiting(karla.page) == 0


def test_an_answer_that_was_lost_makes_no_second_message(karla: Visitor) -> None:
    """It arrived, and the network went before that could be said: it is sent again and stands there once."""
    ask(karla, "Meine Aroma 4 meldet F28 beim Start.")
    seen: list[int] = []

    def lose(route: Route) -> None:
        answer = route.fetch()
        seen.append(answer.status)
        if len(seen) == 1:
            route.abort()
        else:
            route.fulfill(response=answer)

    karla.page.route("**/live/conversations/*/messages", lose)
    write(karla, "Nur einmal, bitte.")
    expect(karla.page.locator("#thread")).to_contain_text("Nur einmal, bitte.")
    # By the stream it is on the page before it is sent again, by the page or, unseen here, by the service worker.
    expect(karla.page.locator("#waiting article")).to_have_count(0)
    assert seen in ([201], [201, 200])
    assert said(karla)[1:] == ["Nur einmal, bitte."]
    karla.complaints.clear()


def test_a_busy_house_is_asked_again(karla: Visitor) -> None:
    ask(karla, "Meine Aroma 4 meldet F29 beim Start.")
    answers = iter([429, 503])

    def busy(route: Route) -> None:
        status = next(answers, None)
        route.fulfill(status=status, headers={"Retry-After": "1"}) if status else route.continue_()

    karla.page.route("**/live/conversations/*/messages", busy)
    write(karla, "Eins")
    write(karla, "Zwei")
    expect(karla.page.locator("#thread")).to_contain_text("Zwei")
    assert said(karla)[1:] == ["Eins", "Zwei"]
    karla.complaints.clear()


def test_what_is_refused_stops_with_a_sentence_and_is_kept(karla: Visitor) -> None:
    ask(karla, "Meine Aroma 4 meldet F30 beim Start.")

    def refuse(route: Route) -> None:
        told = json.dumps({"detail": "Das geht gerade nicht."})
        route.fulfill(status=422, content_type="application/problem+json", body=told)

    karla.page.route("**/live/conversations/*/messages", refuse)
    write(karla, "Erst das")
    stopped = karla.page.locator("#waiting article").first
    expect(stopped.locator("[data-state]")).to_have_text("Das geht gerade nicht.")
    write(karla, "Dann das")
    expect(karla.page.locator("#waiting article")).to_have_count(2)
    karla.check_access()
    karla.page.unroute("**/live/conversations/*/messages")
    stopped.locator("[data-take-back]").click()
    expect(karla.page.locator("form[data-outbox] textarea")).to_have_value("Erst das")
    # What was held by it goes now.
    expect(karla.page.locator("#thread")).to_contain_text("Dann das")
    assert said(karla)[1:] == ["Dann das"]
    karla.complaints.clear()


def test_what_waits_can_be_taken_back(karla: Visitor) -> None:
    ask(karla, "Meine Aroma 4 meldet F31 beim Start.")
    karla.context.set_offline(True)
    write(karla, "Doch nicht")
    karla.page.locator("#waiting [data-take-back]").click()
    expect(karla.page.locator("form[data-outbox] textarea")).to_have_value("Doch nicht")
    expect(karla.page.locator("#waiting article")).to_have_count(0)
    karla.context.set_offline(False)
    assert waiting(karla.page) == 0
    assert said(karla)[1:] == []


def test_nobody_sends_the_words_of_somebody_else(karla: Visitor) -> None:
    path = ask(karla, "Meine Aroma 4 meldet F32 beim Start.")
    worker_of(karla.context, karla.page)
    karla.context.set_offline(True)
    write(karla, "Von Karla, sonst niemandem")
    expect(karla.page.locator("#waiting article")).to_have_count(1)
    karla.context.clear_cookies()
    sent: list[str] = []
    karla.context.on("request", lambda one: sent.append(one.url) if one.url.endswith("/messages") else None)
    karla.context.set_offline(False)
    # Signed out meanwhile: kept, and asked to sign in.
    expect(karla.page.locator("#waiting [data-sign-in]")).to_be_visible()
    sent.clear()
    karla.sign_in("mallory@example.org")
    karla.go("/concerns/")
    karla.page.evaluate("dispatchEvent(new Event('online'))")
    karla.go("/office/velotal/")
    assert (sent, waiting(karla.page)) == ([], 1)
    karla.go("/account/logout/")
    karla.press("main form button")
    karla.page.wait_for_url(lambda url: "logout" not in url)
    karla.sign_in("karla@example.org")
    karla.go(path)
    expect(karla.page.locator("#thread")).to_contain_text("Von Karla, sonst niemandem")
    # A page that goes while it sends leaves it to the next one, and it is one message all the same.
    assert said(karla)[1:] == ["Von Karla, sonst niemandem"]
    expect(karla.page.locator("#waiting article")).to_have_count(0)
    assert waiting(karla.page) == 0
    karla.complaints.clear()


def test_staff_write_through_a_gap_in_the_network_and_notes_stay_inside(invite: Invite) -> None:
    ada, karla = invite("ada"), invite("karla")
    path = ask(karla, "Ich möchte meine Rechnung F33 sehen, bitte mit meiner Betreuerin.")
    ada.go(f"/office/kaffeewerk/{karla.conversation}/")
    ada.context.set_offline(True)
    ada.page.locator("label:has(input[value=staff])").click()
    write(ada, "Nur für uns: F33 prüfen.")
    expect(ada.page.locator("#waiting article.note")).to_have_count(1)
    ada.context.set_offline(False)
    expect(ada.page.locator("#thread .note")).to_contain_text("Nur für uns: F33 prüfen.")
    expect(ada.page.locator("#waiting article")).to_have_count(0)
    karla.go(path)
    assert "Nur für uns" not in karla.page.content()
    ada.complaints.clear()


def test_files_and_words_hidden_by_hand_go_by_the_form(karla: Visitor) -> None:
    ask(karla, "Meine Aroma 4 meldet F34 beim Start.")
    sent: list[str] = []
    karla.page.on("request", lambda one: sent.append(one.url.rsplit("/", 2)[-2 if one.url.endswith("/") else -1])
                  if one.method == "POST" and ("/reply/" in one.url or "/messages" in one.url) else None)  # fmt: skip
    karla.find("form[data-outbox] input[type=file]").set_input_files(
        {"name": "foto.txt", "mimeType": "text/plain", "buffer": b"Foto"}
    )
    write(karla, "Mit Bild")
    expect(karla.page.locator("#thread")).to_contain_text("foto.txt")
    box = karla.find("form[data-outbox] textarea[name=text]")
    box.fill("Die Tropfschale wackelt")
    karla.page.locator("#seen [data-word]", has_text="Tropfschale").click()
    expect(karla.page.locator("#seen [data-mask]")).to_have_count(1)
    box.press("Control+Enter")
    expect(karla.page.locator("#thread")).to_contain_text("wackelt")
    write(karla, "Nur Worte")
    expect(karla.page.locator("#thread")).to_contain_text("Nur Worte")
    assert sent == ["reply", "reply", "messages"]


def test_it_goes_on_after_the_browser_was_closed(karla: Visitor) -> None:
    path = ask(karla, "Meine Aroma 4 meldet F35 beim Start.")
    worker_of(karla.context, karla.page)
    karla.context.set_offline(True)
    write(karla, "Nach dem Zuklappen")
    expect(karla.page.locator("#waiting article")).to_have_count(1)
    karla.page.close()
    karla.page = karla.context.new_page()
    karla.context.set_offline(False)
    # Another page than the one it was written on.
    karla.page.goto("/profile/")
    until(
        karla.page,
        "async () => !(await oaseOutbox.list(document.querySelector('meta[name=oase-person]').content)).length",
    )
    karla.page.goto(path)
    karla.see("Nach dem Zuklappen")
    assert said(karla)[1:] == ["Nach dem Zuklappen"]


def test_a_push_shows_one_sentence_and_opens_its_place(invite: Invite) -> None:
    karla = invite("karla")
    karla.context.grant_permissions(["notifications"])
    path = ask(karla, "Meine Aroma 4 meldet F36 beim Start.")
    worker = worker_of(karla.context, karla.page)
    devtools = karla.context.new_cdp_session(karla.page)
    registrations: list[dict[str, Any]] = []
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda news: registrations.extend(news["registrations"]))
    devtools.send("ServiceWorker.enable")
    until(karla.page, "navigator.serviceWorker.ready.then(() => true)")
    inside = {"title": "Oase", "words": "Es gibt Neues für Sie.", "open": path, "tag": "t"}
    origin = karla.address
    for told in (json.dumps(inside), json.dumps(inside | {"open": "//evil.example/", "tag": "u"}), "kein JSON"):
        devtools.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": origin, "registrationId": registrations[0]["registrationId"], "data": told},
        )
    shown = """async () => {
      for (let i = 0; i < 100; i++) {
        const all = await registration.getNotifications();
        if (all.length === 3) return all.map((one) => [one.title, one.body, one.tag, one.data.open]).sort();
        await new Promise((go) => setTimeout(go, 100));
      }
    }"""
    assert worker.evaluate(shown) == [
        ["Oase", "", "oase", "/"],
        ["Oase", "Es gibt Neues für Sie.", "t", path],
        ["Oase", "Es gibt Neues für Sie.", "u", "/"],
    ]
    # Touching it asks the browser for exactly this place; opening windows is for real fingers only.
    opened = worker.evaluate(
        """async (tag) => {
          const asked = [];
          clients.openWindow = async (url) => { asked.push(url); return null; };
          clients.matchAll = async () => [];
          const [one] = await registration.getNotifications({ tag });
          const event = new NotificationEvent("notificationclick", { notification: one });
          dispatchEvent(event);
          await new Promise((go) => setTimeout(go, 200));
          return [asked, (await registration.getNotifications({ tag })).length];
        }""",
        "t",
    )
    assert opened == [[f"{origin}{path}"], 0]


def test_the_page_of_notices(invite: Invite) -> None:
    for options in ({}, {"phone": True, "dark": True}, {"language": "en"}, {"script": False}):
        emil = invite("emil", **options)
        emil.go("/notices/")
        if options.get("script", True):
            expect(emil.page.locator("#ring button")).to_be_visible()
            emil.check_access()
        emil.page.locator("input[name=offers]").uncheck()
        emil.page.locator("input[name=quiet]").check()
        emil.page.locator("main form:has(input[name=quiet]) button.primary").click()
        expect(emil.page.locator("input[name=offers]")).not_to_be_checked()
        expect(emil.page.locator("input[name=quiet]")).to_be_checked()
        emil.page.locator("input[name=offers]").check()
        emil.page.locator("main form:has(input[name=quiet]) button.primary").click()
        expect(emil.page.locator("input[name=offers]")).to_be_checked()
