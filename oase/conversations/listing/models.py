from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from oase.conversations.models import Assignment, Conversation


class Listing(models.Model):
    """A conversation as the inbox sorts, filters and counts it: flat, and kept by the triggers of `listing.sql` alone.

    The numbers are ids of other tables, without foreign keys: the row stands and falls with its conversation.
    """

    conversation = models.OneToOneField(
        Conversation, primary_key=True, on_delete=models.DB_CASCADE, related_name="listing"
    )
    company_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    """The customer's person: staff never see a concern of their own."""
    topic_id = models.BigIntegerField(null=True)
    team_id = models.BigIntegerField(null=True)
    """The assignment's team, or the topic's."""
    language = models.CharField(max_length=2)
    channel = models.CharField(max_length=12)
    opened_at = models.DateTimeField()
    is_open = models.BooleanField()
    solved_at = models.DateTimeField(null=True)
    """Empty for what was merged into another: it is closed, and in no view."""
    level = models.CharField(max_length=12, choices=Assignment.LEVELS)
    with_experts = models.BooleanField()
    """Offered to experts, or held by one."""
    holder_id = models.BigIntegerField(null=True)
    """Who holds it, or held it last."""
    customers_turn = models.BooleanField()
    due_at = models.DateTimeField(null=True)
    late_since = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(null=True)
    stars = models.PositiveSmallIntegerField(null=True)
    tags = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        # Each row of what is open is in as few of them as can be: a turn that changes is written to each.
        indexes: ClassVar = [
            models.Index(
                "company_id", "with_experts", "customers_turn", "due_at", "conversation",
                name="listing_open", condition=Q(is_open=True),
            ),
            models.Index(
                "company_id", "holder_id", "customers_turn", "due_at", "conversation",
                name="listing_of_holder", condition=Q(is_open=True, with_experts=False) & ~Q(holder_id=None),
            ),
            models.Index(
                "company_id", "customers_turn", "due_at", "conversation",
                name="listing_unheld", condition=Q(is_open=True, with_experts=False, holder_id=None),
            ),
            models.Index(
                "company_id", "team_id", "customers_turn", "due_at", "conversation",
                name="listing_of_team", condition=Q(is_open=True, with_experts=False) & ~Q(team_id=None),
            ),
            models.Index(
                "company_id", "topic_id", "customers_turn", "due_at", "conversation",
                name="listing_open_topic", condition=Q(is_open=True) & ~Q(topic_id=None),
            ),
            models.Index(
                "company_id", "due_at", "conversation",
                name="listing_late", condition=Q(is_open=True, customers_turn=False) & ~Q(late_since=None),
            ),
            models.Index(
                "company_id", "holder_id", "snoozed_until", "conversation",
                name="listing_snoozed", condition=Q(is_open=True) & ~Q(snoozed_until=None),
            ),
            models.Index(
                "company_id", "solved_at", "conversation", name="listing_solved", condition=~Q(solved_at=None)
            ),
            models.Index(
                "company_id", "topic_id", "solved_at", "conversation",
                name="listing_solved_topic", condition=~Q(solved_at=None),
            ),
            models.Index(
                "company_id", "stars", "solved_at", "conversation",
                name="listing_solved_stars", condition=~Q(solved_at=None) & ~Q(stars=None),
            ),
        ]  # fmt: skip
