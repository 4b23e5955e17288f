"""What an expert may say about being asked. One transaction each; `Expert.there` follows in the same."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from zoneinfo import available_timezones

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from oase.conversations.words import Refused
from oase.experts.availability.hours import MIDNIGHT, Span, overlapping
from oase.experts.availability.models import Availability, ExpertHours, Pause
from oase.experts.availability.presence import keep, presences_of
from oase.experts.matching.standing import measure
from oase.experts.models import Expert
from oase.jobs import clock
from oase.live.notify import Poke, poke
from oase.live.notify import person as reader
from oase.people.models import Person

BEYOND = timedelta(hours=2)
"""So long somebody is asked who turns the switch on outside their hours."""
MOST_AT_ONCE = 10
MOST_OFFERS = 20
MOST_SPANS = 28
LONGEST_PAUSE = timedelta(days=366)


@transaction.atomic
def set_available(*, by: Person, available: bool) -> None:
    """The switch: be there for new offers from now on, or not; what one holds stays.

    Turned on it ends every pause, and outside of one's hours it counts for `BEYOND`.
    """
    expert = _locked(by)
    if available:
        Pause.objects.filter(person=by).delete()
    Expert.objects.filter(pk=by.pk).update(available=available)
    expert.available = available
    now = clock.now()
    if available and presences_of([expert])[by.pk].there(now):
        _note(by)
    else:
        _note(by, beyond_until=now + BEYOND if available else None)
    _changed(by)


@transaction.atomic
def pause(*, by: Person, until: datetime) -> None:
    """Ask for nothing new until a moment; what one holds stays.

    Raises:
        Refused: the moment has passed, or is more than a year away.
    """
    _locked(by)
    now = clock.now()
    if until <= now:
        raise Refused(_("This time has passed. Please choose one that lies ahead."))
    if until > now + LONGEST_PAUSE:
        raise Refused(_("Please choose a day within a year."))
    Pause.objects.update_or_create(person=by, defaults={"since": now, "until": until, "unanswered": 0})
    _note(by, beyond_until=None)
    _changed(by)


@transaction.atomic
def set_hours(*, by: Person, spans: Sequence[Span], time_zone: str) -> None:
    """The hours of a week in which one wants to be asked; without any: at all times.

    Raises:
        Refused: there is no such time zone, a span has no length, two overlap, or there are more than `MOST_SPANS`.
    """
    _locked(by)
    if time_zone not in available_timezones():
        raise Refused(_("Please choose a time zone from the list."))
    if len(spans) > MOST_SPANS:
        raise Refused(_("These are more times than a week can hold. Please join some of them."))
    for span in spans:
        if span.begins == span.ends != MIDNIGHT:
            raise Refused(
                _("%(time)s to %(time)s has no length. A whole day is 00:00 to 00:00.")
                % {"time": f"{span.begins:%H:%M}"}
            )
    if (twice := overlapping(spans)) is not None:
        raise Refused(_("Two of your times overlap, at %(time)s.") % {"time": f"{twice.begins:%H:%M}"})
    ExpertHours.objects.filter(person=by).delete()
    ExpertHours.objects.bulk_create(
        [ExpertHours(person=by, weekday=one.weekday, begins=one.begins, ends=one.ends) for one in spans]
    )
    Expert.objects.filter(pk=by.pk).update(time_zone=time_zone)
    _note(by, beyond_until=None)
    _changed(by)


@transaction.atomic
def set_amounts(*, by: Person, languages: Collection[str], at_once: int, offers_at_once: int) -> None:
    """In which languages one answers, how many conversations one holds, and how many may be offered, at the same time.

    Raises:
        Refused: no language or an unknown one was chosen, or a number is not among those one can choose.
    """
    _locked(by)
    known = [code for code, _name in settings.LANGUAGES if code in languages]
    if not known or len(known) != len(set(languages)):
        raise Refused(_("Please choose at least one language you answer in."))
    for number, most in ((at_once, MOST_AT_ONCE), (offers_at_once, MOST_OFFERS)):
        if number not in range(1, most + 1):
            raise Refused(_("Please choose a number from 1 to %(most)d.") % {"most": most})
    Expert.objects.filter(pk=by.pk).update(languages=known, at_once=at_once, offers_at_once=offers_at_once)
    _note(by)
    measure([by.pk])
    _changed(by)


@transaction.atomic
def set_mails(*, by: Person, offers: bool, replies: bool) -> None:
    """Which mails one wants: when questions are offered, when an asker one helps wrote again."""
    _locked(by)
    _note(by, mail_offers=offers, mail_replies=replies)


def _locked(by: Person) -> Expert:
    return Expert.objects.select_for_update(no_key=True).get(pk=by.pk)


def _note(by: Person, **values: object) -> None:
    """Whatever somebody changes here is a sign of them."""
    Availability.objects.update_or_create(person=by, defaults={**values, "reacted_at": clock.now()})


def _changed(by: Person) -> None:
    keep([by.pk])
    poke([Poke("desk", 0, (reader(by.pk),))])
