"""What a verb answers that cannot do what was asked, and words as they may be stored."""

from django.conf import settings


class Refused(Exception):
    """Something a person can mend; the text is a sentence in their language, and nothing was changed."""


class Wrong(Refused):
    """One decision cannot stand; `field` is its name, `place` its row where there are several of a kind."""

    def __init__(self, field: str, words: str, *, place: int | None = None) -> None:
        super().__init__(words)
        self.field, self.place = field, place


class NotAllowed(Exception):
    """Whoever asked for it may not do this now."""


def storable(text: str) -> str:
    """The text without what no database keeps: PostgreSQL stores no NUL, UTF-8 no lone surrogate."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode("utf-8")


def clean_line(text: str) -> str:
    """One line as it may be stored, such as a subject or a name: what a line cannot hold is a space."""
    return " ".join(storable(text)[: settings.LARGEST_TEXT].split())
