"""From page to page: every row once, and the place is kept while rows come, go and move."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oase.conversations.listing import counting, reading
from oase.conversations.listing.branches import DUE, SOLVED, TURN, View, Where
from oase.conversations.listing.counting import Count, counts_of
from oase.conversations.listing.places import place_in, word_of
from oase.conversations.listing.reading import A_PAGE, Page, page_of
from oase.conversations.models import Assignment
from oase.second_level.views.standing import OUR_TURN, still_open
from tests.cast import Cast
from tests.conversations.listing.listed import BEGAN, many


def all_open(cast: Cast, only: Where | None = None, branches: int = 1) -> View:
    there = still_open(cast.member(cast.ada))
    if branches == 1:
        return View((there,), TURN, only)
    return View((there & OUR_TURN, there & Where("customers_turn")), TURN, only)


def walk(view: View) -> list[Page]:
    pages = [page_of(view)]
    while pages[-1].older:
        pages.append(page_of(view, after=pages[-1].older))
    return pages


def test_every_row_is_on_one_page_in_its_order(cast: Cast) -> None:
    ids = many(cast, 2 * A_PAGE + 3)
    pages = walk(all_open(cast))
    assert [one for page in pages for one in page.ids] == ids
    assert [len(page.ids) for page in pages] == [A_PAGE, A_PAGE, 3]
    back = page_of(all_open(cast), before=pages[2].newer)
    assert (back.ids, bool(back.newer), back.older) == (pages[1].ids, True, word_of_last(cast, pages[1]))
    first = page_of(all_open(cast), before=back.newer)
    assert (first.ids, first.newer) == (pages[0].ids, "")


def word_of_last(cast: Cast, page: Page) -> str:
    held = Assignment.objects.get(conversation=page.ids[-1])
    return word_of((held.turn == Assignment.CUSTOMER, held.due_at, page.ids[-1]))


def test_a_full_page_has_no_empty_one_after_it(cast: Cast) -> None:
    many(cast, A_PAGE)
    assert len(walk(all_open(cast))) == 1


def test_rows_that_come_before_or_go_move_no_page(cast: Cast) -> None:
    ids = many(cast, 2 * A_PAGE)
    older = page_of(all_open(cast)).older
    # Five of the first page are answered, three new ones are promised sooner than all.
    Assignment.objects.filter(conversation__in=ids[:5]).update(turn=Assignment.CUSTOMER)
    new = many(cast, 3)
    Assignment.objects.filter(conversation__in=new).update(due_at=BEGAN - timedelta(days=1))
    assert page_of(all_open(cast), after=older).ids == ids[A_PAGE:]
    # What was read last may be gone, and the place is still one.
    Assignment.objects.filter(conversation=ids[A_PAGE - 1]).update(turn=Assignment.CUSTOMER)
    assert page_of(all_open(cast), after=older).ids[: A_PAGE - 1] == ids[A_PAGE : 2 * A_PAGE - 1]


def test_where_everything_after_a_place_is_gone_stands_what_was_before_it(cast: Cast) -> None:
    ids = many(cast, A_PAGE + 1)
    older = page_of(all_open(cast)).older
    Assignment.objects.filter(conversation=ids[-1]).update(due_at=BEGAN - timedelta(days=1))
    last = page_of(all_open(cast), after=older)
    assert (last.ids, last.older) == (ids[:A_PAGE], "")


def test_two_promised_at_the_same_moment_are_both_there_once(cast: Cast) -> None:
    ids = many(cast, A_PAGE + 20)
    Assignment.objects.filter(conversation__in=ids).update(due_at=BEGAN)
    found = [one for page in walk(all_open(cast)) for one in page.ids]
    assert (len(found), set(found)) == (len(ids), set(ids))


@pytest.mark.parametrize("branches", [1, 2])
@pytest.mark.parametrize("examined", [1, 7, 20, 5000])
def test_looking_stops_and_goes_on_without_leaving_one_out(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, branches: int, examined: int
) -> None:
    monkeypatch.setattr(reading, "EXAMINED", examined)
    ids = many(cast, 40)
    wanted = {one for place, one in enumerate(ids) if place % 9 == 0}
    Assignment.objects.filter(conversation__in=ids[::2]).update(turn=Assignment.CUSTOMER)
    rare = Where("conversation_id = ANY(%s::uuid[])", (list(wanted),))
    pages = walk(all_open(cast, rare, branches))
    everything = [one for page in walk(all_open(cast)) for one in page.ids]
    # Where looking further finds nothing more, the last page stands once again.
    found = list(dict.fromkeys(one for page in pages for one in page.ids))
    assert found == [one for one in everything if one in wanted]
    assert any(page.looks_further for page in pages) == (examined < 5000)
    # And back again.
    back, page = list[UUID](), pages[-1]
    while page.newer:
        page = page_of(all_open(cast, rare, branches), before=page.newer)
        back = [*page.ids, *back]
    assert set(back) | set(pages[-1].ids) == wanted


def test_counting_stops_and_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST", 10)
    many(cast, 10)
    assert counts_of({"open": all_open(cast), "two": all_open(cast, branches=2)}) == {
        "open": Count(10),
        "two": Count(10),
    }
    many(cast, 1)
    assert counts_of({"open": all_open(cast)}) == {"open": Count(10, more=True)}
    assert counts_of({}) == {}


def test_counting_what_no_index_answers_stops_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "EXAMINED", 10)
    ids = many(cast, 10)
    rare = Where("conversation_id = ANY(%s::uuid[])", ([ids[3], ids[9]],))
    assert counts_of({"rare": all_open(cast, rare)}) == {"rare": Count(2)}
    many(cast, 30)  # promised at the same minutes, so that the last of both is out of sight
    assert counts_of({"rare": all_open(cast, rare)}) == {"rare": Count(1, more=True)}
    nothing = Where("language = 'xx'")
    assert counts_of({"none": all_open(cast, nothing)}) == {"none": Count(0, more=True)}


def test_nobody_is_in_a_view_of_no_stretches(cast: Cast) -> None:
    many(cast, 1)
    assert page_of(View((), TURN)) == Page([])
    assert counts_of({"none": View((), TURN), "sifted": View((), TURN, Where("true"))}) == {
        "none": Count(0),
        "sifted": Count(0),
    }


@given(st.text())
def test_an_address_may_say_anything(word: str) -> None:
    for order in (TURN, DUE, SOLVED):
        place = place_in(word, order)
        assert place is None or place_in(word_of(place), order) == place


@given(st.booleans(), st.integers(0, 10**17 - 1), st.uuids())
def test_a_place_reads_as_it_was_written(turn: bool, moment: int, one: UUID) -> None:
    word = f"{int(turn)}.{moment}.{one.hex}"
    place = place_in(word, TURN)
    assert place is not None
    assert word_of(place) == word


def test_a_place_of_another_order_is_none(cast: Cast) -> None:
    ids = many(cast, 3)
    word = word_of((BEGAN, uuid4()))
    assert page_of(all_open(cast), after=word).ids == ids
    assert place_in("2.5." + uuid4().hex, TURN) is None
    assert place_in("1.99999999999999999." + uuid4().hex, TURN) is not None
    assert place_in("1.100000000000000000." + uuid4().hex, TURN) is None
