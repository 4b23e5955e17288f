"""A zip written as a stream: what is ready leaves at once, so that an archive of any size takes little memory.

The format is PKWARE's APPNOTE 6.3 with data descriptors, ZIP64 where it is needed; names are UTF-8.
"""

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Final, cast

from django.utils import timezone

LARGE: Final = 2**31
STORED_TYPES: Final = ("image/", "video/", "audio/", "application/zip", "application/pdf")
"""What is compressed already, or hardly shrinks."""


@dataclass(frozen=True)
class Entry:
    """A file of the archive; `pieces` are asked for when its turn comes."""

    path: str
    at: datetime
    pieces: Iterable[bytes]
    size: int = 0
    """Bytes, as far as known before: decides only whether ZIP64 is announced."""
    content_type: str = ""


class _Sink:
    """What zipfile writes to: bytes that somebody takes away. Nothing can be sought in it."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        data, self._pieces = b"".join(self._pieces), []
        return data


def zipped(entries: Iterable[Entry]) -> Iterator[bytes]:
    """The bytes of a zip with these entries, in their order."""
    sink = _Sink()
    with zipfile.ZipFile(cast(IO[bytes], sink), "w", allowZip64=True) as archive:
        for entry in entries:
            with archive.open(_info(entry), "w", force_zip64=entry.size >= LARGE) as target:
                for piece in entry.pieces:
                    target.write(piece)
                    if data := sink.taken():
                        yield data
            yield sink.taken()
    yield sink.taken()


def _info(entry: Entry) -> zipfile.ZipInfo:
    # Before 1980 the format knows no time.
    at = max(timezone.localtime(entry.at).timetuple()[:6], (1980, 1, 1, 0, 0, 0))
    info = zipfile.ZipInfo(entry.path, at)
    stored = entry.content_type.startswith(STORED_TYPES)
    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


class Readable:
    """Pieces that come one after the other, to be read like a file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = b""

    def read(self, size: int) -> bytes:
        """At most `size` bytes; none at the end."""
        while not self._left:
            following = next(self._pieces, None)
            if following is None:
                return b""
            self._left = following
        data, self._left = self._left[:size], self._left[size:]
        return data
