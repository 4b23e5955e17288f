"""Whether the keys of this machine fit the database: asked before anything is served."""

import os
from collections.abc import Iterable
from typing import cast

import psycopg

from oase.config.data_folder import SetupError, connection_parameters, data_folder, house_secrets, ring
from oase.privacy.keyring import KeyRing, unseal

Connection = psycopg.Connection[tuple[object, ...]]


def check_keys(connection: Connection | None = None) -> None:
    """Refuse keys that do not fit the database. One that was never migrated fits every key.

    Raises:
        SetupError: a key that wraps something is missing, or the secrets are another house's.
    """
    if connection is None:
        # The stubs know these keywords one by one, not as a dict.
        with psycopg.connect(**connection_parameters("oase_owner"), connect_timeout=10) as own:  # type: ignore[arg-type]
            check_keys(own)
        return
    present = connection.execute("SELECT to_regclass('public.oase_vaultkey')").fetchone()
    if not present or present[0] is None:
        return
    keys, states = ring(), _states(connection)
    needed = [named for named, state in states.items() if state in ("current", "old")]
    if missing := [named for named in needed if keys.get(named) is None]:
        raise SetupError(_missing(missing[0], keys))
    stored = [named for named, state in states.items() if state == "secrets"]
    if stored and stored != [house_secrets().id]:
        raise SetupError(
            f"{data_folder() / 'secrets'} does not fit this database: copy this file from the machine or the backup "
            "that served it last. Nothing was changed."
        )


def note_keys(connection: Connection) -> None:
    """Write down which keys a database that was just migrated needs; what is written stays.

    Raises:
        SetupError: no key opens what is wrapped there already.
    """
    states = set(_states(connection).values())
    if "current" not in states:
        connection.execute(
            "INSERT INTO oase_vaultkey (id, state, since) VALUES (%s, 'current', now()) ON CONFLICT DO NOTHING",
            [_fitting(connection, ring())],
        )
    if "secrets" not in states:
        connection.execute(
            "INSERT INTO oase_vaultkey (id, state, since) VALUES (%s, 'secrets', now()) ON CONFLICT DO NOTHING",
            [house_secrets().id],
        )


def _states(connection: Connection) -> dict[str, str]:
    return {
        str(row[0]): str(row[1]) for row in connection.execute("SELECT id, state FROM oase_vaultkey ORDER BY since")
    }


def _fitting(connection: Connection, keys: KeyRing) -> str:
    found = connection.execute(
        "SELECT person_id, wrapped FROM oase_personkey WHERE erased_at IS NULL ORDER BY person_id LIMIT 1"
    ).fetchone()
    if found is None:
        return keys.newest
    person_id, wrapped = found
    for named, key in keys:
        if unseal(key, cast("bytes", wrapped), f"person:{person_id}".encode()) is not None:
            return named
    raise SetupError(
        f"The key does not fit this database: what is sealed there does not open with {_list(keys.read())} "
        f"of {keys.place}. Put the right key back; nothing was changed."
    )


def _missing(named: str, keys: KeyRing) -> str:
    retired = data_folder() / f"retired-key-{named}"
    advice = (
        f"it lies in {retired}: add its line to {keys.file}"
        if not os.environ.get("OASE_KEY") and retired.exists()
        else "put that key back"
    )
    return (
        f"The key does not fit this database: it needs the key {named}, and {keys.place} holds {_list(keys.read())}; "
        f"{advice}. Nothing was changed."
    )


def _list(names: Iterable[str]) -> str:
    return ", ".join(names)
