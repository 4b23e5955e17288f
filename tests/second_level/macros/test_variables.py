"""What stands in braces: known or refused, filled in or shown, and never filled in twice."""

from hypothesis import given
from hypothesis import strategies as st

from oase.second_level.macros.variables import VARIABLES, Filled, fill, gaps_in, unknown_in

EVERY = {name: f"<{name}>" for name in VARIABLES}


def test_every_variable_is_filled_in_however_it_is_spaced() -> None:
    assert fill("Hallo {{customer.first_name}}, {{  topic }}!", EVERY) == Filled(
        "Hallo <customer.first_name>, <topic>!", ()
    )


def test_what_is_not_known_stays_and_is_named() -> None:
    assert fill("Hallo {{ customer.first_name }} {{topic}}", {"topic": "Rechnung"}) == Filled(
        "Hallo {{customer.first_name}} Rechnung", ("customer.first_name",)
    )


def test_unknown_variables_and_stray_braces_are_found() -> None:
    assert unknown_in("{{customer.firstname}} {{topic}} {{}} {{customer.firstname}}") == ("customer.firstname", "")
    assert unknown_in("Hallo {{topic und }} {{{topic}}}") == ("topic und",)
    assert unknown_in("Hallo {{topic") == ("{{",)
    assert unknown_in("{Hallo} {{topic}}") == ()


def test_a_name_that_looks_like_a_variable_is_only_a_name() -> None:
    filled = fill("{{customer.first_name}}", {"customer.first_name": "{{topic}}", "topic": "geheim"})
    assert "geheim" not in filled.text
    assert gaps_in(filled.text) == ()


@given(st.text(alphabet="{} abtopic.", max_size=60), st.dictionaries(st.sampled_from(sorted(VARIABLES)), st.text()))
def test_whatever_is_filled_in_leaves_only_gaps_that_are_told(text: str, values: dict[str, str]) -> None:
    filled = fill(text, values)
    assert {name for name in gaps_in(filled.text) if name in filled.missing} == set(filled.missing) & set(VARIABLES)
    if not unknown_in(text):
        assert set(gaps_in(filled.text)) == set(filled.missing)
