"""The audit log speaks the reader's language: no name of a column, no cents, no number of a row."""

from django.utils import translation

from oase.companies.audit.models import SettingChange
from oase.experts.setting_up import WANTED
from oase.portals.office.settings.change_words import WORDS, Line, lines_of
from oase.second_level.views.filters import FIELDS


def _lines(before: dict[str, object] | None, after: dict[str, object] | None) -> list[Line]:
    with translation.override("en"):
        return lines_of(SettingChange(before=before, after=after))


def test_a_kind_of_gesture_is_told_in_words() -> None:
    told = _lines(None, {"icon": "hourglass", "cents": 3200, "adjustable": False, "name_en": "Flowers"})
    assert told == [
        Line("Picture", "", "time"),
        Line("Value", "", "€32.00"),
        Line("Whoever gives may choose another value", "", "no"),
        Line("Name, in English", "", "Flowers"),
    ]


def test_budgets_and_prices_are_amounts() -> None:
    assert _lines({"budget_cents": 0}, {"budget_cents": 8000}) == [Line("Budget a month", "€0.00", "€80.00")]
    assert _lines({"budget_cents": 8000}, {"budget_cents": None}) == [Line("Budget a month", "€80.00", "")]
    assert _lines({"reward_cents": 350}, {"reward_cents": 400}) == [Line("Reward", "€3.50", "€4.00")]


def test_a_macro_says_who_reads_it() -> None:
    told = _lines({"audience": "staff"}, {"audience": "conversation"})
    assert told == [Line("Who reads it", "Only colleagues", "The customer")]


def test_a_shared_view_shows_nobodys_number() -> None:
    told = _lines(
        None,
        {
            "shared": "company",
            "state": "late",
            "holders": ["me", "17"],
            "tags": [4],
            "languages": ["de"],
            "stars": [1, 2],
        },
    )
    assert told == [
        Line("Who sees this view", "", "All of us"),
        Line("Which concerns", "", "Late"),
        Line("Who has it", "", "2 chosen"),
        Line("Tag", "", "1 chosen"),
        Line("Language", "", "German"),
        Line("Rating", "", "1, 2"),
    ]


def test_topics_of_a_team_keep_their_names() -> None:
    assert _lines(None, {"topics": ["Entkalken", "Abo"]}) == [Line("Topics", "", "Entkalken, Abo")]


def test_what_was_chosen_once_and_is_unknown_now_stands_as_it_is() -> None:
    assert _lines(None, {"icon": "rocket", "role": "wizard"}) == [
        Line("Picture", "", "rocket"),
        Line("Role", "", "wizard"),
    ]


def test_every_value_the_house_writes_down_has_words() -> None:
    assert [name for name in (*FIELDS, *WANTED) if name not in WORDS] == []


def test_what_was_and_is_nothing_takes_no_line() -> None:
    assert _lines(None, {"steps": [], "text_de": "", "name": "Dank"}) == [Line("Name", "", "Dank")]
