from django.db.models import QuerySet

from oase.companies.roles.models import Invitation
from oase.jobs import clock
from oase.people.models import Person


def open_for(person: Person) -> QuerySet[Invitation]:
    """What this person is invited to and has not answered."""
    waiting = Invitation.objects.filter(person_id=person.pk, until__gt=clock.now())
    return waiting.select_related("company", "by").order_by("at", "pk")
