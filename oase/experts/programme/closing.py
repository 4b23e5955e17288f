"""A test whose time is over hands itself in, with what was kept until then."""

from datetime import timedelta

from oase.experts.programme.deciding import decide, mark_what_needs_nobody
from oase.experts.programme.models import Attempt
from oase.jobs import clock


def close_if_over(attempt: Attempt, *, grace: timedelta) -> Attempt:
    """Hand a running test in when its time and the `grace` are over. The caller holds its lock or its expert's."""
    if attempt.handed_in_at is not None or clock.now() <= attempt.due_at + grace:
        return attempt
    attempt.handed_in_at = attempt.due_at
    attempt.save(update_fields=["handed_in_at"])
    mark_what_needs_nobody(attempt)
    return decide(attempt, told=True)
