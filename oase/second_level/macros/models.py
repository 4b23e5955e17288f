from django.db import models

from oase.companies.models import Company, in_language
from oase.conversations.models import Message


class Macro(models.Model):
    """Words a company writes often, with variables, and what is to be done when they are sent."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="macros")
    name = models.CharField(max_length=60)
    """How staff call it."""
    text_de = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    audience = models.CharField(max_length=12, choices=Message.AUDIENCES, default=Message.CONVERSATION)
    steps = models.JSONField(default=list, blank=True)
    """What follows the words, in order (`steps.py`): `{"kind": "tag", "tag": 3}`."""
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)
    """Since then nobody is offered it any more."""

    class Meta:
        ordering = ["position", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["company", "name"], condition=models.Q(retired_at=None), name="macro_once")
        ]

    def text(self, language: str) -> str:
        """The words in this language, or in the other where they are missing."""
        return in_language(self.text_de, self.text_en, language)
