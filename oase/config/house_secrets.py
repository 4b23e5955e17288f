"""The secrets of the house: what signs its links and sessions, opens its database and seals what has no owner.

They lie in one file, sealed with a key of the vault, and stay the same when that key is changed: nobody is signed out.
"""

import base64
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from oase.config.setup_error import SetupError
from oase.privacy.keyring import KeyRing, key_id, seal, unseal, write_private

BOUND_TO = b"oase secrets"
BEFORE = ("django", "role:oase_app", "role:oase_expert", "house")
"""What earlier releases derived from the key itself; kept as it was, so that what they signed stays good."""


@dataclass(frozen=True)
class HouseSecrets:
    """Secrets by name, each 64 hexadecimal digits."""

    values: Mapping[str, str]
    sealed_with: str
    """The id of the key."""

    @property
    def id(self) -> str:
        """Their check value: the same on every machine of one house."""
        return key_id(_plain(self.values))

    def get(self, name: str) -> str:
        """The secret of that name; one that was never written down is derived from the house's own (HMAC-SHA256)."""
        return self.values.get(name) or _derived(bytes.fromhex(self.values["house"]), name)

    @classmethod
    def read(cls, file: Path, keys: KeyRing) -> "HouseSecrets":
        """The secrets in `file`. Where there is none yet they are derived from the oldest key and written down.

        Raises:
            SetupError: they were sealed with another key, or changed.
        """
        try:
            if not file.exists():
                _, oldest = list(keys)[-1]
                _write(file, {name: _derived(oldest, name) for name in BEFORE}, keys.newest, keys)
            kept = json.loads(file.read_text("ascii"))
            named, sealed = str(kept["key"]), base64.b64decode(kept["sealed"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SetupError(f"The secrets {file} cannot be read or written ({type(error).__name__}).") from error
        key = keys.get(named)
        if key is None:
            raise SetupError(
                f"The key does not fit this data folder: {file} was sealed with the key {named}, "
                f"and {keys.place} holds {', '.join(keys.read())}. Nothing was changed."
            )
        plain = unseal(key, sealed, BOUND_TO)
        if plain is None:
            raise SetupError(f"The secrets {file} were changed or cut: put them back from a backup.")
        return cls(json.loads(plain), named)

    @classmethod
    def make(cls, file: Path, keys: KeyRing) -> None:
        """Fresh random secrets, unless there are some."""
        _write(file, {"house": secrets.token_hex(32)}, keys.newest, keys)

    def seal_again(self, file: Path, keys: KeyRing) -> None:
        """The same secrets, sealed with the newest key."""
        _write(file, self.values, keys.newest, keys, replace=True)


def _derived(key: bytes, name: str) -> str:
    return hmac.new(key, name.encode(), "sha256").hexdigest()


def _plain(values: Mapping[str, str]) -> bytes:
    return json.dumps(dict(values), sort_keys=True).encode()


def _write(file: Path, values: Mapping[str, str], named: str, keys: KeyRing, *, replace: bool = False) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    sealed = base64.b64encode(seal(keys.read()[named], _plain(values), BOUND_TO)).decode("ascii")
    write_private(file, json.dumps({"key": named, "sealed": sealed}).encode("ascii"), replace=replace)
