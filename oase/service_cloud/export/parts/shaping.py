"""What somebody on a company's staff did to the shape of its concerns: what and when, never whose."""

from collections.abc import Iterator

from django.apps import apps
from django.utils.translation import gettext as _

from oase.people.models import Person
from oase.service_cloud.export.parts.contract import Part, Section

DONE = (
    ("Tagging", "by", "at", "conversation"),
    ("Snooze", "by", "at", "conversation"),
    ("Merge", "by", "at", "target"),
    ("Merge", "undone_by", "undone_at", "target"),
    ("Split", "by", "at", "origin"),
)
"""Model, who did it, when, and by which concern the company is known. The rooms stand beside this one."""


def _sections(person: Person) -> Iterator[Section]:
    words = {
        ("Tagging", "by"): _("put a tag on"),
        ("Snooze", "by"): _("put aside"),
        ("Merge", "by"): _("joined two"),
        ("Merge", "undone_by"): _("parted two"),
        ("Split", "by"): _("made one of another"),
    }
    rows = [
        {"company": company, "what": words[model, who], "at": moment}
        for model, who, at, where in DONE
        for company, moment in apps.get_model("oase", model)
        ._default_manager.filter(**{who: person})
        .values_list(f"{where}__company__name", at)
    ]
    yield Section(
        "shaped",
        _("What you did with concerns"),
        _("Tags you put on, concerns you put aside, joined, parted or split as part of a company's staff. Whose they "
          "are is another person's matter."),
        {"company": _("Company"), "what": _("What"), "at": _("Time")},
        sorted(rows, key=lambda row: row["at"]),
    )  # fmt: skip


PART = Part(frozenset({"Tagging.by", "Snooze.by", "Merge.by", "Merge.undone_by", "Split.by"}), _sections)
