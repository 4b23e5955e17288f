"""Two capitalised words in a row that no dictionary holds, one of them a name elsewhere: "an Torge Wulff"."""

from collections.abc import Iterator
from itertools import pairwise

from oase.privacy.shield.names import is_capital, name_at
from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.words import is_given, is_surname


def find(reading: Reading) -> Iterator[Found]:
    words, text = reading.words, reading.text
    for word, after in pairwise(words):
        if (
            after.start - word.end == 1
            and text[word.end] == " "
            and is_capital(word.text)
            and is_capital(after.text)
            and len(word.text) > 2 < len(after.text)
            and not word.text.isupper()
            and (is_given(word.lower) or is_surname(after.lower))
            and not reading.wordlike(word.lower)
            and not reading.wordlike(after.lower)
            and (name := name_at(reading, word.start, most=3))
            and name.end >= after.end
        ):
            yield Found(name.start, name.end, "person", 36, name.datum)
