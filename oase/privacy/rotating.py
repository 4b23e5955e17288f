"""Changing the key that wraps all others, while everything serves.

1. The new key joins the ring: every process can read what it wraps. 2. The database says that it wraps from now on.
3. What older keys wrap is wrapped anew. 4. They retire. Whatever interrupts it, doing it again goes on.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connections, transaction

from oase.jobs import clock
from oase.privacy.keyring import KeyRing, seal
from oase.privacy.models import PersonKey, VaultKey
from oase.privacy.wrapping import SWITCHING, bound_to, unwrap

ROTATING = 0x0A5EC2
AT_ONCE = 500
PATIENCE = 60.0
SHORT_WAIT = "200ms"


class Busy(Exception):
    """Somebody else is at it."""


@contextmanager
def alone() -> Iterator[None]:
    """One rotation at a time, whatever the machine.

    Raises:
        Busy: another one is under way.
    """
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ROTATING])
        if cursor.fetchone() != (True,):
            raise Busy
    try:
        yield
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ROTATING])


def old_keys() -> list[str]:
    """Ids of keys that are being replaced."""
    return list(VaultKey.objects.using("owner").filter(state=VaultKey.OLD).values_list("pk", flat=True))


def switch_to(named: str) -> None:
    """From its commit on every process wraps with this key; nobody is in the middle of wrapping with another.

    Raises:
        Busy: somebody has been wrapping for a minute.
    """
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
                # Who wants to wrap waits behind us, so we ask often and never wait long.
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [SHORT_WAIT])
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SWITCHING])
                keys = VaultKey.objects.using("owner")
                keys.filter(state=VaultKey.CURRENT).exclude(pk=named).update(state=VaultKey.OLD)
                keys.update_or_create(pk=named, defaults={"state": VaultKey.CURRENT, "retired_at": None})
            return
        except OperationalError as error:
            if time.monotonic() > deadline:
                raise Busy from error
            time.sleep(0.2)


def wrap_anew(keys: KeyRing, named: str) -> Iterator[tuple[int, list[int]]]:
    """Wrap every data key with the key `named`; after each batch how many were, and whose did not open.

    Each batch is a transaction of its own.
    """
    key, last = keys.read()[named], -1
    while True:
        with transaction.atomic(using="owner"):
            rows = list(
                PersonKey.objects.using("owner")
                .select_for_update()
                .filter(erased_at=None, person_id__gt=last)
                .exclude(key_id=named)
                .order_by("person_id")[:AT_ONCE]
            )
            if not rows:
                return
            broken, done = [], []
            for row in rows:
                data_key = unwrap(bytes(row.wrapped), row.person_id, row.key_id, keys)
                if data_key is None:
                    broken.append(row.person_id)
                    continue
                row.wrapped, row.key_id = seal(key, data_key, bound_to(row.person_id)), named
                done.append(row)
            PersonKey.objects.using("owner").bulk_update(done, ["wrapped", "key_id"])
        last = rows[-1].person_id
        yield len(done), broken


def retire(names: list[str]) -> None:
    """Write down that these keys wrap nothing any more."""
    VaultKey.objects.using("owner").filter(pk__in=names).update(state=VaultKey.RETIRED, retired_at=clock.now())
