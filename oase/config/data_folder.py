"""The data folder: everything one Oase keeps on its own machine, and how its database is reached."""

import hashlib
import os
from pathlib import Path

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from oase.config.house_secrets import HouseSecrets
from oase.config.setup_error import SetupError as SetupError
from oase.privacy.keyring import KeyRing, KeyTrouble, new_key, write_private

CHECKOUT = Path(__file__).resolve().parents[2]
ROLES = ("oase_owner", "oase_app", "oase_expert")
DATABASE = "oase"
PORT = "5432"

# sockaddr_un holds 108 bytes on Linux and 104 elsewhere, with the closing zero.
LONGEST_SOCKET_PATH = 100


def data_folder() -> Path:
    """The absolute path of the data folder: `OASE_DATA`, else `data` in the checkout. It need not exist yet."""
    return Path(os.environ.get("OASE_DATA") or CHECKOUT / "data").expanduser().absolute()


def socket_folder(data: Path | None = None) -> Path:
    """The folder of the embedded PostgreSQL's socket: `run` in the data folder.

    A path too long for a unix socket is replaced by a short one in /tmp, named from the data folder. It is /tmp and not
    `TMPDIR`, because two terminals must agree on it.
    """
    data = data or data_folder()
    folder = data / "run"
    if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
        return folder
    digest = hashlib.sha256(os.fsencode(data)).hexdigest()
    return Path("/tmp") / f"oase-{digest[:20]}"


def ring() -> KeyRing:
    """The keys of the vault: those of `OASE_KEY`, else of the file `key` in the data folder, made at the first call.

    Raises:
        SetupError: others can read the file, what is there is no key, or the key of what is here is missing.
    """
    keys = KeyRing(data_folder() / "key", os.environ.get("OASE_KEY", "").strip())
    try:
        if not keys.given and not keys.file.exists():
            _make_key(keys)
        keys.read()
    except KeyTrouble as error:
        raise SetupError(str(error)) from None
    except OSError as error:
        raise SetupError(f"The key {keys.file} cannot be written: {error.strerror}.") from error
    return keys


def house_secrets() -> HouseSecrets:
    """What the house derives its other secrets from: the file `secrets` in the data folder, sealed with a key."""
    return HouseSecrets.read(data_folder() / "secrets", ring())


def connection_parameters(role: str) -> dict[str, str]:
    """How `role` (one of `ROLES`) connects: host, port, dbname, user, password, and whatever else `DATABASE_URL` says.

    The password is empty for the embedded PostgreSQL, where only the owner of the socket folder gets in. With
    `DATABASE_URL` the owner is the URL's own user; the other two get a password of their own, which the house
    keeps.
    """
    if role not in ROLES:
        raise ValueError(f"{role!r} is none of {', '.join(ROLES)}")
    if not os.environ.get("DATABASE_URL"):
        return {"host": str(socket_folder()), "port": PORT, "dbname": DATABASE, "user": role, "password": ""}
    parameters = external_parameters()
    if role != "oase_owner":
        parameters |= {"user": role, "password": role_password(role)}
    return parameters


def external_parameters() -> dict[str, str]:
    """`DATABASE_URL` taken apart (a libpq connection URI); never quoted in an error, for it holds a password."""
    advice = "DATABASE_URL must look like postgresql://user:password@host:5432/database."
    try:
        given = conninfo_to_dict(os.environ["DATABASE_URL"])
    except ProgrammingError:
        raise SetupError(advice) from None
    parameters = {"port": PORT, "password": ""} | {
        name: str(value) for name, value in given.items() if value is not None
    }
    if not all(parameters.get(name) for name in ("host", "dbname", "user")):
        raise SetupError(advice)
    return parameters


def role_password(role: str) -> str:
    """The password of `role` on a PostgreSQL elsewhere, 64 hexadecimal digits."""
    return house_secrets().get(f"role:{role}")


def _make_key(keys: KeyRing) -> None:
    """The first key, and secrets that have nothing to do with it. Of many first starts one makes both."""
    secrets = data_folder() / "secrets"
    if secrets.exists():
        raise SetupError(
            f"The key {keys.file} is missing, and {secrets} was sealed with it: put the key back, or set OASE_KEY."
        )
    keys.file.parent.mkdir(parents=True, exist_ok=True, mode=0o711 if os.geteuid() == 0 else 0o700)
    if write_private(keys.file, f"{new_key()}\n".encode("ascii"), replace=False):
        HouseSecrets.make(secrets, keys)
