from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from uuid_utils.compat import uuid7

Person = settings.AUTH_USER_MODEL


class Conversation(models.Model):
    """One concern with one history, across all channels. Open until solved; laws.sql guards its assignment."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    company = models.ForeignKey("oase.Company", on_delete=models.PROTECT, related_name="conversations")
    customer = models.ForeignKey("oase.Customer", on_delete=models.PROTECT, related_name="conversations")
    topic = models.ForeignKey("oase.Topic", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    client_id = models.UUIDField()
    """Given by the asker's page or channel: asking twice with the same id is asking once."""
    subject = models.CharField(max_length=200, blank=True)
    """Shielded."""
    language = models.CharField(max_length=2, default="de")
    channel = models.CharField(max_length=12, default="web")
    pseudonym = models.CharField(max_length=40)
    """Who experts see instead of the customer: `adjective-key`, drawn afresh for every conversation."""
    placeholders = models.JSONField(default=dict)
    """Digest of a datum → its placeholder, so that it is the same in the whole conversation."""
    last_seq = models.PositiveIntegerField(default=0)
    address_confirmed_at = models.DateTimeField(null=True, blank=True)
    """When we knew that whoever asks owns the address: signed in, wrote from it, or opened the link we sent there."""
    opened_at = models.DateTimeField(default=timezone.now)
    last_message_at = models.DateTimeField(default=timezone.now)
    solution_proposed_at = models.DateTimeField(null=True, blank=True)
    solution_proposed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    solved_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """The concern in which this one is told on; it is closed then, but nobody solved it."""
    solution_due_at = models.DateTimeField(null=True, blank=True)
    """By when a solution is promised, counted in the company's hours whoever holds it; empty: that is not promised."""
    solution_paused_at = models.DateTimeField(null=True, blank=True)
    """Since when it is the customer's turn: until they write, `solution_due_at` stands still."""
    solution_missed_at = models.DateTimeField(null=True, blank=True)
    """When the promised solution was found to be late: the time that was promised."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "client_id"], name="conversation_asked_once"),
            models.CheckConstraint(
                condition=Q(solution_proposed_at=None, solution_proposed_by=None)
                | (~Q(solution_proposed_at=None) & ~Q(solution_proposed_by=None)),
                name="solution_proposed_by_someone",
            ),
            models.CheckConstraint(condition=Q(merged_into=None) | ~Q(solved_at=None), name="merged_is_closed"),
        ]
        indexes = [
            models.Index(fields=["customer", "-last_message_at"], name="conversation_of_customer"),
            models.Index(fields=["company", "-solved_at"], name="conversation_solved", condition=~Q(solved_at=None)),
            models.Index(
                fields=["solution_due_at"],
                name="conversation_solution_due",
                condition=Q(solved_at=None, solution_paused_at=None, solution_missed_at=None)
                & ~Q(solution_due_at=None),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.solved_at is None
