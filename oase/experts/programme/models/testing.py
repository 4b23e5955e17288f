from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from oase.companies.models import in_language
from oase.experts.programme.models.lesson import Lesson

Person = settings.AUTH_USER_MODEL


class TopicTest(models.Model):
    """How a topic is tested. Without a row the defaults hold."""

    topic = models.OneToOneField("oase.Topic", primary_key=True, on_delete=models.CASCADE, related_name="test")
    questions = models.PositiveSmallIntegerField(default=8)
    """How many are drawn."""
    minutes = models.PositiveSmallIntegerField(default=20)
    pass_percent = models.PositiveSmallIntegerField(default=75)
    """Of all points; reaching it exactly is passing."""
    wait_hours = models.PositiveSmallIntegerField(default=24)
    """After a failure, until the test can be taken again."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(questions__gte=1), name="test_asks_something"),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="test_takes_time"),
            models.CheckConstraint(condition=Q(pass_percent__range=(1, 100)), name="pass_mark_is_a_percentage"),
        ]


class Question(models.Model):
    """A question of a topic's bank; what is right stands in its `Solution`. Once drawn it is replaced, not changed."""

    SINGLE, MULTIPLE, ORDER, FREE = "single", "multiple", "order", "free"
    KINDS: ClassVar = [(kind, kind) for kind in (SINGLE, MULTIPLE, ORDER, FREE)]

    topic = models.ForeignKey("oase.Topic", on_delete=models.CASCADE, related_name="questions")
    lesson = models.ForeignKey(Lesson, null=True, blank=True, on_delete=models.SET_NULL, related_name="questions")
    """Where it can be learned."""
    kind = models.CharField(max_length=8, choices=KINDS)
    text_de = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    options = models.JSONField(default=list)
    """`[{"de": …, "en": …}, …]` as they were written; each drawing shuffles them. Empty for free text."""
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    @property
    def text(self) -> str:
        return in_language(self.text_de, self.text_en)

    @property
    def labels(self) -> list[str]:
        """The options in the active language."""
        return [in_language(one.get("de", ""), one.get("en", "")) for one in self.options]


class Solution(models.Model):
    """What is right. A row of its own: whoever reads questions without thinking of it reads none of the answers."""

    question = models.OneToOneField(Question, primary_key=True, on_delete=models.CASCADE, related_name="solution")
    right = models.JSONField(default=list)
    """Places in `Question.options`: the right one, the right ones, or all of them in the right order."""
    guide_de = models.TextField(blank=True)
    guide_en = models.TextField(blank=True)
    """For whoever marks free text: what a good answer holds."""

    @property
    def guide(self) -> str:
        return in_language(self.guide_de, self.guide_en)


class Attempt(models.Model):
    """One test of one expert on one topic: running, handed in and being marked, or decided."""

    expert = models.ForeignKey("oase.Expert", on_delete=models.CASCADE, related_name="attempts")
    topic = models.ForeignKey("oase.Topic", on_delete=models.CASCADE, related_name="attempts")
    started_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True, blank=True)
    """When it was handed in, or the end of its time: then what was given until then counts."""
    pass_percent = models.PositiveSmallIntegerField()
    wait_hours = models.PositiveSmallIntegerField()
    """The rules as they were at the beginning."""
    decided_at = models.DateTimeField(null=True, blank=True)
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["expert", "topic"], condition=Q(decided_at=None), name="one_test_of_a_topic_at_a_time"
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("started_at")), name="test_has_time"),
            models.CheckConstraint(
                condition=Q(decided_at=None, passed=None, percent=None)
                | (~Q(decided_at=None) & ~Q(passed=None) & ~Q(percent=None) & ~Q(handed_in_at=None)),
                name="decided_test_has_a_result",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="test_running", condition=Q(handed_in_at=None)),
            models.Index(fields=["expert", "topic", "-started_at"], name="tests_of_expert"),
        ]


class DrawnQuestion(models.Model):
    """A question in one test, with what was answered and how many of its 100 points that got."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="drawn")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="drawn")
    place = models.PositiveSmallIntegerField()
    """1, 2, 3, … in this test."""
    shuffle = models.JSONField(default=list)
    """Places in `Question.options`, in the order in which this test shows them."""
    answer = models.JSONField(null=True, blank=True)
    """Places as they are shown: those ticked, or all of them in the order given. Empty until answered."""
    words = models.TextField(blank=True)
    """The answer to a free question, shielded."""
    points = models.PositiveSmallIntegerField(null=True, blank=True)
    """0 to 100; empty until it was marked."""
    remark = models.TextField(blank=True)
    """Shielded words of whoever marked it, for the expert."""
    marked_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    marked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["attempt", "place"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "place"], name="drawn_in_order"),
            models.UniqueConstraint(fields=["attempt", "question"], name="drawn_once"),
            models.CheckConstraint(condition=Q(points=None) | Q(points__lte=100), name="points_of_a_hundred"),
        ]
