from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from uuid_utils.compat import uuid7

from oase.jobs import clock

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
            models.Index(fields=["company", "-last_message_at"], name="conversation_open", condition=Q(solved_at=None)),
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


class Message(models.Model):
    """One contribution. `body` is the shielded text; the original, if any, is in the vault."""

    CUSTOMER, EXPERT, AGENT = "customer", "expert", "agent"
    AUTHORS: ClassVar = [(CUSTOMER, "customer"), (EXPERT, "expert"), (AGENT, "agent")]
    CONVERSATION, STAFF = "conversation", "staff"
    AUDIENCES: ClassVar = [(CONVERSATION, "conversation"), (STAFF, "staff")]

    # Every index below begins with it, or is smaller without.
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages", db_index=False)
    seq = models.PositiveIntegerField()
    """Place in the conversation, shared with events: 1, 2, 3, … without a gap."""
    client_id = models.UUIDField()
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    author_role = models.CharField(max_length=10, choices=AUTHORS)
    audience = models.CharField(max_length=12, choices=AUDIENCES, default=CONVERSATION)
    body = models.TextField()
    shielded_at = models.DateTimeField(null=True, blank=True)
    """Empty while the shield has not vouched for `body`, which is empty until then."""
    original = models.OneToOneField(
        "oase.Sealed", null=True, blank=True, on_delete=models.SET_NULL, related_name="message"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["conversation", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="message_in_order"),
            models.UniqueConstraint(fields=["client_id", "conversation"], name="message_once"),
            models.CheckConstraint(condition=~Q(shielded_at=None) | Q(body=""), name="unshielded_body_is_empty"),
            models.CheckConstraint(
                condition=Q(audience="conversation") | Q(author_role="agent"), name="notes_are_by_staff"
            ),
        ]
        indexes = [
            models.Index(
                fields=["conversation", "seq"],
                name="message_waits_for_shield",
                condition=Q(shielded_at=None) & ~Q(original=None),
            ),
        ]


class Attachment(models.Model):
    """A file that came with a message; it exists in the vault only."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    file = models.OneToOneField("oase.SealedFile", on_delete=models.CASCADE, related_name="attachment")


class Assignment(models.Model):
    """Who holds the conversation, and by when the next step is promised. One current row for each open conversation."""

    NETWORK, EXPERT, ADVISOR, DEPUTY, TEAM, SUPERVISORS = (
        "network",
        "expert",
        "advisor",
        "deputy",
        "team",
        "supervisors",
    )
    LEVELS: ClassVar = [(level, level) for level in (NETWORK, EXPERT, ADVISOR, DEPUTY, TEAM, SUPERVISORS)]
    HOLDER, CUSTOMER = "holder", "customer"
    TURNS: ClassVar = [(HOLDER, "holder"), (CUSTOMER, "customer")]
    FIRST, NEXT, PROGRESS = "first", "next", "progress"
    PROMISES: ClassVar = [(promise, promise) for promise in (FIRST, NEXT, PROGRESS)]

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="assignments")
    level = models.CharField(max_length=12, choices=LEVELS)
    holder = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="holding")
    """The one who holds it; empty while a group (network, team, supervisors) does and nobody has taken it yet."""
    team = models.ForeignKey("oase.Team", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    """Which team is meant at the level of teams; empty: all of the company's staff."""
    stands_in_for = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    """Who would hold it if they were there; when they are back it goes to them (`second_level/advisors`)."""
    turn = models.CharField(max_length=10, choices=TURNS, default=HOLDER)
    """Whose step is next. On the customer's turn `due_at` is when we remind, and then take silence for a yes."""
    due_at = models.DateTimeField()
    promise = models.CharField(max_length=10, choices=PROMISES, default=NEXT, db_default=NEXT)
    """What is owed by then on the holder's turn."""
    promised_at = models.DateTimeField(default=timezone.now)
    """When `due_at` was promised: the ring on the page is full at this time and empty at `due_at`."""
    late_since = models.DateTimeField(null=True, blank=True)
    """The first promise that was missed since the customer last had an answer; empty while all were kept."""
    reminded_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    """When whoever holds it was told that the promise is due soon; anew for each promise."""
    told_early_at = models.DateTimeField(null=True, blank=True)
    """When the customer was told that this promise will not be kept, before it was late."""
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation"], condition=Q(ended_at=None), name="one_current_assignment"),
            models.CheckConstraint(
                condition=(Q(level="network") & Q(holder=None))
                | (Q(level__in=["expert", "advisor", "deputy"]) & ~Q(holder=None))
                | Q(level__in=["team", "supervisors"]),
                name="level_fits_holder",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")), name="assignment_ends_after_start"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="assignment_due", condition=Q(ended_at=None)),
            models.Index(fields=["holder", "due_at"], name="assignment_of_holder", condition=Q(ended_at=None)),
            models.Index(fields=["conversation", "started_at"], name="assignment_history"),
            models.Index(
                fields=["stands_in_for"],
                name="assignment_stood_in",
                condition=Q(ended_at=None) & ~Q(stands_in_for=None),
            ),
            # What came to an end in the network is looked for again and again, to learn from it.
            models.Index(
                fields=["ended_at"],
                name="assignment_ended_in_network",
                condition=Q(level__in=["network", "expert"]) & ~Q(ended_at=None),
            ),
            models.Index(
                fields=["holder", "ended_at"],
                name="assignment_ended_lately",
                condition=Q(level="expert") & ~Q(ended_at=None),
            ),
        ]

    @property
    def is_late(self) -> bool:
        """Whether the customer waits longer than they were promised, here or at an earlier holder."""
        return self.missed_since(clock.now()) is not None

    def missed_since(self, now: datetime) -> datetime | None:
        """Since when the customer waits longer than they were promised; None while no promise was missed."""
        if self.turn != self.HOLDER:
            return None
        return self.late_since or (self.due_at if self.due_at <= now else None)


