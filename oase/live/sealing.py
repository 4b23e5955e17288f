"""What goes over the bus is sealed: PostgreSQL lets every role listen to every channel, the expert's too.

Who is told of a conversation shows whose it is, and so which ones are of the same person. Only processes of the house,
which know the secret, can read it or say something.
"""

import base64
import binascii
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE_BYTES = 12


class NotOurs(Exception):
    """It was not sealed by this house."""


@lru_cache(maxsize=2)
def _cipher(secret: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), length=32, salt=None, info=b"oase bus").derive(secret.encode()))


def seal(text: str) -> str:
    """`text` under AES-256-GCM, in base64: four thirds of 28 bytes more than it was."""
    nonce = os.urandom(NONCE_BYTES)
    return base64.b64encode(nonce + _cipher(settings.SECRET_KEY).encrypt(nonce, text.encode(), None)).decode()


def unseal(payload: str) -> str:
    """What `seal` was given.

    Raises:
        NotOurs: it came from elsewhere, or was changed.
    """
    try:
        raw = base64.b64decode(payload, validate=True)
        return _cipher(settings.SECRET_KEY).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None).decode()
    except (binascii.Error, ValueError, InvalidTag) as error:
        raise NotOurs from error


def house_mark() -> str:
    """What tells this house's subject from those of others on the same wire; it shows nothing of the secret."""
    return HKDF(SHA256(), length=8, salt=None, info=b"oase bus name").derive(settings.SECRET_KEY.encode()).hex()
