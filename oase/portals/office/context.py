"""What the templates of the second level need, part by part; a page and its live fragments share them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import uuid4

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from oase.companies.models import Membership
from oase.conversations.drafts import draft_of
from oase.conversations.meanwhile import known_at
from oase.conversations.models import Assignment, Conversation, Message
from oase.conversations.progress import new_to_staff, progress_of
from oase.conversations.queries import (
    VIEWS,
    assignment_of,
    counts_visible_to,
    rows_visible_to,
)
from oase.conversations.rules import SECOND_LEVEL
from oase.experts.reputation.reporting import experts_in
from oase.portals.look.signs import sent_mark
from oase.portals.office.goodwill.panel import panel
from oase.portals.office.rows import rows_of
from oase.portals.office.shaping.shown import shape
from oase.portals.office.showing import holder_words, name_of, picture_of, row_of, thread_of
from oase.portals.office.writing.begun import macros
from oase.second_level.actions import contact_for, originals_for
from oase.second_level.mentions.queries import named_by
from oase.second_level.queries import (
    earlier_visible_to,
    purpose_given_by,
    purposes_visible_to,
    takers_visible_to,
)
from oase.second_level.rules import leads

A_PAGE = 50
VIEW_WORDS = {
    "mine": (_("Mine"), "inbox"),
    "late": (_("Late"), "clock"),
    "waiting": (_("Waiting for us"), "hourglass"),
    "team": (_("Nobody's yet"), "hand"),
    "experts": (_("With experts"), "users-round"),
    "open": (_("All open"), "list"),
    "solved": (_("Solved"), "check"),
}


def frame(membership: Membership, view: str) -> dict[str, Any]:
    """What every page needs."""
    return {"membership": membership, "company": membership.company, "view": view, "leads": leads(membership)}


def views(membership: Membership, view: str) -> dict[str, Any]:
    """The views with their live counts."""
    counts = counts_visible_to(membership)
    shown = [
        {"key": key, "name": VIEW_WORDS[key][0], "icon": VIEW_WORDS[key][1], "count": counts[key]} for key in VIEWS
    ]
    return frame(membership, view) | {"mine": shown[:4], "all": shown[4:], "counts": counts}


@dataclass(frozen=True)
class Listed:
    """One view of the inbox as a paginator asks for it: its rows are read when they are sliced."""

    membership: Membership
    view: str
    counts: Mapping[str, int]

    def __len__(self) -> int:
        return self.counts[self.view]

    def __getitem__(self, place: slice) -> list[Conversation]:
        first, last = place.start or 0, len(self) if place.stop is None else place.stop
        # Always a whole page, so that the statement is the same; what came after the count was taken is left out.
        return (
            rows_visible_to(self.membership, self.view, first, first + A_PAGE)[: last - first] if last > first else []
        )


def queue(
    membership: Membership,
    view: str,
    *,
    page: str | int | None = 1,
    current: object = None,
    counts: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """One view of the inbox; `current` is the id of the concern that is open beside it, `counts` of the views."""
    counted = counts_visible_to(membership) if counts is None else counts
    listed = Paginator(cast(Sequence[Conversation], Listed(membership, view, counted)), A_PAGE).get_page(page)
    new = new_to_staff(membership.person_id, [conversation.pk for conversation in listed])
    return frame(membership, view) | {
        "rows": rows_of(
            [row_of(conversation, membership, new.get(conversation.pk, 0)) for conversation in listed],
            address=f"?view={view}" + (f"&page={listed.number}" if listed.number > 1 else ""),
            slug=membership.company.slug,
            current=str(current or ""),
        ),
        "page": listed,
        "current": str(current or ""),
        "view_name": VIEW_WORDS[view][0],
    }


def head(membership: Membership, conversation: Conversation, view: str) -> dict[str, Any]:
    """Who has it, what is promised, and what this member can do about it."""
    assignment = assignment_of(conversation)
    shown = frame(membership, view) | shape(membership, conversation, assignment)
    return shown | {
        "conversation": conversation,
        "name": name_of(conversation),
        "picture": picture_of(conversation),
        "assignment": assignment,
        "holder": holder_words(assignment, membership.person_id),
        "is_mine": assignment is not None and assignment.holder_id == membership.person_id,
        "is_ours": assignment is not None and assignment.level in SECOND_LEVEL,
        "late_before": assignment.late_since if assignment is not None else None,
        "named_by": named_by(membership, conversation),
        "our_turn": assignment is not None and assignment.turn == Assignment.HOLDER,
    }


def thread(membership: Membership, conversation: Conversation, view: str) -> dict[str, Any]:
    """The history, with originals in place when this member said what for."""
    originals = originals_for(conversation=conversation, membership=membership)
    told = progress_of(conversation.pk)
    return frame(membership, view) | {
        "conversation": conversation,
        "mark": sent_mark(told.answered, told.asked, delivered=told.customer_delivered, read=told.customer_read),
        "thread": thread_of(conversation, membership, originals),
    }


def customer(membership: Membership, conversation: Conversation, view: str) -> dict[str, Any]:
    """Who asks, who cares for them, what they asked before, and how they can be reached once that is asked for."""
    return frame(membership, view) | {
        "conversation": conversation,
        "name": name_of(conversation),
        "earlier": earlier_visible_to(membership, conversation),
        "contact": contact_for(conversation=conversation, membership=membership),
        "purpose_given": purpose_given_by(membership, conversation),
        "purposes": purposes_visible_to(membership),
        "experts": experts_in(conversation.pk, besides=membership.person_id),
        **panel(membership, conversation),
    }


def writing(membership: Membership, conversation: Conversation, view: str, **typed: Any) -> dict[str, Any]:
    """The composer, empty or with the draft; `typed` keeps what was sent and refused."""
    draft = None if "text" in typed else draft_of(membership.person_id, conversation.pk)
    known = conversation.last_seq
    if draft is not None:
        known = known_at(conversation.pk, draft.saved_at, author_id=membership.person_id, last_seq=known)
    started: dict[str, Any] = {
        "conversation": conversation,
        "name": name_of(conversation),
        "client_id": uuid4(),
        "audience": draft.audience if draft else Message.CONVERSATION,
        "text": draft.text if draft else "",
        "known": known,
    }
    return frame(membership, view) | started | typed


def hand_over(membership: Membership, conversation: Conversation, view: str, **typed: Any) -> dict[str, Any]:
    """Colleagues who could take it, those closest to the customer first."""
    assignment = assignment_of(conversation)
    holder_id = assignment.holder_id if assignment else None
    takers = takers_visible_to(membership, conversation, holder_id)
    asked = {"takers": takers, "chosen": takers[0].pk if takers else None, "note": ""}
    return frame(membership, view) | {"conversation": conversation, "hand_over": asked | typed}


def case(
    membership: Membership, conversation: Conversation, view: str, *, page: str | int | None = 1
) -> dict[str, Any]:
    """The whole page of one concern."""
    shown = views(membership, view)
    return (
        shown
        | queue(membership, view, page=page, current=conversation.pk, counts=shown["counts"])
        | head(membership, conversation, view)
        | thread(membership, conversation, view)
        | customer(membership, conversation, view)
        | hand_over(membership, conversation, view)
        | writing(membership, conversation, view)
        | macros(membership)
    )
