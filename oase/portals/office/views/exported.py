"""How somebody on a company's staff arranged their work."""

import json
from collections.abc import Iterator

from django.utils.translation import gettext as _

from oase.people.models import Person
from oase.second_level.views.models import OwnView
from oase.service_cloud.export.parts import Part, Section


def _sections(person: Person) -> Iterator[Section]:
    views = OwnView.objects.filter(owner=person).select_related("company").order_by("company__name", "name")
    if not views:
        return
    yield Section(
        "own_views",
        _("Your views of the inbox"),
        _("Views you made from filters, and who sees them."),
        {"company": _("Company"), "name": _("Name"), "shared": _("Seen by"), "filters": _("Filters")},
        [
            {
                "company": one.company.name,
                "name": one.name,
                "shared": one.shared,
                "filters": json.dumps(one.filters, ensure_ascii=False),
            }
            for one in views
        ],
    )


PART = Part(frozenset({"OwnView.owner"}), _sections)
