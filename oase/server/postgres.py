"""The embedded PostgreSQL of a data folder: started, found again, and stopped by whoever uses it last.

See docs/decisions/0002-embedded-postgresql.md.
"""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from oase.config.data_folder import PORT, SetupError, data_folder, socket_folder
from oase.server.account import Account, account_for, reaching
from oase.server.children import PROC, dies_with_us, end, postgres_in
from oase.server.cluster import FOLDER, SUPERUSER, environment, existing_major, make_cluster, write_settings
from oase.server.folders import make_data_folder, make_private
from oase.server.locks import Lock, held
from oase.server.programs import Programs, find_programs
from oase.server.switching import switch, tidy

# Replaying what a crash left takes as long as it takes; these only bound a server that neither answers nor ends.
READY_WITHIN = 600.0
STOPPED_WITHIN = 60.0
# A connection that computes does not notice that its leader was killed, and nothing it does counts any more.
ORPHANED_WITHIN = 1.0


class Server:
    """The PostgreSQL of one data folder. Nothing about it is kept in memory that another process could not find out."""

    def __init__(self, data: Path | None = None) -> None:
        self.data = data or data_folder()
        self.cluster = self.data / FOLDER
        self.sockets = socket_folder(self.data)
        self.logs = self.data / "log" / "postgresql"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *, dies_with_parent: bool = False) -> None:
        """Start PostgreSQL unless it answers already; the first start makes the database.

        `dies_with_parent` ties it to the calling thread: it shuts down cleanly when that ends, even by kill -9.
        Raises `SetupError`.
        """
        make_data_folder(self.data)
        with held(self.data / "start.lock"):
            if self.answers():
                return
            self._reap()
            switch(self.data)
            tidy(self.data)
            programs = self.programs()
            account = self._account(programs)
            if not self.cluster.exists() or not any(self.cluster.iterdir()):
                make_cluster(self.cluster, programs, account)
            write_settings(self.data / "postgresql.conf", sockets=self.sockets, log=self.logs)
            reason = ""
            for _attempt in range(3):
                self._launch(programs, account, dies_with_parent=dies_with_parent)
                if self._becomes_ready():
                    return
                reason = self._last_words()
                self._reap()
            raise SetupError(f"PostgreSQL does not start: {reason or f'see {self.logs}.'}")

    def stop(self, *, at_once: bool = False) -> None:
        """Shut PostgreSQL down, ending its connections. `at_once` leaves it to the next start to tidy up."""
        which = signal.SIGQUIT if at_once else signal.SIGINT
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(which)
        elif pid := self.process_id():
            os.kill(pid, which)
        end(self._processes, patience=STOPPED_WITHIN, then=signal.SIGQUIT)
        if self._process is not None:
            self._process.wait()
            self._process = None

    def answers(self) -> bool:
        """Whether PostgreSQL takes connections."""
        if not (self.sockets / f".s.PGSQL.{PORT}").exists():
            return False
        try:
            # The stubs know these keywords one by one, not as a dict.
            psycopg.connect(**self.superuser_parameters(), connect_timeout=5).close()  # type: ignore[arg-type]
        except psycopg.OperationalError:
            return False
        return True

    def process_id(self) -> int | None:
        """The process that leads the others, None when PostgreSQL does not run."""
        leader = _recorded(self.cluster / "postmaster.pid")
        return leader if leader in postgres_in(self.cluster) else None

    def superuser_parameters(self, database: str = "postgres") -> dict[str, str]:
        """How the cluster's superuser connects. Only to make roles and databases; the application never does."""
        return {"host": str(self.sockets), "port": PORT, "dbname": database, "user": SUPERUSER}

    def programs(self) -> Programs:
        """The programs that fit this database. Raises `SetupError` when there are none."""
        major = existing_major(self.cluster)
        try:
            return find_programs(major)
        except SetupError as error:
            if major is None:
                raise
            raise SetupError(
                f"The database in {self.cluster} was made by PostgreSQL {major}. {error} Nothing was changed. "
                "To move to a newer PostgreSQL, dump it with the old one (pg_dump) and restore it in a new data folder."
            ) from None

    def _account(self, programs: Programs) -> Account:
        account = account_for(self.cluster if self.cluster.exists() else self.data)
        if self.cluster.exists() and self.cluster.stat().st_uid != account.uid:
            raise SetupError(
                f"The database in {self.cluster} belongs to another user: "
                f"give it to {account.name} (chown -R), or start Oase as the user that made it."
            )
        for folder in (self.sockets, self.logs):
            make_private(folder, account)
        places = [self.data, self.sockets, self.logs, *([self.cluster] if self.cluster.exists() else [])]
        return reaching(account, places, programs.path("postgres"))

    def _launch(self, programs: Programs, account: Account, *, dies_with_parent: bool) -> None:
        command = [str(programs.path("postgres")), "-D", str(self.cluster)]
        command += ["-c", f"config_file={self.data / 'postgresql.conf'}"]
        with self._start_log.open("wb") as words:
            self._process = subprocess.Popen(
                account.launch(command),
                cwd="/",
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                start_new_session=True,
                preexec_fn=dies_with_us(signal.SIGINT) if dies_with_parent else None,
                **account.identity(),
            )  # type: ignore[call-overload]  # typed keyword by keyword

    def _becomes_ready(self) -> bool:
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline:
            if self.answers():
                return True
            if self._process is None or self._process.poll() is not None:
                return False
            time.sleep(0.02)
        return False

    def _reap(self) -> None:
        """Wait for a PostgreSQL that is going, end one that hangs, forget the process ids of one that was killed."""
        if self._process is not None:
            self._process.poll()
        end(lambda: [] if self.process_id() else self._processes(), patience=ORPHANED_WITHIN)
        if not end(lambda: [] if self.answers() else self._processes(), patience=STOPPED_WITHIN, then=signal.SIGQUIT):
            raise SetupError(
                f"An earlier PostgreSQL (processes {self._processes()}) neither answers nor ends: "
                "stop it, then start again."
            )
        for file in (self.cluster / "postmaster.pid", self.sockets / f".s.PGSQL.{PORT}.lock"):
            recorded = _recorded(file)
            # PostgreSQL would take a process that has got this id meanwhile, or is a zombie, for a living server.
            if recorded and (PROC / str(recorded)).is_dir() and recorded not in self._processes():
                file.unlink()

    def _processes(self) -> list[int]:
        if self._process is not None:
            self._process.poll()
        return postgres_in(self.cluster)

    @property
    def _start_log(self) -> Path:
        return self.data / "log" / "postgresql-start.log"

    def _last_words(self) -> str:
        said = self._start_log.read_text(errors="replace").splitlines() if self._start_log.exists() else []
        return next((line.partition("FATAL:")[2].strip() + "." for line in said if "FATAL:" in line), "")


@contextmanager
def running(data: Path | None = None) -> Iterator[Server | None]:
    """The database, for as long as a command needs it.

    It is that of a running `oase up` or of another command, else one started now; the last command to leave stops it.
    With `DATABASE_URL` there is nothing to start, and None is given. Raises `SetupError`.
    """
    if os.environ.get("DATABASE_URL"):
        yield None
        return
    server = Server(data)
    make_data_folder(server.data)
    use = Lock(server.data / "use.lock")
    use.take(shared=True)
    try:
        server.start()
        yield server
    finally:
        if use.take(wait=False):
            server.stop()
            use.release()


def _recorded(file: Path) -> int | None:
    try:
        return abs(int(file.read_text().split("\n", 1)[0]))
    except (OSError, ValueError):
        return None
