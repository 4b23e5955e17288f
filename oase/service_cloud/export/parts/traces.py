"""Traces: who looked at somebody's data, at whose they looked, what was sent to them, and what they asked of us."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from oase.companies.queries import memberships_at
from oase.conversations.access import harmless_purpose
from oase.conversations.models import Conversation, Outbox
from oase.people.models import Person
from oase.privacy.erasures import Erasure
from oase.privacy.models import AccessLog
from oase.service_cloud.export.models import Export
from oase.service_cloud.export.parts.contract import Part, Section


def _sections(person: Person) -> Iterator[Section]:
    yield _accesses(person)
    yield _looked(person)
    yield _notices(person)
    exports = Export.objects.filter(person=person).order_by("asked_at")
    yield Section(
        "exports",
        _("Archives you asked for"),
        _("When you asked for everything that is held about you. The archive itself is deleted when its time is over."),
        {
            "asked_at": _("Asked"),
            "ready_at": _("Ready"),
            "failed_at": _("Did not succeed"),
            "expires_at": _("Available until"),
        },
        list(exports.values("asked_at", "ready_at", "failed_at", "expires_at")),
    )
    erasures = Erasure.objects.filter(person=person).order_by("asked_at")
    yield Section(
        "erasures",
        _("When you asked to be forgotten"),
        _("What you asked for and until when you may think again."),
        {
            "asked_at": _("Asked"),
            "due_at": _("Due"),
            "revoked_at": _("Taken back"),
            "told_at": _("You were told by mail"),
            "done_at": _("Done"),
        },
        list(erasures.values("asked_at", "due_at", "revoked_at", "told_at", "done_at")),
    )


def _accesses(person: Person) -> Section:
    rows = list(AccessLog.objects.filter(person=person).select_related("viewer").order_by("at", "pk"))
    own = Conversation.objects.filter(customer__person=person).select_related("company")
    about = own.in_bulk({row.about for row in rows})
    roles = memberships_at({one.company_id for one in about.values()}, {row.viewer_id for row in rows})

    def role(row: AccessLog) -> str:
        concern = about.get(row.about)
        member = roles.get((concern.company_id, row.viewer_id)) if concern else None
        return str(member.get_role_display()) if member else ""

    return Section(
        "accesses",
        _("Who has seen your data"),
        _("Each time somebody opened your data, written in the same moment. It cannot be changed."),
        {
            "at": _("When"),
            "who": _("Who"),
            "role": _("Role"),
            "company": _("Company"),
            "kind": _("What"),
            "purpose": _("What for"),
            "concern": _("Concern"),
        },
        [
            {
                "at": row.at,
                "who": _("you") if row.viewer_id == person.pk else row.viewer.first_name,
                "role": role(row),
                "company": about[row.about].company.name if row.about in about else "",
                "kind": _kind(row.kind),
                "purpose": harmless_purpose(row.purpose),
                "concern": str(row.about) if row.about in about else "",
            }
            for row in rows
        ],
    )


def _kind(kind: str) -> str:
    words = {
        AccessLog.FILE: _("a file"),
        AccessLog.CONTACT: _("phone and address"),
        AccessLog.EXPORT: _("everything, as an archive"),
        AccessLog.PAYMENT: _("where your money goes"),
        AccessLog.FOUND: _("your concerns, by name, address or number"),
    }
    return words.get(kind, _("what was written, in full"))


def _looked(person: Person) -> Section:
    rows = AccessLog.objects.filter(viewer=person).exclude(person=person).order_by("at", "pk")
    return Section(
        "looked",
        _("When you opened data of others"),
        _("What those people read about you in their access log. Whose data it was stays with them."),
        {"at": _("When"), "kind": _("What"), "purpose": _("What for")},
        [{"at": row.at, "kind": _kind(row.kind), "purpose": harmless_purpose(row.purpose)} for row in rows],
    )


def _notices(person: Person) -> Section:
    rows = Outbox.objects.filter(recipient=person).select_related("conversation__company")
    return Section(
        "notices",
        _("Messages we sent you"),
        _("Mails about concerns: that they were due and when they left."),
        {
            "company": _("Company"),
            "kind": _("Kind"),
            "created_at": _("Made"),
            "not_before": _("Not before"),
            "sent_at": _("Sent"),
            "attempts": _("Attempts"),
        },
        [
            {
                "company": row.conversation.company.name,
                "kind": row.kind,
                "created_at": row.created_at,
                "not_before": row.not_before,
                "sent_at": row.sent_at,
                "attempts": row.attempts,
            }
            for row in rows.order_by("created_at", "pk")
        ],
    )


PART = Part(
    frozenset({"AccessLog.person", "AccessLog.viewer", "Outbox.recipient", "Export.person", "Erasure.person"}),
    _sections,
)
