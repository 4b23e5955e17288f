from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from oase.people.models import Person

SignIn = Callable[[Person], Client]


@pytest.fixture
def signed_in() -> SignIn:
    """A browser in which this person is signed in; it reads English."""

    def sign_in(person: Person) -> Client:
        client = stranger()
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return sign_in


def stranger() -> Client:
    """A browser in which nobody is signed in, without script; it reads English."""
    return Client(headers={"Accept-Language": "en"})


@pytest.fixture
def nobody() -> Client:
    return stranger()
