from django.db.models import Avg, Count, QuerySet

from oase.people.models import Person
from oase.ratings.models import Rating


def thanks_for(person: Person, *, company_id: int) -> QuerySet[Rating]:
    """Ratings that reached this person at one company, newest first."""
    return Rating.objects.filter(helpers=person, conversation__company_id=company_id).order_by("-at")


def standing_of(person: Person, *, company_id: int) -> dict[str, float | int | None]:
    """Mean stars and of how many ratings."""
    return thanks_for(person, company_id=company_id).aggregate(stars=Avg("stars"), ratings=Count("pk"))
