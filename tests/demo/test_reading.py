"""An author who slips is told what is wrong and where, before anything is loaded."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from oase.demo.reading import CONTENT, ContentError, read


@pytest.fixture
def broken(tmp_path: Path) -> Callable[[str, str, str], str]:
    """Reads a copy of the content in which one passage was changed, and answers the complaint."""

    def complaint(name: str, before: str, after: str) -> str:
        folder = tmp_path / "content"
        shutil.copytree(CONTENT, folder)
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after, 1), encoding="utf-8")
        with pytest.raises(ContentError) as caught:
            read(folder)
        return str(caught.value)

    return complaint


COMPANY = "kaffeewerk/company.toml"
PROGRAMME = "kaffeewerk/programme.toml"
OPEN = "kaffeewerk/conversations/open.toml"


@pytest.mark.parametrize(
    ("name", "before", "after", "complaint"),
    [
        (COMPANY, "reward_cents = 350", "reward = 350", "topics descaling: 'reward_cents' is missing"),
        (COMPANY, 'tuesday = ["08:00-18:00"]', 'tuesday = ["8-18"]', "hours: 'tuesday' has '8-18', but must look like"),
        (COMPANY, 'deputy = "dora"', 'deputy = "ada"', "the deputy of 'ada' must be another agent, not 'ada'"),
        (COMPANY, 'person = "emil"', 'person = "emilio"', "experts emilio: 'emilio' is not in people.toml"),
        (OPEN, 'topic = "faults"', 'topic = "fault"', "aroma-e08-before-visit: 'topic' is 'fault', but must be one of"),
        (OPEN, 'claim = "samira"', 'claim = "helga"', "grinder-stone: 'claim' after 0:08:00: helga is not qualified"),
        (OPEN, "at = 8, claim", "at = 800, claim", "grinder-stone: the last step is 13:20:00 after an opening only"),
        (
            OPEN,
            "rate = 5",
            "rate = 6",
            "siebtraeger-laesst-sich-nicht-einspannen: 'rate' after 3 days, 1:22:00: stars go",
        ),
        (OPEN, 'confirm = ""', 'confrim = ""', "steps 4400: needs exactly one of ask, claim"),
        (OPEN, 'customer = "karla"', 'customer = "mallory"', "'mallory' is no customer of kaffeewerk"),
        (PROGRAMME, "questions = 6", "questions = 9", "tests taste: draws 9 of 6 questions"),
        (PROGRAMME, 'emil = ["faults",', 'emil = ["taste",', "seniors: 'emil' is not qualified for 'taste'"),
        (PROGRAMME, 'days = "weekend"', 'days = "sunday"', "prices faults: 'days' is 'sunday', but must be one of"),
        (PROGRAMME, 'begins = "20:00"', 'begins = "8pm"', "prices faults: 'begins' must be a time such as '20:00'"),
        (PROGRAMME, 'person = "noor"', 'person = "nora"', "applicants nora: 'person' is 'nora', but must be one of"),
        (PROGRAMME, 'topic = "piccolo"\nquestions', 'topic = "milk"\nquestions', "no test of 'piccolo'"),
        (PROGRAMME, "helga = { monday", "ada = { monday", "'ada' is no expert here"),
        ("people.toml", "[emil]", "[emil", "people.toml: "),
    ],
)
def test_the_author_is_told_what_is_wrong_and_where(
    broken: Callable[[str, str, str], str], name: str, before: str, after: str, complaint: str
) -> None:
    said = broken(name, before, after)
    assert said.startswith(name)
    assert complaint in said
