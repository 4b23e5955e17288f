"""Ada opens what Karla wrote: with a purpose, in place, and logged."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from oase.privacy.models import AccessLog
from tests.cast import IBAN, PHONE, Cast
from tests.portals.office.desk import Desk, purpose


def test_the_case_shows_the_shielded_thread_and_says_who_would_see_a_reveal(cast: Cast, ada: Desk) -> None:
    page = ada.get("case", cast.given_on().pk)
    assert "[IBAN 1]" in page
    for secret in (PHONE, IBAN, "karla@example.org", "Lindenstraße"):
        assert secret not in page
    assert "Karla Blum sees who read it" in page
    assert "Your promise:" in page
    assert not AccessLog.objects.exists()


def test_after_saying_what_for_the_originals_stand_in_place(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    ada.post("reveal", conversation, purpose=purpose(cast))
    page = ada.get("case", conversation.pk)
    assert (PHONE in page, IBAN in page, "[IBAN 1]" in page) == (True, True, False)
    assert "Originals are open" in page
    assert PHONE not in Desk(cast.dora).get("case", conversation.pk)
    assert AccessLog.objects.count() == 1


def test_without_a_purpose_nothing_opens_and_the_page_says_so(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    for chosen in ("", "x", "0", "99999999999999999999"):
        page = ada.post("reveal", conversation, status=422, purpose=chosen).content.decode()
        assert "Please choose what you need the originals for." in page
        assert PHONE not in page
    assert not AccessLog.objects.exists()


def test_contact_data_appear_on_request_and_are_logged(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    ada.post("contact", conversation, status=422)
    ada.post("contact", conversation, purpose=purpose(cast))
    page = ada.get("case", conversation.pk)
    for datum in (PHONE, "karla@example.org", "Lindenstraße 8", "79098 Freiburg"):
        assert datum in page
    assert list(AccessLog.objects.values_list("kind", flat=True)) == ["contact"]


@pytest.mark.parametrize("name", ["office-case", "office-thread", "office-customer", "office-give-back"])
def test_no_browser_keeps_what_was_opened(cast: Cast, name: str) -> None:
    """Whoever sits there after Ada signed out goes back one page, and must find nothing."""
    conversation = cast.given_on()
    client = Client()
    client.force_login(cast.ada, backend=settings.AUTHENTICATION_BACKENDS[0])
    page = client.get(reverse(name, args=["kaffeewerk", conversation.pk]))
    assert page.status_code == 200
    assert {"no-store", "private"} <= set(page["Cache-Control"].split(", "))
