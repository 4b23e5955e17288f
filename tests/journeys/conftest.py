"""Real browsers in front of the real thing."""

import os
import shutil
from collections.abc import Callable, Iterator

import psycopg
import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from oase.config.data_folder import DATABASE, PORT, socket_folder
from tests.journeys.house import House, own_house
from tests.journeys.visitors import Visitor

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AN_HOUR_PASSES = (
    "UPDATE oase_opening SET at = at - interval '1 hour', first_at = first_at - interval '1 hour'",
    "UPDATE oase_assignment SET ended_at = ended_at - interval '1 hour', started_at = started_at - interval '1 hour'"
    " WHERE level = 'expert' AND ended_at > now() - interval '1 hour'",
    # What lies on the desks from other stories is no longer offered, so that there is room for this one's.
    "UPDATE oase_offer SET expires_at = least(expires_at, now())",
    'UPDATE oase_placing SET "full" = false WHERE "full"',
    # Nor are hands full of what they left unsolved.
    "UPDATE oase_expert SET at_once = 100",
    # Nor are they asked again and again what nobody took in the story before.
    "UPDATE oase_assignment a SET level = 'team' FROM oase_conversation c WHERE c.id = a.conversation_id"
    " AND a.level = 'network' AND a.ended_at IS NULL AND c.opened_at > pg_postmaster_start_time()",
    # Who is asked first is drawn; here everybody is.
    "UPDATE oase_topic SET wave_sizes = '[100]'",
)


@pytest.fixture(scope="package")
def house() -> Iterator[House]:
    """A whole Oase with the demo, for all stories that get along with one another."""
    with own_house() as house:
        yield house


@pytest.fixture
def address(house: House) -> str:
    """Where it answers. An hour has passed since the story before: nobody reads more than so much within one."""
    with psycopg.connect(f"host={socket_folder(house.data)} port={PORT} dbname={DATABASE} user=oase_owner") as owner:
        for change in AN_HOUR_PASSES:
            owner.execute(change)
    return house.address


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The Chromium that is there, else Playwright's."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("OASE_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    running = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
    yield running
    running.close()


Invite = Callable[..., Visitor]


@pytest.fixture
def invite(browser: Browser, address: str) -> Iterator[Invite]:
    """A person with a browser of their own: `invite("karla")`, `invite("emil", phone=True)`."""
    visitors: list[Visitor] = []

    def make(who: str | None = None, **options: object) -> Visitor:
        visitor = Visitor(browser, address, **options)  # type: ignore[arg-type]  # a test's shorthand
        visitors.append(visitor)
        if who is not None:
            visitor.sign_in(f"{who}@example.org")
        return visitor

    yield make
    for visitor in visitors:
        visitor.leave()
