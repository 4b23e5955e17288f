"""The views that every inbox has, as branches of the listing."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from oase.companies.models import Membership
from oase.conversations.listing.branches import DUE, OPENED, SNOOZED, SOLVED, TURN, View, Where
from oase.jobs import clock

OURS: Final = Where("NOT with_experts")
EXPERTS: Final = Where("with_experts")
OUR_TURN: Final = Where("NOT customers_turn")
AWAKE: Final = Where("snoozed_until IS NULL")
# Named in a note, neither ticked off nor answered since, as `mentions.queries.open_mentions_of` has it.
NAMED: Final = """conversation_id IN (
    SELECT named.conversation_id FROM oase_mention named JOIN oase_message note ON note.id = named.message_id
     WHERE named.person_id = %s::bigint AND named.done_at IS NULL AND NOT EXISTS (
           SELECT FROM oase_message later WHERE later.conversation_id = named.conversation_id
              AND later.author_id = named.person_id AND later.seq > note.seq))"""


def staff_of(member: Membership) -> Where:
    """The member's company without what they have there as a customer themself."""
    return Where("company_id = %s::bigint AND person_id <> %s::bigint", (member.company_id, member.person_id))


def still_open(member: Membership) -> Where:
    return staff_of(member) & Where("is_open")


def held_by(holder_id: int | None) -> Where:
    """In the second level, held by this person, or by nobody."""
    if holder_id is None:
        return OURS & Where("holder_id IS NULL")
    return OURS & Where("holder_id = %s::bigint", (holder_id,))


def _mine(member: Membership, now: datetime) -> View:
    return View((still_open(member) & held_by(member.person_id) & AWAKE,), TURN)


def _mentioned(member: Membership, now: datetime) -> View:
    there = staff_of(member) & Where("(is_open OR solved_at IS NOT NULL)")
    return View((there & Where(NAMED, (member.person_id,)),), OPENED)


def _team(member: Membership, now: datetime) -> View:
    teams = sorted(team.pk for team in member.teams.all())
    return View(tuple(still_open(member) & OURS & Where("team_id = %s::bigint", (one,)) for one in teams), TURN)


def late_branches(member: Membership, now: datetime) -> tuple[Where, ...]:
    """Whose customer waits longer than they were promised, in the order of `DUE`."""
    there = still_open(member) & OUR_TURN
    over = Where("due_at <= %s::timestamptz", (now,))
    # What lapsed once and is promised anew stays late until it is answered.
    before = Where("late_since IS NOT NULL AND due_at > %s::timestamptz", (now,))
    return there & OURS & over, there & EXPERTS & over, there & before


def _late(member: Membership, now: datetime) -> View:
    return View(late_branches(member, now), DUE)


def _waiting(member: Membership, now: datetime) -> View:
    return View((still_open(member) & OURS & OUR_TURN,), DUE)


def _nobody(member: Membership, now: datetime) -> View:
    return View((still_open(member) & held_by(None),), TURN)


def _experts(member: Membership, now: datetime) -> View:
    return View((still_open(member) & EXPERTS,), TURN)


def _open(member: Membership, now: datetime) -> View:
    return View((still_open(member) & OURS, still_open(member) & EXPERTS), TURN)


def _snoozed(member: Membership, now: datetime) -> View:
    asleep = Where("snoozed_until IS NOT NULL")
    return View((still_open(member) & Where("holder_id = %s::bigint", (member.person_id,)) & asleep,), SNOOZED)


def _solved(member: Membership, now: datetime) -> View:
    return View((staff_of(member) & Where("solved_at IS NOT NULL"),), SOLVED)


VIEWS: Final[Mapping[str, Callable[[Membership, datetime], View]]] = {
    "mine": _mine,
    "mentioned": _mentioned,
    "team": _team,
    "late": _late,
    "waiting": _waiting,
    "nobody": _nobody,
    "snoozed": _snoozed,
    "experts": _experts,
    "open": _open,
    "solved": _solved,
}


def standing_view(member: Membership, key: str) -> View:
    """One of `VIEWS` for this member, as of now.

    Raises:
        KeyError: there is none of this name.
    """
    return VIEWS[key](member, clock.now())
