"""The command, its table and its chart."""

import json
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command

from oase.experts.planning.drawing import by_hour, drawn
from oase.experts.planning.figures import Spread, quantile
from oase.experts.planning.usual import usual_plan
from oase.experts.planning.wishing import figures_for

WORDS = {"title": "Minutes <&>", "median": "half", "p95": "nearly all", "promise": "promised"}


def _told(*words: str) -> str:
    out = StringIO()
    call_command("simulate", *words, stdout=out)
    return out.getvalue()


def test_same_seed_prints_the_same() -> None:
    assert _told("--experts", "10", "--seed", "3") == _told("--experts", "10", "--seed", "3")


def test_json_holds_what_was_asked_for() -> None:
    read = json.loads(_told("--experts", "12", "--questions", "80", "--weeks", "2", "--json"))
    assert (read["experts"], read["weeks"], sum(read["ends"].values())) == (12, 2, read["all"]["questions"])
    assert {"median", "p95", "solved", "claimed", "asked"} <= read["all"].keys()
    assert {"least", "median", "most", "mean"} <= read["load"].keys() & read["earned"].keys()


def test_more_experts_are_told_in_a_sentence() -> None:
    assert "With 12 more experts at su 18:00-24:00 the median" in _told(
        "--experts", "10", "--more", "12 su 18:00-24:00"
    )


def test_waves_are_tried_in_a_table() -> None:
    table = _told(
        "--experts", "4", "--questions", "20", "--weeks", "1", "--try-waves", "--waves", "2,4", "--every", "9"
    )
    assert table.splitlines()[2].startswith("| 2, 4 | 9 s |")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--experts", "-3"], "0 to 20,000 experts"),
        (["--experts", "100000"], "0 to 20,000 experts"),
        (["--questions", "0"], "More than 0"),
        (["--questions", "nan"], "More than 0"),
        (["--promise", "-5"], "A promise is longer"),
        (["--promise", "nan"], "A promise is longer"),
        (["--aim", "0"], "longer than no minutes"),
        (["--waves", "5,x"], "are no waves"),
        (["--waves", "0"], "a wave asks 1 to 200"),
        (["--every", "0"], "the next wave comes later"),
        (["--every", "nan"], "seconds"),
        (["--weeks", "0"], "At least one week"),
        (["--weeks", "99999999"], "fewer weeks"),
        (["--more", "some time"], "says not how many more"),
        (["--more", "3 someday"], "are no hours"),
        (["--more", "0 su 18:00-20:00"], "at least one"),
        (["nowhere.toml"], "There is no file"),
        (["plan.toml", "--company", "kaffeewerk"], "Either a file or --company"),
        (["--svg", "/nowhere/at/all.svg"], "cannot be written"),
    ],
)
def test_silly_words_get_a_sentence(words: list[str], sentence: str) -> None:
    with pytest.raises(CommandError) as error:
        _told(*words)
    assert sentence in str(error.value)


def test_a_chart_is_shapes_and_words_only() -> None:
    svg = by_hour(figures_for(usual_plan(10), weeks=1, seed=1), promise_seconds=900.0, names=WORDS)
    root = ElementTree.fromstring(svg)
    tags = {one.tag.rpartition("}")[2] for one in root.iter()}
    assert tags <= {"svg", "title", "g", "path", "text", "rect"}
    assert all(
        not name.startswith("on") and name not in ("style", "href", "id") for one in root.iter() for name in one.attrib
    )
    assert root.get("role") == "img"
    assert root[0].text == "Minutes <&>"
    classes = [one.get("class", "") for one in root.iter()]
    assert [one for one in classes if one.startswith("course ")] == ["course p95", "course median", "course promise"]
    assert svg == by_hour(figures_for(usual_plan(10), weeks=1, seed=1), promise_seconds=900.0, names=WORDS)


def test_a_chart_of_nothing_is_drawn_too(tmp_path: Path) -> None:
    figures = figures_for(usual_plan(0, 0.001), weeks=1, seed=1)
    assert figures.all.questions == 0
    file = tmp_path / "chart.svg"
    file.write_text(drawn(figures, promise_seconds=900.0), encoding="utf-8")
    root = ElementTree.parse(file).getroot()
    assert root.find("{http://www.w3.org/2000/svg}style") is not None


def test_quantiles_are_those_of_definition_seven() -> None:
    assert [quantile([1, 2, 3, 4], share) for share in (0, 0.5, 0.95, 1)] == [1, 2.5, pytest.approx(3.85), 4]
    assert Spread.of([]) == Spread(0, 0, 0, 0, 0, 0)
    with pytest.raises(ValueError, match="no values"):
        quantile([], 0.5)
