"""What the templates of the second level need, part by part; a page and its live fragments share them."""

from typing import Any
from uuid import uuid4

from django.utils.translation import get_language

from oase.companies.models import Membership
from oase.conversations.choices.showing import consents_visible_to_staff
from oase.conversations.drafts import draft_of
from oase.conversations.meanwhile import known_at
from oase.conversations.models import Assignment, Conversation, Message
from oase.conversations.progress import progress_of
from oase.conversations.queries import assignment_of
from oase.conversations.rules import SECOND_LEVEL
from oase.experts.reputation.reporting import experts_in
from oase.portals.look.signs import sent_mark
from oase.portals.office import inbox
from oase.portals.office.forms import TEAM
from oase.portals.office.goodwill.panel import panel
from oase.portals.office.shaping.shown import shape
from oase.portals.office.showing import holder_words, name_of, picture_of, thread_of
from oase.portals.office.writing.begun import held_by_colleague, macros
from oase.second_level.actions import contact_for, originals_for
from oase.second_level.mentions.queries import named_by
from oase.second_level.queries import (
    earlier_visible_to,
    purpose_given_by,
    purposes_visible_to,
    takers_visible_to,
    teams_of,
)
from oase.second_level.rules import leads


def frame(membership: Membership, view: str) -> dict[str, Any]:
    """What every page needs."""
    return {"membership": membership, "company": membership.company, "view": view, "leads": leads(membership)}


def views(membership: Membership, view: str) -> dict[str, Any]:
    """The views with their live counts."""
    return frame(membership, view) | inbox.views(membership, view)


def queue(membership: Membership, view: str, **place: Any) -> dict[str, Any]:
    """One view of the inbox, as `inbox.queue` reads it."""
    return frame(membership, view) | inbox.queue(membership, view, **place)


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
        "consents": consents_visible_to_staff(conversation, get_language() or "de"),
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
    colleague = held_by_colleague(membership, conversation)
    started: dict[str, Any] = {
        "conversation": conversation,
        "name": name_of(conversation),
        "client_id": uuid4(),
        # What a colleague holds is answered by them: beside it one begins with a note.
        "audience": draft.audience if draft else Message.STAFF if colleague else Message.CONVERSATION,
        "in_place_of": colleague,
        "text": draft.text if draft else "",
        "known": known,
    }
    return frame(membership, view) | started | typed


def hand_over(membership: Membership, conversation: Conversation, view: str, **typed: Any) -> dict[str, Any]:
    """Colleagues who could take it, those closest to the customer first, and teams in which one of them is."""
    assignment = assignment_of(conversation)
    holder_id = assignment.holder_id if assignment else None
    takers = takers_visible_to(membership, conversation, holder_id)
    asked = {
        "takers": takers,
        "teams": [(f"{TEAM}{one.pk}", one.name) for one in teams_of(takers)],
        "chosen": str(takers[0].pk) if takers else "",
        "note": "",
    }
    return frame(membership, view) | {"conversation": conversation, "hand_over": asked | typed}


def case(membership: Membership, conversation: Conversation, view: str, **place: str) -> dict[str, Any]:
    """The whole page of one concern; `place` says which page of the view stands beside it."""
    shown = views(membership, view)
    return (
        shown
        | queue(membership, view, current=conversation.pk, counts=shown["counts"], **place)
        | head(membership, conversation, view)
        | thread(membership, conversation, view)
        | customer(membership, conversation, view)
        | hand_over(membership, conversation, view)
        | writing(membership, conversation, view)
        | macros(membership)
    )
