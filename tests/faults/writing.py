"""People who write while parts of the house die, and who try again as a browser does."""

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.faults.browser import Browser, Turned, Unwell, Words

AGAIN_AFTER = 0.2
"""Seconds between an unknown outcome and the next try with the same client id."""
HARMLESS = ("kurz", "lange", "gut", "langsam", "wieder", "noch", "erst", "immer")


def spelled(number: int) -> str:
    """A number in small words: the shield has nothing to hide in it, and two are never the same."""
    return " und ".join(HARMLESS[int(digit)] for digit in f"{number:o}")


@dataclass
class Record:
    """What the writers know of an act."""

    acknowledged: list[Words] = field(default_factory=list)
    given_up: list[Words] = field(default_factory=list)
    """Never acknowledged, and not tried again: there or not, but not twice."""
    wrong: list[str] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    """How often an answer left it open whether the words arrived, by kind."""
    slowest: float = 0.0
    """Seconds from the first try to the acknowledgement."""


class Writer:
    """One person at one door of one conversation: `role` and the form's path say which. `place` tells writers apart."""

    def __init__(
        self, name: str, browser: Browser, record: Record, *, place: int, role: str, conversation: str, form: str
    ) -> None:
        self.name, self.browser, self.record, self.place = name, browser, record, place
        self.role, self.conversation, self.form = role, conversation, form
        self.counted = 0

    async def write(self, chance: random.Random, *, until: asyncio.Event, pause: float) -> None:
        """Go on writing until told to stop; what is under way then is brought to its end."""
        while not until.is_set():
            words = self.compose()
            # Somebody closes the page while it is unclear whether their words arrived.
            patience = 1 if chance.random() < 0.1 else None
            if await self.get_said(words, patience) and chance.random() < 0.1:
                await self._say_again(words)
            await asyncio.sleep(pause * chance.uniform(0.5, 1.5))

    def compose(self) -> Words:
        """The next words of this writer, unlike all others."""
        self.counted += 1
        words = f"Die Maschine brüht {spelled(self.place)}, dann {spelled(self.counted)}."
        if self.role != "expert":
            words += " Meine Nummer ist 0171 3920045."
        return Words(self.conversation, words)

    async def get_said(self, words: Words, patience: int | None = None) -> bool:
        """Send until it is acknowledged, or `patience` tries had an unknown outcome."""
        began, tries = time.monotonic(), 0
        while True:
            try:
                await self.send(words)
            except Unwell as error:
                self.record.unknown[str(error).split(" ")[0]] += 1
                tries += 1
                if tries == patience:
                    self.record.given_up.append(words)
                    return False
                await asyncio.sleep(AGAIN_AFTER)
            except Turned as error:
                self.record.wrong.append(f"{self.name} was turned away: {error}")
                return False
            else:
                self.record.acknowledged.append(words)
                self.record.slowest = max(self.record.slowest, time.monotonic() - began)
                return True

    async def send(self, words: Words) -> None:
        if self.form:
            await self.browser.say_by_form(words, self.form)
        else:
            await self.browser.say_live(words, self.role)

    async def _say_again(self, words: Words) -> None:
        """The answer got lost on the way, so the page sends it once more: it must hear the same."""
        seq = words.seq
        again = Words(words.conversation, words.text, words.client_id)
        try:
            await self.send(again)
        except Unwell:
            return
        except Turned as error:
            self.record.wrong.append(f"{self.name} was turned away the second time: {error}")
            return
        if again.seq != seq:
            self.record.wrong.append(f"{self.name} was told {seq} and then {again.seq} for {words.client_id}")
