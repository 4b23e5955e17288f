from django.http import Http404, HttpRequest

from oase.companies.models import Membership, Topic
from oase.portals.office.access import member_at
from oase.second_level.rules import leads


def leader_at(request: HttpRequest, slug: str) -> Membership:
    """Somebody who leads at this company.

    Raises:
        Http404: they do not, or are no staff at all.
    """
    membership = member_at(request, slug)
    if not leads(membership):
        raise Http404
    return membership


def topic_at(membership: Membership, slug: str) -> Topic:
    """A topic of the member's own company.

    Raises:
        Http404: there is none of this name.
    """
    topic = Topic.objects.select_related("company").filter(company_id=membership.company_id, slug=slug).first()
    if topic is None:
        raise Http404
    return topic
