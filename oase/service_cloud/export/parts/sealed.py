"""What lies in the vault for somebody and stands nowhere else: so that a later room cannot be forgotten."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from oase.experts.rewards.payouts.details import KIND as PAYMENT
from oase.people.models import Person
from oase.privacy import vault
from oase.privacy.models import Sealed
from oase.service_cloud.export.parts.contract import Part, Section


def _sections(person: Person) -> Iterator[Section]:
    loose = Sealed.objects.filter(person=person, message=None, choice=None).exclude(kind=PAYMENT)
    if person.contact_id is not None:
        loose = loose.exclude(pk=person.contact_id)
    rows = list(loose.order_by("created_at", "pk").only("id", "kind", "created_at"))
    texts = vault.left_of_own(person_id=person.pk, ids=[row.pk for row in rows])
    yield Section(
        "sealed",
        _("What else is sealed for you"),
        _("Originals in the vault that belong to no concern any more, or to a part of the house not named above."),
        {"kind": _("Kind"), "created_at": _("Sealed"), "text": _("Text")},
        [{"kind": row.kind, "created_at": row.created_at, "text": texts[row.pk]} for row in rows if row.pk in texts],
    )


PART = Part(frozenset({"Sealed.person", "SealedFile.person"}), _sections)
