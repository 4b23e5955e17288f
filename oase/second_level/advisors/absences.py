"""Being away: planned, or from this moment on; and being back.

First it is said, in a short transaction of its own that waits for whoever is just giving them something; then what they
hold moves, one concern after the other. What an interruption leaves is finished by the job.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.models import Membership
from oase.companies.presence import about_to_go
from oase.companies.queries import staff_ids
from oase.companies.words import NotAllowed, Refused, Wrong, clean_line
from oase.jobs import clock
from oase.live.notify import Poke, person, poke
from oase.privacy import vault
from oase.second_level.advisors.models import Absence
from oase.second_level.advisors.standing_in import bring_back, pass_all
from oase.second_level.rules import leads

LONGEST_REASON = 200
LONGEST = timedelta(days=3 * 366)
"""Three years: a parent's leave. What lies further ahead is a slip of the keyboard."""
AWAY = "away"


def set_away(*, membership: Membership, until: datetime | None, by: Membership | None = None) -> int:
    """Be away from now until then, or with None be back; how many concerns moved to others, or came back.

    `by` is who says it for them: somebody who leads the team may.

    Raises:
        NotAllowed: they are no longer on the staff, or `by` may not say so.
        Refused: `until` lies in the past, or too far ahead.
    """
    if until is None:
        _is_back(membership, by or membership)
        return bring_back(membership)
    began = _goes(membership, until, by or membership)
    return pass_all(membership, reason=AWAY, before=began)


@transaction.atomic
def _goes(membership: Membership, until: datetime, by: Membership) -> datetime:
    now = _stand_still(membership, by)
    if until <= now:
        raise Wrong("until", _("Please choose a time that lies ahead."))
    _check_length(now, until, "until")
    running = Absence.objects.filter(membership=membership, over_at=None).exclude(began_at=None).first()
    for later in Absence.objects.filter(membership=membership, began_at=None, over_at=None, starts_at__lt=until):
        until = max(until, later.ends_at)
        later.delete()
    if running is None:
        moment = clock.now()
        Absence.objects.create(membership=membership, starts_at=now, ends_at=until, by=by.person, began_at=moment,
                               planned_at=moment)  # fmt: skip
    else:
        running.ends_at = until
        running.save(update_fields=["ends_at"])
    _mirror(membership)
    # What is being given to them in this very moment was waited for; it began before this.
    return clock.now()


@transaction.atomic
def _is_back(membership: Membership, by: Membership) -> None:
    now = _stand_still(membership, by)
    Absence.objects.filter(membership=membership, over_at=None).exclude(began_at=None).update(over_at=now)
    _mirror(membership)


@transaction.atomic
def plan_absence(
    *, membership: Membership, starts_at: datetime, ends_at: datetime, reason: str = "", by: Membership | None = None
) -> Absence:
    """Say that somebody will be away; on time everything passes to their deputies by itself, and back afterwards.

    The `reason` is theirs alone: sealed under their key, and nobody else may write one.

    Raises:
        NotAllowed: no longer on the staff, or `by` may not say so.
        Refused: it ends before it begins, begins in the past, is too long, or overlaps with another one.
    """
    author = by or membership
    now = _stand_still(membership, author)
    if ends_at <= starts_at:
        raise Wrong("ends_at", _("An absence ends after it begins: please look at the times again."))
    if starts_at <= now:
        raise Wrong("starts_at", _("This begins in the past. To be away from now on, choose “I am away”."))
    _check_length(now, ends_at, "ends_at")
    other = Absence.objects.filter(
        membership=membership, over_at=None, starts_at__lt=ends_at, ends_at__gt=starts_at
    ).first()
    if other is not None:
        raise Wrong("starts_at", _already(membership, author))
    words = clean_line(reason)
    if words and author.pk != membership.pk:
        raise NotAllowed("a reason is one's own")
    if len(words) > LONGEST_REASON:
        raise Wrong("reason", _("Please put it in %(n)s characters.") % {"n": LONGEST_REASON})
    absence = Absence(
        membership=membership, starts_at=starts_at, ends_at=ends_at, by=author.person, planned_at=clock.now()
    )
    if words:
        absence.sealed = vault.seal_in_place(words, person_id=membership.person_id, bound_to=_bound(membership))
    absence.save()
    _mirror(membership)
    return absence


