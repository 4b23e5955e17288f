"""A program that runs beside the house, on its data: it gathers the cast and tells what the vault holds.

It reads a line of JSON, `[verb, argument]`, and answers with one; tests start it as a process of its own, because their
own Django is another house.
"""

import json
import sys
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

import django

django.setup()

from django.db import close_old_connections  # noqa: E402  # Django first
from django.test import Client  # noqa: E402  # Django first

from oase.companies.models import Customer, Topic  # noqa: E402  # Django first
from oase.conversations.actions import ask_for_company  # noqa: E402  # Django first
from oase.conversations.models import Conversation, Message  # noqa: E402  # Django first
from oase.conversations.words import Refused  # noqa: E402  # Django first
from oase.experts import actions as experts  # noqa: E402  # Django first
from oase.experts.models import Expert, Offer  # noqa: E402  # Django first
from oase.experts.routing import receive  # noqa: E402  # Django first
from oase.people.models import Person  # noqa: E402  # Django first
from oase.privacy import vault  # noqa: E402  # Django first
from tests.cast import gather  # noqa: E402  # Django first

WITH_AN_EXPERT = ("expert", "expert and two devices")
WITH_THE_COMPANY = ("advisor", "advisor and two devices")


def sessions(_: object) -> dict[str, str]:
    """The cast, each signed in: first name → session key."""
    gather()
    Expert.objects.update(at_once=20)
    keys = {}
    for person in Person.objects.filter(first_name__in=("Karla", "Emil", "Ada")):
        client = Client()
        client.force_login(person, backend="oase.portals.public.backend.SignInBackend")
        keys[person.first_name] = client.cookies["oase_session"].value
    return keys


def act(before: list[str]) -> dict[str, str]:
    """Fresh concerns to write in, each in the hands its name says; those of the act before go to the company."""
    karla, emil = Person.objects.get(first_name="Karla"), Person.objects.get(first_name="Emil")
    for conversation_id in before:
        with suppress(Refused):  # the company has it already
            ask_for_company(conversation_id=UUID(conversation_id), by=karla)
    concerns = {}
    for name in (*WITH_AN_EXPERT, *WITH_THE_COMPANY):
        conversation = receive(
            customer=Customer.objects.get(person=karla),
            text="Guten Tag, meine Aroma 4 zeigt E12 und brüht nicht mehr.",
            topic=Topic.objects.get(slug="machines"),
            client_id=uuid4(),
        )
        offer = Offer.objects.get(expert_id=emil.pk, assignment__conversation=conversation)
        experts.claim(offer_id=offer.pk, by=emil)
        if name in WITH_THE_COMPANY:
            experts.give_on(conversation_id=conversation.pk, by=emil, reason="documents", hint="Rechnung")
        concerns[name] = str(conversation.pk)
    return concerns


def texts(conversations: list[str]) -> dict[str, str]:
    """Client id → the words as they were written: the original, or what an expert said in the open."""
    found = {}
    for conversation in Conversation.objects.filter(pk__in=map(UUID, conversations)).select_related("customer"):
        messages = list(Message.objects.filter(conversation=conversation))
        ids = [message.original_id for message in messages if message.original_id]
        originals = vault.left_of_own(person_id=conversation.customer.person_id, ids=ids)
        for message in messages:
            sealed = message.original_id
            found[str(message.client_id)] = originals[sealed] if sealed else message.body
    return found


VERBS = {"sessions": sessions, "act": act, "texts": texts}


def main() -> None:
    for line in sys.stdin:
        verb, argument = json.loads(line)
        close_old_connections()
        answer: Any = VERBS[verb](argument)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
