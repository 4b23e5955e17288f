from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from oase.people.models import Person
from tests.cast import Cast

SignedIn = Callable[[Person], Client]


@pytest.fixture
def signed_in() -> SignedIn:
    """A browser of this person."""

    def client(person: Person) -> Client:
        browser = Client(raise_request_exception=True)
        browser.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        return browser

    return client


@pytest.fixture
def emil(cast: Cast, signed_in: SignedIn) -> Client:
    """Emil at his browser."""
    return signed_in(cast.emil)
