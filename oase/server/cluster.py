"""PostgreSQL's own folder inside the data folder: made whole or not at all, and with our settings at every start."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from oase.config.data_folder import SetupError
from oase.server.account import Account
from oase.server.programs import Programs

SUPERUSER = "postgres"
FOLDER = "postgresql"

# What people write must reach no log: neither as a statement, nor as a parameter, nor inside an error ("Key (email)=(…)
# already exists"). Hence only LOG and worse, tersely; errors are the application's to report.
SETTINGS = """\
# Written by Oase at every start. Your own settings belong into postgresql.local.conf beside this file.
listen_addresses = ''
max_connections = 200
shared_buffers = 128MB
effective_cache_size = 1GB
work_mem = 8MB
maintenance_work_mem = 64MB
max_wal_size = 1GB
random_page_cost = 1.1
jit = off
fsync = on
full_page_writes = on
synchronous_commit = on
password_encryption = 'scram-sha-256'
timezone = 'UTC'
include_if_exists = 'postgresql.local.conf'
port = 5432
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
log_timezone = 'UTC'
logging_collector = on
log_directory = '{log}'
log_filename = 'postgresql-%a.log'
log_file_mode = 0600
log_rotation_age = 1d
log_rotation_size = 0
log_truncate_on_rotation = on
log_line_prefix = '%m [%p] '
log_error_verbosity = terse
log_min_messages = log
log_min_error_statement = panic
log_min_duration_statement = -1
log_min_duration_sample = -1
log_transaction_sample_rate = 0
log_statement = 'none'
log_duration = off
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
debug_print_parse = off
debug_print_rewritten = off
debug_print_plan = off
"""


def environment() -> dict[str, str]:
    """What PostgreSQL's processes get to know of ours: no key, no password."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def existing_major(cluster: Path) -> int | None:
    """The version of PostgreSQL that made `cluster`, or None when there is none yet."""
    try:
        return int((cluster / "PG_VERSION").read_text().strip())
    except FileNotFoundError:
        if cluster.exists() and any(cluster.iterdir()):
            raise SetupError(
                f"{cluster} holds files, but no PostgreSQL database: move them away, or choose another --data folder."
            ) from None
        return None
    except ValueError:
        raise SetupError(
            f"{cluster / 'PG_VERSION'} names no version: is this the database of Oase? Nothing was changed."
        ) from None
    except PermissionError:
        raise SetupError(
            f"The database in {cluster} belongs to another user: start Oase as the user that made it."
        ) from None


def make_cluster(cluster: Path, programs: Programs, account: Account) -> None:
    """`initdb` beside the final place, then one rename: whatever interrupts it, nothing half made is found later."""
    remove_unfinished(cluster)
    unfinished = Path(tempfile.mkdtemp(dir=cluster.parent, prefix=f"{cluster.name}.new-"))
    try:
        account.own(unfinished)
        command = [
            str(programs.path("initdb")),
            "-D",
            str(unfinished),
            "-U",
            SUPERUSER,
            "--encoding=UTF8",
            "--locale=C.UTF-8",
        ]
        command += ["--auth-local=trust", "--auth-host=reject", "--data-checksums", "--no-instructions"]
        if programs.major >= 17:  # sorted by PostgreSQL itself, so that a new C library reorders no index
            command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        done = subprocess.run(
            account.launch(command),
            cwd="/",
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            **account.identity(),
        )  # type: ignore[call-overload]  # typed keyword by keyword
        if done.returncode != 0:
            raise SetupError(
                f"PostgreSQL could not make its database in {cluster}: {_reason(done.stderr)} Nothing was left behind."
            )
        unfinished.rename(cluster)
        _sync(cluster.parent)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def remove_unfinished(cluster: Path) -> None:
    """What an interrupted `make_cluster` left; asked only while no other can be at it."""
    for folder in cluster.parent.glob(f"{cluster.name}.new-*"):
        shutil.rmtree(folder, ignore_errors=True)


def write_settings(file: Path, *, sockets: Path, log: Path) -> None:
    """The settings of every start, so that an upgrade of Oase brings its own."""
    listed = str(sockets).replace('"', '""')
    text = SETTINGS.format(sockets=_quoted(f'"{listed}"'), log=_quoted(str(log)))
    temporary = file.with_name(f".{file.name}")
    temporary.write_text(text, encoding="utf-8")
    temporary.chmod(0o644)
    temporary.replace(file)


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "''")


def _reason(errors: str) -> str:
    lines = [line for line in errors.strip().splitlines() if "error" in line or "FATAL" in line]
    return (lines or errors.strip().splitlines() or ["it gave no reason."])[0]


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
