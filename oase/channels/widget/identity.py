"""Who a company's server says is at its page: a JSON Web Token (RFC 7519, 8725), good once and for minutes."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from django.conf import settings

from oase.channels.widget.keys import bound_to, keys_of
from oase.channels.widget.models import IdentityKey, UsedNonce
from oase.companies.models import Company
from oase.conversations.words import clean_line
from oase.jobs import clock
from oase.privacy import vault

LONGEST = timedelta(minutes=10)
DIFFERENCE = timedelta(seconds=30)
"""How far the clock of the company's server may be ahead."""
REQUIRED = ("iss", "aud", "sub", "exp", "iat", "jti")
LARGEST_TOKEN = 4096
LONGEST_SUBJECT = 40
"""Characters: it is the customer's number with the company."""
LONGEST_NONCE = 200


class NotKnown(Exception):
    """The token shows nobody. The text is for the company's developer: a code, never anything of the token."""


@dataclass(frozen=True)
class Claims:
    """Whom the token names, as one company knows them."""

    subject: str
    nonce: str
    expires_at: datetime
    first_name: str = ""
    last_name: str = ""
    email: str = ""


def read(token: str, *, company: Company) -> Claims:
    """Verify a token with the company's own keys, and read it. The nonce is not used up by this: `use_nonce`.

    Raises:
        NotKnown: it is not signed with a key of this company, or any claim is missing or wrong.
    """
    if not token or len(token) > LARGEST_TOKEN:
        raise NotKnown("malformed")
    return _claims(_verified(token, company))


def _verified(token: str, company: Company) -> Mapping[str, Any]:
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.InvalidTokenError, UnicodeError, RecursionError) as error:
        raise NotKnown("malformed") from error
    reason = "key"
    for key in _candidates(header, company):
        try:
            # One algorithm a key: a token cannot choose how it is checked (RFC 8725 §3.1), nor have `none`.
            return jwt.decode(
                token,
                _material(key),
                algorithms=[key.algorithm],
                audience=settings.BASE_URL,
                issuer=company.slug,
                # Times are read below, by the house's clock and with an end ahead.
                options={
                    "require": list(REQUIRED),
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                    "strict_aud": True,
                },
            )
        except jwt.InvalidSignatureError:
            continue
        except jwt.MissingRequiredClaimError as error:
            reason = f"missing-{error.claim}"
        except jwt.InvalidAudienceError:
            reason = "aud"
        except jwt.InvalidIssuerError:
            reason = "iss"
        except (jwt.InvalidTokenError, RecursionError):
            reason = "malformed"
    raise NotKnown(reason)


def _candidates(header: Mapping[str, Any], company: Company) -> Iterator[IdentityKey]:
    for key in keys_of(company):
        if key.algorithm == header.get("alg") and header.get("kid", key.kid) == key.kid:
            yield key


def _material(key: IdentityKey) -> str | bytes:
    if key.secret is None:
        return key.public
    return vault.open_for_the_house(bytes(key.secret), bound_to=bound_to(key.kid))


def _claims(claims: Mapping[str, Any]) -> Claims:
    now = clock.now()
    expires, issued = _moment(claims, "exp"), _moment(claims, "iat")
    if expires <= now:
        raise NotKnown("expired")
    if issued > now + DIFFERENCE:
        raise NotKnown("iat")
    if expires - issued > LONGEST or expires > now + LONGEST + DIFFERENCE:
        raise NotKnown("exp-too-far")
    if "nbf" in claims and _moment(claims, "nbf") > now + DIFFERENCE:
        raise NotKnown("nbf")
    subject, nonce = _text(claims, "sub"), _text(claims, "jti")
    if not subject or len(subject) > LONGEST_SUBJECT or not subject.isprintable() or subject != subject.strip():
        raise NotKnown("sub")
    if not 8 <= len(nonce) <= LONGEST_NONCE:
        raise NotKnown("jti")
    email = clean_line(_text(claims, "email")).strip()
    return Claims(
        subject=subject,
        nonce=nonce,
        expires_at=expires,
        first_name=clean_line(_text(claims, "given_name") or _text(claims, "name"))[:80],
        last_name=clean_line(_text(claims, "family_name"))[:80],
        email=email if email.count("@") == 1 and len(email) <= 254 and " " not in email else "",
    )


def _moment(claims: Mapping[str, Any], name: str) -> datetime:
    seconds = claims.get(name)
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise NotKnown(name)
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError) as error:
        raise NotKnown(name) from error


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name, "")
    return value if isinstance(value, str) else ""


def use_nonce(claims: Claims, *, company: Company) -> None:
    """Use the token up. Called in the transaction that gives something for it.

    Raises:
        NotKnown: it was used before.
    """
    digest = hashlib.sha256(claims.nonce.encode("utf-8", "surrogatepass")).hexdigest()
    UsedNonce.objects.filter(company=company, expires_at__lt=clock.now() - DIFFERENCE).delete()
    used = UsedNonce(company=company, digest=digest, expires_at=claims.expires_at)
    # Inserted at once or not at all: of two that come together one waits for the other, and then finds it used.
    if not _inserted(used):
        raise NotKnown("used")


def _inserted(used: UsedNonce) -> bool:
    _, new = UsedNonce.objects.get_or_create(
        company=used.company, digest=used.digest, defaults={"expires_at": used.expires_at}
    )
    return new
