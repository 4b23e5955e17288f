"""The data key of each person: unwrapped when needed, made at their first words, destroyed when they are erased."""

import logging
from collections.abc import Collection
from contextlib import suppress
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction

from oase.jobs import clock
from oase.jobs.planned import Planned
from oase.privacy.models import PersonKey
from oase.privacy.wrapping import ring, unwrap, wrap

log = logging.getLogger("oase.privacy.vault")


class VaultError(Exception):
    """A ciphertext was cut, swapped or belongs elsewhere, or the key is gone."""


class Erased(VaultError):
    """The person was erased: their key is destroyed, and none is made for them again."""


def refused(what: str, named: object, person_id: int | None, why: str) -> VaultError:
    """An error that is also written down, with ids only: a ciphertext that does not open is an alarm."""
    log.error("vault refused: what=%s id=%s person=%s why=%s", what, named, person_id, why.replace(" ", "_"))
    return VaultError(f"{what} {named} does not open: {why}")


@lru_cache(maxsize=4096)
def _data_key(person_id: int, wrapped: bytes, named: str) -> AESGCM:
    # The row is always read first: without it nothing that is kept here can be asked for.
    data_key = unwrap(wrapped, person_id, named)
    if data_key is None:
        known = not named or ring().get(named) is not None
        why = "it was cut, swapped or changed" if known else f"it is wrapped by the key {named}, which is not here"
        raise VaultError(why)
    return AESGCM(data_key)


def cipher_of(person_id: int, *, create: bool = False) -> AESGCM:
    """The person's cipher; with `create` a first key is made.

    Raises:
        Erased: the person was erased, so nothing of theirs is sealed or opened any more.
        VaultError: the person never had a key, or it does not open.
    """
    row, seen = _row(person_id), None
    if row is None and create:
        row = _first_key(person_id)
    # A key that was wrapped anew between reading the row and unwrapping is read once more.
    while row is not None and row != seen:
        wrapped, named, erased = row
        if erased:
            raise Erased(f"person {person_id} was erased")
        try:
            return _data_key(person_id, wrapped, named)
        except VaultError as error:
            why, seen = str(error), row
        row = _row(person_id)
    if seen is not None:
        raise refused("key of person", person_id, person_id, why)
    raise VaultError(f"person {person_id} has no key")


_keys_of = Planned(
    lambda ids: PersonKey.objects.filter(person__id__any_of=ids).values_list("pk", "wrapped", "key_id", "erased_at"),
    list,
)


def ciphers_of(person_ids: Collection[int]) -> dict[int, AESGCM]:
    """The ciphers of several people, read together; a first key is made where there is none.

    Raises:
        Erased: one of them was erased.
        VaultError: a key does not open.
    """
    ciphers = {}
    for person_id, wrapped, named, erased_at in _keys_of(list(set(person_ids))):
        if erased_at is None:
            # One that was wrapped anew meanwhile is read once more, below.
            with suppress(VaultError):
                ciphers[person_id] = _data_key(person_id, bytes(wrapped), named)
    return ciphers | {one: cipher_of(one, create=True) for one in set(person_ids) - ciphers.keys()}


_keys = Planned(lambda one: PersonKey.objects.filter(person_id=one).values_list("wrapped", "key_id", "erased_at"), int)


def _row(person_id: int) -> tuple[bytes, str, bool] | None:
    found = _keys.first(person_id)
    return (bytes(found[0]), found[1], found[2] is not None) if found else None


@transaction.atomic
def _first_key(person_id: int) -> tuple[bytes, str, bool] | None:
    made = wrap(AESGCM.generate_key(bit_length=256), person_id)
    if made is None:
        raise VaultError("the key that wraps new ones is not here: this process was started with an older OASE_KEY")
    # Of many at once the first wins; a person who was erased has a row already.
    PersonKey.objects.bulk_create(
        [PersonKey(person_id=person_id, wrapped=made[0], key_id=made[1])], ignore_conflicts=True
    )
    return _row(person_id)


def destroy_key(person_id: int) -> bool:
    """Erase the person's key, and keep another from being made; whether there was one to destroy."""
    PersonKey.objects.bulk_create(
        [PersonKey(person_id=person_id, wrapped=b"", erased_at=clock.now())], ignore_conflicts=True
    )
    rows = PersonKey.objects.filter(person_id=person_id)
    destroyed = rows.exclude(wrapped=b"").update(wrapped=b"", key_id="", erased_at=clock.now())
    return destroyed > 0


def is_erased(person_id: int) -> bool:
    """Whether the person's key was destroyed."""
    return PersonKey.objects.filter(person_id=person_id, erased_at__isnull=False).exists()
