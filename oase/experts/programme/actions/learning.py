"""An expert reads lessons, and says so."""

from django.db import transaction
from django.utils.translation import gettext as _

from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused
from oase.experts.programme.models import Acknowledgement, Lesson, ProgrammeNotice
from oase.jobs import clock
from oase.people.models import Person


@transaction.atomic
def acknowledge(*, by: Person, lesson_id: int, number: int) -> None:
    """Say that one has read version `number` of a lesson; saying it again changes nothing.

    Raises:
        NotAllowed: the lesson is no company's they applied to, or it never had that version.
        Refused: it was rewritten meanwhile, or is no longer part of the programme.
    """
    lesson = Lesson.objects.filter(pk=lesson_id, company__applications__expert_id=by.pk).first()
    version = lesson.versions.filter(number=number).first() if lesson else None
    if lesson is None or version is None:
        raise NotAllowed("no lesson of theirs")
    if lesson.retired_at is not None:
        raise Refused(_("This lesson is no longer part of the programme. Nothing is left to do here."))
    if lesson.versions.filter(number__gt=number).exists():
        raise Refused(_("This lesson was rewritten while you read it. Please look at it once more."))
    Acknowledgement.objects.bulk_create(
        [Acknowledgement(expert_id=by.pk, version=version, at=clock.now())], ignore_conflicts=True
    )


def notice_read(*, by: Person, notice_id: int) -> None:
    """Put a notice aside."""
    ProgrammeNotice.objects.filter(pk=notice_id, expert_id=by.pk, read_at=None).update(read_at=clock.now())
