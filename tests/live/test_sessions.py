"""Under which names the bus knows a browser: read from the database each time."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from oase.live.notify import guest, person
from oase.people.models import Person
from oase.portals.public.sessions import GUEST_KEY, readers_of
from tests.cast import Cast


@pytest.fixture
def karlas(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.karla, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def _key(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def test_who_is_signed_in_is_known_by_one_name(cast: Cast, karlas: Client) -> None:
    assert readers_of(_key(karlas)) == {person(cast.karla.pk)}


@pytest.mark.parametrize("key", ["", "x", "0" * 32, "../../etc", "\0"])
def test_a_key_that_is_none_is_nobody(house: None, key: str) -> None:
    assert readers_of(key) == frozenset()


def test_who_signed_out_is_nobody(karlas: Client) -> None:
    key = _key(karlas)
    karlas.logout()
    assert readers_of(key) == frozenset()


def test_who_was_shut_out_is_nobody(cast: Cast, karlas: Client) -> None:
    Person.objects.filter(pk=cast.karla.pk).update(is_active=False)
    assert readers_of(_key(karlas)) == frozenset()


def test_who_changed_their_password_is_signed_out_elsewhere(cast: Cast, karlas: Client) -> None:
    cast.karla.set_password("ein ganz neues Passwort")
    cast.karla.save()
    assert readers_of(_key(karlas)) == frozenset()


def test_a_session_that_ran_out_is_nobody(karlas: Client) -> None:
    Session.objects.update(expire_date=timezone.now())
    assert readers_of(_key(karlas)) == frozenset()


def test_someone_with_links_is_known_by_their_conversations_only(cast: Cast) -> None:
    client, one, two = Client(), uuid4(), uuid4()
    session = client.session
    session[GUEST_KEY] = [one.hex, two.hex]
    session.save()
    assert readers_of(session.session_key or "") == {guest(one), guest(two)}


def test_links_stay_when_the_person_was_shut_out(cast: Cast, karlas: Client) -> None:
    one, session = uuid4(), karlas.session
    session[GUEST_KEY] = [one.hex]
    session.save()
    assert readers_of(_key(karlas)) == {person(cast.karla.pk), guest(one)}
    Person.objects.filter(pk=cast.karla.pk).update(is_active=False)
    assert readers_of(_key(karlas)) == {guest(one)}
