"""How far somebody came in the conversations they read."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from oase.conversations.marks import ReadMark
from oase.people.models import Person
from oase.service_cloud.export.parts.contract import Part, Section


def _sections(person: Person) -> Iterator[Section]:
    # Whoever came by the link of one of their own concerns is taken for them.
    own = Q(reader=person) | Q(reader=None, conversation__customer__person=person)
    marks = ReadMark.objects.filter(own).select_related("conversation__company").order_by("conversation_id", "pk")
    roles = {"customer": _("Customer"), "expert": _("Expert"), "agent": _("Staff")}
    yield Section(
        "read",
        _("How far you have read"),
        _("For each conversation the newest message you got and the newest you read. When you read is not kept."),
        {
            "company": _("Company"),
            "role": _("Role"),
            "delivered": _("Arrived, up to message"),
            "read": _("Read, up to message"),
        },
        [
            {
                "company": one.conversation.company.name,
                "role": roles[one.role],
                "delivered": one.delivered_seq,
                "read": one.read_seq,
            }
            for one in marks
        ],
    )


PART = Part(frozenset({"ReadMark.reader"}), _sections)
