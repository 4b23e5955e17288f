"""What goes with an expert who is forgotten; the answers that customers read stay theirs."""

from oase.experts.answers.models import SavedAnswer, Similar
from oase.experts.checks.models import AskedToCheck, Check


def forget(expert_id: int) -> int:
    """Delete what they kept and were asked, and what they remarked to others; how many rows."""
    gone, _ = SavedAnswer.objects.filter(expert_id=expert_id).delete()
    gone += Similar.objects.filter(expert_id=expert_id).delete()[0]
    gone += AskedToCheck.objects.filter(expert_id=expert_id).delete()[0]
    return gone + Check.objects.filter(checker_id=expert_id).exclude(remark="").update(remark="")
