"""What is kept about somebody, who can see it and for how long; and all of it as an archive."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from oase.companies.models import Company, Customer
from oase.conversations.words import Refused
from oase.jobs import clock
from oase.people.models import Person
from oase.portals.customer.finding import by_htmx, own_page, signed_in
from oase.portals.customer.fresh import ask_again, is_fresh
from oase.portals.look.files import file_response
from oase.privacy.vault import VaultError
from oase.service_cloud.erasure.retention import COMPANY, NETWORK, rule_of
from oase.service_cloud.export import actions
from oase.service_cloud.export.models import Export
from oase.service_cloud.export.queries import Kept, customers_of, export_visible_to, exports_visible_to, kept_about

WAITING, MAKING, READY, FAILED, OVER = "waiting", "making", "ready", "failed", "over"


@dataclass(frozen=True)
class Kind:
    """One kind of data in plain words."""

    icon: str
    name: str
    how_much: str
    what: str
    who: str


@dataclass(frozen=True)
class At:
    """What a company has of somebody."""

    customer: Customer
    concerns: int
    still_open: int
    network: str
    company: str
    """How long what only experts, and what the company answered, is kept."""


@own_page
@require_safe
@login_required
def my_data(request: HttpRequest) -> HttpResponse:
    """The page; to htmx only the archive's state, which changes by itself."""
    person = _person(request)
    if by_htmx(request):
        return render(request, "customer/my_data_archive.html", _archive(person))
    return _page(request, person)


@own_page
@require_POST
@login_required
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the archive."""
    person = _person(request)
    try:
        actions.ask_for_export(person=person)
    except Refused as refused:
        return _page(request, person, refused=str(refused), status=422)
    return HttpResponseRedirect(f"{reverse('my-data')}#archive", status=303)


@never_cache
@require_POST
@login_required
def fetch(request: HttpRequest, export_id: UUID) -> HttpResponseBase:
    """Send the archive, piece by piece; to its own person, who has just shown that it is them."""
    person = _person(request)
    export = export_visible_to(person, export_id)
    if export is None:
        raise Http404
    if not is_fresh(request):
        return ask_again(request, person, back_to=f"{reverse('my-data')}?again=1#archive")
    try:
        return file_response(actions.fetch(export=export, by=person))
    except (actions.Gone, VaultError, FileNotFoundError):
        gone = _("This archive is not there any more. You can ask for a new one.")
        return _page(request, person, refused=gone, status=410)


def _person(request: HttpRequest) -> Person:
    person = signed_in(request)
    if person is None:
        raise Http404
    return person


def _page(request: HttpRequest, person: Person, *, refused: str = "", status: int = 200) -> HttpResponse:
    context = _archive(person) | {
        "kinds": list(_kinds(kept_about(person), person)),
        "companies": [_at(customer) for customer in customers_of(person)],
        "refused": refused,
        "again": "again" in request.GET and is_fresh(request),
        "here": "my-data",
    }
    return render(request, "customer/my_data.html", context, status=status)


def _archive(person: Person) -> dict[str, Any]:
    export = exports_visible_to(person).first()
    return {"export": export, "state": _state(export)}


def _state(export: Export | None) -> str:
    if export is None:
        return ""
    if export.failed_at is not None:
        return FAILED
    if export.expires_at is not None:
        return READY if export.file_id is not None and export.expires_at > clock.now() else OVER
    return WAITING if export.started_at is None else MAKING


def _at(customer: Any) -> At:
    company: Company = customer.company
    return At(
        customer,
        customer.concerns,
        customer.still_open,
        _lasting(rule_of(company, NETWORK).days),
        _lasting(rule_of(company, COMPANY).days),
    )


def _lasting(days: int) -> str:
    years = round(days / 365.25)
    if abs(days - years * 365.25) < 2 and years:
        return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def _kinds(kept: Kept, person: Person) -> Iterator[Kind]:
    yield Kind(
        "user",
        _("Your profile"),
        person.full_name or person.email,
        _("Name, picture, language and the address you sign in with."),
        _("Companies you ask see your name. Experts never do."),
    )
    yield Kind(
        "phone",
        _("Phone and address"),
        _("in the vault") if kept.contact else _("nothing"),
        _("So that we find it in what you write, and hide it."),
        _("Sealed. A company opens it for a purpose only, and you read that in your log."),
    )
    messages = ngettext("%(n)d message", "%(n)d messages", kept.messages) % {"n": kept.messages}
    yield Kind(
        "chat",
        _("Your concerns"),
        messages,
        _("What you wrote, what was answered, and what was promised by when."),
        _("Experts read it without names and numbers. The original is in the vault; opening it is logged."),
    )
    yield Kind(
        "paperclip",
        _("Your files"),
        ngettext("%(n)d file", "%(n)d files", kept.files) % {"n": kept.files},
        _("Pictures, invoices, and mails as they came."),
        _("In the vault only. Experts see none of them."),
    )
    if kept.ratings or kept.drafts:
        yield Kind(
            "heart",
            _("Stars, thanks and drafts"),
            ngettext("%(n)d entry", "%(n)d entries", kept.ratings + kept.drafts) % {"n": kept.ratings + kept.drafts},
            _("How you liked the help, and what you are just writing."),
            _("Thanks reach those who helped. Drafts are for you alone."),
        )
    yield Kind(
        "eye",
        _("Access log"),
        ngettext("%(n)d entry", "%(n)d entries", kept.accesses) % {"n": kept.accesses},
        _("Who opened what of yours, when and what for."),
        _("You. Nobody can change or delete an entry."),
    )
    if kept.helps:
        yield Kind(
            "handshake",
            _("Your help for others"),
            "",
            _("Qualifications, answers, rewards, and your places at companies."),
            _("Those you help see your first name, your picture and your role."),
        )
