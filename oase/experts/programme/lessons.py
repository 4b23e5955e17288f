"""Which lessons belong to a topic, and which of them somebody still has to read."""

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from oase.companies.models import Topic
from oase.experts.programme.models import Acknowledgement, Lesson, LessonVersion


def lessons_for(topic: Topic) -> QuerySet[Lesson]:
    """What has to be read for a topic: its own lessons and those for every topic of its company."""
    return Lesson.objects.filter(Q(topic=None) | Q(topic=topic), company_id=topic.company_id, retired_at=None)


def unread(expert_id: int, topic: Topic) -> QuerySet[Lesson]:
    """Lessons of a topic that an expert has not acknowledged since they last changed materially."""
    since = (
        LessonVersion.objects.filter(Q(material=True) | Q(number=1), lesson=OuterRef("pk"))
        .order_by()
        .values("lesson")
        .annotate(last=Max("number"))
        .values("last")
    )
    read = Acknowledgement.objects.filter(
        expert_id=expert_id, version__lesson=OuterRef("pk"), version__number__gte=OuterRef("since")
    )
    return lessons_for(topic).annotate(since=Subquery(since)).exclude(since=None).exclude(Exists(read))


def current_versions(lessons: QuerySet[Lesson]) -> QuerySet[LessonVersion]:
    """The versions that hold, in the order in which they are read."""
    last = LessonVersion.objects.filter(lesson=OuterRef("lesson")).order_by("-number").values("number")[:1]
    return (
        LessonVersion.objects.filter(lesson__in=lessons)
        .annotate(last=Subquery(last))
        .filter(number=F("last"))
        .select_related("lesson__topic")
        .order_by("lesson__position", "lesson_id")
    )
