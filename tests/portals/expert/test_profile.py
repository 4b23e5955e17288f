"""How Emil is introduced."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from oase.experts.models import Expert
from oase.experts.portraits import PORTRAITS
from oase.people.models import Person
from tests.cast import Cast
from tests.portals.expert.conftest import SignedIn

ENGLISH = {"Accept-Language": "en"}
NEW = {
    "introduction_de": "Ich bin Emil und röste seit 2009 selbst.",
    "introduction_en": "I roast my own coffee.",
    "face": "nils",
}


def test_he_can_change_it(cast: Cast, emil: Client) -> None:
    page = emil.get(reverse("desk-profile")).content.decode()
    chosen = [field for field in re.findall(r"<input[^>]*>", page) if "checked" in field]
    assert [re.findall('value="([^"]*)"', field) for field in chosen] == [["emil"]]
    response = emil.post(reverse("desk-profile"), NEW)
    assert (response.status_code, response["Location"]) == (303, "/desk/profile/")
    expert = Expert.objects.get()
    assert (expert.introduction_de, expert.introduction_en) == (NEW["introduction_de"], NEW["introduction_en"])
    assert Person.objects.get(pk=cast.emil.pk).face == "nils"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"introduction_de": "Rufen Sie an: 0160 5550199"}, "leave out how you can be reached (0160 5550199)"),
        ({"introduction_en": "Write to emil@example.org"}, "leave out how you can be reached (emil@example.org)"),
        ({"introduction_de": "x" * 601}, "under 600 characters"),
        ({"face": "../../etc"}, "one of the faces shown"),
    ],
)
def test_what_is_refused_is_kept(cast: Cast, emil: Client, change: dict[str, object], sentence: str) -> None:
    response = emil.post(reverse("desk-profile"), {**NEW, **change}, headers=ENGLISH)
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "I roast my own coffee." in page or "introduction_en" in change
    expert = Expert.objects.get()
    assert (expert.introduction_de, expert.introduction_en) == ("Röstet selbst.", "")
    assert Person.objects.get(pk=cast.emil.pk).face == "emil"


def test_nobody_else_can(cast: Cast, signed_in: SignedIn) -> None:
    for somebody in (cast.karla, cast.ada, cast.mallory):
        assert signed_in(somebody).post(reverse("desk-profile"), NEW).status_code == 404
    assert Client().post(reverse("desk-profile"), NEW).status_code == 302
    assert Expert.objects.get().introduction_de == "Röstet selbst."


def test_every_face_that_can_be_chosen_is_drawn() -> None:
    drawn = re.findall(r'id="f-([a-z-]+)"', Path("oase/static/faces.svg").read_text())
    assert sorted(drawn) == sorted(PORTRAITS)
