"""No room can be forgotten: every column that leads to a person is answered by a part, or left out with a reason."""

from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField, Model

from oase.companies.models import Customer, Membership
from oase.experts.models import Expert
from oase.people.models import Person
from oase.service_cloud.export.parts import NOT_EXPORTED, parts

WHO: tuple[type[Model], ...] = (Person, Customer, Membership, Expert)
"""A row of these is somebody."""
BY_CONCERNS = {"Conversation.customer"}
"""Answered by concerns.py."""


def leading_to_people() -> set[str]:
    """Every column of every model whose row belongs to somebody."""
    found = set()
    for model in apps.get_models():
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            if isinstance(field, ForeignKey | ManyToManyField) and field.related_model in WHO:
                found.add(f"{model.__name__}.{field.name}")
    return found


def test_every_column_that_leads_to_a_person_is_answered() -> None:
    covered = {name for part in parts() for name in part.covers}
    unanswered = leading_to_people() - covered - set(NOT_EXPORTED) - BY_CONCERNS
    assert unanswered == set(), "add it to a part of oase/service_cloud/export/parts, or to NOT_EXPORTED with a reason"


def test_a_part_answers_only_what_there_is() -> None:
    """A column that was renamed must not leave a promise behind that nothing keeps."""
    vault = {"Person.contact", "Sealed.person", "SealedFile.person"}
    named = {name for part in parts() for name in part.covers} | set(NOT_EXPORTED)
    assert named - leading_to_people() - vault == set()


def test_what_is_left_out_has_a_reason_and_is_not_answered_too() -> None:
    covered = {name for part in parts() for name in part.covers}
    assert [name for name, reason in NOT_EXPORTED.items() if name in covered or len(reason) < 20] == []
