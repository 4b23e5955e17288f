from datetime import datetime, time
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from oase.jobs import clock

Person = settings.AUTH_USER_MODEL
MOST_REWARD_CENTS = 50_000
"""No single question earns more, in euro cents: whoever types 42000 for 420 is asked again."""


def in_language(german: str, english: str, language: str | None = None) -> str:
    """The text in `language` (default: the active one), or in the other when one is missing."""
    chosen, other = (german, english) if (language or get_language() or "de").startswith("de") else (english, german)
    return chosen or other


class Company(models.Model):
    """A tenant: nothing of one company is ever shown to another."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    description_de = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    time_zone = models.CharField(max_length=40, default="Europe/Berlin")
    vocabulary = models.JSONField(default=list)
    """Product words, lower case, that the shield leaves readable."""
    silence_days = models.PositiveSmallIntegerField(default=3)
    """After an answer and this long without a word the customer is reminded once, then the concern counts as solved."""
    first_answer_minutes = models.PositiveIntegerField(default=60, db_default=60)
    """Promises for what has no topic; each topic has its own."""
    next_answer_minutes = models.PositiveIntegerField(default=60, db_default=60)
    progress_minutes = models.PositiveIntegerField(null=True, blank=True)
    """While it takes long, whoever holds it says this often how far they are; empty: as often as a next answer."""
    solution_minutes = models.PositiveIntegerField(null=True, blank=True)
    """Within this much opening time it is solved; empty: that is not promised. Topics may say otherwise."""
    holiday_region = models.CharField(max_length=40, blank=True)
    """Whose public holidays are kept: a country or a part of it (ISO 3166), "DE" or "DE-BY"; empty: none are."""
    retention = models.JSONField(default=dict, blank=True)
    """How long solved concerns are kept, where it differs from the house's (`service_cloud/erasure/retention.py`)."""

    def __str__(self) -> str:
        return self.slug

    @property
    def description(self) -> str:
        return in_language(self.description_de, self.description_en)


class Membership(models.Model):
    """A person on a company's staff: the second level."""

    AGENT, SUPERVISOR, ADMIN = "agent", "supervisor", "admin"
    ROLES: ClassVar = [(AGENT, _("agent")), (SUPERVISOR, _("supervisor")), (ADMIN, _("administrator"))]

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=ROLES, default=AGENT)
    introduction_de = models.TextField(blank=True)
    introduction_en = models.TextField(blank=True)
    languages = models.JSONField(default=list)
    capacity = models.PositiveSmallIntegerField(default=20)
    """How much they carry at once, in points (`second_level/advisors`); no wall: beyond it the team lead sees it."""
    away_until = models.DateTimeField(null=True, blank=True)
    """While this lies ahead, concerns go to the deputy."""
    hours = models.JSONField(default=list, blank=True)
    """When they work: `[weekday, "09:00", "17:00"]` in the company's time zone; empty: whenever the company is open."""
    planned = models.JSONField(default=list, blank=True)
    """Absences not over yet, `[from, until]` in UTC: the mirror of their `Absence` rows, so that nobody must ask."""
    knows = models.ManyToManyField("oase.Topic", related_name="known_by", blank=True)
    """Topics at which they are good; new customers who ask about one come to them first."""
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "company"], name="membership_once")]

    @property
    def introduction(self) -> str:
        return in_language(self.introduction_de, self.introduction_en)

    @property
    def is_there(self) -> bool:
        return self.is_there_at(clock.now())

    def is_there_at(self, moment: datetime) -> bool:
        """Whether they are on the staff and not away then. Their working hours are another question (`presence.py`)."""
        if self.left_at is not None and self.left_at <= moment:
            return False
        return self.back_at(moment) is None

    def back_at(self, moment: datetime) -> datetime | None:
        """If they are away at `moment`: when they are back, across absences that touch; None when they are there."""
        back = self.away_until if self.away_until and self.away_until > moment else None
        for begins, ends in sorted((datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in self.planned):
            if begins <= (back or moment) < ends:
                back = ends
        return back


class Customer(models.Model):
    """A person in relation to one company, with the agent who cares for them and that agent's deputy."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="customers")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="customers")
    number = models.CharField(max_length=40, blank=True)
    advisor = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="advises")
    deputy = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="deputises")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "company"], name="customer_once"),
            models.CheckConstraint(
                condition=models.Q(advisor=None) | ~models.Q(advisor=models.F("deputy")), name="deputy_is_another"
            ),
        ]


def first_waves() -> list[int]:
    """Few are asked first, so that few are asked in vain; more when nobody takes it."""
    return [5, 10, 25, 50]


class Topic(models.Model):
    """What a question is about; open to experts, or company only. Times are the promises made for it."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="topics")
    slug = models.SlugField()
    name_de = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    description_de = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    open_to_experts = models.BooleanField(default=False)
    first_answer_minutes = models.PositiveIntegerField(default=15)
    """Promise of a first answer; around the clock from experts, in opening hours from the company."""
    next_answer_minutes = models.PositiveIntegerField(default=30)
    progress_minutes = models.PositiveIntegerField(null=True, blank=True)
    """As the company's promise of the same name, which holds where this is empty."""
    solution_minutes = models.PositiveIntegerField(null=True, blank=True)
    """The same; 0 promises none although the company does."""
    reward_cents = models.PositiveIntegerField(default=0)
    keywords = models.JSONField(default=list)
    """Lower-case words and phrases, both languages, that point to this topic."""
    examples = models.JSONField(default=list)
    """Questions as people ask them, in any language: what recognising the topic is learned from."""
    wave_sizes = models.JSONField(default=first_waves)
    """How many experts are asked in the first wave, the second and so on; the last number holds for all that follow."""
    wave_seconds = models.PositiveIntegerField(null=True, blank=True)
    """From one wave to the next; empty: a twentieth of the time promised for the first answer."""
    team = models.ForeignKey("oase.Team", null=True, blank=True, on_delete=models.SET_NULL, related_name="topics")
    """Who looks after it in the second level; empty: everybody."""
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["company", "slug"], name="topic_once"),
            models.CheckConstraint(condition=models.Q(reward_cents__lte=MOST_REWARD_CENTS), name="reward_is_sane"),
        ]

    @property
    def name(self) -> str:
        return in_language(self.name_de, self.name_en)

    @property
    def description(self) -> str:
        return in_language(self.description_de, self.description_en)


class OpeningHours(models.Model):
    """One opening of a weekday in the company's own time zone; 0 is Monday (ISO 8601 minus one).

    What closes at 00:00 closes at midnight, at the end of that day.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="weekday_of_seven"),
            models.CheckConstraint(
                condition=models.Q(opens__lt=models.F("closes")) | models.Q(closes=time(0)),
                name="opens_before_it_closes",
            ),
            models.UniqueConstraint(fields=["company", "weekday", "opens"], name="opening_once"),
        ]


class Purpose(models.Model):
    """A reason for which this company's staff may open originals; customers read it in their access log."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="purposes")
    text_de = models.CharField(max_length=120)
    text_en = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    @property
    def text(self) -> str:
        return in_language(self.text_de, self.text_en)
