"""An authenticator app as a second step, and recovery codes for when it is lost."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse

from oase.channels.email.models import LocalMail
from tests.cast import Cast
from tests.portals.public.test_sign_in import with_code

step = 1000


@pytest.fixture(autouse=True)
def without_password(cast: Cast) -> None:
    """Karla signs in by code alone."""
    cast.karla.set_unusable_password()
    cast.karla.save()


def set_up(client: Client) -> str:
    """Set up the app; returns its secret."""
    page = client.get(reverse("mfa_activate_totp"))
    secret: str = page.context["form"].secret
    # The picture for the app is data, which the policy allows, and stands in no address.
    assert 'src="data:image/svg+xml;' in page.content.decode()
    client.post(reverse("mfa_activate_totp"), {"code": number(secret)})
    return secret


def number(secret: str) -> str:
    """What the app shows at this step (TOTP, RFC 6238)."""
    return str(format_hotp_value(hotp_value(secret, step)))


@pytest.fixture(autouse=True)
def clock_of_the_app() -> Iterator[None]:
    """Every half minute is one step; here one comes when the story says so."""
    with patch("allauth.mfa.totp.internal.auth.yield_hotp_counters_from_time", lambda: iter([step])):
        yield


def is_in(client: Client) -> bool:
    return SESSION_KEY in client.session


def test_the_code_by_mail_is_not_enough_any_more(cast: Cast, client: Client) -> None:
    global step
    with_code(client, cast.karla.email)
    secret = set_up(client)
    stored = Authenticator.objects.get(user=cast.karla, type="totp").data
    assert secret not in str(stored)
    assert LocalMail.objects.filter(recipient=cast.karla.email).count() >= 2  # she is told of the change
    elsewhere = Client()
    page = with_code(elsewhere, cast.karla.email)
    assert (page["Location"], is_in(elsewhere)) == (reverse("mfa_authenticate"), False)
    assert elsewhere.get(reverse("concerns")).context["user"].is_anonymous
    elsewhere.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not is_in(elsewhere)
    step += 1
    elsewhere.post(reverse("mfa_authenticate"), {"code": number(secret)})
    assert is_in(elsewhere)


def test_a_recovery_code_opens_once(cast: Cast, client: Client) -> None:
    with_code(client, cast.karla.email)
    set_up(client)
    codes = RecoveryCodes(Authenticator.objects.get(user=cast.karla, type="recovery_codes")).get_unused_codes()
    ins = []
    for _ in range(2):
        elsewhere = Client()
        with_code(elsewhere, cast.karla.email)
        elsewhere.post(reverse("mfa_authenticate"), {"code": codes[0]})
        ins.append(is_in(elsewhere))
    assert ins == [True, False]


def test_the_pages_of_an_account(cast: Cast, client: Client) -> None:
    with_code(client, cast.karla.email)
    set_up(client)
    for name in ("account_email", "mfa_index", "mfa_list_webauthn", "account_set_password"):
        page = client.get(reverse(name))
        assert page.status_code == 200
        assert "style=" not in page.content.decode()
