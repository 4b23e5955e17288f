"""Who looked at what, when and for what: the access log in plain words, day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oase.companies.models import Company
from oase.companies.queries import memberships_at
from oase.conversations.access import accesses_visible_to, at_company, companies_in, harmless_purpose
from oase.conversations.helpers import experts_of
from oase.conversations.joining import parts_visible_to
from oase.conversations.models import Conversation
from oase.conversations.queries import Reader, concerns_visible_to
from oase.people.models import Person
from oase.portals.customer.finding import concern_or_404, own_page
from oase.portals.public.sessions import reader_of
from oase.privacy.models import AccessLog

A_PAGE = 25
MOST_EXPERTS = 40


@dataclass(frozen=True)
class Access:
    """One line of the log."""

    viewer: Person
    what: SafeString
    purpose: str
    at: datetime
    concern: Conversation | None
    title: str


@dataclass(frozen=True)
class Day:
    """What was opened on one day."""

    day: date
    accesses: list[Access]


@own_page
@require_safe
def access_log(request: HttpRequest) -> HttpResponse:
    """The whole log; with `?concern=` that of one concern, with `?company=` that of one company."""
    reader = reader_of(request)
    every = accesses_visible_to(reader)
    one = _one(request)
    companies = companies_in(every)
    company = _company(request, companies)
    held = experts_of(reader)
    rows, query = every, {}
    if one is not None:
        together = [one, *parts_visible_to(reader, one)]
        rows, held = rows.filter(about__in=[each.pk for each in together]), held.filter(conversation__in=together)
        query = {"concern": str(one.pk)}
    elif company is not None:
        rows, held = at_company(rows, company), held.filter(conversation__company=company)
        query = {"company": company.slug}
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    experts = list({held.holder_id: held.holder for held in held[:MOST_EXPERTS]}.values())
    context = {
        "experts": experts,
        "days": _by_day(_told(list(page), reader)),
        "page": page,
        "concern": one,
        "company": company,
        "companies": companies if len(companies) > 1 and one is None else [],
        "query": urlencode(query),
        "here": "access",
    }
    return render(request, "customer/access.html", context)


def _one(request: HttpRequest) -> Conversation | None:
    wanted = request.GET.get("concern", "")
    if not wanted:
        return None
    try:
        return concern_or_404(request, UUID(wanted))
    except ValueError as error:
        raise Http404 from error


def _company(request: HttpRequest, companies: Sequence[Company]) -> Company | None:
    """The company asked for; one where nothing of theirs was opened shows as an empty log, not as an error."""
    wanted = request.GET.get("company", "")
    if not wanted:
        return None
    found = next((company for company in companies if company.slug == wanted), None)
    if found is None:
        found = Company.objects.filter(slug=wanted).first()
    if found is None:
        raise Http404
    return found


def _by_day(accesses: list[Access]) -> list[Day]:
    by_day = groupby(accesses, key=lambda access: timezone.localtime(access.at).date())
    return [Day(day, list(those)) for day, those in by_day]


def _told(rows: list[AccessLog], reader: Reader) -> list[Access]:
    about = concerns_visible_to(reader).in_bulk({row.about for row in rows})
    roles = memberships_at({concern.company_id for concern in about.values()}, {row.viewer_id for row in rows})
    told = []
    for row in rows:
        concern = about.get(row.about)
        member = roles.get((concern.company_id, row.viewer_id)) if concern else None
        where = _where(concern, str(member.get_role_display()) if member else "")
        guest = concern is None or concern.customer.person_id != reader.person_id
        title = "" if concern is None else (_topic(concern) if guest else concern.subject or _topic(concern))
        own = row.viewer_id == row.person_id
        purpose = "" if own else harmless_purpose(row.purpose)
        told.append(Access(row.viewer, _own(row) if own else _what(row, where), purpose, row.at, concern, title))
    return told


def _topic(concern: Conversation) -> str:
    return concern.topic.name if concern.topic else _("Your question")


def _where(concern: Conversation | None, role: str) -> str:
    """The role and the company, as they stand behind a name; empty of a concern that was deleted since."""
    if concern is None:
        return role
    return f"{role}, {concern.company.name}" if role else concern.company.name


def _own(row: AccessLog) -> SafeString:
    if row.kind == AccessLog.EXPORT:
        return format_html(_("You downloaded {what}."), what=_bold(_("everything that is kept about you")))
    return format_html(_("You opened {what}."), what=_bold(_("your own data")))


def _bold(words: str) -> SafeString:
    return format_html("<b>{}</b>", words)


def _what(row: AccessLog, where: str) -> SafeString:
    name = _bold(row.viewer.first_name)
    who = format_html("{} ({})", name, where) if where else name
    words = {
        AccessLog.ORIGINALS: _("{who} read <b>what you wrote, in full</b>."),
        AccessLog.FILE: _("{who} opened <b>a file of yours</b>."),
        AccessLog.CONTACT: _("{who} looked at <b>your phone and address</b>."),
        AccessLog.PAYMENT: _("{who} looked at <b>where your money goes</b>."),
        AccessLog.FOUND: _("{who} looked for <b>your concerns</b>, by your name, address or number."),
    }
    return format_html(words.get(row.kind, words[AccessLog.ORIGINALS]), who=who)
