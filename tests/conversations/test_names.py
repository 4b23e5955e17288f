"""Whose first name may be read, and whose stays hidden."""

import pytest

from oase.people.models import Person
from tests.cast import Cast
from tests.conversations.story import says


@pytest.mark.parametrize("name", ["Dora", "Emil"])
def test_a_customer_called_like_a_helper_stays_hidden(cast: Cast, name: str) -> None:
    Person.objects.filter(pk=cast.karla.pk).update(first_name=name)
    cast.customer.refresh_from_db()
    conversation = cast.claimed(f"{name} hat ein Problem mit der Aroma. Viele Grüße, {name}")
    says(cast.karla, "customer", conversation, f"Geht nicht. {name}")
    bodies = list(conversation.messages.values_list("body", flat=True))
    assert len(bodies) == 2
    assert [name for body in bodies if name in body] == []


def test_who_is_thanked_may_read_their_name(cast: Cast) -> None:
    conversation = cast.claimed()
    says(cast.karla, "customer", conversation, "Danke, Emil! Grüßen Sie Dora.")
    body = conversation.messages.order_by("seq").values_list("body", flat=True).last()
    assert body == "Danke, Emil! Grüßen Sie Dora."
