"""A test that was handed in becomes points, and points a decision. The caller holds the attempt's lock."""

from oase.experts.programme.granting import grant
from oase.experts.programme.models import Attempt, Question
from oase.experts.programme.noticing import put, result_notice
from oase.experts.programme.scoring import FULL, is_reached, percent_of, points_of
from oase.jobs import clock


def mark_what_needs_nobody(attempt: Attempt) -> None:
    """Give the points of everything but free answers; an empty free answer gets none."""
    for drawn in attempt.drawn.select_related("question__solution").filter(points=None):
        if drawn.question.kind != Question.FREE:
            right = drawn.question.solution.right
            drawn.points = points_of(drawn.question.kind, right=right, shuffle=drawn.shuffle, answer=drawn.answer)
        elif not drawn.words:
            drawn.points = 0
        drawn.save(update_fields=["points"])


def decide(attempt: Attempt, *, told: bool) -> Attempt:
    """Decide a test as soon as it can be: all is marked, or full marks for the rest would not reach the pass mark.

    Whoever waits for it elsewhere is `told` by a notice. A passed test grants the qualification.
    """
    points = list(attempt.drawn.values_list("points", flat=True))
    given, still_open = sum(one for one in points if one is not None), points.count(None)
    reached = is_reached(given, len(points), attempt.pass_percent)
    if still_open and is_reached(given + still_open * FULL, len(points), attempt.pass_percent):
        return attempt
    attempt.decided_at, attempt.passed = clock.now(), reached
    attempt.percent = percent_of(given, len(points))
    attempt.save(update_fields=["decided_at", "passed", "percent"])
    if reached:
        grant(attempt)
    if told:
        put([result_notice(attempt)])
    return attempt
