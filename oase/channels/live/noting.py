"""What staff write that is more than words: a note that names colleagues, and a text in which a variable is open."""

from django.utils.translation import gettext as _

from oase.channels.live.lookups import in_thread
from oase.conversations.append import Appended, NotAllowed
from oase.conversations.models import Message
from oase.conversations.saying import Words
from oase.conversations.words import Refused
from oase.people.models import Person
from oase.second_level.macros.variables import gaps_in
from oase.second_level.mentions.actions import write_note
from oase.second_level.mentions.naming import MARK


def is_special(words: Words) -> bool:
    """Whether an agent's words do not go the ordinary way.

    Raises:
        Refused: a variable is still open in an answer.
    """
    if words.audience == Message.STAFF:
        return MARK.search(words.text) is not None
    if gaps := gaps_in(words.text):
        sentence = _("%(name)s is still open in your text. Please fill it in or take it out.")
        raise Refused(sentence % {"name": "{{" + gaps[0] + "}}"})
    return False


async def write_special(words: Words) -> Appended:
    """Write a note with the colleagues named in it.

    Raises:
        NotAllowed, Refused: as `write_note`.
    """
    return await in_thread(_write, words)


def _write(words: Words) -> Appended:
    author = Person.objects.filter(pk=words.author_id, is_active=True).first()
    if author is None:
        raise NotAllowed("no such person")
    return write_note(conversation_id=words.conversation_id, author=author, text=words.text, client_id=words.client_id)
