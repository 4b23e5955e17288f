"""Writing down what was chosen: who, when, with which message, what kind of datum; the word only in the vault."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db.models import Value
from django.db.models.functions import Greatest

from oase.conversations.choices.models import Choice
from oase.conversations.choices.standing import Wishes, fold
from oase.conversations.digests import digest_in
from oase.conversations.models import Conversation
from oase.jobs import clock
from oase.people.models import Person
from oase.privacy import vault
from oase.privacy.shield import Span

MOST = 200
"""Choices with one message; nobody taps more, and the shield looks for each."""
MOST_STANDING = 1000
"""Choices that stand in one conversation; beyond that only what is hidden is still taken down."""


def within(text: str, words: Iterable[str]) -> tuple[str, ...]:
    """Those of the words that stand in the text, each once: nobody opens what they have not seen."""
    read = fold(text)
    kept: dict[str, str] = {}
    for word in words:
        if (one := fold(word)) and one in read:
            kept.setdefault(one, " ".join(word.split()))
    return tuple(kept.values())[:MOST]


def heeded(text: str, wishes: Wishes) -> Wishes:
    """The wishes that are about this text. A word both opened and hidden is hidden."""
    masked, closed = within(text, wishes.masked), within(text, wishes.closed)
    shut = {fold(word) for word in masked + closed}
    opened = tuple(word for word in within(text, wishes.opened) if fold(word) not in shut)
    return Wishes(opened, masked, closed)


def remember(
    conversation: Conversation,
    wishes: Wishes,
    *,
    by: Person,
    message_id: int | None = None,
    text: str = "",
    spans: Sequence[Span] = (),
    read: Collection[str] = (),
) -> list[Choice]:
    """Write wishes down, each word once; what is chosen anew ends what was chosen for it before.

    `spans` say what the shield took the words of `text` for, `read` which words experts could read until now. Called
    under the conversation's lock.
    """
    known = {fold(word) for word in read}
    made: list[Choice] = []
    for what, words in ((Choice.OPENED, wishes.opened), (Choice.MASKED, wishes.masked)):
        for word in words:
            digest = _digest(conversation, word)
            standing = conversation.choices.filter(digest=digest, withdrawn_at=None)
            if standing.filter(what=what).exclude(word=None).exists():
                continue
            standing.update(withdrawn_at=_now())
            full = conversation.choices.filter(withdrawn_at=None).count() >= MOST_STANDING
            if what == Choice.OPENED and full:
                continue
            kind, placeholder = _taken_for(word, text, spans)
            made.append(
                Choice.objects.create(
                    conversation=conversation,
                    message_id=message_id,
                    what=what,
                    word=vault.seal(word, person_id=conversation.customer.person_id, kind="choice"),
                    digest=digest,
                    kind=kind,
                    placeholder=placeholder,
                    was_read=fold(word) in known,
                    by=by,
                    at=clock.now(),
                )
            )
    return made


def close_again(conversation: Conversation, words: Iterable[str]) -> int:
    """End the consents for these words; how many there were. The caller shields anew."""
    digests = [_digest(conversation, word) for word in words]
    if not digests:
        return 0
    standing = conversation.choices.filter(what=Choice.OPENED, withdrawn_at=None, digest__in=digests)
    return standing.update(withdrawn_at=_now())


def forget(conversation_ids: Collection[UUID]) -> int:
    """What an erasure leaves of choices: that there were some, of what kind and when; how many."""
    return Choice.objects.filter(conversation__in=conversation_ids).update(word=None, digest="")


def name_kinds(conversation: Conversation, message_id: int, text: str, spans: Sequence[Span]) -> None:
    """Add what the shield takes the words for, where it could not say so when they were chosen."""
    unnamed = conversation.choices.filter(message_id=message_id, kind="").exclude(word=None).select_related("word")
    for choice in unnamed:
        ids = [choice.word_id] if choice.word_id else []
        for word in vault.for_the_shield(person_id=conversation.customer.person_id, ids=ids):
            choice.kind, choice.placeholder = _taken_for(word, text, spans)
            choice.save(update_fields=["kind", "placeholder"])


def _now() -> Greatest:
    # The clocks of two machines differ: nothing is withdrawn before it was given.
    return Greatest("at", Value(clock.now()))


def _taken_for(word: str, text: str, spans: Sequence[Span]) -> tuple[str, str]:
    """Type and placeholder of the datum that the word is, or is a part of."""
    wanted = fold(word)
    for whole in (True, False):
        for span in spans:
            said = fold(text[span.start : span.end])
            if wanted == said or (not whole and (wanted in said or said in wanted)):
                return span.type, span.placeholder
    return "", ""


def _digest(conversation: Conversation, word: str) -> str:
    return digest_in(conversation.pk)(f"choice:{fold(word)}")
