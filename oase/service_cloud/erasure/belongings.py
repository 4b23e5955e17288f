"""What belongs to a person and goes with them.

The rule of the house: a row that points at a person with CASCADE is theirs and is deleted here, whichever room it is
of; one that points with PROTECT is what they did for others, and stays under an empty name. `STAYS` are the exceptions,
each emptied by hand in `erasing.py`.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import CASCADE, Model, QuerySet

from oase.companies.models import Customer, Membership
from oase.experts.models import Expert
from oase.people.models import Person
from oase.privacy.erasures import Erasure
from oase.privacy.models import AccessLog, PersonKey, Sealed, SealedFile

STAYS: tuple[type[Model], ...] = (AccessLog, Customer, Erasure, Expert, Membership, PersonKey)
COUNTED_APART = (Sealed, SealedFile)


def owned(person: Person) -> Iterator[QuerySet[Any]]:
    """Everything that is theirs, a query a table, sealed data last: others point at it."""
    for model, field in _pointing():
        if not issubclass(model, (*STAYS, *COUNTED_APART)):
            yield model._default_manager.filter(**{field: person})
    yield SealedFile.objects.filter(person=person)
    yield Sealed.objects.filter(person=person)


def tables() -> list[str]:
    """The tables that erasing leaves old rows in, for VACUUM."""
    return sorted({model._meta.db_table for model, _ in _pointing()} | set(_ALSO))


_ALSO = (
    "django_session", "oase_attachment", "oase_assignment", "oase_choice", "oase_conversation", "oase_event",
    "oase_localmail", "oase_message", "oase_person", "oase_rating", "oase_receivedmail", "oase_rejectedmail",
    "procrastinate_jobs", "procrastinate_events", "oase_cache", "oase_goodwillwish", "oase_advisorchange",
    "oase_handovernote", "oase_listing", "oase_searchable", "oase_vocabulary", "oase_wordswaiting",
    "oase_markswaiting", "oase_settingchange",
)  # fmt: skip


def _pointing() -> Iterator[tuple[type[Model], str]]:
    for model in apps.get_models(include_auto_created=False):
        for field in model._meta.concrete_fields:
            remote = field.remote_field
            if remote is not None and remote.model is Person and remote.on_delete is CASCADE:
                yield model, field.name
