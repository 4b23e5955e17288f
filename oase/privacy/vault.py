"""The vault: originals encrypted with AES-256-GCM (NIST SP 800-38D) under a key per person.

A ciphertext opens only in its own row: the row's id, its person and its kind are bound in as associated data. There are
three doors. `read_own` and `left_of_own` are for the one whose data it is; `reveal` is for a named viewer with a
purpose and writes the access log in the same transaction; `for_the_shield` serves software that hides data and shows
it to nobody.
"""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction
from uuid_utils.compat import uuid7

from oase.jobs import clock
from oase.privacy.models import AccessLog, PersonKey, Sealed

NONCE_BYTES = 12


class VaultError(Exception):
    """A ciphertext was cut, swapped or belongs elsewhere, or the key is gone."""


def _wrapping() -> AESGCM:
    return AESGCM(settings.KEY_ENCRYPTION_KEY)


@lru_cache(maxsize=4096)
def _unwrap(person_id: int, wrapped: bytes) -> AESGCM:
    try:
        return AESGCM(_wrapping().decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], f"person:{person_id}".encode()))
    except (InvalidTag, ValueError) as error:
        raise VaultError(f"the key of person {person_id} does not open with this key-encryption key") from error


def cipher_of(person_id: int, *, create: bool = False) -> AESGCM:
    """The person's cipher; with `create` a first key is made.

    Raises:
        VaultError: the person has no key (never had one, or was erased), or it does not open.
    """
    row = PersonKey.objects.filter(person_id=person_id).values_list("wrapped", flat=True).first()
    if row is None and create:
        nonce, data_key = os.urandom(NONCE_BYTES), AESGCM.generate_key(bit_length=256)
        wrapped = nonce + _wrapping().encrypt(nonce, data_key, f"person:{person_id}".encode())
        PersonKey.objects.bulk_create([PersonKey(person_id=person_id, wrapped=wrapped)], ignore_conflicts=True)
        row = PersonKey.objects.values_list("wrapped", flat=True).get(person_id=person_id)
    if row is None:
        raise VaultError(f"person {person_id} has no key")
    return _unwrap(person_id, bytes(row))


def _bound(sealed_id: UUID, person_id: int, kind: str) -> bytes:
    return f"sealed:{sealed_id}:{person_id}:{kind}".encode()


def encrypt(text: str, *, person_id: int, kind: str) -> Sealed:
    """A row ready to be stored; nothing is written yet."""
    sealed_id, nonce = uuid7(), os.urandom(NONCE_BYTES)
    data = text.encode("utf-8", "surrogatepass")
    cipher = cipher_of(person_id, create=True)
    ciphertext = nonce + cipher.encrypt(nonce, data, _bound(sealed_id, person_id, kind))
    return Sealed(id=sealed_id, person_id=person_id, kind=kind, ciphertext=ciphertext)


def seal(text: str, *, person_id: int, kind: str) -> Sealed:
    """Encrypt and store `text` as data of this person."""
    sealed = encrypt(text, person_id=person_id, kind=kind)
    sealed.save(force_insert=True)
    return sealed


def _open(sealed: Sealed, cipher: AESGCM) -> str:
    ciphertext = bytes(sealed.ciphertext)
    try:
        data = cipher.decrypt(
            ciphertext[:NONCE_BYTES], ciphertext[NONCE_BYTES:], _bound(sealed.id, sealed.person_id, sealed.kind)
        )
    except (InvalidTag, ValueError) as error:
        raise VaultError(f"sealed {sealed.id} does not open: it was cut, swapped or moved") from error
    return data.decode("utf-8", "surrogatepass")


def _opened(person_id: int, ids: Iterable[UUID]) -> list[tuple[Sealed, str]]:
    rows = list(Sealed.objects.filter(pk__in=list(ids), person_id=person_id))
    if not rows:
        return []
    cipher = cipher_of(person_id)
    return [(sealed, _open(sealed, cipher)) for sealed in rows]


def read_own(*, person_id: int, ids: Iterable[UUID]) -> dict[UUID, str]:
    """What belongs to this person, for their own eyes. Rows of others are silently absent."""
    return {sealed.id: text for sealed, text in _opened(person_id, ids)}


def left_of_own(*, person_id: int, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Like `read_own`, without what was erased or does not open any more: for pages that go on without it."""
    rows, left = list(Sealed.objects.filter(pk__in=list(ids), person_id=person_id)), {}
    if not rows:
        return {}
    with suppress(VaultError):
        cipher = cipher_of(person_id)
        for sealed in rows:
            with suppress(VaultError):
                left[sealed.id] = _open(sealed, cipher)
    return left


def for_the_shield(*, person_id: int, ids: Iterable[UUID]) -> list[str]:
    """Known data of a person for hiding it in text. The caller shows it to nobody, so it is not logged."""
    return [text for _, text in _opened(person_id, ids)]


@transaction.atomic
def reveal(
    *, viewer_id: int, purpose: str, about: UUID, kind: str, ids: Iterable[UUID], person_id: int
) -> Mapping[UUID, str]:
    """Open a person's originals for a viewer and write it down, together or not at all.

    Whether the viewer may is the caller's rule; that it is logged is this function's.

    Raises:
        ValueError: no purpose was given.
        VaultError: something does not open.
    """
    log_access(viewer_id=viewer_id, purpose=purpose, about=about, kind=kind, person_id=person_id)
    return read_own(person_id=person_id, ids=ids)


def seal_for_the_house(data: bytes, *, bound_to: str) -> bytes:
    """Encrypt what has no known owner under the house's own key, bound to a name such as a digest."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _wrapping().encrypt(nonce, data, f"house:{bound_to}".encode())


def open_for_the_house(ciphertext: bytes, *, bound_to: str) -> bytes:
    """Decrypt what `seal_for_the_house` made.

    Raises:
        VaultError: it does not open.
    """
    try:
        return _wrapping().decrypt(ciphertext[:NONCE_BYTES], ciphertext[NONCE_BYTES:], f"house:{bound_to}".encode())
    except (InvalidTag, ValueError) as error:
        raise VaultError("does not open with the house's key") from error


def log_access(*, viewer_id: int, purpose: str, about: UUID, kind: str, person_id: int) -> None:
    """Write the access log: once for the same viewer, matter, kind and purpose in an hour.

    Raises:
        ValueError: no purpose was given.
    """
    if not purpose.strip():
        raise ValueError("A purpose is needed to open originals.")
    now = clock.now()
    AccessLog.objects.bulk_create(
        [
            AccessLog(
                person_id=person_id,
                viewer_id=viewer_id,
                about=about,
                kind=kind,
                purpose=purpose.strip()[:200],
                at=now,
                hour=now.replace(minute=0, second=0, microsecond=0),
            )
        ],
        ignore_conflicts=True,
    )


def purpose_given(*, viewer_id: int, about: UUID, kind: str = AccessLog.ORIGINALS) -> str | None:
    """The purpose this viewer gave within this hour for this conversation: it is asked once, not for every message."""
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    rows = AccessLog.objects.filter(viewer_id=viewer_id, about=about, kind=kind, hour=hour)
    return rows.order_by("-at").values_list("purpose", flat=True).first()
