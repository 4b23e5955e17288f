"""Before a concern goes to experts, Ada sees what they will read and hides more of it."""

import re

from django.test import Client
from django.urls import reverse

from oase.conversations.choices.models import Choice
from oase.conversations.models import Assignment, Message
from tests.cast import Cast, current
from tests.portals.office.desk import Desk, words

HTMX = {"HX-Request": "true"}


def test_the_page_shows_the_thread_as_experts_read_it(cast: Cast, ada: Desk) -> None:
    conversation = cast.asks("Karla Blum, E12. Die Tropfschale fehlt.", wants_company=True)
    ada.post("reply", conversation, **words("Nur wir lesen das.", Message.STAFF))
    assert reverse("office-give-back", args=["kaffeewerk", conversation.pk]) in ada.get("case", conversation.pk)
    page = ada.get("give-back", conversation.pk)
    assert '<span class="ph">[Name 1]</span>' in re.sub(r"<span\s+class", "<span class", page)
    assert "Blum" not in page
    assert "Nur wir lesen das." not in page
    assert 'value="Tropfschale"' in page


def test_a_tapped_word_is_a_box_and_nothing_is_stored_yet(cast: Cast, ada: Desk) -> None:
    conversation = cast.asks("E12. Die Tropfschale fehlt. Tropfschale!", wants_company=True)
    page = ada.post("give-back-look", conversation, status=200, hide="Tropfschale").content.decode()
    assert len(re.findall(r'name="hide" value="Tropfschale" checked', re.sub(r"\s+", " ", page))) == 1
    assert page.count("data-mask") == 2
    assert Choice.objects.count() == 0


def test_confirmed_it_goes_to_the_experts(cast: Cast, ada: Desk) -> None:
    conversation = cast.asks("E12. Die Tropfschale fehlt.", wants_company=True)
    answer = ada.post("give-back", conversation, hide=["Tropfschale"], hint="Bitte Sieb prüfen")
    assert answer["Location"].startswith(f"/office/kaffeewerk/{conversation.pk}/")
    assert current(conversation).level == Assignment.NETWORK
    assert conversation.messages.get().body == "E12. Die [Verborgen 1] fehlt."
    assert "gave it to the experts" in ada.get("case", conversation.pk)


def test_a_refusal_keeps_what_was_chosen(cast: Cast, ada: Desk) -> None:
    conversation = cast.asks("Die Rechnung mit der Tropfschale.", topic=cast.invoices)
    page = ada.get("give-back", conversation.pk)
    assert "is for the company alone" in page
    assert "Ask the experts" not in page
    page = ada.post("give-back", conversation, status=422, hide=["Tropfschale"]).content.decode()
    assert "is for the company alone" in page
    assert "data-mask" in page
    assert current(conversation).level == Assignment.ADVISOR
    assert reverse("office-give-back", args=["kaffeewerk", conversation.pk]) not in ada.get("case", conversation.pk)


def test_strangers_find_nothing(cast: Cast, ada: Desk) -> None:
    conversation = cast.asks(wants_company=True)
    for name in ("give-back", "give-back-look"):
        address = reverse(f"office-{name}", args=["kaffeewerk", conversation.pk])
        for somebody in (cast.karla, cast.emil, cast.mallory):
            assert Desk(somebody).client.post(address).status_code == 404, (name, somebody)
        assert Client().post(address).status_code == 302
    assert current(conversation).level == Assignment.ADVISOR
