"""pgbench on a copy of the house's database, in the same cluster: what PostgreSQL itself can do with the same rows."""

import math
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bench.figures import Run
from bench.limits import rows
from oase.server.postgres import Server

SCRATCH = "oase_bench"
BATCHES = (16, 64)


class Limits:
    """Scripts ready to be run by pgbench."""

    def __init__(self, server: Server, scripts: dict[str, Path]) -> None:
        self._server, self._scripts = server, scripts

    def run(self, script: str, *, clients: int, seconds: float) -> Run:
        """Transactions of one of the scripts (`message`, `silent`, `conversation`, `batch-16`, …), prepared statements.

        Raises:
            RuntimeError: pgbench failed; the text is its last word.
        """
        server = self._server.superuser_parameters(SCRATCH)
        command = [str(self._server.programs().path("pgbench")), "--no-vacuum", "--protocol=prepared"]
        command += [f"--host={server['host']}", f"--port={server['port']}", f"--username={server['user']}"]
        command += [f"--client={clients}", "--jobs=1", f"--time={max(1, math.ceil(seconds))}"]
        done = subprocess.run(
            [*command, f"--file={self._scripts[script]}", SCRATCH], capture_output=True, text=True, check=False
        )
        return run_of(done.stdout, done.stderr)


def run_of(said: str, trouble: str = "") -> Run:
    """What pgbench's report says.

    Raises:
        RuntimeError: it holds no figures.
    """
    count = re.search(r"transactions actually processed: (\d+)", said)
    rate = re.search(r"^tps = ([\d.]+)", said, re.MULTILINE)
    if count is None or rate is None or not float(rate[1]):
        raise RuntimeError(f"pgbench measured nothing: {(trouble or said).strip()[-500:]}")
    run = Run(int(count[1]), int(count[1]) / float(rate[1]))
    if failed := re.search(r"number of failed transactions: ([1-9]\d*)", said):
        run.errors["failed transaction"] = int(failed[1])
    return run


@contextmanager
def limits(server: Server, folder: Path) -> Iterator[Limits]:
    """A copy of the database, seeded as it is now, and the scripts in `folder`; the copy is gone afterwards."""
    with psycopg.connect(**server.superuser_parameters(), autocommit=True) as connection:  # type: ignore[arg-type]  # names of libpq
        connection.execute(f"DROP DATABASE IF EXISTS {SCRATCH} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {SCRATCH} OWNER oase_owner")
        try:
            _copy(server)
            with psycopg.connect(**server.superuser_parameters(SCRATCH), autocommit=True) as scratch:  # type: ignore[arg-type]  # names of libpq
                scratch.execute(rows.SENDERS)
                texts = {
                    "message": rows.message(scratch),
                    "silent": rows.message(scratch, notify=False),
                    "conversation": rows.conversation(scratch),
                } | {f"batch-{size}": rows.messages(scratch, size) for size in BATCHES}
            scripts = {name: folder / f"{name}.sql" for name in texts}
            for name, path in scripts.items():
                path.write_text(texts[name])
            yield Limits(server, scripts)
        finally:
            connection.execute(f"DROP DATABASE IF EXISTS {SCRATCH} WITH (FORCE)")


def _copy(server: Server) -> None:
    """The whole database with its indexes, constraints and triggers."""
    place = server.superuser_parameters()
    to = [f"--host={place['host']}", f"--port={place['port']}", f"--username={place['user']}"]
    programs = server.programs()
    with subprocess.Popen(
        [str(programs.path("pg_dump")), *to, "--no-comments", "oase"], stdout=subprocess.PIPE
    ) as dump:
        quiet = ["--quiet", "--no-psqlrc", "--output=/dev/null", "--set=ON_ERROR_STOP=1"]
        done = subprocess.run(
            [str(programs.path("psql")), *to, *quiet, SCRATCH], stdin=dump.stdout, capture_output=True, check=False
        )
    if done.returncode or dump.returncode:
        raise RuntimeError(f"the database could not be copied: {done.stderr.decode(errors='replace')[-500:]}")
