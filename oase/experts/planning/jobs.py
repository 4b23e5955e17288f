"""Simulations that are too large to wait for. Safe to run twice: the result is the same."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from oase.companies.models import Company
from oase.experts.planning.outlook import Wish, keep, key_of, made
from oase.experts.planning.own import own_plan
from oase.experts.planning.sparing import MOST_LONG, spend
from oase.experts.planning.wrong import WrongPlan


@app.task(lock="planning")
def simulate_outlook(company_id: int, wish: list[int] | None) -> None:
    """Simulate a company's outlook and keep it for its page."""
    company = Company.objects.filter(pk=company_id).first()
    if company is None:
        return
    wished = Wish(*wish) if wish else None
    try:
        keep(key_of(company_id, wished), made(own_plan(company), wished))
    except WrongPlan:  # the page finds the same, and says it
        return


def ask_for(company: Company, wish: Wish | None) -> None:
    """Have it simulated, once at a time.

    Raises:
        TooMany: the company had as many wishes simulated by jobs in this hour as it may.
    """
    key = key_of(company.pk, wish)
    if wish is not None:
        spend(company.pk, key, most=MOST_LONG)
    task = simulate_outlook.configure(queueing_lock=key)
    try:
        with transaction.atomic():
            task.defer(company_id=company.pk, wish=[wish.count, wish.day, wish.part] if wish else None)
    except AlreadyEnqueued:
        return
