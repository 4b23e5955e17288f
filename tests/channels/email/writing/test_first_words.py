"""After the greeting and its comma a German sentence goes on small, an English one begins with a capital."""

import re
from pathlib import Path

import pytest

import oase
from oase.channels.email.writing.alarm_texts import LEADER, OWNER
from oase.channels.email.writing.desk_texts import DESK_TEXTS
from oase.channels.email.writing.invitation_texts import INVITED
from oase.channels.email.writing.learning_texts import TEXTS as LEARNING
from oase.channels.email.writing.mention_texts import MENTIONED
from oase.channels.email.writing.texts import TEXTS, Language
from oase.channels.email.writing.thanks_texts import TEXTS as THANKS

ALWAYS_CAPITAL = {"Sie", "Ihr", "Ihre"}
TEMPLATES = Path(oase.__file__).parent / "portals/public/templates"


def first_sentences(language: Language) -> list[str]:
    """How each mail goes on after its greeting."""
    letters = [text.before[0] for text in (*TEXTS[language].values(), *DESK_TEXTS[language].values())]
    told = [LEADER, OWNER, INVITED, MENTIONED, THANKS, *LEARNING.values()]
    return letters + [one[language].body.split("\n\n")[1] for one in told]


def begins_with_a_name(sentence: str) -> bool:
    return sentence[0] == "{" or sentence[0].isdigit()


def test_german_goes_on_small() -> None:
    wrong = [
        one
        for one in first_sentences("de")
        if one[0].isupper() and one.split()[0] not in ALWAYS_CAPITAL and not begins_with_a_name(one)
    ]
    assert wrong == []


def test_english_begins_with_a_capital() -> None:
    wrong = [one for one in first_sentences("en") if not one[0].isupper() and not begins_with_a_name(one)]
    assert wrong == []


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*_message.txt")), ids=lambda path: path.stem)
def test_mails_about_the_account_begin_with_a_capital(path: Path) -> None:
    found = re.search(
        r"block (?:content|notification_message) %}{% (?:blocktranslate %}|translate \")(.)", path.read_text()
    )
    assert found is None or found[1].isupper()
