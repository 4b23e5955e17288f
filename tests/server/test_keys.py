"""Keys that do not fit the database are refused before anything is served, in one sentence, and nothing is changed."""

import base64
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from oase.config.data_folder import CHECKOUT, SetupError, connection_parameters, data_folder, house_secrets, ring
from oase.privacy.keyring import key_id, new_key, seal
from oase.server.keys import Connection, check_keys, note_keys
from oase.server.postgres import Server
from oase.server.roles import ensure_roles

TABLES = """
CREATE TABLE oase_vaultkey (id varchar(16) PRIMARY KEY, state varchar(8) NOT NULL, since timestamptz NOT NULL);
CREATE TABLE oase_personkey (person_id bigint PRIMARY KEY, wrapped bytea NOT NULL, erased_at timestamptz);
"""


@pytest.fixture
def database(server: Server) -> Iterator[Connection]:
    """A database with the two tables that matter here, and nothing in them."""
    server.start()
    ensure_roles()
    # The stubs know these keywords one by one, not as a dict.
    with psycopg.connect(**connection_parameters("oase_owner"), autocommit=True) as connection:  # type: ignore[arg-type]
        connection.execute(TABLES)
        yield connection


def noted(connection: Connection) -> set[tuple[object, ...]]:
    return set(connection.execute("SELECT id, state FROM oase_vaultkey"))


def test_the_first_key_is_noted_and_another_is_refused_from_then_on(
    database: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_keys()
    note_keys(database)
    note_keys(database)
    first = ring().newest
    assert noted(database) == {(first, "current"), (house_secrets().id, "secrets")}
    check_keys()
    given = new_key()
    monkeypatch.setenv("OASE_KEY", given)
    with pytest.raises(SetupError, match=f"does not fit this database: it needs the key {first}, .* OASE_KEY") as said:
        check_keys()
    assert (given in str(said.value), "\n" in str(said.value)) == (False, False)
    with pytest.raises(SetupError, match="does not fit this database"):
        ensure_roles()


def test_of_several_keys_the_one_that_opens_what_is_there_is_the_current(
    database: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = new_key(), new_key()
    wrapped = seal(base64.urlsafe_b64decode(old), b"x" * 32, b"person:7")
    database.execute("INSERT INTO oase_personkey VALUES (3, '', now()), (7, %s, NULL)", [wrapped])
    monkeypatch.setenv("OASE_KEY", new)
    with pytest.raises(SetupError, match="what is sealed there does not open with"):
        note_keys(database)
    assert noted(database) == set()
    (data_folder() / "secrets").unlink(missing_ok=True)
    monkeypatch.setenv("OASE_KEY", f"{new},{old}")
    note_keys(database)
    assert (key_id(base64.urlsafe_b64decode(old)), "current") in noted(database)


def test_a_key_that_is_being_replaced_is_needed_and_a_retired_one_is_not(database: Connection) -> None:
    note_keys(database)
    database.execute("INSERT INTO oase_vaultkey VALUES ('feedfeedfeedfeed', 'retired', now())")
    check_keys()
    database.execute("UPDATE oase_vaultkey SET state = 'old' WHERE state = 'retired'")
    with pytest.raises(SetupError, match="needs the key feedfeedfeedfeed") as said:
        check_keys()
    assert "retired-key" not in str(said.value)
    kept = data_folder() / "retired-key-feedfeedfeedfeed"
    kept.touch(0o600)
    with pytest.raises(SetupError, match=f"it lies in {kept}: add its line to {data_folder() / 'key'}"):
        check_keys()


def test_the_secrets_of_another_house_are_refused(database: Connection) -> None:
    note_keys(database)
    file: Path = data_folder() / "secrets"
    file.unlink()
    with pytest.raises(SetupError, match="secrets does not fit this database: copy this file"):
        check_keys()


def test_a_fresh_key_is_printed_and_nothing_is_made(data: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT), "OASE_DATA": str(data)}
    command = [sys.executable, "-m", "oase", "keys", "new"]
    made = [subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout for _ in "ab"]
    assert [len(base64.urlsafe_b64decode(key)) for key in made] == [32, 32]
    assert made[0] != made[1]
    assert not data.exists()
