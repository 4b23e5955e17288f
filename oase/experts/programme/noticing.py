"""What experts are told about their programme: a row that stands on their page and goes out by mail, once."""

from collections.abc import Iterable

from oase.experts.models import Qualification
from oase.experts.programme.models import Attempt, ProgrammeNotice
from oase.jobs import clock


def put(notices: Iterable[ProgrammeNotice]) -> None:
    """Write notices; one whose key is there already is not written again."""
    ProgrammeNotice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=1000)


def lapse_notice(qualification: Qualification, reason: str, *, lapsed: bool = False) -> ProgrammeNotice:
    """That a qualification will end, or has ended. One for each end, whatever the reason was."""
    end, now = qualification.lapses_at, clock.now()
    if end is None:
        raise ValueError("it does not lapse")
    kind = ProgrammeNotice.LAPSED if lapsed else ProgrammeNotice.LAPSES
    return ProgrammeNotice(
        expert_id=qualification.expert_id,
        topic_id=qualification.topic_id,
        kind=kind,
        reason=reason,
        lapses_at=end,
        key=lapse_key(kind, qualification),
        at=now,
        not_before=now,
    )


def lapse_key(kind: str, qualification: Qualification) -> str:
    """What makes it one notice: whose, of which topic, and which end, in microseconds since 1970 (as `lapsing.py`)."""
    end = qualification.lapses_at
    microseconds = round(end.timestamp() * 1_000_000) if end else 0
    return f"{kind}:{qualification.expert_id}:{qualification.topic_id}:{microseconds}"


def result_notice(attempt: Attempt) -> ProgrammeNotice:
    """How a test ended that was decided while nobody looked."""
    kind = ProgrammeNotice.PASSED if attempt.passed else ProgrammeNotice.FAILED
    now = clock.now()
    return ProgrammeNotice(
        expert_id=attempt.expert_id,
        topic_id=attempt.topic_id,
        kind=kind,
        key=f"{kind}:{attempt.pk}",
        at=now,
        not_before=now,
    )
