"""Whom `@Dora` means: the longest name that fits, nobody within an address, and never by guessing."""

import pytest

from oase.companies.models import Membership
from oase.companies.teams.models import Team
from oase.people.models import Person
from oase.second_level.mentions.naming import Named, named_in
from tests.cast import Cast


def colleague(cast: Cast, first: str, last: str = "") -> Membership:
    address = f"{first}.{last}@example.org".replace(" ", "")
    someone = Person.objects.create(email=address.lower(), first_name=first, last_name=last)
    return Membership.objects.create(person=someone, company=cast.kaffeewerk)


@pytest.mark.parametrize(
    "text",
    ["@Dora, schaust du?", "Bitte @dora.", "(@DORA)", "Fragt @Dora Weiss", "@Dora und @Dora Weiss", "Moin\n@Dora"],
)
def test_dora_is_meant_once(cast: Cast, text: str) -> None:
    dora = cast.member(cast.dora)
    assert named_in(text, [dora]) == Named((cast.dora.pk,))


@pytest.mark.parametrize(
    "text", ["dora", "info@dora.example", "x@Dora", "@Doras", "@Dora_2", "@ Dora", "@", "", "@@Dora", "@Emil"]
)
def test_nobody_is_meant(cast: Cast, text: str) -> None:
    assert named_in(text, [cast.member(cast.dora)]).people == ()


def test_a_name_that_two_have_is_nobodys_until_both_names_say_it(cast: Cast) -> None:
    one, other = cast.member(cast.dora), colleague(cast, "Dora", "Weissbach")
    assert named_in("@Dora hilf", [one, other]) == Named((), ("Dora",))
    assert named_in("@Dora Weissbach hilf", [one, other]) == Named((other.person_id,))
    assert named_in("@Dora Weiss hilf", [one, other]) == Named((cast.dora.pk,))


def test_a_team_is_everybody_in_it_who_is_on_the_staff(cast: Cast) -> None:
    ada, dora, gone = cast.member(cast.ada), cast.member(cast.dora), colleague(cast, "Gregor")
    team = Team.objects.create(company=cast.kaffeewerk, name_de="Technik", name_en="Engineering")
    team.members.set([ada, dora, gone])
    for text in ("@technik bitte", "@Engineering please"):
        assert named_in(text, [ada, dora], [team]).people == (cast.ada.pk, cast.dora.pk)


def test_letters_that_grow_when_they_are_folded_do_no_harm(cast: Cast) -> None:
    groß = colleague(cast, "Große")
    assert named_in("ßßß @Große ßß", [groß, cast.member(cast.dora)]).people == (groß.person_id,)
    assert named_in("ŉŉ @Dora", [cast.member(cast.dora)]).people == (cast.dora.pk,)
