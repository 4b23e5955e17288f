"""How a check ends by itself: the window closed, or the conversation left its author's hands. Safe to run twice."""

import logging
from uuid import UUID

from django.db import transaction

from oase.conversations.assignments import lock
from oase.conversations.models import Conversation
from oase.conversations.words import Refused
from oase.experts.checks.models import Check
from oase.experts.checks.sending import as_shielded_now, chose_since, close, holds, send
from oase.experts.checks.telling import tell_about
from oase.jobs import clock

log = logging.getLogger(__name__)
AT_ONCE = 200


def send_what_waited() -> int:
    """Let answers go out whose window ended, close what was overtaken; how many. One that fails holds up no other."""
    now, done = clock.now(), 0
    ended = Check.objects.filter(decided_at=None).exclude(assignment__ended_at=None).order_by("pk")
    waited = Check.objects.filter(decided_at=None, until_at__lte=now, assignment__ended_at=None).order_by("until_at")
    for check_id in [*ended.values_list("pk", flat=True)[:AT_ONCE], *waited.values_list("pk", flat=True)[:AT_ONCE]]:
        try:
            done += end_of_window(check_id)
        except Exception:  # the next round tries again, and a promise that lapses meanwhile moves on
            log.exception("check %s could not end", check_id)
            Check.objects.filter(pk=check_id, decided_at=None, failed_at=None).update(failed_at=clock.now())
    return done


@transaction.atomic
def end_of_window(check_id: int) -> bool:
    """End a check whose time is over, or whose conversation left its author's hands; false when another was faster."""
    found = Check.objects.filter(pk=check_id).values_list("assignment__conversation_id", flat=True).first()
    if found is None:
        return False
    conversation = lock(found)
    check = Check.objects.select_related("assignment", "author__person").get(pk=check_id)
    if check.decided_at is not None:
        return False
    if not holds(check):
        close(check, Check.OVERTAKEN)
        tell_about(check, conversation)
    elif check.until_at <= clock.now():
        send(check, conversation, Check.UNSEEN)
    else:
        return False
    return True


def shield_anew() -> int:
    """Shield the open checks again whose customer chose what is hidden meanwhile; how many. One that fails stays closed
    to seniors and holds up no other.
    """
    changed = 0
    for check in Check.objects.filter(decided_at=None, assignment__ended_at=None).order_by("pk")[:AT_ONCE]:
        if chose_since(check, Conversation(pk=check.assignment.conversation_id)):
            try:
                changed += _shielded_anew(check.pk, check.assignment.conversation_id)
            except Exception:  # the next round tries again
                log.exception("check %s could not be shielded anew", check.pk)
    return changed


@transaction.atomic
def _shielded_anew(check_id: int, conversation_id: UUID) -> bool:
    conversation = lock(conversation_id)
    check = Check.objects.get(pk=check_id)
    if check.decided_at is not None:
        return False
    try:
        body, shielded_at = as_shielded_now(check, conversation)
    except Refused:  # its words stay closed to seniors until the shield works again
        return False
    conversation.save(update_fields=["placeholders"])
    Check.objects.filter(pk=check.pk).update(body=body, shielded_at=shielded_at)
    tell_about(check, conversation)
    return True
