"""Where a sign-in leads on to: into this house, whatever the address said."""

import pytest
from django.test import RequestFactory

from oase.portals.public.sign_in import AccountAdapter


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("/my-data/", True),
        ("http://testserver/my-data/", True),
        ("https://evil.example/my-data/", False),
        ("//evil.example/", False),
        ("http:///evil.example/", False),
        ("/\\evil.example/", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
@pytest.mark.parametrize("hosts", [["testserver"], ["*"]])
def test_nobody_is_led_to_another_house(
    settings: object, rf: RequestFactory, address: str, safe: bool, hosts: list[str]
) -> None:
    """The demo answers to every name (`*`): that says by which name it is called, not where it may send people."""
    settings.ALLOWED_HOSTS = hosts  # type: ignore[attr-defined]
    from allauth.core import context

    with context.request_context(rf.get("/")):
        assert bool(AccountAdapter(rf.get("/")).is_safe_url(address)) is safe
