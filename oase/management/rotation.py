"""`oase keys rotate`: the steps of a rotation in the order in which an interruption harms nothing."""

import json
from collections.abc import Callable

from django.core.management.base import CommandError

from oase.config.data_folder import data_folder, house_secrets, ring
from oase.privacy.keyring import new_key, write_private
from oase.privacy.rotating import old_keys, retire, switch_to, wrap_anew
from oase.privacy.wrapping import current_key
from oase.server.locks import Lock
from oase.server.up import UP_LOCK

FIRST = (
    "First put a new key before the present one, OASE_KEY=NEW,PRESENT, for every process, and start them again one "
    "after another (oase keys new prints one); then run oase keys rotate with the same OASE_KEY."
)


class Rotation:
    """One rotation, or the rest of one that was interrupted."""

    def __init__(self, *, say: Callable[[str], object], forget: bool) -> None:
        self._say, self._forget = say, forget
        self._keys = ring()

    def run(self) -> None:
        """Raises `CommandError` when something stands in the way; then every key is still there."""
        if self._keys.given and len(self._keys.read()) > 1 and not self._is_unfinished():
            self._say(f"Everything is wrapped by the key {self._keys.newest}: OASE_KEY may now be the first key alone.")
            return
        if self._is_unfinished():
            if not self._keys.given:
                self._say("Going on with a rotation that was not finished.")
        elif self._keys.given:
            raise CommandError(FIRST)
        else:
            self._keys.write([new_key(), *self._keys.lines()])
        named = self._keys.newest
        self._ask_who_serves(named)
        house_secrets().seal_again(data_folder() / "secrets", self._keys)
        switch_to(named)
        self._wrap_anew(named)
        self._retire(named)

    def _is_unfinished(self) -> bool:
        more = len(self._keys.read()) > 1 and not self._keys.given
        sealed_otherwise = house_secrets().sealed_with != self._keys.newest
        return more or sealed_otherwise or bool(old_keys()) or current_key() != self._keys.newest

    def _ask_who_serves(self, named: str) -> None:
        """With keys from the environment: does the `oase up` on this folder know the new one?"""
        lock = Lock(data_folder() / UP_LOCK)
        if lock.take(wait=False):
            lock.release()
            return
        try:
            known = json.loads(lock.read()).get("keys", [])
        except ValueError:
            known = []
        if self._keys.given and named not in known:
            raise CommandError(
                f"The oase up on this data folder does not know the key {named}: start it again with this OASE_KEY "
                "first. Nothing was changed."
            )

    def _wrap_anew(self, named: str) -> None:
        count, broken = 0, list[int]()
        for done, failed in wrap_anew(self._keys, named):
            count += done
            broken += failed
        self._say(f"{count} data keys are now wrapped by the key {named}.")
        if broken:
            people = ", ".join(map(str, broken))
            raise CommandError(
                f"The data keys of these people do not open: {people}. The old key stays until they do, or are erased."
            )

    def _retire(self, named: str) -> None:
        old = [other for other in self._keys.read() if other != named]
        retire(old_keys())
        if self._keys.given:
            self._say("OASE_KEY may now be the first key alone, on every machine.")
            return
        for other, line in zip(self._keys.read(), self._keys.lines(), strict=True):
            if other in old and not self._forget:
                kept = data_folder() / f"retired-key-{other}"
                write_private(kept, f"{line}\n".encode("ascii"))
                self._say(f"The old key is kept in {kept}: remove it once no backup made before today is kept.")
        self._keys.write(
            [line for other, line in zip(self._keys.read(), self._keys.lines(), strict=True) if other == named]
        )
