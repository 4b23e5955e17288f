"""The world sees an expert when they choose it, in round figures, and never a customer."""

import pytest
from django.test import Client
from django.urls import reverse

from oase.conversations.actions import confirm_solution
from oase.conversations.append import NotAllowed
from oase.experts import actions
from oase.experts.matching.models import Outcome
from oase.experts.matching.standing import measure
from oase.experts.reputation import suspending
from oase.experts.reputation.profile import at_least, public_page, publish, withdraw
from oase.jobs import clock
from oase.people.models import Person
from oase.ratings.actions import rate
from tests.cast import Cast


def seen(client: Client, name: str) -> int:
    return client.get(reverse("expert-page", args=[name])).status_code


def test_there_is_no_page_until_he_wants_one_and_none_after(cast: Cast, client: Client) -> None:
    assert seen(client, "emil") == 404
    name = publish(by=cast.emil)
    assert publish(by=cast.emil) == name
    assert seen(client, name) == 200
    withdraw(by=cast.emil)
    assert seen(client, name) == 404
    again = publish(by=cast.emil)
    assert again != name
    assert seen(client, name) == 404
    assert seen(client, again) == 200


def test_customers_have_no_page(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        publish(by=cast.karla)


def test_figures_are_steps(cast: Cast) -> None:
    assert [at_least(number) for number in (0, 9, 10, 24, 25, 999, 5000)] == [None, None, 10, 10, 25, 500, 1000]


def test_one_more_rating_is_not_seen(cast: Cast) -> None:
    name = publish(by=cast.emil)
    Outcome.objects.bulk_create(
        Outcome(expert_id=cast.emil.pk, topic=cast.machines, result="solved", stars=5, claimed_at=clock.now())
        for _ in range(30)
    )
    measure([cast.emil.pk])
    before = public_page(name)
    Outcome.objects.create(
        expert_id=cast.emil.pk, topic=cast.machines, result="unsolved", stars=1, claimed_at=clock.now()
    )
    measure([cast.emil.pk])
    after = public_page(name)
    assert before is not None
    assert after is not None
    assert (before.solved, before.stars, before.thanks) == (25, 5.0, 25)
    assert (after.solved, after.stars, after.thanks) == (25, 5.0, 25)


def test_nothing_on_it_leads_to_a_customer(cast: Cast, client: Client) -> None:
    conversation = cast.claimed()
    actions.answer(
        conversation_id=conversation.pk, by=cast.emil, text="Bitte entkalken.", client_id=conversation.pk, solved=True
    )
    conversation.refresh_from_db()
    confirm_solution(conversation_id=conversation.pk, by=cast.karla)
    rate(conversation_id=conversation.pk, by=cast.karla, stars=5, thanks="Tausend Dank für die Rettung des Kaffees!")
    name = publish(by=cast.emil)
    response = client.get(reverse("expert-page", args=[name]))
    page = response.content.decode()
    secrets = (
        "Tausend",
        "Karla",
        "Blum",
        str(conversation.pk),
        conversation.pseudonym,
        conversation.subject,
        "Hartmann",
    )
    assert [secret for secret in secrets if secret in page] == []
    assert response["X-Robots-Tag"] == "noindex, noarchive"
    assert "Emil" in page


def test_whoever_left_or_is_suspended_everywhere_has_none(cast: Cast, client: Client) -> None:
    name = publish(by=cast.emil)
    made = suspending.suspend(
        by=cast.member(cast.sven), expert_id=cast.emil.pk, reason="account", words="Bitte melden Sie sich."
    )
    assert seen(client, name) == 404
    suspending.lift(by=cast.member(cast.sven), suspension_id=made.pk)
    assert seen(client, name) == 200
    Person.objects.filter(pk=cast.emil.pk).update(is_active=False)
    assert seen(client, name) == 404
