"""The keys of the house: key-encryption keys by their ids, the first of them the newest. Knows files, not Django.

Which of them wraps new data keys is said by the database (`VaultKey`), so that every process changes over at once.
"""

import base64
import binascii
import hmac
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
OPEN_TO_OTHERS = 0o077


class KeyTrouble(Exception):
    """Keys that cannot be used; the text is one sentence for the operator and never quotes one."""


def key_id(key: bytes) -> str:
    """The check value of a key, 16 hexadecimal digits of HMAC-SHA256: it names the key and tells nothing of it."""
    return hmac.digest(key, b"oase key id", "sha256").hex()[:16]


def new_key() -> str:
    """A fresh key as it is written down: 32 random bytes in base64url."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")


def seal(key: bytes, data: bytes, bound_to: bytes) -> bytes:
    """AES-256-GCM (NIST SP 800-38D) under a random nonce, which comes first."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, data, bound_to)


def unseal(key: bytes, ciphertext: bytes, bound_to: bytes) -> bytes | None:
    """What `seal` was given; None when it was cut, changed or sealed otherwise."""
    try:
        return AESGCM(key).decrypt(ciphertext[:NONCE_BYTES], ciphertext[NONCE_BYTES:], bound_to)
    except (InvalidTag, ValueError):
        return None


@dataclass(frozen=True)
class _Read:
    stamp: tuple[int, ...]
    keys: Mapping[str, bytes]


class KeyRing:
    """The keys of `OASE_KEY` (`given`, separated by commas), else those of a file with one key a line.

    The file is looked at again whenever it has changed, so a rotation reaches every process while it serves.
    """

    def __init__(self, file: Path, given: str = "") -> None:
        self.file, self.given = file, given
        self._last: _Read | None = None

    @property
    def place(self) -> str:
        """Where the keys are, for the operator."""
        return "OASE_KEY" if self.given else str(self.file)

    def read(self) -> Mapping[str, bytes]:
        """Every key by its id, the newest first. What was read once stays good while the file cannot be read.

        Raises:
            KeyTrouble: others can read the file, or what is there is no key.
        """
        try:
            self._last = self._given() if self.given else self._from_file()
        except KeyTrouble:
            if self._last is None:
                raise
        return self._last.keys

    def _given(self) -> _Read:
        return self._last or _Read((), _decoded(self.given.split(","), "OASE_KEY"))

    def _from_file(self) -> _Read:
        try:
            with self.file.open("rb") as source:
                found = os.fstat(source.fileno())
                stamp = (found.st_ino, found.st_mtime_ns, found.st_size, found.st_mode)
                if self._last is not None and self._last.stamp == stamp:
                    return self._last
                if found.st_mode & OPEN_TO_OTHERS:
                    raise KeyTrouble(
                        f"Others on this machine can read the key {self.file}: close it with chmod 600 {self.file}, "
                        "and if somebody may have read it, make another with oase keys rotate."
                    )
                text = source.read().decode("ascii", "replace")
        except OSError as error:
            raise KeyTrouble(f"The key {self.file} cannot be read: {error.strerror}.") from error
        return _Read(stamp, _decoded(text.splitlines(), str(self.file)))

    @property
    def newest(self) -> str:
        """The id of the first key of the ring."""
        return next(iter(self.read()))

    def get(self, wanted: str) -> bytes | None:
        """The key of that id, if the ring holds it."""
        return self.read().get(wanted)

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        return iter(self.read().items())

    def write(self, lines: list[str]) -> None:
        """Put another ring in place of the file, whole or not at all, readable by its owner only."""
        _decoded(lines, str(self.file))
        write_private(self.file, "".join(f"{line}\n" for line in lines).encode("ascii"))

    def lines(self) -> list[str]:
        """The keys as they are written down, the newest first."""
        return [base64.urlsafe_b64encode(key).decode("ascii") for key in self.read().values()]


def write_private(file: Path, content: bytes, *, replace: bool = True) -> bool:
    """Write a file that only its owner reads: durable, whole or not at all. False when it is there and must stay."""
    temporary = file.with_name(f".{file.name}-{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            if file.exists() and os.geteuid() == 0:
                # Root keeps it the file of whoever owns it.
                os.fchown(target.fileno(), file.stat().st_uid, file.stat().st_gid)
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        if replace:
            temporary.replace(file)
        else:
            try:
                os.link(temporary, file)
            except FileExistsError:
                return False
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        temporary.unlink(missing_ok=True)
    return True


def _decoded(written: list[str], source: str) -> Mapping[str, bytes]:
    keys: dict[str, bytes] = {}
    for text in filter(None, map(str.strip, written)):
        try:
            key = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            key = b""
        if len(key) != KEY_BYTES:
            raise KeyTrouble(f"{source} is no key: each must be {KEY_BYTES} bytes written as base64url.")
        keys[key_id(key)] = key
    if not keys:
        raise KeyTrouble(f"{source} is no key: it is empty.")
    return keys
