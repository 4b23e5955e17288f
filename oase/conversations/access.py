"""The access log as the customer reads it: who opened what of theirs, when and for what."""

from django.db.models import Q, QuerySet

from oase.conversations.queries import Reader
from oase.privacy.models import AccessLog


def accesses_visible_to(reader: Reader) -> QuerySet[AccessLog]:
    """Every time somebody opened this person's data; with links only, what was opened in those conversations."""
    own = Q(about__in=reader.guest_of)
    if reader.person_id is not None:
        own |= Q(person_id=reader.person_id)
    return AccessLog.objects.filter(own).select_related("viewer").order_by("-at", "-pk")
