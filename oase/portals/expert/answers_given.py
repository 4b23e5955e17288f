"""A test's form: what it shows, and what of it was answered. Names say which drawn question is meant."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from oase.experts.desk.testing import Asked
from oase.experts.programme.actions import Given

NAMED = re.compile(r"q(\d{1,18})(?:-(\d{1,2}))?")
"""`q17`: the answer to the drawn question 17; `q17-0`: the place of its first option in an order."""
NUMBER = re.compile(r"\d{1,4}")


@dataclass(frozen=True)
class Option:
    """One option as it is shown. `rank`: its place in an order, from 1; 0 while it has none."""

    place: int
    label: str
    chosen: bool
    rank: int


@dataclass(frozen=True)
class Shown:
    """A question with what was answered so far."""

    asked: Asked
    options: list[Option]
    words: str

    @property
    def ranks(self) -> range:
        return range(1, len(self.options) + 1)


def shown(asked: Asked, typed: QueryDict | None) -> Shown:
    """The question as the form shows it: with what was typed and refused, else with what was kept."""
    if typed is None:
        chosen, words = asked.given, asked.words
        ranks = {place: rank for rank, place in enumerate(chosen, start=1)} if asked.kind == "order" else {}
    else:
        chosen = [int(one) for one in typed.getlist(f"q{asked.id}") if NUMBER.fullmatch(one)]
        words = typed.get(f"q{asked.id}", "") if asked.kind == "free" else ""
        ranks = _ranks(typed, asked.id)
    options = [Option(place, label, place in chosen, ranks.get(place, 0)) for place, label in enumerate(asked.labels)]
    return Shown(asked, options, words)


def given_in(typed: QueryDict, kinds: Mapping[int, str], *, whole: bool = True) -> dict[int, Given]:
    """The answers in a form by drawn question; one that the test does not hold is among them, to be refused.

    `kinds`: of the questions of this test. Half an order is no answer: it is left out unless `whole` is asked for.
    """
    found: dict[int, Given] = {}
    for name in typed:
        named = NAMED.fullmatch(name)
        if named is None:
            continue
        drawn = int(named[1])
        match kinds.get(drawn):
            case "free":
                found[drawn] = typed.get(name, "")
            case "order":
                ranks = _ranks(typed, drawn)
                # An order with a gap or the same place twice comes out shorter, and is refused.
                ordered = [place for _rank, place in sorted({rank: place for place, rank in ranks.items()}.items())]
                options = sum(1 for one in typed if one.startswith(f"q{drawn}-"))
                if whole or len(ordered) in (0, options):
                    found[drawn] = ordered
            case _:
                chosen = typed.getlist(name)
                found[drawn] = [int(one) if NUMBER.fullmatch(one) else -1 for one in chosen if one]
    return found


def _ranks(typed: QueryDict, drawn: int) -> dict[int, int]:
    """The places given to options of an order, by option."""
    ranks = {}
    for name, value in typed.items():
        named = NAMED.fullmatch(name)
        if named and named[2] and int(named[1]) == drawn and NUMBER.fullmatch(str(value)) and int(str(value)):
            ranks[int(named[2])] = int(str(value))
    return ranks
