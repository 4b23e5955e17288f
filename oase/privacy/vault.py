"""The vault: originals encrypted with AES-256-GCM (NIST SP 800-38D) under a key per person.

A ciphertext opens only in its own row: the row's id, its person and its kind are bound in as associated data. There are
three doors. `read_own` and `left_of_own` are for the one whose data it is; `reveal` is for a named viewer with a
purpose and writes the access log in the same transaction; `for_the_shield` serves software that hides data and shows
it to nobody.
"""

import logging
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from unicodedata import category
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from uuid_utils.compat import uuid7

from oase.jobs import clock
from oase.privacy import keyring
from oase.privacy.keyring import NONCE_BYTES
from oase.privacy.models import AccessLog, PersonKey, Sealed
from oase.privacy.wrapping import ring, unwrap, wrap

log = logging.getLogger(__name__)
LONGEST_PURPOSE = 200


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


def _row(person_id: int) -> tuple[bytes, str, bool] | None:
    found = PersonKey.objects.filter(person_id=person_id).values_list("wrapped", "key_id", "erased_at").first()
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
        raise refused("sealed", sealed.id, sealed.person_id, "it was cut, swapped or moved") from error
    return data.decode("utf-8", "surrogatepass")


def opens(sealed: Sealed) -> None:
    """See whether an original opens, without giving it to anybody.

    Raises:
        VaultError: it does not.
    """
    _open(sealed, cipher_of(sealed.person_id))


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
        VaultError: the viewer is gone, an original is another person's, or something does not open.
    """
    wanted = list(ids)
    log_access(viewer_id=viewer_id, purpose=purpose, about=about, kind=kind, person_id=person_id)
    strange = Sealed.objects.filter(pk__in=wanted).exclude(person_id=person_id).values_list("pk", flat=True).first()
    if strange is not None:
        raise refused("sealed", strange, person_id, "it is another person's")
    return read_own(person_id=person_id, ids=wanted)


def seal_for_the_house(data: bytes, *, bound_to: str) -> bytes:
    """Encrypt what has no known owner under the house's own key, bound to a name such as a digest."""
    return keyring.seal(settings.HOUSE_KEY, data, f"house:{bound_to}".encode())


def open_for_the_house(ciphertext: bytes, *, bound_to: str) -> bytes:
    """Decrypt what `seal_for_the_house` made.

    Raises:
        VaultError: it does not open.
    """
    bound = f"house:{bound_to}".encode()
    # Earlier releases took the key-encryption key itself; `oase keys rotate` seals these again.
    for key in (settings.HOUSE_KEY, *ring().read().values()):
        if (plain := keyring.unseal(key, ciphertext, bound)) is not None:
            return plain
    raise refused("house", bound_to, None, "it was cut, swapped or changed")


def is_sealed_for_the_house(ciphertext: bytes, *, bound_to: str) -> bool:
    """Whether it opens with the house's own key, and no longer needs one of the vault's."""
    return keyring.unseal(settings.HOUSE_KEY, ciphertext, f"house:{bound_to}".encode()) is not None


def log_access(*, viewer_id: int, purpose: str, about: UUID, kind: str, person_id: int) -> None:
    """Write the access log: once for the same viewer, matter, kind and purpose in an hour.

    Raises:
        ValueError: no purpose was given; signs that cannot be seen are none.
        VaultError: there is no such viewer (any more).
    """
    # Only what can be seen counts, and is written: no zero-width signs, no control characters.
    visible = " ".join("".join(c if c.isprintable() else " " for c in purpose if category(c) != "Cf").split())
    if not any(c.isalnum() for c in visible):
        raise ValueError("A purpose is needed to open originals.")
    if is_erased(viewer_id) or not get_user_model()._default_manager.filter(pk=viewer_id, is_active=True).exists():
        raise VaultError(f"person {viewer_id} is no viewer")
    now = clock.now()
    AccessLog.objects.bulk_create(
        [
            AccessLog(
                person_id=person_id,
                viewer_id=viewer_id,
                about=about,
                kind=kind,
                purpose=visible[:LONGEST_PURPOSE],
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
