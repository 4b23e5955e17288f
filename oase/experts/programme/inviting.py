"""What everybody may read of a company's programme: that it invites, its topics, and what a test asks of one."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from oase.companies.models import Company, Topic
from oase.experts.programme.models import Lesson, TopicTest


@dataclass(frozen=True)
class Offered:
    """A topic with how one comes to answer on it. `questions` is 0 while there is no test yet."""

    topic: Topic
    lessons: int
    questions: int
    minutes: int
    pass_percent: int


def inviting() -> QuerySet[Company]:
    """Companies that invite experts."""
    return Company.objects.filter(programme__inviting=True).select_related("programme").order_by("name")


def offered_by(company: Company) -> list[Offered]:
    """The topics of a company that are open to experts."""
    lessons = list(Lesson.objects.filter(company=company, retired_at=None).values_list("topic_id", flat=True))
    bank = Count("questions", filter=Q(questions__retired_at=None))
    found = []
    for topic in (
        company.topics.filter(open_to_experts=True)
        .annotate(bank=bank)
        .select_related("test")
        .prefetch_related("prices")
    ):
        rules = getattr(topic, "test", None) or TopicTest(topic=topic)
        found.append(
            Offered(
                topic=topic,
                lessons=sum(of in (None, topic.pk) for of in lessons),
                questions=min(rules.questions, topic.bank),
                minutes=rules.minutes,
                pass_percent=rules.pass_percent,
            )
        )
    return found
