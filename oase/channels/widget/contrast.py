"""Whether words can be read on a colour: contrast as WCAG 2.2 defines it (relative luminance, SC 1.4.3)."""

import re

ENOUGH = 4.5
"""For text of ordinary size (SC 1.4.3, level AA)."""
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class NoColour(ValueError):
    """It is not written as `#rrggbb`."""


def colour(text: str) -> str:
    """A colour as `#rrggbb`, in lower case.

    Raises:
        NoColour: it is written in another way.
    """
    text = text.strip()
    if not _COLOUR.fullmatch(text):
        raise NoColour(text)
    return text.lower()


def luminance(text: str) -> float:
    """Relative luminance from 0 (black) to 1 (white) of `#rrggbb`."""
    channels = (int(colour(text)[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio of two colours, from 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
