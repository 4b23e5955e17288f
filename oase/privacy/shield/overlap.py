"""Which candidate keeps a piece of text when several want it."""

from collections.abc import Iterable
from dataclasses import replace

from oase.privacy.shield.fold import MASK
from oase.privacy.shield.spans import Found


def resolve(candidates: Iterable[Found], text: str) -> list[Found]:
    """Sorted, non-overlapping candidates.

    The heavier wins, of equals the longer, then the earlier. What a loser covered beyond the winners stays masked as a
    smaller piece of its own: overlap never uncovers a character.
    """
    taken = bytearray(len(text))
    at = text.find(MASK)
    while at >= 0:
        taken[at] = 1
        at = text.find(MASK, at + 1)
    kept: list[Found] = []
    for found in sorted(candidates, key=lambda c: (-c.weight, c.start - c.end, c.start)):
        for start, end in _free(taken, found.start, found.end):
            while start < end and not text[start].isalnum() and (start, end) != (found.start, found.end):
                start += 1
            while end > start and text[end - 1].isspace():
                end -= 1
            if start == end:
                continue
            whole = (start, end) == (found.start, found.end)
            taken[start:end] = b"\x01" * (end - start)
            kept.append(found if whole else replace(found, start=start, end=end, datum=None))
    return sorted(kept, key=lambda c: c.start)


def _free(taken: bytearray, start: int, end: int) -> list[tuple[int, int]]:
    pieces = []
    while start < end:
        start = taken.find(0, start, end)
        if start < 0:
            break
        stop = taken.find(1, start, end)
        stop = end if stop < 0 else stop
        pieces.append((start, stop))
        start = stop
    return pieces
