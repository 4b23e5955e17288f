"""What may stand in braces in words that are written often: `{{customer.first_name}}`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VARIABLES: Final[Mapping[str, str | Promise]] = {
    "customer.first_name": _("first name of the customer"),
    "customer.last_name": _("last name of the customer"),
    "customer.number": _("customer number"),
    "advisor.name": _("first name of the advisor"),
    "deputy.name": _("first name of the deputy"),
    "agent.name": _("your own first name"),
    "company.name": _("name of the company"),
    "topic": _("topic of the concern"),
    "promise": _("time of the next promise"),
}
BRACES: Final = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
STRAY: Final = re.compile(r"\{\{|\}\}")


@dataclass(frozen=True)
class Filled:
    """Words with their values; where one is `missing`, its name still stands there in braces."""

    text: str
    missing: tuple[str, ...]


def unknown_in(text: str) -> tuple[str, ...]:
    """What stands in braces and is no variable, in order and once each; braces that do not close are "{{"."""
    found = [name for name in BRACES.findall(text) if name not in VARIABLES]
    stray = STRAY.findall(BRACES.sub("", text))
    return tuple(dict.fromkeys([*found, *stray]))


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """The text with its values; an empty value is a missing one."""
    missing: dict[str, None] = {}

    def put(found: re.Match[str]) -> str:
        name = found[1]
        value = values.get(name, "")
        if not value:
            missing[name] = None
            return "{{" + name + "}}"
        # A value is words: it never becomes a variable itself.
        return value.replace("{{", "{ {").replace("}}", "} }")

    return Filled(BRACES.sub(put, text), tuple(missing))


def gaps_in(text: str) -> tuple[str, ...]:
    """The variables that nobody has filled in yet: words that hold one must not go out."""
    return tuple(dict.fromkeys(name for name in BRACES.findall(text) if name in VARIABLES))
