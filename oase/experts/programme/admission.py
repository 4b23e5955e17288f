"""Who may begin a test on a topic now, and what stands in the way of the others."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oase.companies.models import Topic
from oase.conversations.words import Refused
from oase.experts.models import Expert, Qualification
from oase.experts.programme.granting import programme_of
from oase.experts.programme.lessons import unread
from oase.experts.programme.models import Attempt
from oase.experts.programme.queries import bank_of
from oase.experts.reputation.models import Suspension
from oase.jobs import clock


def again_from(attempt: Attempt) -> datetime | None:
    """From when on a test can be taken again after this one; None when nothing has to be waited for."""
    if not attempt.decided_at or attempt.passed:
        return None
    end = attempt.decided_at + timedelta(hours=attempt.wait_hours)
    return end if end > clock.now() else None


def check_may_start(expert: Expert, topic: Topic, latest: Attempt | None) -> None:
    """See that nothing stands in the way of a new test; `latest` is their last one on this topic.

    Raises:
        Refused: what does, and what to do.
    """
    suspended = Suspension.objects.filter(expert=expert, company=topic.company, lifted_at=None)
    if expert.suspended_at is not None or suspended.exists():
        raise Refused(_("You are suspended at the moment, so there are no tests. You can ask for a second look."))
    if expert.person.memberships.filter(company=topic.company, left_at=None).exists():
        raise Refused(_("You work for %(company)s: its experts are independent.") % {"company": topic.company.name})
    if latest is not None and latest.decided_at is None:
        raise Refused(_("Your last test is still being marked. We write to you as soon as it is."))
    wait = again_from(latest) if latest is not None else None
    if wait is not None:
        hours = -(-(wait - clock.now()).total_seconds() // 3600)
        raise Refused(
            ngettext(
                "You can take this test again in %(hours)d hour. Until then the lessons are open to you.",
                "You can take this test again in %(hours)d hours. Until then the lessons are open to you.",
                int(hours),
            )
            % {"hours": hours}
        )
    held = Qualification.objects.filter(expert=expert, topic=topic).first()
    if held is not None and not may_renew(held, topic):
        raise Refused(_("You are qualified for this already. We write to you before it ends."))
    left = unread(expert.pk, topic).count()
    if left:
        raise Refused(
            ngettext(
                "Please read the lesson that is left first, then take the test.",
                "Please read the %(left)d lessons that are left first, then take the test.",
                left,
            )
            % {"left": left}
        )
    if not bank_of(topic).exists():
        raise Refused(_("There are no questions for this topic yet. The company is still writing them."))


def may_renew(held: Qualification, topic: Topic) -> bool:
    """Whether a qualification has lapsed, or ends so soon that its expert was told."""
    if held.lapses_at is None:
        return False
    return held.lapses_at <= clock.now() + timedelta(days=programme_of(topic.company_id).notice_days)