CHANGES_OF_HANDS = ("handed_over", "assigned", "lapsed", "stepped_in", "came_back", "taken", "advisor_changed")


class Event(models.Model):
    """What happened in a conversation, in the same order as its messages. Written once, never changed."""

    KINDS: ClassVar = [
        (kind, kind)
        for kind in (
            "asked",
            "offered",
            "claimed",
            "given_on",
            "given_back",
            "company_asked",
            "lapsed",
            "assigned",
            "handed_over",
            "taken",
            "revealed",
            "solution_proposed",
            "solution_declined",
            "solved",
            "reminded",
            "reopened",
            "rated",
            "forgotten",
            "rested",
            "stepped_in",
            "came_back",
            "advisor_changed",
            "progress",
            "told_early",
            "goodwill",
            "goodwill_withdrawn",
            "merged",
            "unmerged",
            "split",
            "snoozed",
            "promise_moved",
            "solution_late",
        )
    ]

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=KINDS)
    actor = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Who did it; empty for what time did."""
    to = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Who holds the conversation after it, where it changed hands."""
    detail = models.JSONField(default=dict)
    """Keys and shielded words: `level`, `reason`, `hint`, `purpose`, `due_at`."""
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["conversation", "seq"]
        constraints = [models.UniqueConstraint(fields=["conversation", "seq"], name="event_in_order")]
        # What changed hands today is looked for without knowing where.
        indexes = [models.Index(fields=["at"], name="event_changed_hands", condition=Q(kind__in=CHANGES_OF_HANDS))]


class Draft(models.Model):
    """What someone is writing: saved as they type, theirs alone, gone when sent (`drafts.py`)."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="drafts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    audience = models.CharField(max_length=12, choices=Message.AUDIENCES, default=Message.CONVERSATION)
    """Who it is meant for: half an internal note must not come back as half a reply."""
    sealed = models.BinaryField()
    """The words under the writer's own key, bound to this conversation: not shielded yet, and nobody else's."""
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "person"], name="one_draft_each")]


class Outbox(models.Model):
    """What must leave the house after the commit: at least once, and once for each key."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    recipient = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["not_before"], name="outbox_waiting", condition=Q(sent_at=None))]
