"""A solution that is late: those who lead the company hear of it by mail, together and once, unless they know it."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from oase.channels.email.late import send_late, set_late_mail
from oase.companies.models import Membership
from oase.conversations.leading import AGAIN, GATHERED
from oase.conversations.models import Conversation, LateSolution, Message
from oase.conversations.reading import Mark, mark
from oase.conversations.watching import note_late_solutions
from oase.jobs import clock
from oase.people.models import Person
from tests.cast import Cast

SVEN = "sven@example.org"


@pytest.fixture
def house(cast: Cast, settings: Any) -> Cast:
    """A solution within an hour; answers take longer, so that nothing else lapses."""
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    mail.outbox = []
    cast.invoices.solution_minutes, cast.invoices.first_answer_minutes = 60, 6000
    cast.invoices.save()
    cast.sven.language = "en"
    cast.sven.save()
    return cast


def late(cast: Cast, text: str = "Die Rechnung ist doppelt.", *, ago: timedelta = timedelta()) -> Conversation:
    """A concern whose solution is found to be late `ago` before now."""
    with clock.standing_at(clock.now() - ago - timedelta(minutes=61)):
        conversation = cast.asks(text, topic=cast.invoices)
    with clock.standing_at(clock.now() - ago):
        assert note_late_solutions() == 1
    return conversation


def mailed() -> list[Any]:
    """What Sven got, in its order."""
    return [one for one in mail.outbox if one.to == [SVEN] and "solved" in one.subject]


def sends(after: timedelta = GATHERED) -> int:
    with clock.standing_at(clock.now() + after + timedelta(seconds=1)):
        return send_late()


def test_sven_is_mailed_once_without_a_word_of_the_concern(house: Cast) -> None:
    conversation = late(house)
    assert send_late() == 0  # whoever sits at the page reads it there
    assert (sends(), sends(), note_late_solutions()) == (1, 0, 0)
    (told,) = mailed()
    assert told.subject == "Not solved yet: 1 at Kaffeewerk"
    assert str(conversation.pk) in told.body
    assert "with Ada" in told.body
    for word in ("Rechnung", "doppelt", "Karla", "Blum"):
        assert word not in told.body + told.subject
    assert [row.recipient for row in LateSolution.objects.all()] == [house.sven]


def test_what_is_late_together_is_one_mail_and_the_next_waits(house: Cast) -> None:
    for number in range(12):
        late(house, f"Frage {number}")
    assert sends() == 1
    (told,) = mailed()
    assert told.subject == "Not solved yet: 12 at Kaffeewerk"
    assert told.body.count("promised by") == 10
    assert "… and 2 more." in told.body
    late(house, "Noch eine", ago=-GATHERED - timedelta(minutes=1))
    assert sends(GATHERED * 3) == 0
    assert sends(GATHERED + AGAIN) == 1
    assert len(mailed()) == 2


def test_who_has_read_it_or_wants_no_mail_gets_none(house: Cast) -> None:
    conversation = late(house)
    conversation.refresh_from_db()
    seq = conversation.last_seq
    mark([Mark(conversation.pk, Message.AGENT, house.sven.pk, seq, seq)])
    assert sends() == 0
    late(house, "Noch eine")
    set_late_mail(person=house.sven, wanted=False)
    assert sends(GATHERED + AGAIN) == 0
    set_late_mail(person=house.sven, wanted=True)
    assert sends(GATHERED + AGAIN) == 0  # what was not wanted then is not caught up
    assert mailed() == []


def test_who_is_away_is_spared_unless_nobody_else_is_there(house: Cast) -> None:
    dora = house.member(house.dora)
    dora.role = Membership.ADMIN
    dora.save()
    Membership.objects.filter(person=house.sven).update(away_until=clock.now() + timedelta(days=2))
    late(house)
    assert [row.recipient for row in LateSolution.objects.all()] == [house.dora]
    Membership.objects.filter(person=house.dora).update(away_until=clock.now() + timedelta(days=2))
    second = late(house, "Noch eine")
    told = LateSolution.objects.filter(conversation=second).order_by("recipient__first_name")
    assert [row.recipient for row in told] == [house.dora, house.sven]


def test_nobody_who_left_or_whose_own_it_is_and_nothing_that_was_solved(house: Cast) -> None:
    late(house)
    Membership.objects.filter(person=house.sven).update(left_at=clock.now())
    assert sends() == 0
    # Karla leads the company, too: in her own concern she is the customer.
    Membership.objects.create(person=house.karla, company=house.kaffeewerk, role=Membership.SUPERVISOR)
    second = late(house, "Noch eine")
    assert not LateSolution.objects.filter(conversation=second).exists()
    assert mailed() == []


def test_a_mail_server_that_refuses_is_asked_again(house: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    late(house), late(house, "Noch eine")

    def refuses(*_: object) -> int:
        raise OSError("no mail today")

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", refuses)
        assert sends() == 0
    assert set(LateSolution.objects.values_list("attempts", "sent_at")) == {(1, None)}
    assert sends(GATHERED + timedelta(minutes=5)) == 1
    assert [one.subject for one in mailed()] == ["Not solved yet: 2 at Kaffeewerk"]


def page(person: Person) -> tuple[Client, str]:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client, client.get("/notices/").content.decode()


def test_leads_have_the_switches_and_nobody_else_has(house: Cast) -> None:
    assert "led_mail" not in page(house.ada)[1]
    client, words = page(house.sven)
    assert "led_mail" in words
    wishes = {"answers": "on", "hands": "on", "held": "on", "quiet_from": "22:00", "quiet_until": "07:00"}
    assert client.post("/notices/", wishes | {"zone": "Europe/Berlin"}).status_code == 303
    late(house)
    assert sends() == 0
    assert client.post("/notices/", wishes | {"zone": "Europe/Berlin", "led_mail": "on"}).status_code == 303
    late(house, "Noch eine")
    assert sends(GATHERED + AGAIN) == 1
