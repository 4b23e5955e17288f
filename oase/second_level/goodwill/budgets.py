"""What may still be given this month without asking: from one's own budget, or from that of a team one is in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Sum

from oase.companies.models import Company, Membership
from oase.companies.teams.models import Team
from oase.jobs import clock
from oase.second_level.goodwill.models import Goodwill, GoodwillBudget


@dataclass(frozen=True)
class Budget:
    """One budget of one month, in euro cents."""

    kind: str
    """`Goodwill.OWN` or `Goodwill.TEAM`."""
    limit: int
    spent: int
    team: Team | None = None

    @property
    def left(self) -> int:
        """What may still be given; never below zero, even where the budget was made smaller since."""
        return max(self.limit - self.spent, 0)


def month_of(company: Company, moment: datetime | None = None) -> date:
    """The first day of the month in which it is now (or then) by the company's own calendar."""
    return (moment or clock.now()).astimezone(ZoneInfo(company.time_zone)).date().replace(day=1)


def usual_cents(company_id: int) -> int:
    """What each member has in a month who has no budget of their own."""
    usual = GoodwillBudget.objects.filter(company_id=company_id, membership=None, team=None)
    return usual.values_list("cents", flat=True).first() or 0


def budgets_of(membership: Membership) -> list[Budget]:
    """The budgets this member gives from, in the order in which they are used: their own, then their teams'."""
    company, month = membership.company, month_of(membership.company)
    own = GoodwillBudget.objects.filter(membership=membership).values_list("cents", flat=True).first()
    lines = Goodwill.objects.filter(month=month)
    spent = lines.filter(giver=membership, budget=Goodwill.OWN).aggregate(cents=Sum("cents"))["cents"] or 0
    budgets = [Budget(Goodwill.OWN, usual_cents(company.pk) if own is None else own, spent)]
    teams = list(
        GoodwillBudget.objects.filter(company=company, team__members=membership)
        .select_related("team")
        .order_by("team__position", "team_id")
    )
    if teams:
        of_teams = lines.filter(team__in=[one.team_id for one in teams]).values_list("team_id")
        used = dict(of_teams.annotate(cents=Sum("cents")))
        budgets += [Budget(Goodwill.TEAM, one.cents, used.get(one.team_id or 0, 0), one.team) for one in teams]
    return budgets


def covering(budgets: Sequence[Budget], cents: int) -> Budget | None:
    """The first budget that holds the whole of it; nothing is paid half from one and half from another."""
    return next((one for one in budgets if cents == 0 or one.left >= cents), None)


def lock_budgets(membership: Membership) -> list[Budget]:
    """The same as `budgets_of`, as they stand until the transaction ends: others who spend from them wait."""
    teams = sorted(membership.teams.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT oase_goodwill_lock('own'::text, %s::bigint)", [membership.pk])
        for team_id in teams:
            cursor.execute("SELECT oase_goodwill_lock('team'::text, %s::bigint)", [team_id])
    return budgets_of(membership)
