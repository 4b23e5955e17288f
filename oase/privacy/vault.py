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
from oase.jobs.planned import Planned
from oase.privacy import keyring
from oase.privacy.data_keys import Erased as Erased
from oase.privacy.data_keys import VaultError as VaultError
from oase.privacy.data_keys import cipher_of as cipher_of
from oase.privacy.data_keys import ciphers_of as ciphers_of
from oase.privacy.data_keys import destroy_key as destroy_key
from oase.privacy.data_keys import is_erased as is_erased
from oase.privacy.data_keys import refused as refused
from oase.privacy.keyring import NONCE_BYTES as NONCE_BYTES
from oase.privacy.models import AccessLog, Sealed
from oase.privacy.shield import shield
from oase.privacy.wrapping import ring

log = logging.getLogger(__name__)

LONGEST_PURPOSE = 200
FILLERS = "\u115f\u1160\u3164\uffa0"
"""Letters to Unicode, nothing to the eye (Hangul fillers)."""


def _bound(sealed_id: UUID, person_id: int, kind: str) -> bytes:
    return f"sealed:{sealed_id}:{person_id}:{kind}".encode()


def encrypt(text: str, *, person_id: int, kind: str) -> Sealed:
    """A row ready to be stored; nothing is written yet."""
    return encrypt_with(cipher_of(person_id, create=True), text, person_id=person_id, kind=kind)


def encrypt_with(cipher: AESGCM, text: str, *, person_id: int, kind: str) -> Sealed:
    """The same with the person's cipher at hand (`ciphers_of`), for many texts at once."""
    sealed_id, nonce = uuid7(), os.urandom(NONCE_BYTES)
    data = text.encode("utf-8", "surrogatepass")
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


_of_person = Planned(lambda person, ids: Sealed.objects.filter(person_id=person, pk__any_of=ids), int, list)


def _opened(person_id: int, ids: Iterable[UUID]) -> list[tuple[Sealed, str]]:
    rows = _of_person(person_id, list(ids))
    if not rows:
        return []
    cipher = cipher_of(person_id)
    return [(sealed, _open(sealed, cipher)) for sealed in rows]


def read_own(*, person_id: int, ids: Iterable[UUID]) -> dict[UUID, str]:
    """What belongs to this person, for their own eyes. Rows of others are silently absent."""
    return {sealed.id: text for sealed, text in _opened(person_id, ids)}


def left_of_own(*, person_id: int, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Like `read_own`, without what was erased or does not open any more: for pages that go on without it."""
    rows, left = _of_person(person_id, list(ids)), {}
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


def for_the_shield_of(owned: Mapping[int, UUID]) -> dict[int, str]:
    """The same for many people at once: one original of each, by person; what is not theirs is silently absent.

    Raises:
        VaultError: one of them does not open.
    """
    rows = [one for one in Sealed.objects.filter(pk__in=owned.values()) if owned.get(one.person_id) == one.id]
    ciphers = ciphers_of({one.person_id for one in rows})
    return {one.person_id: _open(one, ciphers[one.person_id]) for one in rows}


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


def seal_in_place(text: str, *, person_id: int, bound_to: str) -> bytes:
    """A ciphertext for a row of another room, under the person's key; it opens only with the same `bound_to`."""
    nonce, cipher = os.urandom(NONCE_BYTES), cipher_of(person_id, create=True)
    return nonce + cipher.encrypt(nonce, text.encode("utf-8", "surrogatepass"), f"in place:{bound_to}".encode())


def open_in_place(ciphertext: bytes, *, person_id: int, bound_to: str) -> str:
    """What `seal_in_place` sealed, for the eyes of the person whose it is.

    Raises:
        VaultError: it does not open.
    """
    nonce, sealed = ciphertext[:NONCE_BYTES], ciphertext[NONCE_BYTES:]
    try:
        data = cipher_of(person_id).decrypt(nonce, sealed, f"in place:{bound_to}".encode())
    except (InvalidTag, ValueError) as error:
        raise refused("in place", bound_to, person_id, "it was cut, swapped or moved") from error
    return data.decode("utf-8", "surrogatepass")


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
        VaultError: there is no such viewer (any more), or the purpose cannot be shielded.
    """
    visible = _visible(purpose)
    if not any(sign.isalnum() for sign in visible):
        raise ValueError("A purpose is needed to open originals.")
    harmless = harmless_purpose(visible)
    if not harmless:
        raise VaultError("the purpose cannot be checked for personal data")
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
                purpose=harmless[:LONGEST_PURPOSE],
                at=now,
                hour=now.replace(minute=0, second=0, microsecond=0),
            )
        ],
        ignore_conflicts=True,
    )


@lru_cache(maxsize=4096)
def harmless_purpose(purpose: str) -> str:
    """What for, as it is written down and shown: whatever was given, no third person is named. Empty when in doubt."""
    try:
        return shield(purpose).text
    except Exception:  # whatever went wrong in there, nothing unshielded may come out
        log.exception("could not shield a purpose")
        return ""


def _visible(text: str) -> str:
    """Only what can be seen: no zero-width signs, no fillers, no control characters, single spaces."""
    kept = (sign for sign in text if category(sign) != "Cf" and sign not in FILLERS)
    return " ".join("".join(sign if sign.isprintable() else " " for sign in kept).split())


def purpose_given(*, viewer_id: int, about: UUID, kind: str = AccessLog.ORIGINALS) -> str | None:
    """The purpose this viewer gave within this hour for this conversation: it is asked once, not for every message."""
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    rows = AccessLog.objects.filter(viewer_id=viewer_id, about=about, kind=kind, hour=hour)
    return rows.order_by("-at").values_list("purpose", flat=True).first()
