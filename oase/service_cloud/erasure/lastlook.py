"""The last shielding before the key goes: a kept body may hold what the customer opened, or what was missed then."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from uuid import UUID

from oase.companies.models import Customer
from oase.conversations.choices.models import Choice
from oase.conversations.digests import digest_in
from oase.conversations.models import Conversation, Message
from oase.people.known import known_of
from oase.people.models import Person
from oase.privacy import vault
from oase.privacy.models import Sealed
from oase.privacy.shield import Known, shield
from oase.privacy.vault import VaultError
from oase.ratings.models import Rating

log = logging.getLogger(__name__)
SHORTEST = 3
"""Letters and digits of a word that is worth hiding wherever else it stands."""


@dataclass
class Remembered:
    """Everything known of a person, for hiding it once more; kept in memory only."""

    known: Known
    texts: dict[UUID, str] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    """What was found or hidden in any of their texts, and what they opened."""


def remember(person: Person) -> Remembered:
    """Read all that is sealed of a person. What does not open any more is passed over: it says nothing to anybody."""
    numbers = [number for number in Customer.objects.filter(person=person).values_list("number", flat=True) if number]
    try:
        known = known_of(person, numbers=numbers)
    except VaultError:
        known = Known(names=tuple(person.names), emails=tuple(filter(None, [person.email])), numbers=tuple(numbers))
    found = Remembered(known)
    ids = Sealed.objects.filter(person=person).values_list("pk", flat=True)
    found.texts = vault.left_of_own(person_id=person.pk, ids=ids)
    chosen = Choice.objects.filter(conversation__customer__person=person).exclude(word=None)
    found.words |= {found.texts[word] for word in chosen.values_list("word", flat=True) if word in found.texts}
    helpers = _helpers(person)
    for text in found.texts.values():
        found.words |= _found_in(text, known)
    found.words = {word for word in found.words if _is_worth(word) and word.lower() not in helpers}
    return found


def _found_in(text: str, known: Known) -> set[str]:
    try:
        return {text[span.start : span.end] for span in shield(text, known=known).spans}
    except Exception:  # where it fails again at the last look, nothing of the text stays
        log.exception("shield failed at the last look")
        return set()


def _helpers(person: Person) -> set[str]:
    """First names of those who helped stay readable, unless the person is called the same."""
    own = {word.lower() for name in person.names for word in name.split()}
    named = Message.objects.filter(conversation__customer__person=person).exclude(author_role=Message.CUSTOMER)
    return {name.lower() for name in named.values_list("author__first_name", flat=True).distinct() if name} - own


def _is_worth(word: str) -> bool:
    return sum(letter.isalnum() for letter in word) >= SHORTEST


def look_once_more(conversation: Conversation, remembered: Remembered) -> int:
    """Shield every text of a concern again, from its original where there is one; how many. Consents count no more."""
    known, company = remembered.known, conversation.company
    vocabulary = frozenset(word.lower() for word in company.vocabulary if word)
    vocabulary |= _helpers(conversation.customer.person)
    names = dict(conversation.placeholders)

    def hidden(text: str) -> str:
        try:
            shielded = shield(
                text,
                language=conversation.language,
                known=known,
                vocabulary=vocabulary,
                taken=names,
                key=digest_in(conversation.pk),
                masked=remembered.words,
            )
        except Exception:  # nobody can look again later: rather nothing stays than too much
            log.exception("shield failed at the last look in conversation %s", conversation.pk)
            return ""
        names.update(shielded.names)
        return shielded.text

    count = 0
    for message in conversation.messages.order_by("seq"):
        text = remembered.texts.get(message.original_id) if message.original_id else None
        if text is None and not message.body:
            continue
        message.body = hidden(text if text is not None else message.body)
        message.shielded_at = message.shielded_at or message.at
        message.save(update_fields=["body", "shielded_at"])
        count += 1
    for rating in Rating.objects.filter(conversation=conversation).exclude(thanks=""):
        rating.thanks = hidden(rating.thanks)
        rating.save(update_fields=["thanks"])
        count += 1
    conversation.subject = hidden(conversation.subject)[:200]
    # The digests would let somebody with the key try out guesses.
    conversation.placeholders = {}
    conversation.save(update_fields=["subject", "placeholders"])
    return count


def hide_names(bodies: Collection[Message], ratings: Collection[Rating], known: Known) -> int:
    """Take the names of someone who helped out of what others read; nothing else of those texts changes."""
    count = 0

    def hidden(text: str) -> str:
        return shield(text, known=known, recognisers={}).text

    for message in bodies:
        count += _changed(message, "body", hidden)
    for rating in ratings:
        count += _changed(rating, "thanks", hidden)
    return count


def _changed(row: Message | Rating, column: str, change: Callable[[str], str]) -> bool:
    text = getattr(row, column)
    if (new := change(text)) == text:
        return False
    setattr(row, column, new)
    row.save(update_fields=[column])
    return True
