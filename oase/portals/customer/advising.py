"""Who cares for a person at a company: the advisor's profile, hours and absence, and choosing another."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from oase.companies.care import with_advisor
from oase.companies.models import Customer, Membership
from oase.companies.opening.reading import calendar_of
from oase.companies.presence import is_there, works_next
from oase.companies.words import Refused
from oase.jobs import clock
from oase.portals.customer.finding import own_page, signed_in
from oase.ratings.models import Rating
from oase.ratings.queries import standing_of, thanks_for
from oase.second_level.advisors.actions import choose_advisor
from oase.second_level.advisors.queries import Choice, advisor_since, care_at, choices_for

MOST_CHOICES = 24
MOST_THANKS = 3


@dataclass(frozen=True)
class Carer:
    """One who cares for the customer, as they see them."""

    member: Membership
    there: bool
    """Not away; while the company is closed: at work when it opens."""
    here: bool
    """At work this very moment."""
    back: datetime | None
    """When they are there again, while they are not."""
    hours: list[tuple[str, str]]
    """Day and times; empty: whenever the company is open."""


@require_safe
@own_page
@login_required
def advisor(request: HttpRequest, slug: str) -> HttpResponse:
    """The advisor's profile, the deputy, and everybody else there is to choose from."""
    return render(request, "customer/advisor.html", _page(_care(request, slug)))


@require_POST
@own_page
@login_required
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody else, from now on."""
    customer = _care(request, slug)
    chosen = next((one for one in choices_for(customer) if str(one.membership.pk) == request.POST.get("to", "")), None)
    try:
        if chosen is None:
            raise Refused(_("Please choose who shall care for you."))
        choose_advisor(customer=customer, to=chosen.membership, by=customer.person)
    except Refused as error:
        return render(request, "customer/advisor.html", _page(customer) | {"error": str(error)}, status=422)
    name = {"name": chosen.membership.person.first_name}
    messages.success(request, _("%(name)s cares for you from now on, with everything that was said before.") % name)
    return redirect("advisor", slug)


def _care(request: HttpRequest, slug: str) -> Customer:
    person = signed_in(request)
    customer = care_at(person, slug) if person is not None else None
    if customer is None:
        raise Http404
    return with_advisor(customer)


def _page(customer: Customer) -> dict[str, object]:
    choices = choices_for(customer)[:MOST_CHOICES]
    person = customer.advisor.person if customer.advisor else None
    company_id, now = customer.company_id, clock.now()
    calendar = calendar_of(customer.company)
    opened = calendar.is_open(now)
    return {
        "company": customer.company,
        "customer": customer,
        "advisor": _carer(customer.advisor, opened),
        "deputy": _carer(customer.deputy, opened),
        "since": advisor_since(customer),
        "standing": standing_of(person, company_id=company_id) if person else None,
        "thanks": _thanks(customer.advisor),
        "choices": [(one, _kind(one, opened), one.there and opened) for one in choices],
        "opened": opened,
        "opens": calendar.opens_next(now),
        "here": "concerns",
    }


def _kind(choice: Choice, opened: bool) -> str:
    if not choice.there:
        return _("not there at the moment")
    if choice.over:
        return _("has much to do at the moment")
    return _("there") if opened else ""


def _thanks(member: Membership | None) -> list[Rating]:
    if member is None:
        return []
    return list(thanks_for(member.person, company_id=member.company_id).exclude(thanks="")[:MOST_THANKS])


def _carer(member: Membership | None, opened: bool) -> Carer | None:
    if member is None:
        return None
    now, there = clock.now(), is_there(member)
    back = None if there else works_next(member, member.back_at(now) or now)
    days: dict[int, list[str]] = {}
    for day, begins, ends in member.hours:
        days.setdefault(int(day), []).append(f"{begins}–{ends}")
    hours = [(str(WEEKDAYS[day]), ", ".join(times)) for day, times in sorted(days.items())]
    return Carer(member, there, there and opened, back, hours)
