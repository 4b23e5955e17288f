"""Where in the house a person is at home. It is read together with the person, so that no page asks for it again."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from oase.companies.models import Customer, Membership
from oase.experts.models import Expert
from oase.people.models import Person


@dataclass(frozen=True)
class Place:
    """A way into one part of the house, for menus and cards."""

    url: str
    name: str
    icon: str
    about: str


def with_places(people: QuerySet[Person]) -> QuerySet[Person]:
    """The people, each with `is_customer`, `is_expert` and `offices` ({slug, name} of each company), in one query."""
    offices = Membership.objects.filter(person=OuterRef("pk"), left_at=None).order_by("pk")
    return people.annotate(
        is_customer=Exists(Customer.objects.filter(person=OuterRef("pk"))),
        is_expert=Exists(Expert.objects.filter(pk=OuterRef("pk"))),
        offices=ArraySubquery(offices.values(office=JSONObject(slug="company__slug", name="company__name"))),
    )


def places_of(person: Person | AnonymousUser) -> list[Place]:
    """Every place this person may go to; their own concerns always, for everybody may ask. Nobody has none."""
    return [_concerns(), *_work(person)] if person.is_authenticated else []


def home_of(person: Person) -> Place | None:
    """The one place this person comes for; None when there are several to choose from."""
    work = _work(person)
    homes = [_concerns(), *work] if _known(person).is_customer or not work else work
    return homes[0] if len(homes) == 1 else None


def places(request: HttpRequest) -> dict[str, Callable[[], list[Place]]]:
    """For every template: `places`, the rooms of the person signed in."""
    return {"places": partial(places_of, request.user)} if hasattr(request, "user") else {}


def _known(person: Person) -> Any:
    # Someone who signed in with this very request was not read by our backend.
    return person if hasattr(person, "offices") else with_places(Person.objects.all()).get(pk=person.pk)


def _concerns() -> Place:
    return Place(reverse("concerns"), _("My concerns"), "chat", _("What you asked, at every company, and who has it."))


def _work(person: Person | AnonymousUser) -> list[Place]:
    known = _known(cast(Person, person))
    desk = [Place(reverse("desk"), _("Desk"), "spark", _("Questions that wait for someone who knows."))]
    offices = [
        Place(reverse("office-inbox", args=[office["slug"]]), office["name"], "building", _about(office["name"]))
        for office in known.offices
    ]
    return [*(desk if known.is_expert else []), *offices]


def _about(company: str) -> str:
    return _("What customers of %(company)s need from you and the team.") % {"company": company}
