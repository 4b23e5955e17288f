"""What the head of a concern shows of its shape, and when it may come back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from oase.companies.models import Membership
from oase.conversations.models import Assignment, Conversation
from oase.conversations.rules import SECOND_LEVEL
from oase.jobs import clock
from oase.second_level.shaping.queries import (
    joined_with,
    snooze_of,
    split_beside,
    tags_on,
    tags_visible_to,
)

MORNING = 8
AFTERNOON = 14


@dataclass(frozen=True)
class Moment:
    """A time to come back at, as it is offered: `key` is what the form sends."""

    key: str
    words: str
    at: datetime


def shape(membership: Membership, conversation: Conversation, assignment: Assignment | None) -> dict[str, Any]:
    """Tags, whether it is put aside, and what is joined with it; what cannot be done is not offered."""
    ours = assignment is not None and assignment.level in SECOND_LEVEL
    mine = assignment is not None and assignment.holder_id == membership.person_id
    on = tags_on(conversation, membership)
    known = {tag.pk for tag in on}
    return {
        "tags": on,
        "other_tags": [tag for tag in tags_visible_to(membership) if tag.pk not in known],
        "snooze": snooze_of(conversation, membership) if mine else None,
        "moments": moments() if mine else [],
        "joined": joined_with(conversation, membership),
        "beside": split_beside(conversation, membership),
        "shapeable": ours,
    }


def moments() -> list[Moment]:
    """When something may come back, soonest first: in the page's own time zone."""
    now = timezone.localtime(clock.now())
    today = now.replace(minute=0, second=0, microsecond=0)
    tomorrow = (today + timedelta(days=1)).replace(hour=MORNING)
    monday = (today + timedelta(days=7 - today.weekday())).replace(hour=MORNING)
    offered = [
        Moment("hour", _("in an hour"), now + timedelta(hours=1)),
        Moment("afternoon", _("this afternoon"), today.replace(hour=AFTERNOON)),
        Moment("tomorrow", _("tomorrow morning"), tomorrow),
        Moment("monday", _("on Monday"), monday),
        Moment("week", _("in a week"), tomorrow + timedelta(days=6)),
    ]
    soonest = now + timedelta(minutes=30)
    return [one for one in offered if one.at > soonest and (one.key != "monday" or one.at > tomorrow)]
