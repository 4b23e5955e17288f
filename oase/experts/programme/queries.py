"""Reading the programme: what everybody may see of it, and what the company's staff may."""

from django.db.models import QuerySet

from oase.companies.models import Company, Membership, Topic
from oase.experts.programme.lessons import current_versions
from oase.experts.programme.models import (
    Application,
    DrawnQuestion,
    Lesson,
    LessonVersion,
    Question,
    TopicTest,
)
from oase.experts.programme.rules import leads


def test_of(topic: Topic) -> TopicTest:
    """How a topic is tested; the defaults when nothing was decided."""
    return TopicTest.objects.filter(topic=topic).first() or TopicTest(topic=topic)


def bank_of(topic: Topic) -> QuerySet[Question]:
    """The questions a test on a topic is drawn from. What is right is not among them."""
    return Question.objects.filter(topic=topic, retired_at=None)


def lessons_visible_to(membership: Membership) -> QuerySet[Lesson]:
    """All lessons of their company, retired ones too, for those who lead; for others none."""
    return _led(Lesson.objects.filter(company_id=membership.company_id), membership).select_related("topic")


def lessons_of(company: Company) -> QuerySet[LessonVersion]:
    """The lessons of a company as they are read now, in their order."""
    return current_versions(Lesson.objects.filter(company=company, retired_at=None))


def questions_visible_to(membership: Membership) -> QuerySet[Question]:
    """All questions of their company with what is right, retired ones too, for those who lead; for others none."""
    bank = Question.objects.filter(topic__company_id=membership.company_id)
    return _led(bank, membership).select_related("topic", "lesson", "solution").order_by("topic__position", "pk")


def applications_visible_to(membership: Membership) -> QuerySet[Application]:
    """Who applied to their company, newest first, for those who lead; for others none."""
    applied = Application.objects.filter(company_id=membership.company_id, expert__person__is_active=True)
    return _led(applied, membership).select_related("expert__person").order_by("-applied_at", "-pk")


def to_mark_visible_to(membership: Membership) -> QuerySet[DrawnQuestion]:
    """Free answers that wait for somebody of their company to mark them, the longest waiting first."""
    if membership.left_at is not None:
        return DrawnQuestion.objects.none()
    return (
        waiting()
        .filter(attempt__topic__company_id=membership.company_id)
        .exclude(attempt__expert_id=membership.person_id)
        .select_related("attempt__topic", "attempt__expert__person", "question__solution")
    )


def waiting() -> QuerySet[DrawnQuestion]:
    """Free answers of tests that were handed in and are not decided, the longest waiting first."""
    return DrawnQuestion.objects.filter(
        question__kind=Question.FREE, points=None, attempt__decided_at=None, attempt__handed_in_at__isnull=False
    ).order_by("attempt__handed_in_at", "attempt_id", "place")


def _led[Row: (Lesson, Question, Application)](rows: QuerySet[Row], membership: Membership) -> QuerySet[Row]:
    return rows if leads(membership) else rows.none()
