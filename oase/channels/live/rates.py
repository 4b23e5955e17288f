"""How much one person and one company may send; settings of the environment (docs/running.md)."""

from dataclasses import dataclass

from django.utils.translation import ngettext

from oase.channels.live.identity import Identity
from oase.channels.live.limits import Rate
from oase.channels.live.problems import Problem, later


@dataclass(frozen=True)
class Rates:
    """None is no limit."""

    person: Rate | None
    """Messages of one person, or of one browser with links."""
    questions: Rate | None
    """New conversations of one person."""
    company: Rate | None
    """Both together, of everybody at one company."""
    signs: Rate | None
    """Typing, presence and read marks of one person."""

    @classmethod
    def from_environment(cls) -> "Rates":
        """Raises `ValueError` with a sentence when one cannot be read."""
        return cls(
            person=Rate.from_environment("OASE_RATE_PERSON", "10/40"),
            questions=Rate.from_environment("OASE_RATE_QUESTIONS", "1/10"),
            company=Rate.from_environment("OASE_RATE_COMPANY", "2000/4000"),
            signs=Rate.from_environment("OASE_RATE_SIGNS", "20/40"),
        )


def name_of(identity: Identity) -> str:
    """Whom to count: the person, else all the links of a browser as one."""
    if identity.person_id is not None:
        return f"person:{identity.person_id}"
    return " ".join(sorted(identity.readers))


def too_often(wait: float) -> Problem:
    """Nothing was stored; in `wait` seconds it will be."""
    seconds = max(1, round(wait + 0.5))
    sentence = ngettext(
        "That was a lot at once. Please wait %(seconds)d second and send it again.",
        "That was a lot at once. Please wait %(seconds)d seconds and send it again.",
        seconds,
    )
    return later(429, "too-often", sentence % {"seconds": seconds}, seconds)
