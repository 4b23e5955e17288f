"""The access log as the customer reads it: who opened what of theirs, when and for what."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from oase.companies.models import Company
from oase.conversations.models import Conversation
from oase.conversations.queries import Reader
from oase.privacy.models import AccessLog
from oase.privacy.vault import harmless_purpose as harmless_purpose


def accesses_visible_to(reader: Reader) -> QuerySet[AccessLog]:
    """Every time somebody opened this person's data; with links only, what was opened in those conversations."""
    own = Q(about__in=reader.guest_of)
    if reader.person_id is not None:
        own |= Q(person_id=reader.person_id)
    return AccessLog.objects.filter(own).select_related("viewer").order_by("-at", "-pk")


def companies_in(accesses: QuerySet[AccessLog]) -> Sequence[Company]:
    """The companies in whose concerns something was opened, by name."""
    concerned = Conversation.objects.filter(pk__in=accesses.order_by().values("about"))
    return list(Company.objects.filter(pk__in=concerned.values("company")).order_by("name"))


def at_company(accesses: QuerySet[AccessLog], company: Company) -> QuerySet[AccessLog]:
    """Only what was opened in this company's concerns."""
    concerned: QuerySet[Conversation, UUID] = Conversation.objects.filter(company=company).values_list("pk", flat=True)
    return accesses.filter(about__in=concerned)
