"""The embedded PostgreSQL: whole or not there, and back with every row."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from oase.config.data_folder import CHECKOUT, SetupError, socket_folder
from oase.server import postgres
from oase.server.postgres import Server, running
from oase.server.programs import find_programs
from tests.server.conftest import eventually, lives, snapshot


def connect(server: Server) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(**server.superuser_parameters(), autocommit=True)  # type: ignore[arg-type]


def test_the_first_start_makes_a_database_that_only_we_can_reach(server: Server) -> None:
    server.start()
    with connect(server) as connection:
        shown = {
            name: connection.execute("SELECT current_setting(%s)", [name]).fetchone()
            for name in (
                "listen_addresses",
                "fsync",
                "synchronous_commit",
                "server_encoding",
                "TimeZone",
                "data_checksums",
            )
        }
        assert shown == {
            "listen_addresses": ("",),
            "fsync": ("on",),
            "synchronous_commit": ("on",),
            "server_encoding": ("UTF8",),
            "TimeZone": ("UTC",),
            "data_checksums": ("on",),
        }
        words = connection.execute("SELECT lower('ÄÖÜ'), to_tsvector('german', 'Größe')::text").fetchone()
        assert words == ("äöü", "'gross':1")
    assert server.sockets.stat().st_mode & 0o777 == 0o700
    assert server.cluster.stat().st_mode & 0o777 == 0o700


def test_after_kill_9_a_committed_row_is_still_there(server: Server) -> None:
    server.start()
    with connect(server) as connection:
        connection.execute("CREATE TABLE question (body text)")
        connection.execute("INSERT INTO question VALUES ('Wie entkalke ich?')")
    leader = server.process_id()
    assert leader
    os.kill(leader, signal.SIGKILL)
    server.start()
    assert server.process_id() != leader
    with connect(server) as connection:
        assert connection.execute("SELECT body FROM question").fetchall() == [("Wie entkalke ich?",)]


def test_a_process_id_that_somebody_else_has_got_since_does_not_lock_us_out(server: Server) -> None:
    server.start()
    leader = server.process_id()
    assert leader
    os.kill(leader, signal.SIGKILL)
    eventually(lambda: not server.process_id())
    for file in (server.cluster / "postmaster.pid", server.sockets / ".s.PGSQL.5432.lock"):
        file.write_text(file.read_text().replace(str(leader), str(os.getppid()), 1))
    server.start()
    assert server.answers()


def test_starting_twice_keeps_the_running_server(server: Server) -> None:
    server.start()
    leader = server.process_id()
    Server(server.data).start()
    assert server.process_id() == leader


def test_a_database_of_another_version_is_refused_and_left_alone(server: Server) -> None:
    server.start()
    server.stop()
    version = server.cluster / "PG_VERSION"
    version.write_text("14\n")
    before = snapshot(server.cluster)
    with pytest.raises(SetupError, match="was made by PostgreSQL 14") as refused:
        server.start()
    assert "Nothing was changed" in str(refused.value)
    assert snapshot(server.cluster) == before


def test_files_that_are_no_database_are_left_alone(server: Server) -> None:
    server.cluster.mkdir(parents=True)
    (server.cluster / "letter.txt").write_text("mine")
    with pytest.raises(SetupError, match="no PostgreSQL database"):
        server.start()
    assert snapshot(server.cluster) == {str(server.cluster / "letter.txt"): b"mine"}


def test_a_failing_first_start_leaves_nothing_half_made(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        "PGBIN", str(programs_with_initdb(tmp_path, "echo half >$3/PG_VERSION; echo 'error: disk full' >&2; exit 1"))
    )
    with pytest.raises(SetupError, match="error: disk full Nothing was left behind"):
        server.start()
    assert [path.name for path in server.data.glob("postgresql*")] == []


def test_a_first_start_that_was_killed_is_done_again(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    half = programs_with_initdb(tmp_path, "echo 18 >$3/PG_VERSION; sleep 600")
    start = "from oase.server.postgres import Server; Server().start()"
    environment = os.environ | {"PGBIN": str(half), "PYTHONPATH": str(CHECKOUT)}
    killed = subprocess.Popen([sys.executable, "-c", start], env=environment, process_group=0)
    eventually(lambda: list(server.data.glob("postgresql.new-*/PG_VERSION")))
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    assert not server.cluster.exists()
    server.start()
    assert [path.name for path in server.data.glob("postgresql*") if path.is_dir()] == ["postgresql"]


def test_a_path_too_long_for_a_socket_gets_a_short_one(tmp_path: Path) -> None:
    deep = tmp_path / ("deep" * 15) / ("deeper" * 10)
    server = Server(deep)
    assert server.sockets == socket_folder(deep)
    assert server.sockets.parent == Path("/tmp")
    try:
        server.start()
        assert server.answers()
        assert server.sockets.stat().st_mode & 0o777 == 0o700
    finally:
        server.stop()
        server.sockets.rmdir()


def test_a_socket_folder_that_somebody_else_has_put_there_is_refused(server: Server) -> None:
    server.data.mkdir(parents=True)
    server.sockets.symlink_to("/tmp")
    with pytest.raises(SetupError, match="should be a folder of the user"):
        server.start()


def test_what_people_write_reaches_no_log(server: Server) -> None:
    secret = "Karla-Krause-privat"
    server.start()
    with connect(server) as connection:
        connection.execute("CREATE TABLE person (name text PRIMARY KEY)")
        connection.execute("INSERT INTO person VALUES (%s)", [secret])
        with pytest.raises(psycopg.errors.UniqueViolation, match=secret):
            connection.execute("INSERT INTO person VALUES (%s)", [secret])
        with pytest.raises(psycopg.DataError):
            connection.execute(f"SELECT '{secret}'::integer")
        with pytest.raises(psycopg.DataError):
            connection.execute("SELECT %s::integer", [secret])
        connection.execute("SELECT pg_reload_conf()")
        asleep = f"SELECT pg_sleep(600), '{secret}'"
        script = "import sys, psycopg; psycopg.connect(sys.argv[1]).execute(sys.argv[2])"
        subprocess.Popen([sys.executable, "-c", script, connection.info.dsn, asleep], stderr=subprocess.DEVNULL)
        find = "SELECT pid FROM pg_stat_activity WHERE query = %s AND state = 'active'"
        eventually(lambda: connection.execute(find, [asleep]).fetchone())
        row = connection.execute(find, [asleep]).fetchone()
        assert row
        os.kill(int(str(row[0])), signal.SIGKILL)
    eventually(server.answers)
    server.stop()
    written = b"".join(snapshot(server.data / "log").values())
    assert b"was terminated by signal 9" in written
    assert secret.encode() not in written


def test_a_command_uses_the_running_database_and_the_last_one_stops_it(data: Path) -> None:
    with running(data) as first:
        assert first
        leader = first.process_id()
        with running(data) as second:
            assert second
            assert second.process_id() == leader
        assert first.answers()
    assert not first.answers()
    assert first.process_id() is None


def test_a_database_elsewhere_is_not_started(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://oase:secret@db.invalid/oase")
    with running(data) as server:
        assert server is None
    assert not data.exists()


def test_postgresql_shuts_down_cleanly_when_its_supervisor_is_killed(server: Server) -> None:
    start = (
        "import time; from oase.server.postgres import Server; Server().start(dies_with_parent=True); time.sleep(600)"
    )
    owner = subprocess.Popen([sys.executable, "-c", start], env=os.environ | {"PYTHONPATH": str(CHECKOUT)})
    eventually(server.answers)
    leader = server.process_id()
    assert leader
    owner.kill()
    owner.wait()
    eventually(lambda: not lives(leader))
    assert b"database system is shut down" in b"".join(snapshot(server.logs).values())


def programs_with_initdb(folder: Path, script: str) -> Path:
    """The real PostgreSQL with another `initdb`: called as initdb -U … -D folder, it finds the folder in $3."""
    real = find_programs()
    programs = folder / "bin"
    programs.mkdir()
    for name in ("postgres",):
        (programs / name).write_text(f'#!/bin/sh\nexec "{real.path(name)}" "$@"\n')
    (programs / "initdb").write_text(f'#!/bin/sh\nset -- initdb "$1" "$2" "$@"\n{script}\n')
    for program in programs.iterdir():
        program.chmod(0o755)
    return programs


def test_a_connection_that_computes_does_not_hold_up_the_return_of_a_killed_server(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not notice that its leader is gone, and would compute for ever."""
    monkeypatch.setattr(postgres, "STOPPED_WITHIN", 24 * 3600.0)
    server.start()
    with closing(connect(server)) as busy:
        busy.pgconn.send_query(b"DO $$ BEGIN LOOP PERFORM 1; END LOOP; END $$")
        backend, leader = busy.info.backend_pid, server.process_id()
        assert leader
        os.kill(leader, signal.SIGKILL)
        server.start()
        assert not lives(backend)
        assert server.process_id() not in (None, leader)
