"""How the stories of the second level reach its pages."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.test import Client
from django.urls import reverse

from oase.companies.models import Purpose
from oase.conversations.models import Conversation, Message
from oase.people.models import Person
from tests.cast import Cast


class Desk:
    """A browser with somebody of Kaffeewerk signed in, in English."""

    def __init__(self, person: Person) -> None:
        self.client = Client(headers={"accept-language": "en"})
        self.client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])

    def get(self, name: str, *args: object, **query: str) -> str:
        answer = self.client.get(reverse(f"office-{name}", args=["kaffeewerk", *args]), query)
        assert answer.status_code == 200
        return answer.content.decode()

    def post(self, name: str, conversation: Conversation, *, status: int = 303, **data: Any) -> Any:
        answer = self.client.post(reverse(f"office-{name}", args=["kaffeewerk", conversation.pk]), data)
        assert answer.status_code == status
        return answer


def words(text: str, audience: str = Message.CONVERSATION) -> dict[str, Any]:
    return {"text": text, "audience": audience, "client_id": str(uuid4())}


def purpose(cast: Cast) -> int:
    return Purpose.objects.get(company=cast.kaffeewerk, text_en="check the warranty").pk
