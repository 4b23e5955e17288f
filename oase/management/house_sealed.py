"""What is sealed with the house's own key, wherever it lies: unreadable mails, second steps, companies' secrets."""

import base64
import binascii
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from allauth.mfa.models import Authenticator

from oase.channels.email.models import RejectedMail
from oase.channels.widget.keys import bound_to
from oase.channels.widget.models import IdentityKey
from oase.portals.public.second_step import BOUND_TO
from oase.privacy.vault import is_sealed_for_the_house, open_for_the_house, seal_for_the_house


@dataclass(frozen=True)
class HouseSealed:
    """One ciphertext, where it lies, and how another is put in its place."""

    place: str
    ciphertext: bytes
    bound_to: str
    put: Callable[[bytes], object]

    def look(self) -> None:
        """Raises `VaultError` when it does not open."""
        open_for_the_house(self.ciphertext, bound_to=self.bound_to)

    def seal_again(self) -> bool:
        """Seal it with the house's own key if it still needs one of the vault's; whether it did."""
        if is_sealed_for_the_house(self.ciphertext, bound_to=self.bound_to):
            return False
        self.put(
            seal_for_the_house(open_for_the_house(self.ciphertext, bound_to=self.bound_to), bound_to=self.bound_to)
        )
        return True


def house_sealed() -> Iterator[HouseSealed]:
    """Everything that `seal_for_the_house` has sealed and that is still kept."""
    for pk in RejectedMail.objects.order_by("pk").values_list("pk", flat=True):
        mail = RejectedMail.objects.get(pk=pk)
        yield HouseSealed(f"mail {pk}", bytes(mail.raw), mail.digest, partial(_put_mail, pk))
    for key in IdentityKey.objects.exclude(secret=None).order_by("pk"):
        put = partial(_put_identity_key, key.pk)
        yield HouseSealed(f"widget key {key.kid}", bytes(key.secret or b""), bound_to(key.kid), put)
    for pk in Authenticator.objects.order_by("pk").values_list("pk", flat=True):
        data = Authenticator.objects.get(pk=pk).data
        for text in _strings(data):
            yield HouseSealed(f"second step {pk}", _raw(text), BOUND_TO, partial(_put_second_step, pk, text))


def _put_mail(pk: int, ciphertext: bytes) -> None:
    RejectedMail.objects.filter(pk=pk).update(raw=ciphertext)


def _put_identity_key(pk: int, ciphertext: bytes) -> None:
    IdentityKey.objects.filter(pk=pk).update(secret=ciphertext)


def _put_second_step(pk: int, old: str, ciphertext: bytes) -> None:
    one = Authenticator.objects.select_for_update().get(pk=pk)
    one.data = _exchanged(one.data, old, base64.b64encode(ciphertext).decode("ascii"))
    one.save(update_fields=["data"])


def _strings(data: dict[str, Any]) -> list[str]:
    """The sealed strings of an authenticator: allauth's `secret`, `seed` and `migrated_codes`."""
    single = [data[name] for name in ("secret", "seed") if isinstance(data.get(name), str)]
    return [*single, *data.get("migrated_codes", [])]


def _exchanged(data: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    def one(value: Any) -> Any:
        if isinstance(value, list):
            return [one(item) for item in value]
        return new if value == old else value

    return {name: one(value) for name, value in data.items()}


def _raw(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except binascii.Error:
        return b""
