"""The supervisor: what dies is started again, what is stopped is gone, and nothing outlives it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from oase.config.data_folder import CHECKOUT, SetupError
from oase.server.children import MARK, left_over_parts
from oase.server.postgres import Server
from oase.server.processes import DatabasePart, ProcessPart, Supervisor
from tests.server.conftest import eventually, lives


def part(data: Path, script: str, *, name: str = "web") -> ProcessPart:
    return ProcessPart(name, [sys.executable, "-c", script], data=data, patience=0.5)


SLEEPS = "import time; time.sleep(600)"
WITH_A_CHILD = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', '{SLEEPS}']); {SLEEPS}"


def test_a_part_that_dies_is_started_again(data: Path) -> None:
    said: list[str] = []
    web = part(data, SLEEPS)
    supervisor = Supervisor(say=said.append)
    supervisor.start(web)
    try:
        assert web.process
        first = web.process.pid
        os.kill(first, signal.SIGKILL)
        eventually(lambda: supervisor.look_after() or (web.process and web.process.pid != first and not web.died()))
        assert said == ["web stopped (ended by SIGKILL); it is started again in 0.5 s."]
    finally:
        supervisor.stop()


def test_a_part_that_keeps_dying_does_not_spin(data: Path) -> None:
    said: list[str] = []
    supervisor = Supervisor(say=said.append)
    supervisor.start(part(data, "raise SystemExit(3)"))
    eventually(lambda: supervisor.look_after() or len(said) == 3)
    supervisor.stop()
    assert said == [f"web stopped (exit code 3); it is started again in {pause} s." for pause in ("0.5", "1", "2")]


def test_a_part_that_was_well_comes_back_as_quickly_every_time(data: Path) -> None:
    said: list[str] = []
    supervisor = Supervisor(say=said.append)
    web = ProcessPart("web", [sys.executable, "-c", "import time; time.sleep(0.8)"], data=data, well_after=0.0)
    supervisor.start(web)
    eventually(lambda: supervisor.look_after() or len(said) == 3)
    supervisor.stop()
    assert said == ["web stopped (exit code 0); it is started again in 0.5 s."] * 3


def test_what_dies_because_the_database_is_away_waits_for_it_and_no_longer(data: Path) -> None:
    said: list[str] = []

    class Database:
        name, well_after, carries_the_rest = "PostgreSQL", 0.0, True
        started, alive = 0, True

        def start(self) -> None:
            self.started += 1
            self.alive = self.started in (1, 4)
            if not self.alive:
                raise SetupError("not yet")

        def died(self) -> str | None:
            return None if self.alive else "gone"

        def stop(self) -> None: ...

        stop_at_once = stop

    database, jobs = Database(), part(data, SLEEPS, name="jobs")
    supervisor = Supervisor(say=said.append)
    supervisor.start(database)
    supervisor.start(jobs)
    assert jobs.process
    first = jobs.process.pid
    database.alive = False
    os.kill(first, signal.SIGKILL)
    jobs.process.wait()
    eventually(lambda: supervisor.look_after() or (jobs.process and jobs.process.pid != first))
    supervisor.stop()
    assert database.started == 4
    assert said == [
        "PostgreSQL stopped (gone); it is started again in 0.5 s.",
        "jobs stopped (ended by SIGKILL); it is started again in 0.5 s.",
        "PostgreSQL stopped (not yet); it is started again in 1 s.",
        "PostgreSQL stopped (not yet); it is started again in 2 s.",
    ]


def test_stopping_ends_parts_that_do_not_listen_and_what_they_have_started(data: Path) -> None:
    supervisor = Supervisor(say=print)
    deaf = part(data, f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {WITH_A_CHILD}")
    supervisor.start(deaf)
    eventually(lambda: len(left_over_parts(data)) == 2)
    processes = left_over_parts(data)
    supervisor.stop()
    eventually(lambda: not any(lives(process) for process in processes))


def test_parts_stop_in_the_opposite_order(data: Path) -> None:
    stopped: list[str] = []

    class Noted(ProcessPart):
        def stop(self) -> None:
            super().stop()
            stopped.append(self.name)

    supervisor = Supervisor(say=print)
    for name in ("PostgreSQL", "jobs", "web"):
        supervisor.start(Noted(name, [sys.executable, "-c", SLEEPS], data=data))
    supervisor.stop()
    assert stopped == ["web", "jobs", "PostgreSQL"]


def test_postgresql_is_started_again_too(server: Server) -> None:
    said: list[str] = []
    supervisor = Supervisor(say=said.append)
    supervisor.start(DatabasePart(server))
    try:
        leader = server.process_id()
        assert leader
        os.kill(leader, signal.SIGKILL)
        eventually(lambda: supervisor.look_after() or (server.process_id() not in (None, leader) and server.answers()))
        assert said == ["PostgreSQL stopped (gone); it is started again in 0.5 s."]
    finally:
        supervisor.stop()
    assert not server.answers()


def test_parts_die_with_a_killed_supervisor(data: Path) -> None:
    script = f"""
import sys, time
from pathlib import Path
from oase.server.processes import ProcessPart, Supervisor
supervisor = Supervisor(say=print)
supervisor.start(ProcessPart("web", [sys.executable, "-c", {SLEEPS!r}], data=Path({str(data)!r})))
time.sleep(600)
"""
    owner = subprocess.Popen([sys.executable, "-c", script], env=os.environ | {"PYTHONPATH": str(CHECKOUT)})
    eventually(lambda: left_over_parts(data))
    (web,) = left_over_parts(data)
    owner.kill()
    owner.wait()
    eventually(lambda: not lives(web))


def test_only_parts_of_this_data_folder_are_left_over(data: Path) -> None:
    other = subprocess.Popen([sys.executable, "-c", SLEEPS], env=os.environ | {MARK: f"{data}-of-velotal"})
    mine = subprocess.Popen([sys.executable, "-c", SLEEPS], env=os.environ | {MARK: str(data)})
    try:
        eventually(lambda: left_over_parts(data))
        assert left_over_parts(data) == [mine.pid]
    finally:
        for process in (other, mine):
            process.kill()
            process.wait()
