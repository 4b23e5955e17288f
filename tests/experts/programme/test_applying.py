"""Somebody introduces themself; nothing half is stored, and a picture holds pixels and nothing else."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused
from oase.experts.models import Expert
from oase.experts.programme import actions
from oase.experts.programme.forgetting import forget
from oase.experts.programme.models import Application, Attempt, DrawnQuestion, Portrait, Programme
from oase.people.models import Person
from tests.cast import person
from tests.experts.programme.school import School, answers


@pytest.fixture
def nele(school: School) -> Person:
    return person("Nele", "Petersen")


def sent(school: School, by: Person, **changed: Any) -> Application:
    form: dict[str, Any] = {
        "first_name": "Nele", "introduction_de": "Ich mag Kaffee.", "introduction_en": "", "languages": ["de"],
        "experience": "Zehn Jahre in einer Rösterei.", "face": "pia", "company_id": school.cast.kaffeewerk.pk,
    }  # fmt: skip
    return actions.apply(by=by, **(form | changed))


def test_an_application_makes_an_expert_who_may_answer_nothing_yet(school: School, nele: Person) -> None:
    applied = sent(school, nele)
    assert (applied.experience, applied.expert.languages) == ("Zehn Jahre in einer Rösterei.", ["de"])
    assert (applied.expert.introduction_de, applied.expert.qualifications.count()) == ("Ich mag Kaffee.", 0)
    nele.refresh_from_db()
    assert nele.face == "pia"


def test_applying_twice_changes_what_was_said(school: School, nele: Person) -> None:
    sent(school, nele)
    sent(school, nele, experience="Elf Jahre.")
    assert [one.experience for one in Application.objects.filter(expert_id=nele.pk)] == ["Elf Jahre."]


@pytest.mark.parametrize(
    "changed",
    [
        {"first_name": "  "},
        {"first_name": "Nele 0171 3920045"},
        {"first_name": "nele@example.org"},
        {"first_name": "www.nele-hilft.de"},
        {"first_name": "Nele (null eins sieben) 0 1 7 1"},
        # A name is left readable in what one says of oneself: so none may be an address.
        {"first_name": "0171 3920045", "introduction_de": "Rufen Sie mich an: 0171 3920045"},
        {"introduction_de": "", "introduction_en": " "},
        {"experience": ""},
        {"experience": "Rufen Sie mich an: 0171 3920045"},
        {"introduction_de": "Schreiben Sie an nele@example.org"},
        {"introduction_de": "x" * 601},
        {"languages": []},
        {"languages": ["xx"]},
        {"face": "../../etc/passwd"},
        {"face": "own-fremd"},
        {"picture": SimpleUploadedFile("me.jpg", b"<svg onload=alert(1)>")},
        {"picture": SimpleUploadedFile("me.jpg", b"")},
    ],
)
def test_what_cannot_stand_is_refused_and_nothing_is_stored(school: School, nele: Person, changed: Any) -> None:
    with pytest.raises(Refused):
        sent(school, nele, **changed)
    nele.refresh_from_db()
    assert (nele.first_name, nele.face) == ("Nele", "nele")
    assert not Expert.objects.filter(pk=nele.pk).exists()


def test_who_works_there_and_where_nobody_is_invited(school: School, nele: Person) -> None:
    with pytest.raises(Refused, match="independent"):
        sent(school, school.cast.ada)
    with pytest.raises(NotAllowed):
        sent(school, nele, company_id=school.cast.velotal.pk)
    Programme.objects.update(inviting=False)
    with pytest.raises(NotAllowed):
        sent(school, nele)
    assert Application.objects.count() == 1


def photo(size: tuple[int, int] = (900, 600)) -> bytes:
    out, exif = BytesIO(), Image.Exif()
    exif[0x010E] = "Lindenweg 8"
    Image.new("RGB", size, "teal").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_picture_is_drawn_anew_and_worn(school: School, nele: Person) -> None:
    given = photo()
    assert b"Lindenweg" in given
    sent(school, nele, picture=SimpleUploadedFile("me.jpg", given))
    portrait, kept = Portrait.objects.get(person=nele), Person.objects.get(pk=nele.pk)
    assert kept.face == portrait.key
    with Image.open(BytesIO(bytes(portrait.jpeg))) as picture:
        assert (picture.size, picture.format, dict(picture.getexif())) == ((320, 320), "JPEG", {})
    assert b"Lindenweg" not in bytes(portrait.jpeg)


def test_a_picture_of_monstrous_size_is_refused(school: School, nele: Person) -> None:
    out = BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    with pytest.raises(Refused, match="cannot be read"):
        sent(school, nele, picture=SimpleUploadedFile("me.png", out.getvalue()))


def test_who_leaves_takes_it_all_along(school: School) -> None:
    attempt = school.start()
    actions.keep(by=school.emil, attempt_id=attempt.pk, answers=answers(attempt))
    assert forget(school.emil.pk) > 0
    left = [Application.objects.count(), Attempt.objects.count(), DrawnQuestion.objects.count()]
    assert left == [0, 0, 0]
