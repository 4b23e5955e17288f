"""`oase restore`: a backup into an empty data folder, or with `--replace` in the place of what is there.

It is restored beside, migrated, and whoever was forgotten since is forgotten again; only then it is put in place. An
interruption leaves either the old data or the new, never half of either, and never somebody who was forgotten.
"""

import json
import os
import signal
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from oase.config.data_folder import CHECKOUT, DATABASE, SetupError, data_folder
from oase.privacy import forgotten
from oase.privacy.forgotten import BadList
from oase.privacy.keyring import KeyRing, KeyTrouble
from oase.server.backup import DUMP, FORMAT, MANIFEST, SECRETS, VAULT, environment_for
from oase.server.children import dies_with_us
from oase.server.folders import make_data_folder
from oase.server.locks import Lock
from oase.server.postgres import Server
from oase.server.programs import find_programs
from oase.server.release import Prepared
from oase.server.switching import BESIDE, READY, is_due, remove, switch

MIGRATIONS = CHECKOUT / "oase" / "migrations"


def restore(archive: Path, *, replace: bool, erasures: Path | None, say: Callable[[str], None]) -> int:
    """Restore `archive`; how many people were forgotten again. Raises `SetupError`, and then nothing was changed."""
    if os.environ.get("DATABASE_URL"):
        raise SetupError(
            "oase restore works on the embedded PostgreSQL. For one elsewhere see docs/backup.md: restore into a data "
            "folder without DATABASE_URL, then move the database over, so that nobody who was forgotten is served."
        )
    data = data_folder()
    make_data_folder(data)
    with _alone(data):
        switch(data)
        occupied = [part for part in ("postgresql", VAULT) if (data / part).exists()]
        if occupied and not replace:
            raise SetupError(
                f"The data folder {data} is not empty. Choose another with --data, or add --replace to give up what is "
                "in it. Nothing was changed."
            )
        beside = data / BESIDE
        remove(beside)
        listed = _lists(data, erasures)
        try:
            with _opened(archive) as tar:
                manifest = _checked(tar, data, archive)
                beside.mkdir(mode=0o711)
                make_data_folder(beside)
                say("Unpacking …")
                _unpack(tar, beside)
            listed += _read(beside / forgotten.NAME)
            forgotten.add(beside / forgotten.NAME, listed)
            again = _made(data, beside, manifest, say)
            (beside / READY).touch()
            _sync(beside)
        except BaseException:
            if not is_due(data):
                remove(beside)
            raise
        switch(data)
    return again


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    up, use = Lock(data / "up.lock"), Lock(data / "use.lock")
    if not up.take(wait=False):
        raise SetupError(f"Oase is up on the data folder {data}: stop it first. Nothing was changed.")
    try:
        if not use.take(wait=False):
            raise SetupError(f"Another command uses the data folder {data}: wait until it has ended.")
        try:
            yield
        finally:
            use.release()
    finally:
        up.release()


def _read(path: Path) -> list[forgotten.Forgotten]:
    try:
        return forgotten.read(path)
    except (BadList, OSError, UnicodeDecodeError) as error:
        raise SetupError(f"The list of the forgotten cannot be read: {error}. Nothing was changed.") from None


def _lists(data: Path, brought: Path | None) -> list[forgotten.Forgotten]:
    if brought is not None and not brought.exists():
        raise SetupError(f"{brought} is not there. Nothing was changed.")
    return _read(data / forgotten.NAME) + (_read(brought) if brought else [])


