"""Whether an expert is there, by switch, pause and hours. Kept in `Expert.there`, where matching looks."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from oase.experts.availability.hours import Hours, Span
from oase.experts.availability.models import Availability, ExpertHours, Pause
from oase.experts.matching.standing import measure
from oase.experts.models import Expert
from oase.jobs import clock


@dataclass(frozen=True)
class Presence:
    """What says whether somebody is there. `paused` without `paused_until`: until they say that they are back."""

    switched_on: bool = True
    hours: Hours = field(default_factory=Hours)
    paused: bool = False
    paused_until: datetime | None = None
    beyond_until: datetime | None = None

    def pauses(self, now: datetime) -> bool:
        """Whether a pause still lasts."""
        return self.paused and (self.paused_until is None or now < self.paused_until)

    def is_beyond(self, now: datetime) -> bool:
        """Whether they said that they are here, whatever their hours say."""
        return self.beyond_until is not None and now < self.beyond_until

    def there(self, now: datetime) -> bool:
        """Whether they can be asked at `now`."""
        return self.switched_on and not self.pauses(now) and (self.is_beyond(now) or self.hours.hold(now))

    def look_at(self, now: datetime) -> datetime | None:
        """When time alone may change that; None while it cannot."""
        if not self.switched_on or (self.paused and self.paused_until is None):
            return None
        if self.pauses(now):
            return self.paused_until
        turns = [self.hours.until(now) if self.hours.hold(now) else self.hours.next(now)]
        if self.is_beyond(now):
            turns.append(self.beyond_until)
        return min((turn for turn in turns if turn is not None), default=None)


def presences_of(experts: Collection[Expert]) -> dict[int, Presence]:
    """What says whether these are there, by person: three statements, however many they are."""
    people = [one.pk for one in experts]
    spans: dict[int, list[Span]] = {}
    for row in ExpertHours.objects.filter(person__in=people):
        spans.setdefault(row.person_id, []).append(Span(row.weekday, row.begins, row.ends))
    pauses = {row.person_id: row for row in Pause.objects.filter(person__in=people)}
    beyond = dict(Availability.objects.filter(person__in=people).values_list("person_id", "beyond_until"))
    return {
        one.pk: Presence(
            switched_on=one.available,
            hours=Hours(tuple(spans.get(one.pk, ())), one.time_zone),
            paused=one.pk in pauses,
            paused_until=pauses[one.pk].until if one.pk in pauses else None,
            beyond_until=beyond.get(one.pk),
        )
        for one in experts
    }


@transaction.atomic
def keep(expert_ids: Collection[int]) -> int:
    """Bring `Expert.there` up to the clock for these experts, and note when to look again; how many changed.

    Called by every change of what it is made of, in the same transaction: the expert's own row is locked first, so
    that a change and the clock come one after the other.
    """
    experts = list(Expert.objects.select_for_update(no_key=True).filter(pk__in=list(expert_ids)).order_by("pk"))
    now, presences = clock.now(), presences_of(experts)
    Pause.objects.filter(person__in=presences, until__lte=now).delete()
    Availability.objects.filter(person__in=presences, beyond_until__lte=now).update(beyond_until=None)
    Availability.objects.bulk_create(
        [Availability(person_id=pk, look_at=one.look_at(now)) for pk, one in presences.items()],
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["look_at"],
    )
    changed = [one.pk for one in experts if one.there != presences[one.pk].there(now)]
    for there in (True, False):
        which = [pk for pk in changed if presences[pk].there(now) is there]
        Expert.objects.filter(pk__in=which).update(there=there)
    if changed:
        measure(changed)
    return len(changed)


AT_ONCE = 500


def keep_due() -> int:
    """Look at those for whom the time has come; how many changed."""
    changed = 0
    while due := list(
        Availability.objects.filter(look_at__lte=clock.now()).order_by("look_at").values_list("pk", flat=True)[:AT_ONCE]
    ):
        changed += keep(due)
        # Whoever is no expert any more has nothing to be looked at for.
        Availability.objects.filter(pk__in=due, person__expert=None).update(look_at=None)
    return changed
