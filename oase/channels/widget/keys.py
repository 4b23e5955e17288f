"""The keys with which a company's server signs who is at its page. Two may be valid at a time, to change them."""

import secrets

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from django.db import transaction
from django.utils.translation import gettext as _

from oase.channels.widget.models import IdentityKey
from oase.companies.audit.recording import record_change
from oase.companies.models import Company
from oase.conversations.words import Refused
from oase.jobs import clock
from oase.people.models import Person
from oase.privacy import vault

MOST_AT_ONCE = 2
SECRET_BYTES = 32
"""As long as the hash (RFC 7518 §3.2)."""
SHORTEST_RSA = 2048
"""Bits (RFC 7518 §3.3)."""
LONGEST_PEM = 4000


def bound_to(kid: str) -> str:
    """What the sealed secret of a key is bound to."""
    return f"identity:{kid}"


def keys_of(company: Company) -> list[IdentityKey]:
    """The keys that are valid now, newest first."""
    return list(IdentityKey.objects.filter(company=company, ended_at=None))


@transaction.atomic
def make_secret(*, company: Company, by: Person | None = None) -> tuple[IdentityKey, str]:
    """A new shared secret for HS256, and the only time it can be read.

    Raises:
        Refused: two keys are valid already.
    """
    _refuse_a_third(company)
    secret, kid = secrets.token_urlsafe(SECRET_BYTES), secrets.token_hex(4)
    sealed = vault.seal_for_the_house(secret.encode(), bound_to=bound_to(kid))
    made = IdentityKey.objects.create(company=company, kid=kid, algorithm="HS256", secret=sealed)
    _record(made, by)
    return made, secret


@transaction.atomic
def add_public_key(*, company: Company, pem: str, by: Person | None = None) -> IdentityKey:
    """Take in a public key as PEM: RSA of 2048 bits or more for RS256, or P-256 for ES256.

    Raises:
        Refused: it is no such key, a private one, or two keys are valid already.
    """
    _refuse_a_third(company)
    if "PRIVATE KEY" in pem:
        raise Refused(
            _("This is a private key. Please keep it to yourself, make a new pair, and send us the public one.")
        )
    try:
        key = load_pem_public_key(pem.strip().encode()[:LONGEST_PEM])
    except (ValueError, UnsupportedAlgorithm, UnicodeError) as error:
        raise Refused(_("This is no public key as PEM. It begins with -----BEGIN PUBLIC KEY-----.")) from error
    if isinstance(key, RSAPublicKey) and key.key_size >= SHORTEST_RSA:
        algorithm = "RS256"
    elif isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1):
        algorithm = "ES256"
    else:
        raise Refused(_("Please use RSA with at least 2048 bits, or the curve P-256."))
    written = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")
    kid = secrets.token_hex(4)
    made = IdentityKey.objects.create(company=company, kid=kid, algorithm=algorithm, public=written)
    _record(made, by)
    return made


def _record(key: IdentityKey, by: Person | None) -> None:
    # Which one, never the key itself.
    after = {"key": f"{key.kid} · {key.algorithm}"}
    record_change(company=key.company, by=by, area="widget", subject=key.kid, before=None, after=after)


@transaction.atomic
def end_key(*, company: Company, kid: str, by: Person | None = None) -> None:
    """From now on the key verifies nothing; whoever came in by it before stays until they leave."""
    key = IdentityKey.objects.select_for_update().filter(company=company, kid=kid, ended_at=None).first()
    if key is not None:
        key.ended_at = clock.now()
        key.save(update_fields=["ended_at"])
        before = {"key": f"{key.kid} · {key.algorithm}"}
        record_change(company=company, by=by, area="widget", subject=key.kid, before=before, after=None)


def _refuse_a_third(company: Company) -> None:
    # Two pages may ask at once: the company's row is what they wait for.
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    if len(keys_of(company)) >= MOST_AT_ONCE:
        raise Refused(_("Two keys are valid already. Please end the older one first."))
