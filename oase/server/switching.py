"""From the old data to the restored, by renames: whatever interrupts them, the next start finishes first."""

import shutil
from contextlib import suppress
from pathlib import Path

BESIDE, READY, OLD = "restoring", "ready", "replaced"
PARTS = ("postgresql", "vault", "secrets", "erasures.list", "static", "prepared.json")
"""What a restore brings. The key is not among them, and no lock and no log."""


def is_due(data: Path) -> bool:
    """Whether a restore has ended and only the renames are missing."""
    return (data / BESIDE / READY).exists()


def switch(data: Path) -> None:
    """Put what was restored in the place of what was there, and remove that. Nobody may use the database."""
    if not is_due(data):
        return
    beside, old = data / BESIDE, data / OLD
    old.mkdir(mode=0o711, exist_ok=True)
    for part in PARTS:
        fresh, present, away = beside / part, data / part, old / part
        # A part that has moved already is no longer beside, so nothing is moved twice.
        if not fresh.exists():
            continue
        if present.exists() and not away.exists():
            present.rename(away)
        fresh.rename(present)
    # From here on the old data is rubbish, and the marker goes last: until then this is done again.
    remove(old)
    (data / "addresses.json").unlink(missing_ok=True)
    remove(beside)


def tidy(data: Path) -> None:
    """Take away what a restore left that was killed before it was ready: a whole database, the forgotten included.

    Called where no restore can be under way.
    """
    if not is_due(data):
        # What is still being shut down in there goes with the next start.
        with suppress(OSError):
            remove(data / BESIDE)


def remove(folder: Path) -> None:
    """A folder with all in it, the marker of a finished restore last of all."""
    for entry in folder.iterdir() if folder.exists() else ():
        if entry.name != READY:
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
    (folder / READY).unlink(missing_ok=True)
    if folder.exists():
        folder.rmdir()
