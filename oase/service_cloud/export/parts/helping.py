"""What somebody did for others, as expert or staff: their own words and deeds, and nothing of those they helped.

The words are the shielded ones: what they wrote to a customer may hold what is that customer's.
"""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from oase.conversations.models import Assignment, Event, Message
from oase.people.models import Person
from oase.service_cloud.export.parts.contract import Part, Section


def _sections(person: Person) -> Iterator[Section]:
    yield _answers(person)
    yield _held(person)
    yield _deeds(person)


def _answers(person: Person) -> Section:
    answers = Message.objects.filter(author=person).exclude(author_role=Message.CUSTOMER)
    return Section(
        "answers",
        _("What you wrote for others"),
        _("Your answers and notes, with personal data of others hidden. They belong to those concerns and stay there."),
        {"company": _("Company"), "at": _("When"), "role": _("As"), "text": _("Text")},
        [
            {
                "company": one.conversation.company.name,
                "at": one.at,
                "role": _("expert") if one.author_role == Message.EXPERT else _("staff"),
                "text": one.body,
            }
            for one in answers.select_related("conversation__company").order_by("at", "pk")
        ],
    )


def _held(person: Person) -> Section:
    held = Assignment.objects.filter(holder=person).select_related("conversation__company", "conversation__topic")
    return Section(
        "held",
        _("Concerns of others that were with you"),
        _("From when to when, and what was promised. Whose they were stays with those people."),
        {
            "company": _("Company"),
            "topic": _("Topic"),
            "level": _("As"),
            "started_at": _("From"),
            "due_at": _("Promised by"),
            "ended_at": _("Until"),
        },
        [
            {
                "company": one.conversation.company.name,
                "topic": one.conversation.topic.name if one.conversation.topic else "",
                "level": one.level,
                "started_at": one.started_at,
                "due_at": one.due_at,
                "ended_at": one.ended_at,
            }
            for one in held.order_by("started_at", "pk")
        ],
    )


def _deeds(person: Person) -> Section:
    deeds = Event.objects.filter(Q(actor=person) | Q(to=person)).exclude(conversation__customer__person=person)
    return Section(
        "deeds",
        _("What you did in concerns of others"),
        _("Steps that stand in their history with your first name. Written once and never changed."),
        {"company": _("Company"), "at": _("When"), "kind": _("Step"), "came_to_you": _("It came to you")},
        [
            {
                "company": one.conversation.company.name,
                "at": one.at,
                "kind": one.kind,
                "came_to_you": one.to_id == person.pk,
            }
            for one in deeds.select_related("conversation__company").order_by("at", "pk")
        ],
    )


PART = Part(frozenset({"Message.author", "Assignment.holder", "Event.actor", "Event.to"}), _sections)
