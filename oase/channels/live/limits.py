"""How much one may send: token buckets, counted once for all web processes of a machine (docs/decisions/0010)."""

import mmap
import os
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

SLOTS = 65_536
"""Of 16 bytes: one megabyte. Who is below their limit needs none."""
PROBES = 8
_SLOT = struct.Struct("<Qd")


@dataclass(frozen=True)
class Rate:
    """So many a second in the long run, and so many at once after a pause."""

    per_second: float
    at_once: float

    @classmethod
    def from_environment(cls, name: str, default: str) -> "Rate | None":
        """`10/40` is ten a second and forty at once; `off` is no limit.

        Raises:
            ValueError: it is neither.
        """
        text = os.environ.get(name, "").strip() or default
        if text == "off":
            return None
        try:
            per_second, at_once = (float(part) for part in text.split("/"))
        except ValueError:
            per_second = at_once = -1
        if not (0 < per_second < 1e9 and 1 <= at_once < 1e9):
            raise ValueError(f"{name}={text!r} is no limit: write it like {default}, or off.")
        return cls(per_second, at_once)


class Buckets:
    """Buckets by name in memory that processes share.

    A bucket is one number: when it will be full again ("theoretical arrival time" of the generic cell rate algorithm,
    ITU-T I.371). The clock is the machine's own, so all processes mean the same moment. Nothing is locked: two
    processes that ask in the same microsecond may both be let in, once. A bucket that is full is forgotten.
    """

    def __init__(self, file: Path | None = None, *, now: Callable[[], float] = time.monotonic) -> None:
        size = SLOTS * _SLOT.size
        if file is None:
            self._memory = mmap.mmap(-1, size)
        else:
            handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                os.ftruncate(handle, size)
                self._memory = mmap.mmap(handle, size)
            finally:
                os.close(handle)
        self._now = now

    def take(self, name: str, rate: Rate | None, amount: float = 1.0) -> float:
        """Take from a bucket. 0 when it may be; else nothing was taken, and in so many seconds it will be possible."""
        if rate is None:
            return 0.0
        now = self._now()
        whole, one = rate.at_once / rate.per_second, 1 / rate.per_second
        key = int.from_bytes(blake2b(name.encode("utf-8", "replace"), digest_size=8).digest()) or 1
        place, full_at = self._find(key, now)
        # No bucket is emptier than empty: such a number is from before the machine started, or from another setting.
        full_at = max(full_at, now) if full_at <= now + whole + one else now
        then = full_at + amount * one
        # A thousandth of a drop: sums of fractions are never exact.
        if then - now > whole + one / 1000:
            return then - now - whole
        _SLOT.pack_into(self._memory, place, key, then)
        return 0.0

    def _find(self, key: int, now: float) -> tuple[int, float]:
        """Where this bucket is or may be written, and when it is full. Full ones make room, else the fullest does."""
        first = key % SLOTS
        best, best_full_at = 0, float("inf")
        for step in range(PROBES):
            place = (first + step) % SLOTS * _SLOT.size
            found, full_at = _SLOT.unpack_from(self._memory, place)
            if found == key:
                return place, full_at
            if full_at < best_full_at:
                best, best_full_at = place, full_at
        return best, now
