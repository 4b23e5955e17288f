"""What makes a tired person feel looked after: faces, late concerns first, all to mend at once, no choice lost."""

from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from oase.conversations.models import Assignment
from tests.cast import Cast, current
from tests.portals.customer.conftest import SignIn
from tests.portals.customer.test_asking import HTMX, body
from tests.portals.customer.test_concern import at, solved


def test_while_experts_are_asked_their_faces_are_seen_and_not_of_those_who_declined(
    cast: Cast, signed_in: SignIn
) -> None:
    conversation, client = cast.asks(), signed_in(cast.karla)
    offer = cast.offer_to(cast.emil, conversation)
    places = (at(conversation), "/concerns/")
    assert [body(client.get(place)).count('class="together"') for place in places] == [1, 1]
    offer.declined_at = timezone.now()
    offer.save()
    assert [body(client.get(place)).count('class="together"') for place in places] == [0, 0]


def test_asking_who_is_asked_costs_one_query_for_all(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.karla)
    cast.offer_to(cast.emil, cast.asks())
    with CaptureQueriesContext(connection) as one:
        client.get("/concerns/")
    cast.offer_to(cast.emil, cast.asks())
    cast.offer_to(cast.emil, cast.asks())
    with CaptureQueriesContext(connection) as three:
        client.get("/concerns/")
    assert len(three) == len(one)


def test_what_is_late_comes_first(cast: Cast, signed_in: SignIn) -> None:
    late, newer = cast.claimed(), cast.asks()
    Assignment.objects.filter(pk=current(late).pk).update(due_at=timezone.now() - timedelta(minutes=1))
    page = body(signed_in(cast.karla).get("/concerns/"))
    assert page.index(str(late.pk)) < page.index(str(newer.pk))


def test_the_words_and_the_address_are_found_wanting_together(cast: Cast, nobody: Client) -> None:
    page = body(nobody.post("/ask/kaffeewerk/", {"text": " ", "email": "karla@"}, headers=HTMX))
    wanted = ("Please write a few words first.", "An address looks like this: name@example.org")
    assert [words for words in wanted if words not in page] == []


def test_the_rating_asks_its_own_question_and_keeps_the_stars_when_the_words_are_refused(
    cast: Cast, signed_in: SignIn
) -> None:
    conversation, client = solved(cast), signed_in(cast.karla)
    assert "Was this an oasis?" in body(client.get(at(conversation)))
    page = body(client.post(at(conversation, "rate"), {"stars": "4", "thanks": "Danke! " * 1000}))
    four = page.index('name="stars" value="4"')
    assert "checked" in page[four : page.index(">", four)]


def test_a_concern_is_called_by_its_subject_unless_that_hides_something(cast: Cast, signed_in: SignIn) -> None:
    conversation, client = cast.asks(subject="Aroma 4 zeigt E12"), signed_in(cast.karla)
    assert "<title>Aroma 4 zeigt E12 · Kaffeewerk · Oase</title>" in body(client.get(at(conversation)))
    conversation.subject = "Anruf bei [Name 1]"
    conversation.save()
    assert "Anruf bei" not in body(client.get(at(conversation)))
