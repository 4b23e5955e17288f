"""Making the folders Oase keeps its things in, with no more rights than needed."""

import os
import stat
import tempfile
from pathlib import Path

from oase.config.data_folder import SetupError
from oase.server.account import Account


def make_data_folder(data: Path) -> None:
    """Make the data folder when it is missing. Raises `SetupError` when we cannot write there."""
    try:
        # Others may walk through what root keeps (PostgreSQL runs as another user), but not look around.
        data.mkdir(parents=True, exist_ok=True, mode=0o711 if os.geteuid() == 0 else 0o700)
        (data / "log").mkdir(exist_ok=True, mode=0o711)
        with tempfile.TemporaryFile(dir=data):
            pass
    except OSError as error:
        raise SetupError(
            f"The data folder {data} cannot be written: {error.strerror}. Choose another with --data."
        ) from error


def make_private(folder: Path, account: Account) -> None:
    """A folder that only `account` and root can enter. Raises `SetupError` when something else is in its place."""
    if not os.path.lexists(folder):
        folder.mkdir(mode=0o700)
        account.own(folder)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid:
        raise SetupError(
            f"{folder} should be a folder of the user {account.name} and is not: move it away, then start again."
        )
    if stat.S_IMODE(found.st_mode) != 0o700:
        folder.chmod(0o700)
