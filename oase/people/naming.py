"""Names that tell people apart without saying who they are.

They are derived from one secret of the house (`config/house_secrets.py`): the same on every machine of the house.
"""

import base64
import hmac

from django.conf import settings

LENGTH = 22


def derived(what: str, digest: str = "sha256") -> bytes:
    """Bytes that follow from `what` and the secret of the house, and from nothing else (HMAC, RFC 2104)."""
    return hmac.new(bytes.fromhex(settings.PUSH_KEY), what.encode(), digest).digest()


def unpadded(value: bytes) -> str:
    """base64url without padding (RFC 7515, 2)."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode("ascii")


def name_of_person(person_id: int) -> str:
    """By what a browser tells the people apart that sign in there; opaque, and no way back to the person."""
    return unpadded(derived(f"person:{person_id}"))[:LENGTH]


def is_somebody_else(writer: str, person_id: int | None) -> bool:
    """Whether words that were begun under the opaque name `writer` would go out as another person.

    A page can be older than the sign-in of its browser: what Ada began in it must not be sent as Dora.
    """
    return bool(writer) and (person_id is None or writer != name_of_person(person_id))


def name_of_guest(conversation_id: object) -> str:
    """The same for somebody who is here by a link: one for each concern."""
    return "g" + unpadded(derived(f"guest:{conversation_id}"))[: LENGTH - 1]
