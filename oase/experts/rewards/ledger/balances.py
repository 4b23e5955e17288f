"""Reading the books."""

from django.db.models import Sum

from oase.experts.rewards.ledger.models import LedgerEntry


def owed_to(expert_id: int, *, company_id: int | None = None) -> int:
    """What is owed to an expert, in euro cents: by one company, or by all."""
    lines = LedgerEntry.objects.filter(account=LedgerEntry.OWED, expert_id=expert_id)
    if company_id is not None:
        lines = lines.filter(transaction__company_id=company_id)
    return -(lines.aggregate(cents=Sum("cents"))["cents"] or 0)


def balance_of(company_id: int) -> dict[str, int]:
    """Each account of a company in euro cents, debit above zero. Together they are nothing, always."""
    lines = LedgerEntry.objects.filter(transaction__company_id=company_id)
    return dict(lines.values("account").annotate(sum=Sum("cents")).values_list("account", "sum"))
