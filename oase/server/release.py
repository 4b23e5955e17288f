"""What this release consists of, as short fingerprints: equal ones mean that nothing has to be done again."""

import hashlib
import json
import os
import sysconfig
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg

from oase.config.data_folder import CHECKOUT, connection_parameters, data_folder

HOUSE = CHECKOUT / "oase"
STATE = Path(__file__).with_name("state.sql")


@dataclass(frozen=True)
class Prepared:
    """What was true when the data folder was last made ready."""

    code: str = ""
    static: str = ""
    database: str = ""
    demo: bool = False
    """The demo's people live here, so their sign-in codes may be shown."""
    demo_asked: bool = False

    @classmethod
    def read(cls) -> "Prepared":
        """What the data folder says; nothing when it says nothing readable."""
        try:
            return cls(**json.loads(_file().read_text()))
        except (OSError, ValueError, TypeError):
            return cls()

    def write(self) -> None:
        temporary = _file().with_suffix(".new")
        temporary.write_text(json.dumps(asdict(self), indent=1))
        temporary.replace(_file())


def code() -> str:
    """The fingerprint of what decides how the database must look: our code and the installed libraries."""
    return _digest([*_files((".py", ".sql"))], _installed())


def static() -> str:
    """The fingerprint of the static files, of how they are collected, and of the libraries that bring some."""
    files = [path for path in _files(None) if "static" in path.relative_to(HOUSE).parts[:-1]]
    debug = os.environ.get("OASE_DEBUG", "")
    return _digest([*files, HOUSE / "config" / "settings.py"], [*_installed(), debug])


def database_state() -> str:
    """The fingerprint of the database as it is (state.sql); empty when it was never migrated."""
    # The stubs know these keywords one by one, not as a dict.
    with psycopg.connect(**connection_parameters("oase_owner"), connect_timeout=10) as connection:  # type: ignore[arg-type]
        migrated = connection.execute("SELECT to_regclass('public.django_migrations')").fetchone()
        if not migrated or migrated[0] is None:
            return ""
        row = connection.execute(STATE.read_bytes()).fetchone()
        return str(row[0]) if row else ""


def _file() -> Path:
    return data_folder() / "prepared.json"


def _files(suffixes: tuple[str, ...] | None) -> Iterator[Path]:
    for folder, folders, names in os.walk(HOUSE):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        yield from (Path(folder, name) for name in sorted(names) if suffixes is None or name.endswith(suffixes))


def _installed() -> list[str]:
    return sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))


def _digest(files: list[Path], words: list[str]) -> str:
    total = hashlib.sha256("\n".join(words).encode())
    for path in files:
        total.update(f"\n{path}\n".encode())
        try:
            total.update(hashlib.sha256(path.read_bytes()).digest())
        except FileNotFoundError:  # an editor's file that has gone meanwhile
            continue
    return total.hexdigest()
