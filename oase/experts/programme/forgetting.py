"""What goes with an expert who leaves; where others were marked by them, only the marks stay."""

from oase.experts.programme.models import Acknowledgement, Application, Attempt, ProgrammeNotice


def forget(expert_id: int) -> int:
    """Delete everything an expert said, read and was told in the programme; how many rows."""
    return sum(
        rows.delete()[0]
        for rows in (
            Application.objects.filter(expert_id=expert_id),
            Acknowledgement.objects.filter(expert_id=expert_id),
            Attempt.objects.filter(expert_id=expert_id),
            ProgrammeNotice.objects.filter(expert_id=expert_id),
        )
    )
