"""Files of the vault: they come back whole, or not at all."""

import io
import stat
from pathlib import Path

import pytest
from django.db import transaction

from oase.privacy.files import PIECE, TAG_BYTES, Description, describe, path_of, read_file, seal_file
from oase.privacy.models import PersonKey, SealedFile
from oase.privacy.vault import NONCE_BYTES, VaultError
from tests.cast import Cast

SEALED_PIECE = NONCE_BYTES + PIECE + TAG_BYTES
NAME = "Rechnung Karla Blum.pdf"


def _seal(cast: Cast, content: bytes) -> SealedFile:
    return seal_file(io.BytesIO(content), person_id=cast.karla.pk, name=NAME, content_type="application/pdf")


def _content(size: int) -> bytes:
    """Pieces that differ, so that a swap would show."""
    return b"".join(bytes([place % 251]) * min(PIECE, size - place * PIECE) for place in range(-(-size // PIECE)))


def _given_before_failing(file: SealedFile) -> bytes:
    given: list[bytes] = []
    with pytest.raises(VaultError):
        given.extend(read_file(file))
    return b"".join(given)


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 25 * PIECE])
def test_a_file_comes_back_as_it_was(cast: Cast, size: int) -> None:
    content = _content(size)
    file = _seal(cast, content)
    assert (file.size, b"".join(read_file(file))) == (size, content)
    assert describe(file) == Description(NAME, "application/pdf")
    pieces = max(1, -(-size // PIECE))
    assert path_of(file.pk).stat().st_size == size + pieces * (NONCE_BYTES + TAG_BYTES)


def test_a_source_that_gives_little_at_a_time_loses_nothing(cast: Cast) -> None:
    class Trickle(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(min(size or 1, 300_001))

    content = _content(2 * PIECE + 5)
    file = seal_file(Trickle(content), person_id=cast.karla.pk, name=NAME, content_type="text/plain")
    assert b"".join(read_file(file)) == content


def test_neither_content_nor_name_lie_about_readably(cast: Cast) -> None:
    file = _seal(cast, b"IBAN DE02 1203 0000 0000 2020 51")
    path = path_of(file.pk)
    assert b"IBAN" not in path.read_bytes()
    assert "Karla" not in path.name
    assert b"Karla" not in bytes(SealedFile.objects.get().description)


def test_files_are_for_the_house_alone(cast: Cast) -> None:
    path = path_of(_seal(cast, b"x").pk)
    modes = [stat.S_IMODE(one.stat().st_mode) for one in (path, path.parent, path.parent.parent)]
    assert modes == [0o600, 0o700, 0o700]
    assert list(path.parent.glob("*.partial")) == []


def _swap_pieces(path: Path) -> None:
    raw = path.read_bytes()
    path.write_bytes(raw[SEALED_PIECE : 2 * SEALED_PIECE] + raw[:SEALED_PIECE] + raw[2 * SEALED_PIECE :])


def _cut_last_piece(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: 2 * SEALED_PIECE])


def _cut_first_piece(path: Path) -> None:
    path.write_bytes(path.read_bytes()[SEALED_PIECE:])


def _cut_within(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _lengthen(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\0" * 40)


def _repeat_last_piece(path: Path) -> None:
    raw = path.read_bytes()
    path.write_bytes(raw + raw[2 * SEALED_PIECE :])


def _turn_a_bit(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[SEALED_PIECE + 1000] ^= 1
    path.write_bytes(bytes(raw))


@pytest.mark.parametrize(
    ("harm", "right_pieces"),
    [
        (_swap_pieces, 0),
        (_cut_first_piece, 0),
        (_empty, 0),
        (_turn_a_bit, 1),
        (_cut_last_piece, 1),
        (_cut_within, 2),
        (_lengthen, 2),
        (_repeat_last_piece, 2),
    ],
)
def test_a_harmed_file_gives_no_wrong_byte_and_never_ends_as_if_whole(
    cast: Cast, harm: object, right_pieces: int
) -> None:
    content = _content(3 * PIECE - 7)
    file = _seal(cast, content)
    harm(path_of(file.pk))  # type: ignore[operator]  # one of the functions above
    assert _given_before_failing(file) == content[: right_pieces * PIECE]


def test_a_file_under_another_files_name_does_not_open(cast: Cast) -> None:
    one, two = _seal(cast, b"eins"), _seal(cast, b"zwei")
    path_of(one.pk).rename(path_of(two.pk))
    assert _given_before_failing(two) == b""
    assert _given_before_failing(one) == b""


def test_without_the_key_neither_file_nor_name_open(cast: Cast) -> None:
    file = _seal(cast, b"x")
    PersonKey.objects.filter(person=cast.karla).delete()
    assert _given_before_failing(file) == b""
    with pytest.raises(VaultError):
        describe(file)


def test_a_description_belongs_to_its_file(cast: Cast) -> None:
    one, two = _seal(cast, b"eins"), _seal(cast, b"zwei")
    two.description = one.description
    with pytest.raises(VaultError):
        describe(two)


def test_what_is_rolled_back_leaves_no_row(cast: Cast) -> None:
    with transaction.atomic():
        _seal(cast, b"x")
        transaction.set_rollback(True)
    assert SealedFile.objects.count() == 0
