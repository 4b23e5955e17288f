"""What the weekly mail with thanks says. In both languages in full."""

from collections.abc import Callable
from typing import Final

from oase.channels.email.writing.told import Told

# Filled in: `{name}`, `{people}`, `{words}`, `{link}` and `{unsubscribe}`.
TEXTS: Final[dict[str, Told]] = {
    "de": Told(
        "Danke für Ihre Woche",
        """Guten Tag {name},

in der letzten Woche {people} froh, dass Sie da waren:

{words}

Alles auf einer Seite:
{link}

Diese Mail kommt einmal in der Woche und nur, wenn Ihnen jemand gedankt hat. Sie möchten sie nicht mehr:
{unsubscribe}
""",
    ),
    "en": Told(
        "Thank you for your week",
        """Hello {name},

Last week {people} glad that you were there:

{words}

All of it on one page:
{link}

This mail comes once a week, and only if somebody thanked you. You would rather not have it:
{unsubscribe}
""",
    ),
}
EACH: Final = {"de": ", mit Ihrem Namen", "en": ", naming you"}
"""Behind the company, where the customer named them as the one who helped."""
PEOPLE: Final[dict[str, Callable[[int], str]]] = {
    "de": lambda number: "war ein Mensch" if number == 1 else f"waren {number} Menschen",
    "en": lambda number: "one person was" if number == 1 else f"{number} people were",
}
