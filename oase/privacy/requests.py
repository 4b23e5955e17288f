"""What `oase shield --spans` is asked, one JSON object a line."""

import json
from dataclasses import dataclass, fields
from typing import Any

from oase.privacy.shield import Known

KNOWN = tuple(field.name for field in fields(Known))


class Unreadable(ValueError):
    """A line that asks for nothing that can be done; the text is one sentence."""


@dataclass(frozen=True, slots=True)
class Request:
    """A text to shield; the language of its placeholders and what is known of the people in it, if anything."""

    text: str
    language: str | None = None
    known: Known | None = None


def read_request(line: bytes) -> Request:
    """A line taken apart.

    Raises:
        Unreadable: it is no JSON object with a text, or says something that is not understood.
    """
    try:
        asked: Any = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Unreadable("This line is not UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise Unreadable("This line is no JSON.") from error
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        raise Unreadable('An object with a "text" is needed, such as {"text": "…", "language": null, "known": null}.')
    language = asked.get("language")
    if language not in (None, "de", "en"):
        raise Unreadable('"language" is null, "de" or "en".')
    return Request(asked["text"], language, _known(asked.get("known")))


def _known(given: Any) -> Known | None:
    if given is None:
        return None
    fields_are = f'"known" is null or an object with lists of strings: {", ".join(KNOWN)}.'
    if not isinstance(given, dict):
        raise Unreadable(fields_are)
    if unknown := [name for name in given if name not in KNOWN]:
        raise Unreadable(f'"known" has no "{unknown[0]}"; {fields_are}')
    for name, values in given.items():
        if values is not None and not (isinstance(values, list) and all(isinstance(value, str) for value in values)):
            raise Unreadable(f'"{name}" in "known" is a list of strings.')
    return Known(**{name: tuple(values or ()) for name, values in given.items()})
