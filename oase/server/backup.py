"""`oase backup`: one archive of everything but the key, made while Oase serves.

First the database is dumped, of one moment; then the vault's files are copied, which are written before their rows and
so are all there; last the list of the forgotten, so that whoever went meanwhile is forgotten again by a restore.
The archive is a tar (POSIX.1-2001 pax) of mode 0600: `oase-backup.json`, `database.dump` (pg_dump's custom format),
`secrets`, `vault/…`, `erasures.list`. Nothing is held in memory; the dump lies beside the archive while it is made.
"""

import io
import json
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from oase.config.data_folder import SetupError, connection_parameters, data_folder
from oase.privacy import forgotten
from oase.server.programs import find_programs
from oase.server.release import Prepared

FORMAT = 1
MANIFEST, DUMP, SECRETS, VAULT = "oase-backup.json", "database.dump", "secrets", "vault"
# Whoever was signed in signs in again, and a cache fills itself.
NOT_KEPT = ("public.django_session", "public.oase_cache")
ENVIRONMENT = {
    "dbname": "PGDATABASE", "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD",
    "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT",
}  # fmt: skip


def backup(target: Path) -> Path:
    """Write a backup to `target`, or into it with a name of its own when it is a folder. The database must run.

    What was at `target` stays until the new archive is whole. Raises `SetupError`.
    """
    data, now = data_folder(), datetime.now(UTC)
    if target.is_dir():
        target = target / f"oase-{now:%Y-%m-%dT%H-%M-%SZ}.tar"
    target = target.absolute()
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".oase-backup-") as folder:
            dump, archive = Path(folder, DUMP), Path(folder, "archive.tar")
            manifest = _manifest(now)
            _dump(dump)
            with os.fdopen(os.open(archive, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                _write(file, manifest, dump, data)
                file.flush()
                os.fsync(file.fileno())
            archive.replace(target)
            _sync(target.parent)
    except OSError as error:
        raise SetupError(f"The backup {target} cannot be written: {error.strerror}. Nothing was changed.") from error
    return target


def _write(file: Any, manifest: dict[str, Any], dump: Path, data: Path) -> None:
    with tarfile.open(fileobj=file, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        _add_bytes(tar, MANIFEST, json.dumps(manifest, indent=1).encode())
        tar.add(dump, DUMP, filter=_plain)
        if (data / SECRETS).exists():
            tar.add(data / SECRETS, SECRETS, filter=_plain)
        for path in _sealed_files(data / VAULT):
            # A person who is forgotten at this moment takes their files along.
            with suppress(FileNotFoundError):
                tar.add(path, f"{VAULT}/{path.parent.name}/{path.name}", filter=_plain)
        if (data / forgotten.NAME).exists():
            _add_bytes(tar, forgotten.NAME, (data / forgotten.NAME).read_bytes())


def _sealed_files(vault: Path) -> Iterator[Path]:
    for folder in sorted(vault.glob("??")):
        # One folder at a time: there may be millions of files.
        yield from sorted(path for path in folder.iterdir() if path.is_file() and not path.suffix)


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    tar.addfile(entry, io.BytesIO(content))


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o600
    return entry


def _manifest(now: datetime) -> dict[str, Any]:
    with _connected() as connection:
        migrations = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1").fetchall()
        keys = connection.execute(
            "SELECT DISTINCT key_id FROM oase_personkey WHERE erased_at IS NULL AND key_id <> ''"
            " UNION SELECT id FROM oase_vaultkey WHERE state IN ('current', 'old') ORDER BY 1"
        ).fetchall()
        version = connection.info.server_version // 10000
    known = Prepared.read()
    return {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "postgresql": version,
        "migrations": [row[0] for row in migrations],
        "keys": [row[0] for row in keys],
        "demo": known.demo,
        "demo_asked": known.demo_asked,
    }


def _connected() -> psycopg.Connection[tuple[Any, ...]]:
    # The stubs know these keywords one by one, not as a dict.
    return psycopg.connect(**connection_parameters("oase_owner"), connect_timeout=10)  # type: ignore[arg-type]


def environment_for(parameters: dict[str, str]) -> dict[str, str]:
    """What PostgreSQL's programs need to connect; a password on a command line would be seen by all."""
    given = {ENVIRONMENT[name]: value for name, value in parameters.items() if name in ENVIRONMENT and value}
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"} | given


def _dump(target: Path) -> None:
    program = find_programs().path("pg_dump")
    if not program.exists():
        raise SetupError(f"{program} is missing: name a folder with pg_dump in PGBIN. Nothing was written.")
    command = [
        str(program),
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        "--no-comments",
        "--lock-wait-timeout=60s",
    ]
    command += [f"--exclude-table-data={table}" for table in NOT_KEPT]
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    done = subprocess.run(
        [*command, f"--file={target}"], env=environment_for(connection_parameters("oase_owner")), check=False,
        stdin=subprocess.DEVNULL, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode != 0:
        # The last line of pg_dump names tables and versions, never a row.
        raise SetupError(f"pg_dump failed: {_last(done.stderr)} No backup was written.")


def _last(errors: str) -> str:
    return (errors.strip().splitlines() or ["it gave no reason."])[-1]


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
