"""The coalescer: what arrives while the last batch commits is written together, and answered after the commit."""

from dataclasses import replace

from django.utils.translation import get_language

from oase.conversations.append import Appended
from oase.conversations.gathering import Gathering
from oase.conversations.saying import Words, say
from oase.conversations.words import clean_text
from oase.experts.opening import Opened, Question
from oase.experts.receiving import receive_all


class Coalescer:
    """Messages and questions of many people at once."""

    def __init__(self) -> None:
        self._words: Gathering[Words, Appended] = Gathering(say, name="append")
        self._questions: Gathering[Question, Opened] = Gathering(receive_all, name="open")

    async def start(self) -> None:
        """Get ready; needs the running loop."""
        await self._words.start()
        await self._questions.start()

    async def stop(self) -> None:
        """Finish what was begun, then end."""
        await self._words.stop()
        await self._questions.stop()

    async def say(self, words: Words) -> Appended:
        """Append one message.

        Raises:
            NotAllowed: this author may not write here now.
            Refused: the text is empty or too long.
            Overloaded: too much is waiting.
            django.db.Error: the database is away; sending it again with the same client id is safe.
        """
        text, language = clean_text(words.text), get_language() or words.language
        return await self._words.put(replace(words, text=text, language=language))

    async def open(self, question: Question) -> Opened:
        """Open a conversation with its first message.

        Raises:
            NotAllowed: there is no such company or person, or the topic is another company's.
            Refused, Overloaded, django.db.Error: as for `say`.
        """
        text, spoken = clean_text(question.text), get_language() or question.language
        return await self._questions.put(replace(question, text=text, spoken=spoken))
