"""How the stories of the programme reach its pages."""

import re
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse

from oase.people.models import Person

TOPIC: dict[str, Any] = {
    "name_de": "Kaffeemaschinen",
    "name_en": "Coffee machines",
    "description_de": "",
    "description_en": "",
    "open_to_experts": "on",
    "first_answer_minutes": "15",
    "next_answer_minutes": "30",
    "wave_sizes": "5, 10, 25",
    "wave_seconds": "",
    "keywords": "aroma\ne12\nbrüht\nbrew",
    "examples": "Meine Aroma 4 zeigt E12.",
}
LESSON: dict[str, Any] = {
    "topic": "",
    "title_de": "Wie wir sprechen",
    "title_en": "How we speak",
    "body_de": "Freundlich, **kurz** und genau.",
    "body_en": "Kind, **short** and exact.",
    "position": "0",
    "seen": "0",
}
QUESTION: dict[str, Any] = {
    "kind": "single",
    "text_de": "Was heißt E12?",
    "text_en": "What does E12 mean?",
    "option_de": ["Die Brüheinheit klemmt", "Der Tank ist leer", "", "", ""],
    "option_en": ["The brew unit is stuck", "The tank is empty", "", "", ""],
    "right": ["0"],
    "guide_de": "",
    "guide_en": "",
    "lesson": "",
}


class Leader:
    """A browser with somebody of Kaffeewerk signed in, in English."""

    def __init__(self, person: Person) -> None:
        self.client = Client(headers={"accept-language": "en"})
        self.client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])

    def get(self, name: str, /, *args: object, status: int = 200, **query: str) -> str:
        answer = self.client.get(reverse(f"office-{name}", args=["kaffeewerk", *args]), query)
        assert answer.status_code == status
        return answer.content.decode()

    def post(self, name: str, /, *args: object, status: int = 302, **data: Any) -> str:
        answer = self.client.post(reverse(f"office-{name}", args=["kaffeewerk", *args]), data)
        assert answer.status_code == status
        return answer.content.decode()


def errors(page: str) -> list[str]:
    """What a page asks to be mended, in its order."""
    found = re.findall(r'class="error".*?<span>(.*?)</span>', page, re.DOTALL)
    return [" ".join(one.replace("&#x27;", "'").split()) for one in found]
