from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from oase.companies.models import Company, Person
from oase.conversations.models import Assignment, Conversation, Message


class Tag(models.Model):
    """A word of the company's own, by which staff find concerns again. Customers and experts never see it."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)
    """Since then it is offered no more; where it was put it stays."""

    class Meta:
        ordering = ["position", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["company", "name"], name="tag_once"),
            models.UniqueConstraint("company", Lower("name"), name="tag_once_in_any_case"),
        ]


class Tagging(models.Model):
    """A tag on a concern."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="taggings")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="taggings")
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    """Empty for what a macro's step or the house did."""
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "tag"], name="tagged_once")]


class Snooze(models.Model):
    """A concern that its holder wants to see again later. It moves no promise: whoever is owed an answer gets it."""

    conversation = models.OneToOneField(Conversation, primary_key=True, on_delete=models.CASCADE, related_name="snooze")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField(db_index=True)
    at = models.DateTimeField(default=timezone.now)


class Merge(models.Model):
    """One concern told on in another of the same customer. No message moves, so that it can be undone.

    `Conversation.merged_into` always names where it is told on in the end; these rows say by what steps it got there.
    """

    source = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="merges")
    target = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="merged")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    source_stood = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="+")
    """Who held the source, and what was promised there; it ended with the merge and comes back with the undoing."""
    target_stood = models.ForeignKey(Assignment, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    """What was promised in the target, where the source's promise was sooner; empty where it stayed as it was."""
    target_joined = models.ForeignKey(Assignment, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    """The same hands with the sooner promise; empty together with `target_stood`."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source"], condition=models.Q(undone_at=None), name="merged_once"),
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="merged_into_another"),
        ]


class OwnSolution(models.Model):
    """The solution that one of several joined concerns was promised by itself, as long as they are told in one.

    All of them share one promise, the soonest; each comes back with its own when they part (`solutions.py`).
    """

    conversation = models.OneToOneField(
        Conversation, primary_key=True, on_delete=models.CASCADE, related_name="own_solution"
    )
    behind = models.DurationField(null=True, blank=True)
    """By how much of the company's opening time it was promised later than the one they share; empty: it was missed."""
    missed_at = models.DateTimeField(null=True, blank=True)
    """The time that was promised and missed before they were joined."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(behind=None) ^ models.Q(missed_at=None), name="own_solution_runs_or_was_missed"
            )
        ]


class Split(models.Model):
    """A concern made of some of the customer's words in another. Nothing moves: they are said in both."""

    origin = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="splits")
    concern = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="split_from")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(origin=models.F("concern")), name="split_from_another"),
        ]


class Copied(models.Model):
    """A message of the origin, and its copy in the concern made of it: where both are told in one, one is shown."""

    split = models.ForeignKey(Split, on_delete=models.CASCADE, related_name="copied")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="copies")
    copy = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="copied_from")
