"""Typing errors: whether two words differ by what slips in typing (Damerau 1964: change, add, drop, swap)."""

_ONE = 5
_TWO = 9


def slips(length: int) -> int:
    """How many slips a word of this length forgives: one from five letters on, two from nine."""
    return (length >= _ONE) + (length >= _TWO)


def nearly(word: str, meant: str) -> bool:
    """Whether `word` is `meant` with as many slips as the shorter of the two forgives."""
    most = slips(min(len(word), len(meant)))
    if not most or abs(len(word) - len(meant)) > most:
        return False
    # One slip leaves the word's beginning or its end as it was, two leave one letter at either end.
    whole = (len(meant) - 2) // 2 if most == 1 else 1
    if (
        word[:whole] != meant[:whole]
        and word[-whole:] != meant[-whole:]
        and (most == 1 or len(set(meant) - set(word)) > 2)
    ):
        return False
    return _distance(word, meant, most) <= most


def _distance(word: str, meant: str, most: int) -> int:
    """The number of slips between two words, more than `most` for anything above (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for i, letter in enumerate(word, 1):
        older, before, row = before, row, [i] * (len(meant) + 1)
        for j, other in enumerate(meant, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 < j and letter == meant[j - 2] and word[i - 2] == other:
                row[j] = min(row[j], older[j - 2] + 1)
        if min(row) > most:
            return most + 1
    return row[-1]
