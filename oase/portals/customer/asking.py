"""Asking: the words, beside them what an expert would see, and what is promised."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from oase.companies.care import customer_of
from oase.companies.models import Company, Customer, Topic
from oase.conversations.models import Conversation
from oase.conversations.words import Refused, clean_text
from oase.experts.routing import receive
from oase.people.actions import person_for_email
from oase.people.models import Person
from oase.portals.customer.finding import by_htmx, client_id_of, files_of, own_page, signed_in, words_of
from oase.portals.customer.masking import seen_by_experts, wishes_in
from oase.portals.customer.pledge import pledge_for
from oase.portals.public.sessions import remember_link


class GuestForm(forms.Form):
    """Where the answer goes when nobody is signed in."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("Only for answers. Experts never see it."),
        error_messages={
            "required": _("Without an address no answer can reach you."),
            "invalid": _("An address looks like this: name@example.org"),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    first_name = forms.CharField(
        label=_("How may we call you?"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """The form; a POST asks and leads to the concern."""
    company = get_object_or_404(Company, slug=slug)
    person = signed_in(request)
    guest = None if person else GuestForm(request.POST or None)
    if request.method != "POST":
        return render(request, "customer/ask.html", _page(request, company, guest))
    if guest is not None and not guest.is_valid():
        return _refused(request, company, guest, _wrong_with_words(request))
    try:
        conversation = _receive(request, company, person, guest)
    except Refused as refused:
        return _refused(request, company, guest, str(refused))
    if guest is not None and conversation.address_confirmed_at is None:
        # A client id that was used before gives back that concern. It opens for a guest only if a guest asked it.
        remember_link(request, conversation.pk)
    concern = reverse("concern", args=[conversation.pk])
    if by_htmx(request):
        return HttpResponseClientRedirect(concern)
    return HttpResponseRedirect(concern, status=303)


@own_page
@require_POST
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """What an expert would see, and what is promised; without script the whole page with both."""
    company = get_object_or_404(Company, slug=slug)
    guest = None if signed_in(request) else GuestForm(initial=request.POST.dict())
    page = _page(request, company, guest) | {"previewed": True}
    return render(request, "customer/ask_preview.html" if by_htmx(request) else "customer/ask.html", page)


@transaction.atomic
def _receive(request: HttpRequest, company: Company, person: Person | None, guest: GuestForm | None) -> Conversation:
    """Take the question in. What is refused leaves nothing behind, not even somebody new."""
    if guest is not None:
        person = _guest(guest)
    assert person is not None
    return receive(
        customer=customer_of(person=person, company=company),
        text=words_of(request),
        client_id=client_id_of(request),
        topic=_topic(request, company),
        wants_company=_wants_company(request),
        language=_language(),
        files=files_of(request),
        wishes=wishes_in(request.POST),
        confirmed=guest is None,
    )


def _guest(form: GuestForm) -> Person:
    return person_for_email(
        email=form.cleaned_data["email"], first_name=form.cleaned_data["first_name"], language=_language()
    )


def _wrong_with_words(request: HttpRequest) -> str:
    """Said together with what is wrong with the address, so that nobody mends one thing only to hear of the next."""
    try:
        clean_text(words_of(request), with_files=bool(request.FILES))
    except Refused as refused:
        return str(refused)
    return ""


def _refused(request: HttpRequest, company: Company, guest: GuestForm | None, error: str) -> HttpResponse:
    page = _page(request, company, guest) | {"error": error, "files_gone": bool(request.FILES)}
    if by_htmx(request):
        # Only the sentences are swapped in: words and files stay in the browser's own fields.
        return render(request, "customer/ask_refused.html", page, status=422)
    return render(request, "customer/ask.html", page, status=422)


def _page(request: HttpRequest, company: Company, guest: GuestForm | None) -> dict[str, Any]:
    text, customer, language = words_of(request), _known_customer(request, company), _language()
    topic, wants_company = _topic(request, company), _wants_company(request)
    return {
        "company": company,
        "guest": guest,
        "text": text,
        "client_id": client_id_of(request),
        "topics": list(company.topics.all()),
        "chosen_topic": topic,
        "wants_company": wants_company,
        "seen": seen_by_experts(
            text,
            company=company,
            person=signed_in(request),
            customer=customer,
            language=language,
            wishes=wishes_in(request.POST),
        ),
        "pledge": pledge_for(
            text, company=company, customer=customer, chosen=topic, wants_company=wants_company, language=language
        ),
    }


def _known_customer(request: HttpRequest, company: Company) -> Customer | None:
    if not request.user.is_authenticated:
        return None
    customers = company.customers.filter(person_id=request.user.pk)
    return customers.select_related("person", "company", "advisor__person", "deputy__person").first()


def _topic(request: HttpRequest, company: Company) -> Topic | None:
    slug = words_of(request, "topic")
    return company.topics.filter(slug=slug).first() if slug else None


def _wants_company(request: HttpRequest) -> bool:
    # Links elsewhere may lead here with the wish already made.
    return "wants_company" in (request.POST if request.method == "POST" else request.GET)


def _language() -> str:
    return (get_language() or "de")[:2]