@contextmanager
def _opened(archive: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(archive, "r|") as tar:
            yield tar
    except (tarfile.TarError, EOFError) as error:
        raise SetupError(f"{archive} is no whole backup of Oase: {error}. Nothing was changed.") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise SetupError(f"{archive} cannot be restored: {reason}. Nothing was changed.") from error


def _checked(tar: tarfile.TarFile, data: Path, archive: Path) -> dict[str, Any]:
    first = tar.next()
    source = tar.extractfile(first) if first is not None and first.name == MANIFEST else None
    if source is None:
        raise SetupError(f"{archive} is no backup of Oase. Nothing was changed.")
    manifest = _read_manifest(source.read())
    if manifest is None:
        raise SetupError(f"{archive} is no backup of Oase: what it says of itself is damaged. Nothing was changed.")
    present = {path.stem for path in MIGRATIONS.glob("[0-9]*.py")}
    newer = [name for name in manifest["migrations"] if name.startswith("oase.") and name[5:] not in present]
    if manifest["format"] != FORMAT or newer:
        raise SetupError(
            f"{archive} was made by a newer Oase: install that release, then restore. Nothing was changed."
        )
    keys = KeyRing(data / "key", os.environ.get("OASE_KEY", "").strip())
    if not keys.given and not keys.file.exists():
        raise SetupError(
            f"A backup holds no key. Put the key of that Oase at {keys.file} (mode 0600) or into OASE_KEY first. "
            "Nothing was changed."
        )
    try:
        missing = [wanted for wanted in manifest["keys"] if keys.get(wanted) is None]
    except KeyTrouble as trouble:
        raise SetupError(f"{trouble} Nothing was changed.") from None
    if missing:
        raise SetupError(f"{keys.place} is not the key of this backup: {missing[0]} is needed. Nothing was changed.")
    return manifest


def _read_manifest(written: bytes) -> dict[str, Any] | None:
    """What a backup says of itself, when it says it in the form that `oase backup` writes."""
    try:
        manifest: dict[str, Any] = json.loads(written)
        told = [*manifest["migrations"], *manifest["keys"]]
        whole = all(isinstance(one, str) for one in told) and {"format", "demo", "demo_asked"} <= manifest.keys()
    except (ValueError, TypeError, KeyError):
        return None
    return manifest if whole else None


def _unpack(tar: tarfile.TarFile, beside: Path) -> None:
    """Only what a backup holds, and only as plain files of ours: an archive is somebody's claim."""
    whole = False
    for entry in tar:
        if entry.name == MANIFEST:
            continue
        parts = Path(entry.name).parts
        sealed = (
            len(parts) == 3 and parts[0] == VAULT and len(parts[1]) == 2 and parts[2].isalnum() and ".." not in parts
        )
        if not entry.isfile() or not (sealed or entry.name in (DUMP, SECRETS, forgotten.NAME)):
            raise SetupError(f"The archive holds {entry.name!r}, which no backup of Oase does. Nothing was changed.")
        source, path = tar.extractfile(entry), beside / entry.name
        for folder in reversed(path.relative_to(beside).parents):
            (beside / folder).mkdir(mode=0o700, exist_ok=True)
        assert source is not None
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            while piece := source.read(1024 * 1024):
                target.write(piece)
            target.flush()
            os.fsync(target.fileno())
        whole = whole or entry.name == DUMP
    if not whole:
        raise SetupError("The archive holds no database: it was cut off. Nothing was changed.")


def _made(data: Path, beside: Path, manifest: dict[str, Any], say: Callable[[str], None]) -> int:
    """The database of the archive, migrated, with the forgotten forgotten again."""
    if not os.environ.get("OASE_KEY"):
        # The programs of the restored folder look for the key there; it is no part of what is put in place.
        os.link(data / "key", beside / "key")
    environment = os.environ | {"OASE_DATA": str(beside), "PYTHONPATH": str(CHECKOUT)}
    server = Server(beside)
    use = Lock(beside / "use.lock")
    use.take(shared=True)
    try:
        server.start(dies_with_parent=True)
        say("Restoring the database …")
        _python(environment, ["-c", "from oase.server.roles import ensure_roles; ensure_roles()"], "the roles")
        _pg_restore(server, beside / DUMP)
        (beside / DUMP).unlink()
        _python(environment, ["-m", "oase", "prepare", "--no-demo"], "the migration")
        say("Forgetting again whoever was forgotten since …")
        forget = ["-m", "oase", "manage", "forget", "--replay"]
        again = int(_python(environment, forget, "the replay of the erasures").split()[-1])
    finally:
        server.stop()
        use.release()
    _keep_the_demo(beside, manifest)
    return again


def _keep_the_demo(beside: Path, manifest: dict[str, Any]) -> None:
    file = beside / "prepared.json"
    known = json.loads(file.read_text()) | {"demo": manifest["demo"], "demo_asked": manifest["demo_asked"]}
    Prepared(**known)  # the same words as everybody reads
    file.write_text(json.dumps(known, indent=1))


def _pg_restore(server: Server, dump: Path) -> None:
    program = find_programs(server.programs().major).path("pg_restore")
    command = [
        str(program),
        "--exit-on-error",
        "--single-transaction",
        "--no-owner",
        "--no-privileges",
        "--no-comments",
    ]
    command += ["--role=oase_owner", f"--dbname={DATABASE}", str(dump)]
    environment = environment_for(server.superuser_parameters(DATABASE))
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        preexec_fn=dies_with_us(signal.SIGTERM),
    )  # fmt: skip
    if done.returncode != 0:
        words = (done.stderr.strip().splitlines() or ["it gave no reason."])[0]
        raise SetupError(f"pg_restore failed: {words} Nothing was changed.")


def _python(environment: dict[str, str], words: list[str], what: str) -> str:
    done = subprocess.run(
        [sys.executable, *words], env=environment, cwd=CHECKOUT, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise SetupError(f"It stopped at {what}; the lines above say why. Nothing was changed.")
    return done.stdout


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
