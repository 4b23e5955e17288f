"""Who looked at what, when and for what: the access log in plain words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oase.companies.queries import memberships_at
from oase.conversations.access import accesses_visible_to
from oase.conversations.helpers import experts_of
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


@own_page
@require_safe
def access_log(request: HttpRequest) -> HttpResponse:
    """The whole log, or with `?concern=` that of one concern."""
    reader = reader_of(request)
    rows = accesses_visible_to(reader)
    one = _one(request)
    if one is not None:
        rows = rows.filter(about=one.pk)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    held = experts_of(reader)
    if one is not None:
        held = held.filter(conversation=one)
    experts = list({held.holder_id: held.holder for held in held[:MOST_EXPERTS]}.values())
    context = {
        "experts": experts,
        "accesses": _told(list(page), reader),
        "page": page,
        "concern": one,
        "query": f"concern={one.pk}" if one else "",
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


def _told(rows: list[AccessLog], reader: Reader) -> list[Access]:
    about = concerns_visible_to(reader).in_bulk({row.about for row in rows})
    roles = memberships_at({concern.company_id for concern in about.values()}, {row.viewer_id for row in rows})
    told = []
    for row in rows:
        concern = about.get(row.about)
        member = roles.get((concern.company_id, row.viewer_id)) if concern else None
        where = _where(concern, member.get_role_display() if member else "")
        guest = concern is None or concern.customer.person_id != reader.person_id
        title = "" if concern is None else (_topic(concern) if guest else concern.subject or _topic(concern))
        told.append(Access(row.viewer, _what(row, where), row.purpose, row.at, concern, title))
    return told


def _topic(concern: Conversation) -> str:
    return concern.topic.name if concern.topic else _("Your question")


def _where(concern: Conversation | None, role: str) -> str:
    """The role and the company, as they stand behind a name."""
    if concern is None:
        return role
    return f"{role}, {concern.company.name}" if role else concern.company.name


def _what(row: AccessLog, where: str) -> SafeString:
    words = {
        AccessLog.ORIGINALS: _("{name} ({where}) read <b>what you wrote, in full</b>."),
        AccessLog.FILE: _("{name} ({where}) opened <b>a file of yours</b>."),
        AccessLog.CONTACT: _("{name} ({where}) looked at <b>your phone and address</b>."),
    }
    name = format_html("<b>{}</b>", row.viewer.first_name)
    return format_html(words.get(row.kind, words[AccessLog.ORIGINALS]), name=name, where=where)
