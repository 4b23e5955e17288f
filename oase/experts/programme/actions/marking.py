"""A free answer is marked by somebody who knows: staff of the company, or a senior expert on the topic."""

from django.db import transaction
from django.utils.translation import gettext as _

from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused, clean_text
from oase.experts.programme.deciding import decide
from oase.experts.programme.hiding import hidden
from oase.experts.programme.models import Attempt, DrawnQuestion, Question
from oase.experts.programme.rules import may_mark
from oase.experts.programme.scoring import FULL
from oase.jobs import clock
from oase.people.models import Person

LONGEST_REMARK = 1000


@transaction.atomic
def mark(*, by: Person, drawn_id: int, points: int, remark: str = "") -> Attempt:
    """Give a free answer 0 to 100 points and a word for its writer. With the last one the test is decided.

    Raises:
        NotAllowed: they may not mark it, or it is no free answer that was handed in.
        Refused: it is marked already, the points or the remark cannot stand, or the remark cannot be shielded.
    """
    drawn = (
        DrawnQuestion.objects.select_related("question", "attempt__topic__company")
        .filter(pk=drawn_id, question__kind=Question.FREE, attempt__handed_in_at__isnull=False)
        .first()
    )
    if drawn is None or not may_mark(by, drawn):
        raise NotAllowed("nothing for them to mark")
    attempt = Attempt.objects.select_for_update(of=("self",)).select_related("topic__company").get(pk=drawn.attempt_id)
    drawn.refresh_from_db(fields=["points"])
    if drawn.points is not None or attempt.decided_at is not None:
        raise Refused(_("Somebody marked this a moment ago. Thank you all the same."))
    if points not in range(FULL + 1):
        raise Refused(_("Please give between 0 and %(most)d points.") % {"most": FULL})
    if len(remark) > LONGEST_REMARK:
        raise Refused(_("Please keep your remark under %(most)d characters.") % {"most": LONGEST_REMARK})
    drawn.points, drawn.marked_by, drawn.marked_at = points, by, clock.now()
    if remark.strip():
        drawn.remark = hidden(clean_text(remark), attempt.topic.company)
    drawn.save(update_fields=["points", "marked_by", "marked_at", "remark"])
    return decide(attempt, told=True)
