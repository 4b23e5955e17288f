"""The members of a JSON object, each of the right kind, and none that is not known."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from oase.channels.live.problems import Problem

_CANONICAL = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def uuid_of(text: str) -> UUID | None:
    """The UUID in its canonical form (RFC 9562 §4); None for everything else, other spellings of one too."""
    return UUID(text) if _CANONICAL.fullmatch(text) else None


class Fields:
    """Takes an object apart; every reader raises `Problem` (422, with the name of the member) for what does not fit."""

    def __init__(self, members: Mapping[str, Any], *, known: frozenset[str]) -> None:
        self._members = members
        for name in members:
            if name not in known:
                raise invalid(name, "unknown-field")

    def text(self, name: str) -> str:
        """A string that is there; it may be empty, but holds no NUL, which no page can show."""
        value = self._members.get(name)
        if value is None:
            raise invalid(name, "missing-field")
        if not isinstance(value, str) or "\0" in value:
            raise invalid(name)
        return value

    def maybe_text(self, name: str) -> str | None:
        """A string, or None where it is missing or null."""
        return None if self._members.get(name) is None else self.text(name)

    def uuid(self, name: str) -> UUID | None:
        """A UUID, or None where it is missing or null."""
        text = self.maybe_text(name)
        if text is None:
            return None
        found = uuid_of(text)
        if found is None:
            raise invalid(name)
        return found

    def one_of(self, name: str, choices: frozenset[str]) -> str | None:
        """One of a few words, or None where it is missing or null."""
        text = self.maybe_text(name)
        if text is not None and text not in choices:
            raise invalid(name)
        return text

    def place(self, name: str) -> int | None:
        """A place in a conversation (0 and up), or None where it is missing or null."""
        value = self._members.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
            raise invalid(name)
        return value

    def flag(self, name: str) -> bool:
        """True or false; false where it is missing or null."""
        value = self._members.get(name)
        if value is not None and not isinstance(value, bool):
            raise invalid(name)
        return bool(value)

    def texts(self, name: str, *, most: int) -> tuple[str, ...]:
        """At most `most` strings; none where it is missing or null."""
        value = self._members.get(name)
        if value is None:
            return ()
        if not isinstance(value, list) or len(value) > most or not all(isinstance(one, str) for one in value):
            raise invalid(name)
        return tuple(value)


def invalid(name: str, code: str = "invalid-field") -> Problem:
    """One member is not as it must be. Only a name of ordinary letters is said again."""
    shown = name if re.fullmatch(r"[A-Za-z_-]{1,40}", name) else "?"
    sentences = {
        "unknown-field": _("“%(name)s” is not known here. Nothing was changed."),
        "missing-field": _("“%(name)s” is missing. Nothing was changed."),
        "invalid-field": _("“%(name)s” is not as it must be. Nothing was changed."),
    }
    return Problem(422, code, sentences[code] % {"name": shown}, more={"field": shown})
