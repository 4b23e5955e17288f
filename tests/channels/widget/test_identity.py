"""Who a company's server says is there: every way in which a token may be wrong shows nobody."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.db import connections

from oase.channels.widget.identity import NotKnown, read, use_nonce
from oase.channels.widget.keys import add_public_key, end_key, keys_of, make_secret
from oase.channels.widget.models import IdentityKey, UsedNonce
from oase.conversations.words import Refused
from oase.jobs import clock
from tests.cast import Cast
from tests.channels.widget.tokens import AWAY, claims, pem_of, signed
from tests.threads import at_once

RSA, ECDSA = rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP256R1())


def refusal(token: str, cast: Cast) -> str:
    with pytest.raises(NotKnown) as caught:
        read(token, company=cast.kaffeewerk)
    return str(caught.value)


def test_a_good_token_names_the_customer(cast: Cast) -> None:
    key, secret = make_secret(company=cast.kaffeewerk)
    names = {"given_name": "Karla", "family_name": "Blum", "email": "karla@example.org"}
    found = read(signed(secret, kid=key.kid, **names), company=cast.kaffeewerk)
    assert (found.subject, found.first_name, found.last_name, found.email) == (
        "K-2077", "Karla", "Blum", "karla@example.org",
    )  # fmt: skip
    assert read(signed(secret), company=cast.kaffeewerk).subject == "K-2077"


@pytest.mark.parametrize(("private", "algorithm"), [(RSA, "RS256"), (ECDSA, "ES256")], ids=["RS256", "ES256"])
def test_public_keys(cast: Cast, private: Any, algorithm: str) -> None:
    assert add_public_key(company=cast.kaffeewerk, pem=pem_of(private)).algorithm == algorithm
    assert read(signed(private, algorithm), company=cast.kaffeewerk).subject == "K-2077"
    assert refusal(signed("x" * 40), cast) == "key"


@pytest.mark.parametrize(
    ("others", "code"),
    [
        ({"aud": "https://elsewhere.example"}, "aud"),
        ({"aud": AWAY}, "missing-aud"),
        ({"aud": ["http://localhost:8000", "https://elsewhere.example"]}, "aud"),
        ({"iss": "velotal"}, "iss"),
        ({"iss": AWAY}, "missing-iss"),
        ({"sub": AWAY}, "missing-sub"),
        ({"sub": ""}, "sub"),
        ({"sub": "x" * 41}, "sub"),
        ({"sub": "K\n1"}, "sub"),
        ({"exp": AWAY}, "missing-exp"),
        ({"exp": "soon"}, "exp"),
        ({"exp": True}, "exp"),
        ({"exp": 1e300}, "exp"),
        ({"iat": AWAY}, "missing-iat"),
        ({"jti": AWAY}, "missing-jti"),
        ({"jti": "short"}, "jti"),
        ({"jti": "x" * 201}, "jti"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_wrong_claim_shows_nobody(cast: Cast, others: dict[str, Any], code: str) -> None:
    _, secret = make_secret(company=cast.kaffeewerk)
    assert refusal(signed(secret, **others), cast) == code


def test_times(cast: Cast) -> None:
    _, secret = make_secret(company=cast.kaffeewerk)
    now, minute = clock.now(), timedelta(minutes=1)
    for times, code in (
        ({"iat": now - 5 * minute, "exp": now - timedelta(seconds=1)}, "expired"),
        ({"iat": now, "exp": now + 11 * minute}, "exp-too-far"),
        ({"iat": now - 5 * minute, "exp": now + 6 * minute}, "exp-too-far"),
        ({"iat": now + 5 * minute, "exp": now + 6 * minute}, "iat"),
        ({"nbf": now + 5 * minute}, "nbf"),
    ):
        assert refusal(signed(secret, **times), cast) == code
    assert read(signed(secret, iat=now, exp=now + 10 * minute), company=cast.kaffeewerk).subject == "K-2077"


def test_no_algorithm_is_no_signature(cast: Cast) -> None:
    _, secret = make_secret(company=cast.kaffeewerk)
    good = signed(secret)
    for alg in ("none", "None", "NONE", "HS512", ""):
        header = base64.urlsafe_b64encode(json.dumps({"alg": alg, "typ": "JWT"}).encode()).rstrip(b"=").decode()
        body = good.split(".")[1]
        assert refusal(f"{header}.{body}.", cast) in ("key", "malformed")
        assert refusal(f"{header}.{body}.{good.split('.')[2]}", cast) in ("key", "malformed")
    assert refusal(jwt.encode(claims(), None, algorithm="none"), cast) == "key"


@pytest.mark.parametrize("token", ["\ud800.a.b", "a.\udfff.b", "\x00.\x00.\x00", "ä.ö.ü", "." * 2000, "[" * 4000])
def test_what_is_no_text_of_a_token_shows_nobody(cast: Cast, token: str) -> None:
    make_secret(company=cast.kaffeewerk)
    assert refusal(token, cast) == "malformed"


def test_a_public_key_is_no_shared_secret(cast: Cast) -> None:
    add_public_key(company=cast.kaffeewerk, pem=pem_of(RSA))
    header, body = (base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode()
                    for one in ({"alg": "HS256", "typ": "JWT"}, claims()))  # fmt: skip
    mac = hmac.digest(pem_of(RSA).encode(), f"{header}.{body}".encode(), hashlib.sha256)
    assert refusal(f"{header}.{body}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}", cast) == "key"


def test_another_companys_key_and_another_key(cast: Cast) -> None:
    make_secret(company=cast.kaffeewerk)
    theirs, secret = make_secret(company=cast.velotal)
    assert refusal(signed(secret), cast) == "key"
    assert refusal(signed(secret, kid=theirs.kid), cast) == "key"
    assert refusal(signed("x" * 43), cast) == "key"


@pytest.mark.parametrize("token", ["", "a", "a.b", "a.b.c", "é.é.é", "x" * 5000, "\0", "..", "e30.e30."])
def test_rubbish(cast: Cast, token: str) -> None:
    make_secret(company=cast.kaffeewerk)
    assert refusal(token, cast) in ("malformed", "key")


def test_two_keys_are_valid_and_an_ended_one_is_not(cast: Cast) -> None:
    old, old_secret = make_secret(company=cast.kaffeewerk)
    new, new_secret = make_secret(company=cast.kaffeewerk)
    assert {one.kid for one in keys_of(cast.kaffeewerk)} == {old.kid, new.kid}
    with pytest.raises(Refused):
        make_secret(company=cast.kaffeewerk)
    for secret in (old_secret, new_secret):
        assert read(signed(secret), company=cast.kaffeewerk).subject == "K-2077"
    end_key(company=cast.velotal, kid=old.kid)
    assert read(signed(old_secret), company=cast.kaffeewerk).subject == "K-2077"
    end_key(company=cast.kaffeewerk, kid=old.kid)
    assert refusal(signed(old_secret), cast) == "key"
    assert read(signed(new_secret), company=cast.kaffeewerk).subject == "K-2077"


def test_the_secret_is_nowhere_to_be_read(cast: Cast) -> None:
    _, secret = make_secret(company=cast.kaffeewerk)
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT row_to_json(k)::text, k.secret FROM oase_identitykey k")
        (text, sealed) = cursor.fetchone()
    assert secret not in text
    assert secret.encode() not in bytes(sealed)


def test_what_is_no_public_key_is_refused_with_a_sentence(cast: Cast) -> None:
    private = ECDSA.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    small, other = rsa.generate_private_key(65537, 1024), ec.generate_private_key(ec.SECP384R1())
    for pem in (private, "", "Schlüssel", pem_of(small), pem_of(other), "-----BEGIN PUBLIC KEY-----\nx\n"):
        with pytest.raises(Refused):
            add_public_key(company=cast.kaffeewerk, pem=pem)
    assert IdentityKey.objects.count() == 0


def test_a_nonce_is_good_once(cast: Cast) -> None:
    _, secret = make_secret(company=cast.kaffeewerk)
    found = read(signed(secret), company=cast.kaffeewerk)
    use_nonce(found, company=cast.kaffeewerk)
    with pytest.raises(NotKnown, match="used"):
        use_nonce(found, company=cast.kaffeewerk)
    # Another company's nonces are its own matter.
    use_nonce(found, company=cast.velotal)


def test_of_many_at_once_one_comes_in(cast: Cast) -> None:
    _, secret = make_secret(company=cast.kaffeewerk)
    found = read(signed(secret), company=cast.kaffeewerk)

    raised = at_once(*[lambda: use_nonce(found, company=cast.kaffeewerk)] * 8)
    assert [type(one) for one in raised] == [NotKnown] * 7


def test_nonces_are_kept_only_as_long_as_they_matter(cast: Cast) -> None:
    _, secret = make_secret(company=cast.kaffeewerk)
    long_ago = clock.now() - timedelta(hours=1)
    with clock.standing_at(long_ago):
        use_nonce(read(signed(secret), company=cast.kaffeewerk), company=cast.kaffeewerk)
    use_nonce(read(signed(secret), company=cast.kaffeewerk), company=cast.kaffeewerk)
    assert UsedNonce.objects.count() == 1
