"""Walking through the vault: whatever does not open is told, by ids only."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from oase.privacy.files import describe, read_file
from oase.privacy.models import PersonKey, Sealed, SealedFile
from oase.privacy.vault import Erased, VaultError, cipher_of, opens

AT_ONCE = 200


@dataclass(frozen=True)
class Looked:
    """One thing that was looked at; `trouble` is empty when it opens."""

    what: str
    trouble: str = ""


def walk() -> Iterator[Looked]:
    """Every data key, original and file; files are read to their end."""
    last: object = None
    while keys := list(_after(PersonKey, last)):
        for key in keys:
            if key.erased_at is None:
                yield Looked("key", trouble_of(partial(cipher_of, key.person_id)))
        last = keys[-1].pk
    last = None
    while originals := list(_after(Sealed, last)):
        for sealed in originals:
            yield Looked("original", trouble_of(partial(opens, sealed)))
        last = originals[-1].pk
    last = None
    while files := list(_after(SealedFile, last)):
        for file in files:
            yield Looked("file", trouble_of(partial(_read, file)))
        last = files[-1].pk


def trouble_of(look: Callable[[], object]) -> str:
    """What the vault says when it refuses; empty when it does not."""
    try:
        look()
    except Erased as error:
        return f"{error}, and something of theirs was left behind"
    except VaultError as error:
        return str(error)
    return ""


def _after[Row: (PersonKey, Sealed, SealedFile)](model: type[Row], last: object) -> Iterator[Row]:
    # Page by page: a vault may be larger than memory.
    rows = model._default_manager.order_by("pk")
    yield from (rows if last is None else rows.filter(pk__gt=last))[:AT_ONCE]


def _read(file: SealedFile) -> None:
    describe(file)
    size = sum(len(piece) for piece in read_file(file))
    if size != file.size:
        raise VaultError(f"file {file.pk} does not open: it has {size} bytes and should have {file.size}")
