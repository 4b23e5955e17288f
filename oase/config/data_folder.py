"""The data folder: everything one Oase keeps on its own machine, and how its database is reached."""

import base64
import binascii
import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

CHECKOUT = Path(__file__).resolve().parents[2]
ROLES = ("oase_owner", "oase_app", "oase_expert")
DATABASE = "oase"
KEY_BYTES = 32
PORT = "5432"

# sockaddr_un holds 108 bytes on Linux and 104 elsewhere, with the closing zero.
LONGEST_SOCKET_PATH = 100


class SetupError(Exception):
    """What the operator has to put right before Oase can run; the text is one clear sentence or two."""


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


def key() -> bytes:
    """The key-encryption key, 32 bytes: `OASE_KEY` (base64url), else the file `key` in the data folder.

    The file is made at the first call, readable by its owner only. Raises `SetupError` when what is there is no key.
    """
    if given := os.environ.get("OASE_KEY"):
        return _decoded(given, "OASE_KEY")
    file = data_folder() / "key"
    try:
        if not file.exists():
            _write_new_key(file)
        return _decoded(file.read_text(encoding="ascii"), str(file))
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(f"The key of this data folder, {file}, cannot be read or written: {error}.") from error


def connection_parameters(role: str) -> dict[str, str]:
    """How `role` (one of `ROLES`) connects: host, port, dbname, user, password, and whatever else `DATABASE_URL` says.

    The password is empty for the embedded PostgreSQL, where only the owner of the socket folder gets in. With
    `DATABASE_URL` the owner is the URL's own user; the other two get a password derived from the key (HMAC-SHA256,
    RFC 2104).
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
    return hmac.new(key(), b"role:" + role.encode(), hashlib.sha256).hexdigest()


def _decoded(text: str, source: str) -> bytes:
    text = text.strip()
    try:
        value = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        value = b""
    if len(value) != KEY_BYTES:
        raise SetupError(f"{source} is no key: it must be {KEY_BYTES} bytes written as base64url.")
    return value


def _write_new_key(file: Path) -> None:
    """A link appears whole or not at all, and never replaces a key that another process made meanwhile."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o711 if os.geteuid() == 0 else 0o700)
    descriptor, temporary = tempfile.mkstemp(dir=file.parent, prefix=".key-")
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
            handle.flush()
            os.fsync(handle.fileno())
        try:
            os.link(temporary, file)
        except FileExistsError:
            return
        folder = os.open(file.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
    finally:
        Path(temporary).unlink()
