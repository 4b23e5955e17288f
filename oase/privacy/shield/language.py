"""German or English, by the small words: enough to choose the words in placeholders."""

import re

_WORD = re.compile(r"[^\W\d_]+")
_GERMAN = frozenset(
    [
        "der",
        "die",
        "das",
        "und",
        "ist",
        "nicht",
        "ich",
        "sie",
        "wir",
        "mit",
        "für",
        "ein",
        "eine",
        "einen",
        "meine",
        "mein",
        "mir",
        "mich",
        "bitte",
        "habe",
        "hat",
        "auf",
        "zu",
        "den",
        "dem",
        "von",
        "es",
        "im",
        "wurde",
        "aber",
        "noch",
        "auch",
        "wie",
        "kann",
        "bei",
        "nach",
        "aus",
        "sind",
        "danke",
        "hallo",
        "grüße",
        "seit",
        "wann",
    ]
)
_ENGLISH = frozenset(
    [
        "the",
        "and",
        "is",
        "not",
        "i",
        "you",
        "we",
        "with",
        "for",
        "a",
        "an",
        "my",
        "me",
        "please",
        "have",
        "has",
        "on",
        "to",
        "of",
        "it",
        "in",
        "was",
        "but",
        "still",
        "also",
        "how",
        "can",
        "at",
        "from",
        "are",
        "thanks",
        "hello",
        "hi",
        "regards",
        "since",
        "when",
        "this",
        "that",
        "your",
        "our",
        "dear",
        "been",
    ]
)


def language_of(text: str) -> str:
    """`de` or `en`; `de` when in doubt. Reads the first 2,000 characters."""
    words = [word.lower() for word in _WORD.findall(text[:2000])]
    german = sum(word in _GERMAN for word in words)
    english = sum(word in _ENGLISH for word in words)
    return "en" if english > german else "de"
