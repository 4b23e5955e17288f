"""Portraits, rings and icons: drawn from sprites that hold everything a page asks for."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template

from oase.portals.look.faces import face, icon, pseudonym_face, ring, small_stars

HOUSE = Path(__file__).parents[3] / "oase"


def keys(sprite: str) -> set[str]:
    return set(re.findall(r'<symbol id="([\w-]+)"', (HOUSE / "static" / sprite).read_text()))


def test_there_are_faces_for_everybody() -> None:
    faces = keys("faces.svg")
    assert {f"f-{name}" for name in ("ada", "dora", "emil", "karla", "mallory", "sven")} <= faces
    assert len(faces) >= 28
    assert len(keys("pseudonyms.svg")) >= 24


def test_every_portrait_is_another() -> None:
    for sprite in ("faces.svg", "pseudonyms.svg"):
        drawings = re.findall(r"<symbol[^>]*>(.*?)</symbol>", (HOUSE / "static" / sprite).read_text())
        assert len(drawings) == len(set(drawings))


@pytest.mark.parametrize("sprite", ["icons.svg", "faces.svg", "pseudonyms.svg"])
def test_sprites_work_from_another_document(sprite: str) -> None:
    """Gradients, clips and filters by id do not reach across documents."""
    text = (HOUSE / "static" / sprite).read_text()
    assert re.findall(r"url\(|clip-path|<style|style=", text) == []
    assert len(re.findall(r'\bid="', text)) == len(keys(sprite))


def test_every_icon_that_a_page_names_is_there() -> None:
    named = {
        name
        for template in HOUSE.glob("portals/*/templates/**/*.html")
        for name in re.findall(r'{%\s*icon "([\w-]+)"', template.read_text())
    }
    assert {f"i-{name}" for name in named} - keys("icons.svg") == set()


def test_a_face_has_a_portrait_or_initials_or_a_figure() -> None:
    assert "#f-ada" in face({"first_name": "Ada", "face": "ada"})
    assert ">DÖ</span>" in face({"first_name": "Derya", "last_name": "Öztürk", "face": ""})
    assert ">KA</span>" in face({"first_name": "Karla"})
    assert "#i-user" in face(None)


def test_a_name_cannot_break_out() -> None:
    assert "&lt;&quot;" in face({"first_name": "<", "last_name": '"'})
    assert '"><' not in face({"face": '"><script>'}).replace('"><svg', "").replace('"><use', "")
    assert "&quot;&gt;" in icon('"><script>')


def test_a_face_is_silent_unless_named() -> None:
    assert "role=" not in face({"first_name": "Ada", "face": "ada"})
    assert 'role="img" aria-label="Ada"' in face({"first_name": "Ada", "face": "ada"}, label="Ada")


@pytest.mark.parametrize(("share", "dashes"), [(0.62, "62 100"), (1.7, "100 100"), (0.004, None), (-1, None)])
def test_the_ring(share: float, dashes: str | None) -> None:
    assert re.findall(r'stroke-dasharray="([^"]*)"', ring(share)) == ([dashes] if dashes else [])


def test_a_late_ring_is_full_and_coral() -> None:
    assert 'class="ring is-late"' in ring(0.1, late=True)
    assert '"100 100"' in ring(0.1, late=True)


def test_a_pseudonym_has_its_picture() -> None:
    assert "#p-fuchs" in pseudonym_face("fuchs", "sm")


def test_small_stars_are_read_as_words() -> None:
    stars = small_stars(4)
    assert stars.count("<svg viewBox") == 4
    assert stars.count('class="rest"') == 1


def test_tags_need_no_loading() -> None:
    html = Template('{% icon "eye" %}{% face who "lg" on=True %}{{ text|message }}').render(
        Context({"who": {"first_name": "Ada", "face": "ada"}, "text": "Hallo"})
    )
    assert 'class="face lg on"' in html
    assert html.endswith('<p dir="auto">Hallo</p>')
