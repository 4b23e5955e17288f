"""A qualification is granted by a passed test, holds as long as the company says, and lapses with notice."""

from datetime import datetime, timedelta

from django.db.models import Q

from oase.companies.models import Company
from oase.experts.matching.standing import measure
from oase.experts.models import Qualification
from oase.experts.programme.lessons import lessons_for
from oase.experts.programme.models import Attempt, Lesson, LessonVersion, Programme, ProgrammeNotice
from oase.experts.programme.noticing import lapse_notice, put
from oase.jobs import clock


def programme_of(company_id: int) -> Programme:
    """What the company asks; the defaults when it has decided nothing."""
    return Programme.objects.filter(company_id=company_id).first() or Programme(company_id=company_id)


def grant(attempt: Attempt) -> Qualification:
    """The right to answer on the topic of a passed test, from now on.

    What was read for it may have changed materially meanwhile: then it holds for the time of notice.
    """
    now, programme = clock.now(), programme_of(attempt.topic.company_id)
    overtaken = LessonVersion.objects.filter(
        lesson__in=lessons_for(attempt.topic), material=True, at__gt=attempt.started_at
    ).exists()
    days = programme.notice_days if overtaken else programme.valid_days
    qualification = Qualification.objects.update_or_create(
        expert_id=attempt.expert_id,
        topic=attempt.topic,
        defaults={"passed_at": now, "lapses_at": now + timedelta(days=days)},
    )[0]
    measure([attempt.expert_id])
    if overtaken:
        put([lapse_notice(qualification, ProgrammeNotice.LESSONS)])
    return qualification


def lapse_with_notice(lesson: Lesson, *, at: datetime) -> int:
    """A lesson changed materially: what was earned with it holds for the company's notice and no longer. How many.

    Who is told of an earlier end already keeps that one.
    """
    company = Company.objects.get(pk=lesson.company_id)
    end = at + timedelta(days=programme_of(company.pk).notice_days)
    concerned = Qualification.objects.filter(topic__company=company, passed_at__lt=at)
    if lesson.topic_id is not None:
        concerned = concerned.filter(topic_id=lesson.topic_id)
    ending = list(concerned.filter(Q(lapses_at=None) | Q(lapses_at__gt=end)).select_for_update(no_key=True))
    for one in ending:
        one.lapses_at = end
    Qualification.objects.bulk_update(ending, ["lapses_at"], batch_size=1000)
    put([lapse_notice(one, ProgrammeNotice.LESSONS) for one in ending])
    return len(ending)
