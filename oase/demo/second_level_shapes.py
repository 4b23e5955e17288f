"""What the second level of a company in the demo is set up with. No Django, no database."""

from dataclasses import dataclass, field
from datetime import timedelta

from oase.demo.words import Words


@dataclass(frozen=True, slots=True)
class Kind:
    """Something the company gives; `cents` is its usual value."""

    key: str
    name: Words
    text: Words
    icon: str
    cents: int
    adjustable: bool


@dataclass(frozen=True, slots=True)
class Team:
    """Agents who share topics; `cents` is what they may give together in a month, 0 for nothing of their own."""

    name: Words
    members: tuple[str, ...]
    topics: tuple[str, ...]
    cents: int


@dataclass(frozen=True, slots=True)
class Macro:
    """Words that are written often, with variables; `tag` is put when they are sent, empty for none."""

    name: str
    text: Words
    tag: str


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody will be away: beginning so long from now, for so long."""

    person: str
    begins: timedelta
    lasts: timedelta


@dataclass(frozen=True, slots=True)
class Wish:
    """What an agent would like to give beyond the budgets, waiting for a decision."""

    conversation: str
    by: str
    kind: str
    reason: str
    words: str


@dataclass(frozen=True, slots=True)
class SecondLevel:
    """The whole. `budgets` are euro cents a month by agent, and under "" for everybody else each."""

    kinds: tuple[Kind, ...] = ()
    budgets: dict[str, int] = field(default_factory=dict)
    teams: tuple[Team, ...] = ()
    tags: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Tag by the keys of the conversations that carry it."""
    macros: tuple[Macro, ...] = ()
    learning: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Topics by the agent who would like to learn them."""
    absences: tuple[Absence, ...] = ()
    wishes: tuple[Wish, ...] = ()
