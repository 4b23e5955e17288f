"""What each room holds about a person, in words for people and in keys for programs.

A room's part is one small function in a module here, or of a room above that calls `register`. `covers` names the
columns that lead to a person and are answered by it; a test walks all models and fails for one that nobody answers.
"""

from oase.service_cloud.export.parts import (
    asked,
    caring,
    checking,
    companies,
    earnings,
    expert,
    helping,
    leading,
    learning,
    person,
    reading,
    sealed,
    shaping,
    sign_in,
    standing,
    traces,
    work,
    writing,
)
from oase.service_cloud.export.parts.contract import NOT_EXPORTED, Part, Row, Section

_PARTS: list[Part] = [
    person.PART,
    sign_in.PART,
    companies.PART,
    caring.PART,
    writing.PART,
    expert.PART,
    learning.PART,
    work.PART,
    leading.PART,
    shaping.PART,
    earnings.PART,
    checking.PART,
    standing.PART,
    asked.PART,
    helping.PART,
    reading.PART,
    traces.PART,
    sealed.PART,
]


def register(part: Part) -> None:
    """Add what a room above keeps about people, once."""
    if part not in _PARTS:
        _PARTS.append(part)


def parts() -> tuple[Part, ...]:
    """Every part, in the order in which a person reads them."""
    return tuple(_PARTS)


__all__ = ["NOT_EXPORTED", "Part", "Row", "Section", "parts", "register"]
