"""Every page in a real browser: nothing for axe to find, nothing that scrolls sideways, and one language at a time."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message

from oase.config.messages import german
from tests.journeys.conftest import Invite
from tests.journeys.visitors import Visitor

PAGES: dict[str | None, tuple[str, ...]] = {
    None: (
        *("/", "/ask/kaffeewerk/", "/privacy/", "/imprint/", "/mail/", "/look/"),
        *("/account/login/", "/account/login/code/", "/account/signup/", "/account/password/reset/"),
        *("/experts/", "/experts/kaffeewerk/", "/experts/velotal/"),
    ),
    "karla": (
        *("/concerns/", "concern:0", "concern:1", "concern:-1", "/access/", "/profile/", "/ask/velotal/", "helper:0"),
        *("/my-data/", "/profile/leaving/", "/access/?company=velotal"),
        *("/account/email/", "/account/2fa/", "/account/logout/", "/account/password/change/"),
    ),
    "emil": (
        *("/", "/desk/", "held:0", "/desk/past/", "/desk/rewards/", "/desk/topics/", "/desk/profile/", "/concerns/"),
        *("/desk/learn/kaffeewerk/", "learned:0", "/experts/velotal/apply/", "/desk/marking/", "/desk/standing/"),
        *("/desk/checks/", "/desk/answers/", "/desk/answers/new/", "answer:0", "similar"),
        *("/desk/availability/", "/desk/rewards/payment/"),
    ),
    "ada": (
        *("/office/kaffeewerk/", "/office/kaffeewerk/?view=late", "/office/kaffeewerk/?view=solved"),
        *("case:0", "case:1", "/office/kaffeewerk/me/", "/office/kaffeewerk/me/profile/", "/office/kaffeewerk/team/"),
        *("/office/kaffeewerk/search/", "/office/kaffeewerk/search/?q=rechnung", "/office/kaffeewerk/search/?q=xyz"),
        *("give-back", "/profile/leaving/", "/my-data/", "/access/"),
        *("/office/kaffeewerk/programme/marking/", "/office/kaffeewerk/moderation/"),
    ),
    "sven": (
        *("/office/kaffeewerk/team/", "/office/kaffeewerk/?view=nobody"),
        *("/office/kaffeewerk/programme/", "/office/kaffeewerk/programme/topics/faults/"),
        *("/office/kaffeewerk/programme/invitation/", "/office/kaffeewerk/programme/lessons/", "lesson:0"),
        *("/office/kaffeewerk/programme/tests/", "/office/kaffeewerk/programme/tests/descaling/", "question:0"),
        *("/office/kaffeewerk/programme/prices/", "/office/kaffeewerk/programme/prices/faults/"),
        *("/office/kaffeewerk/programme/experts/", "expert:0", "/office/kaffeewerk/programme/marking/"),
        *("/office/kaffeewerk/programme/topics/new/", "/office/kaffeewerk/programme/lessons/new/"),
        "/office/kaffeewerk/programme/tests/descaling/new/",
        *("/office/kaffeewerk/programme/plan/", "/office/kaffeewerk/programme/plan/?more=12&day=6&part=3"),
        *("/office/kaffeewerk/moderation/", "moderated:0"),
        *("/office/kaffeewerk/payouts/", "/office/kaffeewerk/payouts/account/"),
    ),
}
LISTS = {
    "lesson": ("/office/kaffeewerk/programme/lessons/", "a.row.plain"),
    "question": ("/office/kaffeewerk/programme/tests/descaling/", "a.row.plain"),
    "expert": ("/office/kaffeewerk/programme/experts/", "main .staff a[href*='/experts/']"),
    "concern": ("/concerns/", "main a[href*='/concerns/']"),
    "helper": ("concern:-1", "main a[href*='/helpers/']"),
    "held": ("/desk/", "#held a"),
    "learned": ("/desk/learn/kaffeewerk/", ".lessons a"),
    "answer": ("/desk/answers/", "main a.row"),
    "moderated": ("expert:0", "main a[href*='/moderation/experts/']"),
    "case": ("/office/kaffeewerk/?view=open", "a.item"),
}


def _paths(visitor: Visitor, pages: tuple[str, ...]) -> Iterator[str]:
    for page in pages:
        if page.startswith("/"):
            yield page
            continue
        if page == "give-back":
            yield _give_back(visitor)
            continue
        if page == "similar":
            yield next(_paths(visitor, ("held:0",))).partition("#")[0] + "similar/"
            continue
        name, _, place = page.partition(":")
        where, link = LISTS[name]
        visitor.go(next(_paths(visitor, (where,))))
        path = visitor.page.locator(link).nth(int(place)).get_attribute("href")
        assert path, page
        yield path


def _give_back(visitor: Visitor) -> str:
    """The page before a concern goes to experts, of the first concern that may."""
    visitor.go("/office/kaffeewerk/?view=open")
    link = "a[href*='/give-back/']"
    for path in visitor.page.locator("a.item").evaluate_all("all => all.map(one => one.getAttribute('href'))"):
        visitor.go(path)
        if visitor.page.locator(link).count():
            return str(visitor.page.locator(link).first.get_attribute("href"))
    raise AssertionError("no concern may go to experts")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize("who", list(PAGES), ids=lambda who: who or "visitor")
def test_everybody_can_use_every_page(invite: Invite, who: str | None, phone: bool, dark: bool) -> None:
    visitor = invite(who, phone=phone, dark=dark)
    for path in _paths(visitor, PAGES[who]):
        visitor.go(path)
        visitor.check_access()


def _sentences(messages: list[Message], of: str) -> list[str]:
    """Messages of three words and more that read differently in the two languages and have no gaps to fill."""
    found = []
    for message in messages:
        texts = {"en": message.id, "de": message.string}
        if all(isinstance(text, str) for text in texts.values()) and texts["en"] != texts["de"]:
            text = str(texts[of])
            if len(text.split()) >= 3 and not re.search(r"[%{<&]", text):
                found.append(text)
    return found


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("who", list(PAGES), ids=lambda who: who or "visitor")
def test_a_page_speaks_one_language(invite: Invite, who: str | None, language: str) -> None:
    other = {"de": "en", "en": "de"}[language]
    foreign = _sentences(list(german()), other)
    visitor = invite(who, language=language)
    if who is not None:
        # Whoever signs in reads their own language, whatever the browser says; a word at the foot changes it.
        visitor.go("/privacy/")
        visitor.press(f"form button[name=language][value={language}]")
    for path in _paths(visitor, PAGES[who]):
        if path in ("/look/", "/mail/"):
            continue  # samples and letters are shown as they were written
        visitor.go(path)
        assert visitor.page.locator("html").get_attribute("lang") == language
        words = visitor.page.locator("body").inner_text()
        assert [sentence for sentence in foreign if sentence in words] == [], path
