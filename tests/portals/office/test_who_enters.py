"""Every page of the second level × everyone of the cast: there, or not there at all, with data that could leak."""

from collections.abc import Callable
from io import BytesIO
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from oase.companies.models import Membership, Purpose
from oase.conversations.links import file_token
from oase.conversations.models import Attachment, Conversation
from oase.conversations.words import IncomingFile
from oase.people.models import Person
from oase.privacy.models import AccessLog
from tests.cast import PHONE, Cast

COMPANY = ("office-inbox", "office-views", "office-queue", "office-me", "office-team")
CONCERN = ("office-case", "office-head", "office-thread", "office-customer")
DEEDS = ("reply", "draft", "reveal", "contact", "hand-over", "take", "solve")


def enter(client: Client, person: Person) -> Client:
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def concern(cast: Cast) -> Conversation:
    """Karla wrote to the company, with her invoice."""
    file = IncomingFile("Rechnung Blum.pdf", "application/pdf", 7, BytesIO(b"%PDF-12"))
    return cast.asks(files=[file], topic=cast.invoices)


def karla_works_here_too(cast: Cast) -> Person:
    Membership.objects.create(person=cast.karla, company=cast.kaffeewerk)
    return cast.karla


STRANGERS: dict[str, Callable[[Cast], Person]] = {
    "the customer": lambda cast: cast.karla,
    "an expert": lambda cast: cast.emil,
    "staff of another company": lambda cast: cast.mallory,
}
ALL = STRANGERS | {"the customer who joined the staff": karla_works_here_too}


@pytest.mark.parametrize("where", COMPANY)
@pytest.mark.parametrize("who", STRANGERS)
def test_pages_of_a_company_are_not_there_for_others(cast: Cast, client: Client, who: str, where: str) -> None:
    concern(cast)
    answer = enter(client, STRANGERS[who](cast)).get(reverse(where, args=["kaffeewerk"]))
    assert answer.status_code == 404
    assert "E12" not in answer.content.decode()


@pytest.mark.parametrize("where", CONCERN)
@pytest.mark.parametrize("who", ALL)
def test_a_concern_is_not_there_for_others_nor_for_its_own_customer(
    cast: Cast, client: Client, who: str, where: str
) -> None:
    conversation = concern(cast)
    enter(client, ALL[who](cast))
    for slug in ("kaffeewerk", "velotal"):
        answer = client.get(reverse(where, args=[slug, conversation.pk]))
        assert answer.status_code == 404
        assert "E12" not in answer.content.decode()


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("who", ALL)
def test_nothing_can_be_done_with_a_concern_of_others(cast: Cast, client: Client, who: str, deed: str) -> None:
    conversation = concern(cast)
    enter(client, ALL[who](cast))
    before = (conversation.messages.count(), conversation.events.count())
    sven = cast.member(cast.sven)
    for slug in ("kaffeewerk", "velotal"):
        purpose = Purpose.objects.filter(company__slug=slug).first()
        assert purpose is not None
        words = {"text": "Hallo", "body": "Hallo", "client_id": str(uuid4()), "audience": "conversation"}
        answer = client.post(
            reverse(f"office-{deed}", args=[slug, conversation.pk]), words | {"purpose": purpose.pk, "to": sven.pk}
        )
        assert answer.status_code == 404
    assert (conversation.messages.count(), conversation.events.count()) == before
    assert not conversation.drafts.exists()
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize("who", ALL)
def test_a_file_opens_for_nobody_else_even_with_a_link_of_their_own(cast: Cast, client: Client, who: str) -> None:
    conversation = concern(cast)
    attachment = Attachment.objects.get(message__conversation=conversation)
    person = ALL[who](cast)
    enter(client, person)
    for slug in ("kaffeewerk", "velotal"):
        link = reverse("office-file", args=[slug, conversation.pk, file_token(attachment.file_id, person.pk)])
        assert client.get(link).status_code == 404
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize("who", ["ada", "dora", "sven"])
def test_staff_of_the_company_enter_everywhere(cast: Cast, client: Client, who: str) -> None:
    conversation = concern(cast)
    enter(client, getattr(cast, who))
    for page in COMPANY:
        assert client.get(reverse(page, args=["kaffeewerk"])).status_code == 200
    for page in CONCERN:
        assert client.get(reverse(page, args=["kaffeewerk", conversation.pk])).status_code == 200


def test_whoever_left_is_a_stranger(cast: Cast, client: Client) -> None:
    conversation = concern(cast)
    Membership.objects.filter(person=cast.dora).update(left_at=cast.customer.since)
    enter(client, cast.dora)
    assert client.get(reverse("office-inbox", args=["kaffeewerk"])).status_code == 404
    assert client.get(reverse("office-case", args=["kaffeewerk", conversation.pk])).status_code == 404


def test_a_company_or_concern_that_is_not_there_looks_the_same(cast: Cast, client: Client) -> None:
    enter(client, cast.ada)
    assert client.get(reverse("office-inbox", args=["nowhere"])).status_code == 404
    assert client.get(reverse("office-case", args=["kaffeewerk", uuid4()])).status_code == 404


def test_the_way_in_leads_to_the_company_or_to_a_choice(cast: Cast, client: Client) -> None:
    enter(client, cast.ada)
    assert client.get(reverse("office"))["Location"] == reverse("office-inbox", args=["kaffeewerk"])
    Membership.objects.create(person=cast.ada, company=cast.velotal)
    page = client.get(reverse("office")).content.decode()
    assert reverse("office-inbox", args=["kaffeewerk"]) in page
    assert reverse("office-inbox", args=["velotal"]) in page
    assert enter(client, cast.karla).get(reverse("office")).status_code == 404


def test_whoever_is_not_signed_in_signs_in_first_and_learns_nothing(cast: Cast, client: Client) -> None:
    conversation = concern(cast)
    there = client.get(reverse("office-case", args=["kaffeewerk", conversation.pk]))
    not_there = client.get(reverse("office-case", args=["kaffeewerk", uuid4()]))
    assert (there.status_code, not_there.status_code) == (302, 302)
    assert there["Location"].startswith(reverse("account_login"))


def test_karla_who_works_here_does_not_meet_her_own_concern(cast: Cast, client: Client) -> None:
    conversation = concern(cast)
    enter(client, karla_works_here_too(cast))
    for view in ("open", "mine", "waiting", "team"):
        page = client.get(reverse("office-inbox", args=["kaffeewerk"]), {"view": view}).content.decode()
        assert str(conversation.pk) not in page
        assert PHONE not in page
