"""How many points an answer gets, and whether a test is passed. Pure; whole numbers only, so that a mark can be met."""

from collections.abc import Sequence

FULL = 100
"""The points of one question."""


def points_of(kind: str, *, right: Sequence[int], shuffle: Sequence[int], answer: Sequence[int] | None) -> int:
    """The points of a chosen or ordered answer: all or none.

    `right` are places as they were written; `answer` are places as they were shown, which `shuffle` leads back.
    """
    if not answer:
        return 0
    meant = [shuffle[place] for place in answer]
    same = meant == list(right) if kind == "order" else sorted(meant) == sorted(right)
    return FULL if same else 0


def is_reached(points: int, questions: int, pass_percent: int) -> bool:
    """Whether `points` of `questions` reach the pass mark; meeting it exactly does."""
    return points * FULL >= pass_percent * questions * FULL


def percent_of(points: int, questions: int) -> int:
    """The share of all points in whole percent, never more than there is."""
    return points // questions if questions else 0
