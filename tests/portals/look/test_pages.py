"""The kit and the pages that say what went wrong: whole, and without anything a strict CSP would refuse."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils import translation

from oase.portals.look.forms import star_words
from oase.portals.look.kit import PAGES, kit

LOOK = Path(__file__).parents[3] / "oase" / "portals" / "look" / "templates"
STATIC = Path(__file__).parents[3] / "oase" / "static"
VOID = {"meta", "link", "input", "img", "br", "hr", "circle", "path", "use", "rect", "ellipse"}
pytestmark = pytest.mark.urls("tests.portals.look.urls")


class Whole(HTMLParser):
    """Checks that what is opened is closed, that ids are single, and that nothing is inline."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open, self.ids, self.faults = list[str](), list[str](), list[str]()
        self.feed(html)
        self.faults += [f"open {tag}" for tag in self.open]
        self.faults += [f"id {one} twice" for one in set(self.ids) if self.ids.count(one) > 1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if "style" in given or any(name.startswith("on") for name in given):
            self.faults.append(f"inline in {tag}")
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") != "application/json"):
            self.faults.append(f"inline {tag}")
        if tag not in ("svg", "path", "circle", "ellipse", "g") and given.get("id"):
            self.ids.append(str(given["id"]))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"closes {tag}")


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def request_of_a_stranger(rf: RequestFactory) -> HttpRequest:
    request: HttpRequest = rf.get("/look/")
    request.user = AnonymousUser()
    return request


@pytest.mark.parametrize("name", PAGES)
def test_the_kit_is_whole(name: str, request_of_a_stranger: HttpRequest) -> None:
    html = kit(request_of_a_stranger, name).content.decode()
    assert Whole(html).faults == []


def test_the_kit_has_no_other_pages(request_of_a_stranger: HttpRequest) -> None:
    with pytest.raises(Http404):
        kit(request_of_a_stranger, "../base")


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "413"])
def test_no_dead_end(name: str, request_of_a_stranger: HttpRequest) -> None:
    html = get_template(f"{name}.html").render({}, request_of_a_stranger)
    assert Whole(html).faults == []
    assert 'class="btn primary" href="/"' in html


def test_a_broken_server_still_shows_a_way_on() -> None:
    html = get_template("500.html").render()
    assert Whole(html).faults == []
    assert 'class="btn primary" href="/"' in html


def test_every_template_can_be_read() -> None:
    for template in LOOK.rglob("*.html"):
        get_template(str(template.relative_to(LOOK)))


def test_nothing_is_inline_in_any_template() -> None:
    found = [
        f"{template.name}: {hit}"
        for template in LOOK.rglob("*.html")
        for hit in re.findall(r'\sstyle=|<style|\son\w+="|<script>', template.read_text())
    ]
    assert found == []


def test_a_message_of_ones_own_is_said_by_you() -> None:
    html = get_template("look/message.html").render({"mine": True, "body": "<b>Hallo</b>"})
    assert 'class="msg mine"' in html
    assert "&lt;b&gt;Hallo&lt;/b&gt;" in html
    assert "<b>You</b>" in html


def test_an_unchecked_message_shows_no_word_of_it() -> None:
    html = get_template("look/message.html").render({"mine": True, "checking": True, "body": "Karla Blum"})
    assert "Karla" not in html


def test_five_stars_have_words() -> None:
    assert [number for number, _ in star_words(5)] == [1, 2, 3, 4, 5]


def test_the_stylesheet_brings_every_file_and_every_token_is_defined() -> None:
    imported = re.findall(r'@import url\("css/([\w-]+)\.css"\)', (STATIC / "oase.css").read_text())
    assert sorted(imported) == sorted(file.stem for file in (STATIC / "css").glob("*.css"))
    css = "\n".join(file.read_text() for file in (STATIC / "css").glob("*.css"))
    used = set(re.findall(r"var\((--[\w-]+)\)", css))
    assert used - set(re.findall(r"(--[\w-]+):", css)) == set()
    assert [row for row in css.splitlines() if len(row) > 160] == []
