"""The queue, the team, one's own page."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from oase.conversations import actions
from oase.jobs import clock
from oase.people.models import Person
from oase.ratings.actions import rate
from tests.cast import Cast, current
from tests.portals.office.desk import Desk, words


@pytest.mark.parametrize("name", ["inbox", "queue", "views", "team", "me"])
def test_one_concern_or_thirty_cost_the_same_number_of_queries(cast: Cast, ada: Desk, name: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            ada.get(name, **({"view": "open"} if name in {"inbox", "queue"} else {}))
        return len(captured)

    def solved() -> None:
        conversation = cast.given_on("Frage zur Aroma 4.")
        actions.reply(
            conversation_id=conversation.pk, author=cast.ada, role="agent", text="Ist unterwegs.", client_id=uuid4()
        )
        actions.solve(conversation_id=conversation.pk, by=cast.ada)
        rate(conversation_id=conversation.pk, by=cast.karla, stars=5, thanks="Danke!")

    solved()
    cast.given_on("Frage zur Aroma 4.")
    ada.get(name)
    with_one = queries()
    for _ in range(15):
        cast.asks("Frage zur Aroma 4.", topic=cast.invoices)
        solved()
    assert queries() == with_one


def test_thanks_reach_adas_page_and_nobody_elses(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    ada.post("reply", conversation, **words("Wir tauschen sie aus."))
    ada.post("solve", conversation)
    rate(conversation_id=conversation.pk, by=cast.karla, stars=5, thanks="Danke, das war schnell!")
    page = ada.get("me")
    assert "Danke, das war schnell!" in page
    assert "5 stars of 5" in page
    assert "from 1 rating" in page
    assert "Danke, das war schnell!" not in Desk(cast.dora).get("me")


def test_ada_says_that_she_is_away_and_back(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    address = reverse("office-away", args=["kaffeewerk"])
    for until in ("", "soon", "2020-01-01T10:00"):
        assert ada.client.post(address, {"until": until}).status_code == 422
    assert current(conversation).holder == cast.ada
    later = clock.now() + timedelta(days=3)
    page = ada.client.post(address, {"until": f"{later:%Y-%m-%dT%H:%M}"}, follow=True).content.decode()
    assert "1 concern moved on, and its customer was told." in page
    assert "I am back" in page
    assert current(conversation).holder == cast.dora
    page = ada.client.post(address, {"back": "1"}, follow=True).content.decode()
    assert "You are there" in page


def test_figures_of_the_team_are_for_sven_alone(cast: Cast, ada: Desk) -> None:
    cast.given_on()
    assert Desk(cast.sven).get("team").count("Late in seven days, all together:") == 1
    page = ada.get("team")
    assert "Dora Weiss" in page
    assert "Late in seven days" not in page
    assert "Holds" not in page


def test_a_guest_without_a_name_goes_by_the_name_experts_see(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    cast.karla.first_name = cast.karla.last_name = ""
    cast.karla.save()
    conversation.pseudonym = "golden-fuchs"
    conversation.save()
    page = ada.get("inbox", view="mine")
    assert "Golden Fox" in page
    assert "karla@example.org" not in page


def test_who_gave_no_name_has_the_picture_of_the_name_they_go_by(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    picture = f"#p-{conversation.pseudonym.partition('-')[2]}"
    assert picture not in ada.get("inbox") + ada.get("case", conversation.pk)
    Person.objects.filter(pk=cast.karla.pk).update(first_name="", last_name="", face="")
    for page in (ada.get("inbox"), ada.get("case", conversation.pk), ada.get("thread", conversation.pk)):
        assert picture in page
