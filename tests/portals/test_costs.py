"""What a page asks of the database: so many queries, however long the thread or the list is."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from oase.conversations import actions
from oase.conversations.models import Conversation
from oase.people.models import Person
from oase.second_level.views.standing import VIEWS
from tests.cast import Cast


def _browser(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def _asked(client: Client, address: str) -> int:
    """Statements on both connections; BEGIN and COMMIT are none."""
    with CaptureQueriesContext(connections["default"]) as app, CaptureQueriesContext(connections["expert"]) as desk:
        assert client.get(address).status_code == 200
    every = [one["sql"] for one in (*app.captured_queries, *desk.captured_queries)]
    return sum(sql not in ("BEGIN", "COMMIT") for sql in every)


def _say_more(conversation: Conversation, cast: Cast, *, role: str, times: int) -> None:
    author = {"customer": cast.karla, "expert": cast.emil, "agent": cast.ada}[role]
    for number in range(times):
        actions.reply(
            conversation_id=conversation.pk, author=author, role=role, text=f"Noch etwas: {number}.", client_id=uuid4()
        )


@pytest.mark.parametrize(
    ("name", "queries"), [("concern-live", 12), ("office-thread", 10), ("desk-thread", 8), ("office-queue", 8)]
)
def test_a_live_part_costs_its_queries_and_never_more(cast: Cast, name: str, queries: int) -> None:
    conversation = cast.claimed() if name == "desk-thread" else cast.asks(wants_company=True)
    helper = "expert" if name == "desk-thread" else "agent"
    _say_more(conversation, cast, role=helper, times=1)
    person, arguments = {
        "concern-live": (cast.karla, [conversation.pk]),
        "desk-thread": (cast.emil, [conversation.pk]),
        "office-thread": (cast.ada, ["kaffeewerk", conversation.pk]),
        "office-queue": (cast.ada, ["kaffeewerk"]),
    }[name]
    client, address = _browser(person), reverse(name, args=arguments)
    assert _asked(client, address) == queries
    _say_more(conversation, cast, role="customer", times=4)
    _say_more(conversation, cast, role=helper, times=4)
    for _ in range(3):
        cast.asks(wants_company=True)
    assert _asked(client, address) == queries


def test_every_view_of_the_inbox_is_a_page_even_when_nothing_is_in_it(cast: Cast) -> None:
    client = _browser(cast.ada)
    for view in VIEWS:
        page = client.get(reverse("office-inbox", args=["kaffeewerk"]), {"view": view})
        assert (page.status_code, 'id="row-' in page.content.decode()) == (200, False)
    conversation = cast.asks(wants_company=True)
    rows = {
        view: f'id="row-{conversation.pk}"'
        in client.get(reverse("office-queue", args=["kaffeewerk"]), {"view": view}).content.decode()
        for view in VIEWS
    }
    assert {view for view, there in rows.items() if there} == {"mine", "waiting", "open"}
