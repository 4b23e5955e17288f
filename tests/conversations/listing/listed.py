"""Concerns by the hundred, without their words: what lists of them need."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from oase.companies.models import Customer
from oase.conversations.models import Assignment, Conversation
from tests.cast import Cast

BEGAN = datetime(2030, 3, 1, tzinfo=UTC)


def many(cast: Cast, number: int, **each: Any) -> list[UUID]:
    """Concerns that Ada has, promised minute by minute; `each` says what else an assignment is. In their order."""
    customer = Customer.objects.get(pk=cast.customer.pk)
    concerns = [
        Conversation(company=cast.kaffeewerk, customer=customer, client_id=uuid4(), pseudonym="golden-fuchs")
        for _ in range(number)
    ]
    fields: dict[str, Any] = {"level": Assignment.ADVISOR, "holder": cast.ada, "turn": Assignment.HOLDER} | each
    held = [
        Assignment(conversation=one, due_at=BEGAN + timedelta(minutes=place), **fields)
        for place, one in enumerate(concerns)
    ]
    with transaction.atomic():
        Conversation.objects.bulk_create(concerns)
        Assignment.objects.bulk_create(held)
    return [one.pk for one in concerns]
