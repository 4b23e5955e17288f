from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Outcome(models.Model):
    """What came of one conversation that an expert held. It stays when the conversation is deleted, without a name."""

    OPEN, SOLVED, UNSOLVED, NEITHER = "open", "solved", "unsolved", "neither"
    RESULTS: ClassVar = [(result, result) for result in (OPEN, SOLVED, UNSOLVED, NEITHER)]

    expert = models.ForeignKey("oase.Expert", on_delete=models.CASCADE, related_name="outcomes", db_index=False)
    topic = models.ForeignKey("oase.Topic", on_delete=models.CASCADE, related_name="+")
    conversation = models.ForeignKey("oase.Conversation", null=True, on_delete=models.SET_NULL, related_name="+")
    result = models.CharField(max_length=8, choices=RESULTS, default=OPEN)
    """`solved`: by them, without the company, and not rated badly; `neither`: given back in time, or never theirs."""
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    """From claiming it to their first answer."""
    claimed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["expert", "conversation"], name="one_outcome_each")]


class Standing(models.Model):
    """What an expert's work on one topic has shown so far: counts, from which `ranking` estimates what comes."""

    NEWCOMER, EXPERT, SENIOR = "newcomer", "expert", "senior"
    LEVELS: ClassVar = [(level, level) for level in (NEWCOMER, EXPERT, SENIOR)]

    expert = models.ForeignKey("oase.Expert", on_delete=models.CASCADE, related_name="standings", db_index=False)
    topic = models.ForeignKey("oase.Topic", on_delete=models.CASCADE, related_name="standings")
    level = models.CharField(max_length=10, choices=LEVELS, default=NEWCOMER)
    offered = models.PositiveIntegerField(default=0)
    """Offers that were theirs to take until they claimed, declined or let them lie; not where another was faster."""
    claimed = models.PositiveIntegerField(default=0)
    solved = models.PositiveIntegerField(default=0)
    unsolved = models.PositiveIntegerField(default=0)
    stars_sum = models.PositiveIntegerField(default=0)
    stars = models.PositiveIntegerField(default=0)
    """How many ratings `stars_sum` is the sum of."""
    answered = models.PositiveIntegerField(default=0)
    """First answers given; the sum and the sum of squares are of the logarithms of the seconds they took."""
    seconds_log_sum = models.FloatField(default=0)
    seconds_log_squares = models.FloatField(default=0)
    checked = models.PositiveIntegerField(default=0)
    """First answers that a senior expert agreed to; kept by `checks`."""
    observed_at = models.DateTimeField(default=timezone.now, db_index=True)
    """Up to when the job that watches for outcomes has looked."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["expert", "topic"], name="standing_once"),
            models.CheckConstraint(condition=Q(claimed__lte=F("offered")), name="claimed_was_offered"),
            models.CheckConstraint(
                condition=Q(stars_sum__gte=F("stars"), stars_sum__lte=F("stars") * 5), name="stars_are_one_to_five"
            ),
        ]


class Placing(models.Model):
    """Where `finding` looks for experts to ask: one row for each expert, topic and language.

    An index, not a record: whoever is found here is looked at once more before they are asked.
    """

    topic = models.ForeignKey("oase.Topic", on_delete=models.CASCADE, related_name="+", db_index=False)
    language = models.CharField(max_length=2)
    expert = models.ForeignKey("oase.Expert", on_delete=models.CASCADE, related_name="placings", db_index=False)
    ready = models.BooleanField()
    """Qualified, there and willing, as far as their settings say."""
    full = models.BooleanField(default=False)
    """Their hands or their desk are full just now."""
    fresh = models.BooleanField()
    """Too little was seen of them to be judged: they get their chance beside the best."""
    reach = models.FloatField()
    """The upper end of what can be expected of them (`ranking.reach`)."""
    lot = models.FloatField()
    """Decides among equals; drawn anew whenever they were asked."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["expert", "topic", "language"], name="placed_once")]
        indexes = [
            models.Index(
                fields=["topic", "language", "-reach", "lot"],
                name="placing_best",
                condition=Q(ready=True, full=False, fresh=False),
                include=["expert"],
            ),
            models.Index(
                fields=["topic", "language", "lot"],
                name="placing_fresh",
                condition=Q(ready=True, full=False, fresh=True),
                include=["expert"],
            ),
            models.Index(fields=["expert"], name="placing_full", condition=Q(full=True)),
        ]
