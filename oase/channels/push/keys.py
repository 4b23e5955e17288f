"""What the house signs pushes with, and names for devices that say nothing about whom they stand for.

All of it is derived from one secret of the house (`config/house_secrets.py`): sealed in the data folder, made once,
the same on every machine of the house, and part of its backup.
"""

from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from oase.people.naming import derived, unpadded

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the curve P-256 (FIPS 186-5)."""


@cache
def signing_key() -> ec.EllipticCurvePrivateKey:
    """The key by which push services know this house (VAPID, RFC 8292)."""
    # 512 bits taken modulo a 256-bit order: the bias is beyond measure (FIPS 186-5, A.2.1).
    number = int.from_bytes(derived("vapid", "sha512"), "big") % (_ORDER - 1) + 1
    return ec.derive_private_key(number, ec.SECP256R1())


@cache
def public_key() -> str:
    """Its public half as browsers want it: an uncompressed point in base64url."""
    point = signing_key().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return unpadded(point)


def topic_of(device_id: int, place: str) -> str:
    """The `Topic` of a push (RFC 8030, 5.4): a later one replaces an earlier that still waits at the push service.

    It differs from device to device, so that push services cannot tell that two people look at the same concern.
    """
    return unpadded(derived(f"topic:{device_id}:{place}"))[:32]


def digest_of(endpoint: str) -> str:
    """By which the address of a browser is found again without being readable in the table."""
    return derived(f"endpoint:{endpoint}").hex()
