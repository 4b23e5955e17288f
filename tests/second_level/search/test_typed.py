"""What stands together in quotes, what a minus leaves out, and both beside typing errors."""

import pytest
from django.db import connection

from oase.second_level.search import finding
from oase.second_level.search.queries import search_visible_to
from oase.second_level.search.typed import Part, apart
from tests.cast import Cast
from tests.second_level.search.test_words import answer, found, work_off


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("wasser pumpe", [Part("wasser"), Part("pumpe")]),
        ('"tropft am ventil" pumpe', [Part("tropft am ventil", exact=True), Part("pumpe")]),
        ("„tropft am ventil“ «brummt laut»", [Part("tropft am ventil", exact=True), Part("brummt laut", exact=True)]),
        ("pumpe -mahnung", [Part("pumpe"), Part("mahnung", without=True)]),
        ('-"neue pumpe"', [Part("neue pumpe", exact=True, without=True)]),
        ("bohnen-mischung", [Part("bohnen-mischung")]),
        ("pumpe - ventil", [Part("pumpe"), Part("-"), Part("ventil")]),
        ('pumpe "ohne Ende', [Part("pumpe"), Part("ohne Ende", exact=True)]),
        ('""', [Part("", exact=True)]),
        ("", []),
    ],
)
def test_what_was_typed_is_taken_apart(typed: str, parts: list[Part]) -> None:
    assert apart(typed) == parts


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ('"tropft am Ventil"', True),
        ('"am ventil"', True),
        ('"ventil am tropft"', False),
        ('"tropft ventil"', False),
        ('"tropft am ventil" -pumpe', True),
        ('"tropft am ventil" -Maschine', False),
        ('"tropft am ventil" maschiene', True),
        ('"tropft am ventil"', True),
        ('maschine -"tropft am ventil"', False),
        ('maschine -"am tropft"', True),
        ('"maschine"', True),
        ('"maschin"', True),
        ('"ventile"', True),
        ("-maschine", False),
        ('"am die"', False),
        ("maschine -quarzuhr", True),
        ("maschine -ventiel", False),
        ("maschine -e12 -e13", True),
        ('"%_\\\' tropft am ventil"', True),
        ('maschine "', True),
    ],
)
def test_quotes_and_minus(cast: Cast, typed: str, stands: bool) -> None:
    concern = cast.asks("Die Maschine tropft am Ventil.")
    assert found(cast, typed) == ([concern] if stands else [])


def test_in_quotes_a_word_means_itself(cast: Cast) -> None:
    one, many = cast.asks("Eine Rechnung fehlt."), cast.asks("Zwei Rechnungen fehlen.")
    assert set(found(cast, "rechnung")) == {one, many}
    assert found(cast, '"rechnung"') == [one]
    assert found(cast, '"rechnungen"') == [many]
    assert found(cast, 'rechnung -"rechnungen"') == [one]


def test_a_phrase_stands_in_one_message(cast: Cast) -> None:
    apart_, together = cast.given_on("Die Pumpe ist neu."), cast.given_on("Die neue Pumpe brummt.")
    answer(cast, apart_, "Sie brummt also?")
    assert set(found(cast, "pumpe brummt")) == {apart_, together}
    assert found(cast, '"pumpe brummt"') == [together]
    assert found(cast, 'brummt -"pumpe brummt"') == [apart_]


def test_shown_is_the_message_in_which_the_phrase_stands(cast: Cast) -> None:
    concern = cast.given_on("Die neue Pumpe brummt.")
    answer(cast, concern, "Die Pumpe kommt zurück, sie brummt.")
    work_off()
    [hit] = search_visible_to(cast.member(cast.ada), '"pumpe brummt"').hits
    assert hit.snippet is not None
    assert "".join(piece.text for piece in hit.snippet.pieces) == "Die neue Pumpe brummt."


def test_what_it_was_taken_for_is_said_of_what_is_left_out_too(cast: Cast) -> None:
    concern = cast.asks("Die Maschine tropft am Ventil.")
    work_off()
    wanted = search_visible_to(cast.member(cast.ada), 'maschiene -dichtnug "am vetnil"').wanted
    assert [(term.typed, term.instead) for term in wanted.terms] == [("maschiene", "maschine"), ("vetnil", "ventil")]
    assert wanted.without == ()
    cast.asks("Die Dichtung der Maschine fehlt.")
    work_off()
    results = search_visible_to(cast.member(cast.ada), 'maschiene -dichtnug "am vetnil"')
    assert [(term.typed, term.instead) for term in results.wanted.without] == [("dichtnug", "dichtung")]
    assert [hit.conversation for hit in results.hits] == [concern]


def test_a_phrase_is_looked_for_page_by_page(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    concerns = [cast.asks(f"Die Pumpe brummt zum {n}. Mal." if n % 3 else "Es brummt die Pumpe.") for n in range(9)]
    work_off()
    wanted = [one for n, one in reversed(list(enumerate(concerns))) if n % 3]
    for looked_at, rounds in ((100, 4), (2, 4), (1, 1)):
        monkeypatch.setattr(finding, "LOOKED_AT", looked_at)
        monkeypatch.setattr(finding, "ROUNDS", rounds)
        shown, below = [], None
        while True:
            results = search_visible_to(cast.member(cast.ada), '"pumpe brummt"', below=below, most=2)
            shown += [hit.conversation for hit in results.hits]
            if (below := results.below) is None:
                break
        assert shown == wanted


def test_the_words_of_one_company_are_not_those_of_another(cast: Cast) -> None:
    cast.asks("Die Rechnung fehlt.")
    work_off()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT oase_words_within(company_id, month, words) @@ %s::tsquery FROM oase_searchable",
            [f"'{cast.customer.company_id + 1}:rechnung' | 'rechnung'"],
        )
        assert cursor.fetchall() == [(False,)]
        cursor.execute(
            "SELECT oase_words_within(company_id, month, words) @@ %s::tsquery FROM oase_searchable",
            [f"'{cast.customer.company_id}:rechnung'"],
        )
        assert cursor.fetchall() == [(True,)]
