"""Data keys wrapped by key-encryption keys, and which of these wraps now.

Whoever wraps holds a shared lock until the commit; whoever changes the current key holds it alone for a moment. So no
key is wrapped by one that is being retired.
"""

from django.conf import settings
from django.db import connections

from oase.privacy.keyring import KeyRing, seal, unseal
from oase.privacy.models import PersonKey, VaultKey

SWITCHING = 0x0A5EC1


def ring() -> KeyRing:
    """The keys of this process, as they are now."""
    keys: KeyRing = settings.KEYS
    return keys


def bound_to(person_id: int) -> bytes:
    return f"person:{person_id}".encode()


def wrap(data_key: bytes, person_id: int) -> tuple[bytes, str] | None:
    """The data key wrapped by the current key, and that key's id; None when this process does not have it.

    To be called inside the transaction that stores it.
    """
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [SWITCHING])
    named = current_key()
    key = ring().get(named)
    return (seal(key, data_key, bound_to(person_id)), named) if key is not None else None


def unwrap(wrapped: bytes, person_id: int, named: str, keys: KeyRing | None = None) -> bytes | None:
    """The data key; None when it does not open. Without a name, as in rows of earlier releases, every key is tried."""
    keys = keys or ring()
    if named:
        key = keys.get(named)
        return unseal(key, wrapped, bound_to(person_id)) if key is not None else None
    return next((plain for _, key in keys if (plain := unseal(key, wrapped, bound_to(person_id)))), None)


def current_key() -> str:
    """The id of the key that wraps new data keys; noted at the first use."""
    rows = VaultKey.objects.filter(state=VaultKey.CURRENT).values_list("pk", flat=True)
    named = rows.first()
    if named is None:
        VaultKey.objects.bulk_create([VaultKey(pk=_fitting(), state=VaultKey.CURRENT)], ignore_conflicts=True)
        named = rows.get()
    return named


def _fitting() -> str:
    """The newest key, or the one that opens what an earlier release has wrapped."""
    one = PersonKey.objects.filter(erased_at=None).order_by("pk").first()
    opens = (n for n, key in ring() if one and unseal(key, bytes(one.wrapped), bound_to(one.person_id)))
    return next(opens, ring().newest)
