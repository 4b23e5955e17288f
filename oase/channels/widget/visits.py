"""Who is at a widget: a session of the ordinary table that is the frame's token, and never a cookie.

It holds the company (`widget`), the customer, and the conversations begun with it (`guest_of`): nothing else of that
customer opens with it, least of all what they have in an account or at another company.
"""

from datetime import timedelta
from uuid import UUID

from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from oase.channels.widget.identity import Claims, use_nonce
from oase.companies.models import Company, Customer
from oase.conversations.models import Conversation
from oase.live import notify
from oase.people.actions import person_without_address
from oase.people.mailboxes import leave_address

WIDGET_KEY, CUSTOMER_KEY, SIGNED_KEY, GUEST_KEY = "widget", "widget_customer", "widget_signed", "guest_of"
ANONYMOUS_LASTS, SIGNED_LASTS = timedelta(days=30), timedelta(hours=12)
"""How long a token is good. A signed one is cheap to get again, for the host's server says who it is at every page."""
MOST_CONVERSATIONS = 50
CHANNEL = "widget"


def begin(company: Company) -> SessionStore:
    """A visit of somebody nobody knows."""
    session = SessionStore()
    session[WIDGET_KEY] = company.pk
    session.set_expiry(ANONYMOUS_LASTS)
    session.create()
    return session


@transaction.atomic
def begin_signed(
    company: Company, claims: Claims, *, before: SessionStore | None = None, language: str
) -> SessionStore:
    """A visit of the customer whom the company's own server named, with what they asked in its widget before.

    `before`: the visit of somebody nobody knew in the same frame; what they asked a moment ago stays open to them.

    Raises:
        NotKnown: the token was used before.
    """
    use_nonce(claims, company=company)
    customer = _customer(company, claims, language)
    asked = Conversation.objects.filter(customer=customer, channel=CHANNEL).order_by("-last_message_at")
    known = [one.hex for one in asked.values_list("pk", flat=True)[:MOST_CONVERSATIONS]][::-1]
    session = SessionStore()
    session[WIDGET_KEY], session[CUSTOMER_KEY], session[SIGNED_KEY] = company.pk, customer.pk, claims.subject
    session[GUEST_KEY] = (_of_an_unknown(before, company) + known)[-MOST_CONVERSATIONS:]
    session.set_expiry(SIGNED_LASTS)
    session.create()
    return session


def _of_an_unknown(before: SessionStore | None, company: Company) -> list[str]:
    if before is None or before.get(WIDGET_KEY) != company.pk or before.get(SIGNED_KEY):
        return []
    links: list[str] = before.get(GUEST_KEY, [])
    return links


def _customer(company: Company, claims: Claims, language: str) -> Customer:
    # Two pages may bring the same new customer at once: the company's row is what they wait for.
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    known = Customer.objects.filter(company=company, number=claims.subject, person__is_active=True)
    found = known.select_related("person").order_by("pk").first()
    if found is not None:
        return found
    person = person_without_address(first_name=claims.first_name, last_name=claims.last_name, language=language)
    if claims.email:
        leave_address(person=person, address=claims.email, by_company=True)
    return Customer.objects.create(person=person, company=company, number=claims.subject)


def load(key: str, company: Company | None = None) -> SessionStore | None:
    """The visit with this token, at this company if one is given; None: there is none, or it ran out."""
    session = SessionStore(key)
    held = session.get(WIDGET_KEY)
    if held is None or (company is not None and held != company.pk):
        return None
    return session


def remember(session: SessionStore, conversation_id: UUID) -> None:
    """From now on the token opens this conversation, too."""
    links = [one for one in session.get(GUEST_KEY, []) if one != conversation_id.hex]
    # The open stream was given names before this one was there: it closes, and the frame asks again.
    notify.revoke([notify.guest(UUID(one)) for one in links[:1]])
    session[GUEST_KEY] = [*links, conversation_id.hex][-MOST_CONVERSATIONS:]


def end(session: SessionStore) -> None:
    """The token is good for nothing more, and its streams close at once."""
    links: list[str] = session.get(GUEST_KEY, [])
    session.delete()
    notify.revoke([notify.guest(UUID(one)) for one in links])


def is_signed(session: SessionStore) -> bool:
    """Whether the company's server named them."""
    return bool(session.get(SIGNED_KEY))


def customer_of_visit(session: SessionStore, company: Company, *, first_name: str, language: str) -> Customer:
    """Who asks in this visit; somebody new without an address, where nobody is known yet."""
    customers = Customer.objects.select_related("person", "company").filter(company=company, person__is_active=True)
    found = customers.filter(pk=int(session.get(CUSTOMER_KEY, 0))).first()
    if found is not None:
        return found
    person = person_without_address(first_name=first_name, language=language)
    customer = Customer.objects.create(person=person, company=company)
    session[CUSTOMER_KEY] = customer.pk
    return customer
