"""The form of `look/report.html`, as it came in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.http import HttpRequest


@dataclass(frozen=True)
class Typed:
    """What was chosen and written; `chosen` is an expert's id, 0 for nobody."""

    chosen: int = 0
    reason: str = ""
    words: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """From a POST; what is no number is nobody."""
        chosen = request.POST.get("expert", "")
        number = int(chosen) if chosen.isascii() and chosen.isdecimal() and len(chosen) < 18 else 0
        words = request.POST.get("words", "").replace("\0", "\N{REPLACEMENT CHARACTER}")
        return cls(number, request.POST.get("reason", ""), words)

    def context(self, people: Sequence[object], error: str = "") -> dict[str, Any]:
        """What the template asks for."""
        return {
            "people": people, "chosen": self.chosen, "reason": self.reason, "words": self.words, "error": error,
        }  # fmt: skip
