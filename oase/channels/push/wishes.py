"""What somebody wants to be told on their devices, and when not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _

from oase.channels.push.models import NoticeWishes
from oase.conversations.words import Refused
from oase.people.models import Person

ANSWERS, HANDS, OFFERS, HELD, LED, TEST = "answers", "hands", "offers", "held", "led", "test"
FOR_EVERYBODY, FOR_EXPERTS, FOR_HOLDERS, FOR_LEADERS = (ANSWERS, HANDS), (OFFERS,), (HELD,), (LED,)
KINDS = (*FOR_EVERYBODY, *FOR_EXPERTS, *FOR_HOLDERS, *FOR_LEADERS)
ZONE = "Europe/Berlin"


@dataclass(frozen=True)
class Wishes:
    """The wishes of one person; `quiet` are the two ends of their quiet hours on the clock of `zone`."""

    off: frozenset[str] = frozenset()
    quiet: tuple[time, time] | None = None
    zone: str = ZONE

    def wants(self, kind: str) -> bool:
        """Whether this kind is turned on; a notice somebody asked for just now always is."""
        return kind not in self.off

    def quiet_until(self, moment: datetime) -> datetime | None:
        """The end of the quiet hours that `moment` is in; None outside of them."""
        if self.quiet is None or self.quiet[0] == self.quiet[1]:
            return None
        begin, end = self.quiet
        here = moment.astimezone(ZoneInfo(self.zone))
        clock = here.time().replace(tzinfo=None)
        if begin < end:
            inside, over_midnight = begin <= clock < end, False
        else:
            inside, over_midnight = clock >= begin or clock < end, clock >= begin
        if not inside:
            return None
        day = here.date() + timedelta(days=1) if over_midnight else here.date()
        return datetime.combine(day, end, ZoneInfo(self.zone)).astimezone(UTC)


def wishes_of(person_id: int) -> Wishes:
    """What this person wants."""
    kept = NoticeWishes.objects.filter(pk=person_id).first()
    if kept is None:
        return Wishes()
    quiet = (
        (kept.quiet_from, kept.quiet_until) if kept.quiet_from is not None and kept.quiet_until is not None else None
    )
    return Wishes(frozenset(kept.off), quiet, kept.zone)


def save_wishes(
    *, person: Person, wanted: Collection[str], shown: Collection[str], quiet: tuple[time, time] | None, zone: str
) -> None:
    """Keep what somebody wants. Of the kinds that were `shown` those are off that are not among the `wanted`.

    Raises:
        Refused: there is no such time zone.
    """
    if zone not in available_timezones():
        raise Refused(_("Please choose a time zone from the list."))
    off = (wishes_of(person.pk).off - set(shown)) | (set(shown) - set(wanted))
    begin, end = quiet or (None, None)
    NoticeWishes.objects.update_or_create(
        person=person,
        defaults={"off": sorted(off & set(KINDS)), "quiet_from": begin, "quiet_until": end, "zone": zone},
    )
