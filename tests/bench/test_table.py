"""What is written down: nothing is rounded away that matters, and no error is left out."""

from collections import Counter

from bench import table
from bench.aims import Aim, aims
from bench.figures import Measure, Run, Spread
from bench.report import checked, is_whole

WHOLE = {
    "said": 3, "found": 3, "asked": 1, "opened": 1, "opened_originals": 3, "wrong_originals": 0, "leaked": 0,
    "unshielded": 0, "waited": 0.0, "gaps": 0, "claims": 2, "claimed_once": 2,
}  # fmt: skip


def test_three_figures_are_shown() -> None:
    assert [table.number(value) for value in (0.123, 1.234, 12.34, 123.4, 12_345.6)] == [
        "0.12", "1.23", "12.3", "123", "12,346",
    ]  # fmt: skip


def test_a_cell_tells_the_spread_where_there_is_one() -> None:
    assert table.cell(Spread(1150, 1100, 1200)) == "1,150 (1,100 – 1,200)"
    assert table.cell(Spread(5, 5, 5)) == "5.00"
    assert table.cell(None) == ""


def test_columns_stand_in_line() -> None:
    assert table.table(["what", "n"], [["a", "1,000"], ["longer", "2"]]) == [
        "| what   | n     |",
        "|--------|-------|",
        "| a      | 1,000 |",
        "| longer | 2     |",
    ]


def test_errors_stand_beside_the_rate() -> None:
    measure = Measure("append")
    measure.add(16, Run(10, 1.0, [0.01] * 10, Counter({"503": 2, "connection lost": 1})))
    (row,) = table.rates([measure], [1, 16])[2:]
    assert [cell.strip() for cell in row.strip("|").split("|")] == [
        "append", "", "10.0", "10.0", "10.0", "2 × 503, 1 × connection lost",
    ]  # fmt: skip


def test_an_aim_is_reached_at_its_figure() -> None:
    assert Aim("append", 1150.0, 1150, "/s").reached
    assert not Aim("append", 1149.9, 1150, "/s").reached
    assert Aim("shown", 12.0, 12, " ms", at_least=False).reached
    assert not Aim("shown", 12.1, 12, " ms", at_least=False).reached


def test_aims_are_told_of_what_was_measured() -> None:
    append, message = Measure("append"), Measure("pgbench")
    append.add(16, Run(1200, 1.0))
    message.add(16, Run(4000, 1.0))
    found = [(aim.what, aim.measured, aim.reached) for aim in aims({"append": append, "message": message})]
    assert found == [("append, 16 at once", 1200.0, True), ("append of pgbench, 16 at once", 30.0, True)]
    assert aims({}) == []


def test_one_missing_message_is_no_success() -> None:
    assert is_whole(WHOLE)
    for wrong in ({"found": 2}, {"opened": 0}, {"wrong_originals": 1}, {"leaked": 1}, {"unshielded": 1}, {"gaps": 1}):
        assert not is_whole(WHOLE | wrong)
    assert not is_whole(WHOLE | {"claimed_once": 1})
    assert "2 of 3 acknowledged messages" in checked(WHOLE | {"found": 2})[0]
