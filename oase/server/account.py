"""Which user PostgreSQL's processes run as: it refuses root, so root lends them an ordinary user."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from oase.config.data_folder import SetupError

LENT_TO = "nobody"
# Walks through folders closed to others and reads in them; it writes nowhere. Needed when the checkout or the data
# folder lies below a home that only root may enter.
WALK = "+dac_read_search"


@dataclass(frozen=True)
class Account:
    """A user, and whether its processes must be allowed through folders that are closed to it."""

    uid: int
    gid: int
    name: str
    walks_through: bool = False

    @property
    def is_ours(self) -> bool:
        return self.uid == os.geteuid()

    def launch(self, arguments: Sequence[str]) -> list[str]:
        """`arguments`, so that they run as this user when started by root."""
        if not self.walks_through:
            return list(arguments)
        # The new user's process forgets what it should do at its parent's death, hence --pdeathsig keep.
        identity = [f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups", "--pdeathsig=keep"]
        return ["setpriv", *identity, f"--inh-caps={WALK}", f"--ambient-caps={WALK}", *arguments]

    def identity(self) -> dict[str, object]:
        """The keyword arguments of `subprocess.Popen` that change the user."""
        if self.is_ours or self.walks_through:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give `path` to this user."""
        if not self.is_ours:
            os.chown(path, self.uid, self.gid)

    def reaches(self, folders: Sequence[Path], program: Path) -> bool:
        """Whether this user can enter every folder and start the program."""
        script = 'program=$1; shift; for folder in "$@"; do cd "$folder" || exit 1; done; exec "$program" --version'
        command = self.launch(["/bin/sh", "-c", script, "sh", str(program), *map(str, folders)])
        try:
            # The stubs know these keywords one by one, not as a dict.
            done = subprocess.run(command, cwd="/", capture_output=True, check=False, **self.identity())  # type: ignore[call-overload]
        except OSError:
            return False
        return bool(done.returncode == 0)


def account_for(data: Path) -> Account:
    """The user PostgreSQL runs as: ourselves; for root the owner of `data`, or nobody when that is root too."""
    if os.geteuid() != 0:
        return _account(os.geteuid())
    owner = data.stat().st_uid if data.exists() else 0
    return _account(owner if owner != 0 else pwd.getpwnam(LENT_TO).pw_uid)


def reaching(account: Account, folders: Sequence[Path], program: Path) -> Account:
    """`account`, with the right to walk through closed folders if it needs that here.

    Raises `SetupError` when even that does not help.
    """
    if account.is_ours or account.reaches(folders, program):
        return account
    walker = Account(account.uid, account.gid, account.name, walks_through=True)
    if shutil.which("setpriv") and walker.reaches(folders, program):
        return walker
    raise SetupError(
        f"PostgreSQL does not run as root, and the user {account.name} cannot reach {program} and {folders[0]}: "
        "choose folders that others may enter, or start Oase as an ordinary user."
    )


def _account(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise SetupError(
            f"PostgreSQL needs a user with a name, and user id {uid} has none: "
            "add it to /etc/passwd, or start Oase as another user."
        ) from None
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)
