"""Tokens as a company's server signs them, rightly and wrongly."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from oase.jobs import clock

AWAY = object()
"""A claim that is left out."""


def claims(company: str = "kaffeewerk", **others: Any) -> dict[str, Any]:
    """Good claims, but for `others`."""
    now = clock.now()
    good: dict[str, Any] = {
        "iss": company,
        "aud": settings.BASE_URL,
        "sub": "K-2077",
        "iat": now,
        "exp": now + timedelta(minutes=5),
        "jti": uuid4().hex,
    }
    found = {name: value for name, value in (good | others).items() if value is not AWAY}
    return {name: value.timestamp() if isinstance(value, datetime) else value for name, value in found.items()}


def signed(key: Any, algorithm: str = "HS256", *, kid: str = "", **others: Any) -> str:
    headers = {"kid": kid} if kid else None
    return jwt.encode(claims(**others), key, algorithm=algorithm, headers=headers)


def pem_of(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    """The public half."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
