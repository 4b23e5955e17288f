"""The shape of a part, and what is left out of every export with the reason."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from oase.people.models import Person

type Row = Mapping[str, Any]
"""Values are str, int, float, bool, datetime, None, or a list of str."""


@dataclass(frozen=True)
class Section:
    """One kind of data. `fields` gives every key of its rows a name, in the order in which they are read."""

    key: str
    title: str
    about: str
    """In one sentence: what it is for, and how long it is kept."""
    fields: Mapping[str, str]
    rows: Sequence[Row]


@dataclass(frozen=True)
class Part:
    """What one room answers. `sections` is called in the person's language and only ever reads."""

    covers: frozenset[str]
    """Columns that lead to a person and are answered here, as `Model.field`."""
    sections: Callable[[Person], Iterator[Section]]


NOT_EXPORTED: Final[Mapping[str, str]] = {
    "PersonKey.person": "the key that opens the vault: a secret, and of no meaning without the house",
    "Conversation.solution_proposed_by": "stands in the events, as the proposal itself",
    "Assignment.stands_in_for": "for whom somebody stood in: it follows from their absences, which are there",
    "BlindMark.person": "made of the name, the addresses and the number that are in the export, and read by nobody",
    "BlindMark.customer": "the same, at one company",
    "Searchable.customer": "the words of their concerns once more, which are there as they were said",
    "TopicCorrection.by": "that an agent sorted a company's concern anew: a step of their work, none of their words",
}
"""Columns that lead to a person and are in no export, with the reason."""
