"""What was given in a month, and how those customers went on: by kind and by team, never by person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Avg, Count, Exists, Min, OuterRef, Q, QuerySet, Subquery, Sum

from oase.companies.models import Company, Membership, in_language
from oase.conversations.models import Conversation
from oase.ratings.models import Rating
from oase.second_level.goodwill.models import Goodwill
from oase.second_level.rules import leads

FEWEST = 3
"""Fewer people than this are no team whose figures could be shown: they would be one's."""


@dataclass(frozen=True)
class After:
    """How it went on with some customers. Concerns are counted once, whatever was given in them."""

    concerns: int
    rated: int
    stars: float | None
    """Mean of the ratings given after the gesture."""
    came_back: int
    """Customers who opened another concern of theirs after it."""
    customers: int


@dataclass(frozen=True)
class Row:
    """One kind or one team: how often, and how much in euro cents. `cents` is None where it would be one person's."""

    name: str
    number: int
    cents: int | None


@dataclass(frozen=True)
class Month:
    """What a company gave in one month; what was taken back is not in it."""

    month: date
    number: int
    cents: int
    taken_back: int
    kinds: Sequence[Row]
    teams: Sequence[Row]
    after: After
    others: float | None
    """Mean stars of all other concerns rated since that month began, to compare with."""


def lines_visible_to(membership: Membership) -> QuerySet[Goodwill]:
    """What was given and not taken back, newest first, with how the customer rated it after and whether they came
    back: all of the company for those who lead, for others what they gave themselves."""
    lines = Goodwill.objects.filter(company_id=membership.company_id, withdraws=None)
    if not leads(membership):
        lines = lines.filter(giver=membership)
    lines = lines.exclude(conversation__customer__person_id=membership.person_id)
    rating = Rating.objects.filter(conversation=OuterRef("conversation"), at__gte=OuterRef("at"))
    later = Conversation.objects.filter(
        customer=OuterRef("conversation__customer"), opened_at__gt=OuterRef("at"), merged_into=None
    )
    return (
        lines.annotate(
            gone=Exists(Goodwill.objects.filter(withdraws=OuterRef("pk"))),
            stars_after=Subquery(rating.values("stars")[:1]),
            came_back=Exists(later),
        )
        .select_related("kind", "giver__person", "team", "approved_by", "conversation__customer__person")
        .order_by("-at", "-pk")
    )


def months_visible_to(membership: Membership) -> list[date]:
    """The months in which something was given, newest first."""
    if not leads(membership):
        return []
    given = Goodwill.objects.filter(company_id=membership.company_id)
    return list(given.order_by("-month").values_list("month", flat=True).distinct()[:24])


def month_visible_to(membership: Membership, month: date) -> Month | None:
    """The figures of one month; None for those who do not lead."""
    if not leads(membership):
        return None
    company = membership.company
    every = Goodwill.objects.filter(company=company, month=month)
    kept = every.filter(withdraws=None, withdrawn=None)
    total = kept.aggregate(number=Count("pk"), cents=Sum("cents"))
    kinds = kept.values("kind__name_de", "kind__name_en").annotate(number=Count("pk"), sum=Sum("cents"))
    return Month(
        month=month,
        number=total["number"],
        cents=total["cents"] or 0,
        taken_back=every.exclude(withdraws=None).count(),
        kinds=[
            Row(in_language(one["kind__name_de"], one["kind__name_en"]), one["number"], one["sum"])
            for one in kinds.order_by("-sum", "kind__name_de")
        ],
        teams=_teams(company, kept),
        after=_after(kept),
        others=_others(company, month),
    )


def _teams(company: Company, kept: QuerySet[Goodwill]) -> list[Row]:
    rows = []
    for team in company.teams.annotate(people=Count("members", filter=Q(members__left_at=None))):
        if team.people >= FEWEST:
            of_team = kept.filter(giver__teams=team).aggregate(number=Count("pk"), cents=Sum("cents"))
            rows.append(Row(team.name, of_team["number"], of_team["cents"] or 0))
    return rows


def _after(kept: QuerySet[Goodwill]) -> After:
    given = kept.exclude(conversation=None).values("conversation", "conversation__customer").annotate(first=Min("at"))
    first = {one["conversation"]: (one["conversation__customer"], one["first"]) for one in given}
    ratings = Rating.objects.filter(conversation__in=first).values_list("conversation_id", "stars", "at")
    stars = [stars for conversation_id, stars, at in ratings if at >= first[conversation_id][1]]
    earliest: dict[int, datetime] = {}
    for customer_id, at in first.values():
        earliest[customer_id] = min(at, earliest.get(customer_id, at))
    opened = Conversation.objects.filter(customer__in=earliest, merged_into=None).values_list(
        "customer_id", "opened_at"
    )
    back = {customer_id for customer_id, at in opened if at > earliest[customer_id]}
    mean = sum(stars) / len(stars) if stars else None
    return After(len(first), len(stars), mean, len(back), len(earliest))


def _others(company: Company, month: date) -> float | None:
    rated = Rating.objects.filter(conversation__company=company, at__date__gte=month)
    given = Goodwill.objects.filter(conversation=OuterRef("conversation"), withdraws=None, withdrawn=None)
    mean: float | None = rated.exclude(Exists(given)).aggregate(mean=Avg("stars"))["mean"]
    return mean
