"""What may be remembered of a datum: enough to know it again in the same conversation, and nothing more."""

import hmac
from collections.abc import Callable

from django.conf import settings

MEMORY_BYTES = 12


def digest_in(conversation_id: object) -> Callable[[str], str]:
    """A function from a datum to what may be remembered of it: an HMAC that is of no use in another conversation."""
    key = hmac.digest(settings.SECRET_KEY.encode(), f"placeholders:{conversation_id}".encode(), "sha256")

    def digest(datum: str) -> str:
        return hmac.digest(key, datum.encode("utf-8", "surrogatepass"), "sha256")[:MEMORY_BYTES].hex()

    return digest
