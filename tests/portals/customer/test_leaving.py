"""Being forgotten, as a person meets it: plain words, nothing by accident, nothing by somebody else."""

import time
from uuid import uuid4

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from oase.conversations import actions
from oase.conversations.models import Message
from oase.people.models import Person
from oase.privacy.erasures import Erasure
from oase.service_cloud.erasure import asking
from oase.service_cloud.erasure.erasing import erase
from oase.service_cloud.erasure.jobs import forget_due
from tests.cast import Cast

PAGES = ("leaving", "leaving-keep", "leaving-now")


def browser(person: Person, *, signed_in_ago: float | None = 0) -> Client:
    """Somebody's browser; they signed in so many seconds ago, None for a session that cannot say."""
    client = Client(raise_request_exception=False, headers={"accept-language": "en"})
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    if signed_in_ago is not None:
        session = client.session
        session["account_authentication_methods_user"] = str(person.pk)
        session["account_authentication_methods"] = [{"method": "code", "at": time.time() - signed_in_ago}]
        session.save()
    return client


def test_the_whole_way(cast: Cast) -> None:
    conversation = cast.given_on()
    actions.reply(
        conversation_id=conversation.pk, author=cast.ada, role=Message.AGENT, text="Ich sehe nach.", client_id=uuid4()
    )
    karla = browser(cast.karla)
    page = karla.get(reverse("leaving")).content.decode()
    assert "Kaffeewerk" in page
    assert "1 concern of yours is still open" in page
    assert karla.post(reverse("leaving"), {"sure": "yes"}).status_code == 303
    assert "Keep my data" in karla.get(reverse("leaving")).content.decode()
    forget_due(0)
    assert [one.subject for one in mail.outbox] == ["You will be forgotten"]
    gone = karla.post(reverse("leaving-now"))
    erasure = Erasure.objects.get()
    assert (gone.status_code, gone["Location"]) == (303, reverse("forgotten", args=[erasure.token]))
    assert "One moment" in karla.get(gone["Location"]).content.decode()
    forget_due(0)
    assert [one.subject for one in mail.outbox] == ["You will be forgotten", "You are forgotten"]
    told = Client(headers={"accept-language": "en"}).get(gone["Location"])
    assert "You are forgotten" in told.content.decode()
    assert "1 concern, until" in told.content.decode()
    assert (told["X-Robots-Tag"], told["Referrer-Policy"]) == ("noindex", "no-referrer")
    assert karla.get(reverse("leaving")).status_code == 302
    office = browser(cast.ada).get(reverse("office-case", args=["kaffeewerk", conversation.pk])).content.decode()
    assert "The customer asked to be forgotten" in office
    assert "Blum" not in office


def test_nothing_happens_without_the_tick(cast: Cast) -> None:
    answer = browser(cast.karla).post(reverse("leaving"))
    assert answer.status_code == 422
    assert "Please tick the box first" in answer.content.decode()
    assert not Erasure.objects.exists()


@pytest.mark.parametrize("ago", [None, 16 * 60])
def test_a_forgotten_browser_does_it_for_nobody(cast: Cast, ago: float | None) -> None:
    """Someone else sits at a browser where Karla, who has no password, signed in a while ago."""
    cast.karla.set_unusable_password()
    cast.karla.save()
    someone = browser(cast.karla, signed_in_ago=ago)
    answer = someone.post(reverse("leaving"), {"sure": "yes"})
    assert answer.status_code == 422
    assert "fresh code" in answer.content.decode()
    asking.ask_to_be_forgotten(person=cast.karla, language="en")
    assert someone.post(reverse("leaving-now")).status_code == 422
    assert asking.due(Erasure.objects.get().asked_at) == []


def test_who_has_a_password_confirms_with_it(cast: Cast) -> None:
    cast.karla.set_password("Aroma-vier-brüht")
    cast.karla.save()
    karla = browser(cast.karla, signed_in_ago=16 * 60)
    answer = karla.post(reverse("leaving"), {"sure": "yes"})
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert karla.post(answer["Location"], {"password": "falsch"}).status_code == 200
    assert not Erasure.objects.exists()
    # What was asked is not asked again: it goes on where she was.
    karla.post(answer["Location"], {"password": "Aroma-vier-brüht"})
    assert Erasure.objects.get().person == cast.karla


def test_taking_it_back_needs_no_more_than_signing_in(cast: Cast) -> None:
    erasure = asking.ask_to_be_forgotten(person=cast.karla, language="en")
    karla = browser(cast.karla, signed_in_ago=None)
    kept = karla.post(reverse("leaving-keep"))
    assert kept.status_code == 303
    assert "Good that you stay" in karla.get(kept["Location"]).content.decode()
    assert karla.get(reverse("forgotten", args=[erasure.token])).status_code == 404
    assert karla.post(reverse("leaving-keep")).status_code == 422


def test_staff_read_what_comes_first(cast: Cast) -> None:
    ada = browser(cast.ada)
    page = ada.get(reverse("leaving")).content.decode()
    assert "You are on the staff of Kaffeewerk" in page
    assert 'name="sure"' not in page
    assert ada.post(reverse("leaving"), {"sure": "yes"}).status_code == 422
    assert not Erasure.objects.exists()


def test_mallory_gets_nowhere(cast: Cast) -> None:
    """Whatever she posts is about herself, and of another's report she would have to guess 256 bits."""
    erasure = asking.ask_to_be_forgotten(person=cast.karla, language="en")
    mallory = browser(cast.mallory)
    for page in PAGES:
        mallory.post(reverse(page), {"sure": "yes", "person": cast.karla.pk, "erasure": str(erasure.pk)})
    for token in (str(erasure.pk), erasure.pk.hex, "x" * 43, erasure.token[:-1]):
        assert mallory.get(reverse("forgotten", args=[token])).status_code == 404
    erasure.refresh_from_db()
    assert (erasure.revoked_at, erasure.due_at - erasure.asked_at) == (None, asking.grace())
    assert Erasure.objects.count() == 1


def test_who_is_not_signed_in_is_asked_to(cast: Cast) -> None:
    for page in PAGES:
        assert Client().post(reverse(page)).status_code == 302
    assert Client(enforce_csrf_checks=True).post(reverse("leaving-now")).status_code == 403


def test_a_report_tells_a_stranger_nothing(cast: Cast) -> None:
    cast.given_on()
    erasure = asking.do_not_wait(person=asking.ask_to_be_forgotten(person=cast.karla, language="en").person)
    erase(erasure.pk)
    page = browser(cast.mallory).get(reverse("forgotten", args=[erasure.token])).content.decode()
    assert [word for word in ("Karla", "Blum", "karla@example.org") if word in page] == []
