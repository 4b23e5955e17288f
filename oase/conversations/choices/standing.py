"""The words chosen in a conversation, opened from the vault for the shield's eyes only."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from oase.conversations.choices.models import Choice
from oase.conversations.models import Assignment, Conversation
from oase.privacy import vault


@dataclass(frozen=True)
class Wishes:
    """What somebody chose in a preview: words opened, words hidden by hand, and found ones that stay hidden."""

    opened: tuple[str, ...] = ()
    masked: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.opened or self.masked or self.closed)


NO_WISHES = Wishes()


@dataclass(frozen=True)
class Standing:
    """What holds in a conversation: words that stay readable, words that stay hidden."""

    opened: tuple[str, ...] = ()
    masked: tuple[str, ...] = ()

    def heeding(self, wishes: Wishes) -> "Standing":
        """The same after new wishes; of two for one word the newer one counts."""
        shut, shown = _folded((*wishes.masked, *wishes.closed)), _folded(wishes.opened)
        return Standing(
            opened=(*(word for word in self.opened if fold(word) not in shut), *wishes.opened),
            masked=(*(word for word in self.masked if fold(word) not in shown), *wishes.masked),
        )


@dataclass
class _Words:
    opened: list[Choice] = field(default_factory=list)
    masked: list[Choice] = field(default_factory=list)


def fold(word: str) -> str:
    """One spelling for a word that was chosen, whatever its case and spacing."""
    return " ".join(word.casefold().split())


def _folded(words: Iterable[str]) -> set[str]:
    return {fold(word) for word in words}


def standing_in(conversation: Conversation, *, until: int | None = None) -> Standing:
    """What was chosen and not withdrawn. A consent holds from its message on, a mask everywhere.

    until: place of the message that is shielded again; without it a new one is.

    Raises:
        VaultError: the words no longer open.
    """
    words = _Words()
    for choice in _with_words(conversation).filter(withdrawn_at=None):
        if choice.what == Choice.MASKED:
            words.masked.append(choice)
        elif _holds(choice, until):
            words.opened.append(choice)
    return Standing(_read(conversation, words.opened), _read(conversation, words.masked))


def standing_for(conversation: Conversation, expert_id: int, *, until: int | None = None) -> Standing:
    """What holds for the text of an expert: opened words, and those hidden again that this expert could read before.

    A word that they never read is not among them, whoever hid it: masking it would tell that a guess was right.

    Raises:
        VaultError: the words no longer open.
    """
    held = _held_by(conversation, expert_id)
    words = _Words()
    for choice in _with_words(conversation):
        if choice.what == Choice.OPENED and choice.withdrawn_at is None:
            words.opened += [choice] if _holds(choice, until) else []
        elif (shut := _shut_after_reading(choice)) and any(
            since < shut and (end is None or shut <= end) for since, end in held
        ):
            words.masked.append(choice)
    opened = _read(conversation, words.opened)
    again = _folded(opened)
    return Standing(opened, tuple(word for word in _read(conversation, words.masked) if fold(word) not in again))


def _shut_after_reading(choice: Choice) -> datetime | None:
    """When a word that experts could read was hidden; None for one that they could not, or can again."""
    if choice.what == Choice.OPENED:
        return choice.withdrawn_at
    return choice.at if choice.was_read and choice.withdrawn_at is None else None


def _with_words(conversation: Conversation) -> QuerySet[Choice]:
    return conversation.choices.exclude(word=None).select_related("message").order_by("pk")


def _holds(choice: Choice, until: int | None) -> bool:
    return until is None or choice.message is None or choice.message.seq <= until


def _held_by(conversation: Conversation, expert_id: int) -> list[tuple[datetime, datetime | None]]:
    held = conversation.assignments.filter(level=Assignment.EXPERT, holder_id=expert_id)
    return list(held.values_list("started_at", "ended_at"))


def _read(conversation: Conversation, choices: list[Choice]) -> tuple[str, ...]:
    if not choices:
        return ()
    ids = [choice.word_id for choice in choices if choice.word_id]
    return tuple(vault.for_the_shield(person_id=conversation.customer.person_id, ids=ids))
