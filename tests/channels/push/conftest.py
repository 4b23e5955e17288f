from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as house
from django.test import Client

from oase.channels.push.models import PushDevice
from oase.people.models import Person
from tests.channels.push.service import Browser, PushService, push_service

Add = Callable[..., tuple[Browser, PushDevice, Client]]


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    """A push service on this machine, which the house may call for once."""
    settings.PUSH_TO_PRIVATE_ADDRESSES = True
    with push_service() as running:
        yield running


@pytest.fixture
def add(service: PushService) -> Add:
    """Somebody signs in with a browser and lets it be rung."""

    def added(person: Person, name: str = "phone") -> tuple[Browser, PushDevice, Client]:
        client = Client()
        client.force_login(person, backend=house.AUTHENTICATION_BACKENDS[0])
        browser = Browser(service, name)
        given = client.post(
            "/notices/devices/",
            browser.json,
            content_type="application/json",
            headers={"Origin": "http://testserver", "User-Agent": "Mozilla/5.0 (Android 15) Firefox/140.0"},
        )
        assert given.status_code == 201, given.content
        return browser, PushDevice.objects.get(pk=given.json()["id"]), client

    return added
