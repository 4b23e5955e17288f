"""What of an expert's reputation goes when they are forgotten: what they said and showed; decisions stay, nameless."""

from oase.experts.reputation.models import Appeal, Appointment, Opening, PublicPage, Suspension


def forget(expert_id: int) -> int:
    """Delete what is theirs alone, and empty the words exchanged with them; how many rows.

    Alarms stay, as they say what of others was read; they point at an empty row then.
    """
    gone = 0
    for rows in (
        PublicPage.objects.filter(expert_id=expert_id),
        Appointment.objects.filter(expert_id=expert_id),
        Opening.objects.filter(expert_id=expert_id),
    ):
        gone += rows.count()
        rows.delete()
    Appeal.objects.filter(suspension__expert_id=expert_id).update(words="", reply="")
    Suspension.objects.filter(expert_id=expert_id).update(words="")
    return gone