def _already(membership: Membership, author: Membership) -> str:
    if author.pk == membership.pk:
        return _("You are away then already. Please change or delete the other absence first.")
    words = _("%(name)s is away then already. Please take the other absence back first.")
    return words % {"name": membership.person.first_name}


@transaction.atomic
def cancel_absence(*, absence_id: int, by: Membership) -> None:
    """What was planned is not: the row goes. One that has begun is ended by coming back.

    Raises:
        NotAllowed: there is none, or `by` may not.
        Refused: it has begun.
    """
    absence = Absence.objects.select_related("membership__person").filter(pk=absence_id, over_at=None).first()
    if absence is None:
        raise NotAllowed("no such absence")
    _stand_still(absence.membership, by)
    absence.refresh_from_db()
    if absence.began_at is not None:
        raise Refused(_("This absence has begun. Say that you are back instead."))
    absence.delete()
    _mirror(absence.membership)


def reason_of(absence: Absence, reader: Membership) -> str:
    """Why, for the one who wrote it; empty for everybody else, and once it does not open any more."""
    if absence.sealed is None or absence.membership_id != reader.pk:
        return ""
    try:
        return vault.open_in_place(bytes(absence.sealed), person_id=reader.person_id, bound_to=_bound(reader))
    except vault.VaultError:
        return ""


def begin(absence: Absence) -> int:
    """A planned absence begins: what they hold moves; how many. Doing it twice is doing it once."""
    with transaction.atomic():
        about_to_go(absence.membership.company_id)
        absence.refresh_from_db()
        now = clock.now()
        if absence.began_at is not None or absence.over_at is not None or absence.starts_at > now:
            return 0
        if absence.ends_at <= now:  # nobody was there to begin it, and it is over
            absence.over_at = now
        absence.began_at = now
        absence.save(update_fields=["began_at", "over_at"])
        _mirror(absence.membership)
    return pass_all(absence.membership, reason=AWAY, before=now) if absence.over_at is None else 0


def end(absence: Absence) -> int:
    """An absence is over by the clock: what others held because of it comes back; how many."""
    with transaction.atomic():
        about_to_go(absence.membership.company_id)
        absence.refresh_from_db()
        if absence.over_at is not None or absence.ends_at > clock.now():
            return 0
        absence.over_at = clock.now()
        absence.save(update_fields=["over_at"])
        _mirror(absence.membership)
    return bring_back(absence.membership)


def _stand_still(membership: Membership, by: Membership) -> datetime:
    """What time it is once nobody gives them anything any more; `membership` is read anew."""
    about_to_go(membership.company_id)
    membership.refresh_from_db()
    if membership.left_at is not None:
        raise NotAllowed("no longer on the staff")
    if by.pk != membership.pk and not (by.company_id == membership.company_id and by.left_at is None and leads(by)):
        raise NotAllowed("only oneself, or who leads the team")
    return clock.now()


def _check_length(now: datetime, until: datetime, field: str) -> None:
    if until > now + LONGEST:
        raise Wrong(field, _("That is more than three years ahead. Please look at the year again."))


def _mirror(membership: Membership) -> None:
    """Write onto the membership what its absences say, so that whoever assigns need not ask; tell the team."""
    open_ones = list(Absence.objects.filter(membership=membership, over_at=None).order_by("starts_at"))
    running = [one for one in open_ones if one.began_at is not None]
    membership.away_until = running[-1].ends_at if running else None
    ahead = [one for one in open_ones if one.began_at is None]
    membership.planned = [[one.starts_at.isoformat(), one.ends_at.isoformat()] for one in ahead]
    membership.save(update_fields=["away_until", "planned"])
    staff = tuple(person(one) for one in staff_ids(membership.company_id))
    poke([Poke(f"office:{membership.company_id}", 0, staff)])


def _bound(membership: Membership) -> str:
    return f"absence:{membership.pk}"
