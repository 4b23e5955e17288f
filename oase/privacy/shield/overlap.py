"""Which candidate keeps a piece of text when several want it."""

from collections.abc import Iterable

from oase.privacy.shield.fold import MASK
from oase.privacy.shield.spans import Found


class Pieces:
    """What is masked of one text. Offers are taken in turn: what came in an earlier offer is never pushed aside."""

    def __init__(self, text: str) -> None:
        self.kept: list[Found] = []
        self._text = text
        self._taken = bytearray(len(text))
        at = text.find(MASK)
        while at >= 0:
            self._taken[at] = 1
            at = text.find(MASK, at + 1)

    def offer(self, candidates: Iterable[Found]) -> list[Found]:
        """Those that found room, apart from each other, in no order.

        The heavier wins, of equals the longer, then the earlier. What a loser covered beyond the winners stays masked
        as a smaller piece of its own: overlap never uncovers a character.
        """
        taken = self._taken
        new: list[Found] = []
        for found in sorted(candidates, key=_rank):
            if taken.find(1, found.start, found.end) < 0:
                self._take(found, found.start, found.end, new)
            else:
                for start, end in _free(taken, found.start, found.end):
                    self._take(found, start, end, new)
        self.kept += new
        return new

    def _take(self, found: Found, start: int, end: int, new: list[Found]) -> None:
        text = self._text
        if (start, end) != (found.start, found.end):
            while start < end and not text[start].isalnum():
                start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == end:
            return
        whole = (start, end) == (found.start, found.end)
        self._taken[start:end] = b"\x01" * (end - start)
        new.append(found if whole else found._replace(start=start, end=end, datum=None))


def _rank(found: Found) -> tuple[int, int, int]:
    return (-found.weight, found.start - found.end, found.start)


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
