"""Relay addresses: mail to one of them is an answer in the conversation for which it was made.

They are sub-addresses (RFC 5233) of the house's own address, so its mailbox receives them all. Nobody can make one up:
it carries a seal of the assignment it belongs to, and it is good for as long as that assignment lasts.
"""

import hmac
import re
from base64 import b32encode
from collections.abc import Iterable
from email.utils import parseaddr

from django.conf import settings
from django.utils.crypto import salted_hmac

_SALT = "oase.experts.availability.relay"
_SEALED = 15
"""Bytes of the seal: 120 bits."""
_TAG = re.compile(r"x([0-9]{1,18})-([a-z2-7]{24})")


def address_for(assignment_id: int) -> str:
    """Where the one who holds this assignment writes to, to answer."""
    local, _, domain = _house().rpartition("@")
    return f"{local}+x{assignment_id}-{_seal(assignment_id)}@{domain}"


def assignment_in(addresses: Iterable[str]) -> int | None:
    """The assignment that one of these addresses was made for; None when none is a relay address of this house."""
    house, _, domain = _house().lower().rpartition("@")
    for address in addresses:
        # Mail servers may write an address in capitals.
        local, _, host = address.strip().lower().rpartition("@")
        base, _, tag = local.partition("+")
        found = _TAG.fullmatch(tag)
        if found is None or (base, host) != (house, domain):
            continue
        assignment_id = int(found[1])
        if hmac.compare_digest(found[2], _seal(assignment_id)):
            return assignment_id
    return None


def _house() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _seal(assignment_id: int) -> str:
    digest = salted_hmac(_SALT, str(assignment_id), algorithm="sha256").digest()
    return b32encode(digest[:_SEALED]).decode().lower()
