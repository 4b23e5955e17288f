"""Both languages are complete: every message has its German, with the same gaps, and no page holds bare words."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from oase.config.messages import HOUSE, collect, german

SAME_IN_BOTH = {"Oase", "Ctrl", "name", "example", "org", "kid"}
GAPS = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")
TEMPLATES = sorted(
    path for path in HOUSE.rglob("templates/**/*.html") if not {"mfa", "allauth", "account", "kit"} & set(path.parts)
)


def _texts(texts: str | tuple[str, ...]) -> list[str]:
    return list(texts) if isinstance(texts, tuple | list) else [texts]


def _gaps(text: str) -> set[tuple[str, ...]]:
    return set(GAPS.findall(text))


def _messages() -> list[Message]:
    return [message for message in german() if message.id]


def test_every_message_has_its_german() -> None:
    assert [message.id for message in _messages() if not all(_texts(message.string))] == []


def test_the_kept_messages_are_those_of_the_house() -> None:
    asked = {(str(message.id), message.context) for message in collect() if message.id}
    kept = {(str(message.id), message.context) for message in _messages()}
    assert asked == kept, "run `bin/oase messages`"


def test_translations_fill_the_same_gaps() -> None:
    wrong = [
        message.id
        for message in _messages()
        for text in _texts(message.string)
        if not _gaps(text) <= set.union(*map(_gaps, _texts(message.id)))
    ]
    assert wrong == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(HOUSE).as_posix())
def test_no_template_holds_words_that_no_one_translates(path: Path) -> None:
    text = path.read_text("utf-8")
    text = re.sub(r"{% comment %}.*?{% endcomment %}", "", text, flags=re.DOTALL)
    text = re.sub(r"{% blocktranslate.*?{% endblocktranslate %}", "", text, flags=re.DOTALL)
    text = re.sub(r"{% block \w+_(?:class|url) %}.*?{% endblock[^%]*%}", "", text, flags=re.DOTALL)
    text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", text, flags=re.DOTALL)
    text = re.sub(r"<(script|style|svg)\b.*?</\1>", "", text, flags=re.DOTALL)
    attributes = re.findall(r'(?:aria-label|title|placeholder|alt)="([^"]+)"', text)
    words = re.sub(r"<[^>]*>|&\w+;", " ", text)
    found = re.findall(r"[^\W\d_]{3,}", " ".join([words, *attributes]))
    assert [word for word in found if word not in SAME_IN_BOTH] == []
