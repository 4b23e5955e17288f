"""Encrypted files of the vault: AES-256-GCM over pieces of 1 MiB, bound to the file, their place, and the end.

The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015): pieces cannot be reordered, dropped or cut off.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from uuid_utils.compat import uuid7

from oase.privacy.keyring import NONCE_BYTES
from oase.privacy.models import SealedFile
from oase.privacy.vault import cipher_of, refused

PIECE = 1024 * 1024
TAG_BYTES = 16
PARTIAL = ".partial"
"""How a file ends while it is being written; a crash may leave one behind."""


@dataclass(frozen=True)
class Description:
    """What an attachment calls itself; sealed, because a file name may hold a person's name."""

    name: str
    content_type: str


def path_of(file_id: UUID) -> Path:
    """Where the sealed file lies: folders by the last two digits of its id, which are random."""
    name = file_id.hex
    return Path(settings.VAULT_FILES) / name[-2:] / name


def _bound(file_id: UUID, place: int, last: bool) -> bytes:
    return f"file:{file_id}:{place}:{'last' if last else 'more'}".encode()


def seal_file(source: BinaryIO, *, person_id: int, name: str, content_type: str) -> SealedFile:
    """Encrypt a file into the vault folder and store its row. The file is durable before the row is written."""
    file_id, cipher = uuid7(), cipher_of(person_id, create=True)
    path = path_of(file_id)
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = path.with_suffix(PARTIAL)
    try:
        size = _write(source, partial, cipher, file_id)
    except BaseException:
        # What could not be finished must not fill the disk until it is swept.
        partial.unlink(missing_ok=True)
        raise
    partial.rename(path)
    for folder in (path.parent, path.parent.parent):
        _sync(folder)
    nonce = os.urandom(NONCE_BYTES)
    text = json.dumps({"name": name, "content_type": content_type}).encode()
    description = nonce + cipher.encrypt(nonce, text, f"file:{file_id}:description".encode())
    return SealedFile.objects.create(id=file_id, person_id=person_id, description=description, size=size)


def _write(source: BinaryIO, partial: Path, cipher: AESGCM, file_id: UUID) -> int:
    """Seal everything that `source` gives into a new file, durably; how many bytes it was."""
    size, place = 0, 0
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        piece = _piece(source)
        while True:
            following = _piece(source)
            nonce = os.urandom(NONCE_BYTES)
            target.write(nonce + cipher.encrypt(nonce, piece, _bound(file_id, place, not following)))
            size, place = size + len(piece), place + 1
            if not following:
                break
            piece = following
        target.flush()
        os.fsync(target.fileno())
    return size


def _piece(source: BinaryIO) -> bytes:
    # A source may give less than asked for; only the last piece may be short.
    piece = source.read(PIECE)
    while piece and len(piece) < PIECE and (more := source.read(PIECE - len(piece))):
        piece += more
    return piece


def _sync(folder: Path) -> None:
    # A new name is durable only when its folder is.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def describe(file: SealedFile) -> Description:
    """Name and type of a sealed file.

    Raises:
        VaultError: it does not open.
    """
    raw = bytes(file.description)
    plain = _decrypt(cipher_of(file.person_id), raw, f"file:{file.id}:description".encode(), file)
    return Description(**json.loads(plain))


def seal_again(file: SealedFile) -> SealedFile:
    """A second file with the same content, name and owner, sealed by itself: each is erased or deleted on its own.

    Raises:
        VaultError: it does not open.
    """
    described = describe(file)
    source = cast("BinaryIO", _Pieces(read_file(file)))
    return seal_file(source, person_id=file.person_id, name=described.name, content_type=described.content_type)


class _Pieces:
    """What an open file gives, read like a file: at most so many bytes at a time, and none at its end."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left = pieces, b""

    def read(self, size: int) -> bytes:
        if not self._left:
            self._left = next(self._pieces, b"")
        given, self._left = self._left[:size], self._left[size:]
        return given


def read_file(file: SealedFile) -> Iterator[bytes]:
    """The file's bytes, piece by piece; each piece is checked before it is given out.

    Raises:
        VaultError: a piece was changed, moved or cut off, or the file is not there.
    """
    cipher, sealed_piece = cipher_of(file.person_id), NONCE_BYTES + PIECE + TAG_BYTES
    try:
        source = path_of(file.id).open("rb")
    except FileNotFoundError as error:
        raise refused("file", file.id, file.person_id, "it is not in the vault folder") from error
    with source:
        piece, place = source.read(sealed_piece), 0
        while True:
            following = source.read(sealed_piece)
            yield _decrypt(cipher, piece, _bound(file.id, place, not following), file)
            if not following:
                return
            piece, place = following, place + 1


def _decrypt(cipher: AESGCM, raw: bytes, bound: bytes, file: SealedFile) -> bytes:
    try:
        return cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], bound)
    except (InvalidTag, ValueError) as error:
        raise refused("file", file.id, file.person_id, "it was cut, swapped or changed") from error
