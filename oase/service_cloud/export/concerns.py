"""A person's concerns: every word as they wrote it, what was written to them, and what happened."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from oase.companies.queries import memberships_at
from oase.conversations.access import harmless_purpose
from oase.conversations.models import Conversation, Event, Message
from oase.conversations.thread import FOR_CUSTOMERS
from oase.people.models import Person
from oase.privacy import vault
from oase.ratings.models import Rating

_TOLD = ("level", "reason", "purpose", "due_at", "kind_de", "kind_en", "cents", "words")
"""What an event says that its customer may read."""

type Concern = dict[str, Any]
"""A concern as it stands in `data.json`; docs/export.md says what each key means."""


def concerns_of(person: Person) -> "QuerySet[Conversation]":
    """The person's own concerns, oldest first."""
    own = Conversation.objects.filter(customer__person=person).select_related("company", "topic", "customer")
    return own.order_by("opened_at", "pk")


def told(conversations: "QuerySet[Conversation]", *, person: Person, paths: Mapping[UUID, str]) -> Iterator[Concern]:
    """Each concern in full; `paths` says where in the archive a file lies."""
    # The ids first: what is held at once is one concern, however many there are.
    for conversation_id in list(conversations.values_list("pk", flat=True)):
        conversation = conversations.filter(pk=conversation_id).first()
        if conversation is not None:
            yield _concern(conversation, person, paths)


def _concern(conversation: Conversation, person: Person, paths: Mapping[UUID, str]) -> Concern:
    messages = list(
        conversation.messages.filter(audience=Message.CONVERSATION)
        .select_related("author")
        .prefetch_related("attachments")
    )
    events = list(conversation.events.filter(kind__in=(*FOR_CUSTOMERS, "rated")).select_related("actor", "to"))
    ids = [message.original_id for message in messages if message.original_id]
    texts = vault.left_of_own(person_id=person.pk, ids=ids)
    people = {message.author_id for message in messages} | {event.actor_id for event in events if event.actor_id}
    roles = _Roles(conversation, person, people | {event.to_id for event in events if event.to_id})
    entries = [_message(message, texts, roles, paths) | {"own": message.author_id == person.pk} for message in messages]
    entries += [_event(event, roles) for event in events]
    rating = Rating.objects.filter(conversation=conversation).first()
    return {
        "id": str(conversation.pk),
        "company": conversation.company.name,
        "topic": conversation.topic.name if conversation.topic else None,
        "subject": conversation.subject,
        "language": conversation.language,
        "channel": conversation.channel,
        "name_for_experts": conversation.pseudonym,
        "address_confirmed_at": conversation.address_confirmed_at,
        "opened_at": conversation.opened_at,
        "last_message_at": conversation.last_message_at,
        "solved_at": conversation.solved_at,
        "holders": _holders(conversation, roles),
        "entries": sorted(entries, key=lambda entry: entry["place"]),
        "rating": None if rating is None else {"stars": rating.stars, "thanks": rating.thanks, "at": rating.at},
    }


class _Roles:
    """Who is who in a concern: "you", or a first name and a role. Nothing else of other people."""

    def __init__(self, conversation: Conversation, person: Person, people: set[int]) -> None:
        self._person = person
        members = memberships_at([conversation.company_id], people)
        self._staff = {person_id: str(member.get_role_display()) for (_company, person_id), member in members.items()}

    def of(self, who: Person | None, role: str = "") -> dict[str, str] | None:
        if who is None:
            return None
        if who.pk == self._person.pk:
            return {"name": _("you"), "role": _("customer")}
        if role != Message.EXPERT and who.pk in self._staff:
            return {"name": who.first_name, "role": self._staff[who.pk]}
        return {"name": who.first_name, "role": _("expert")}


def _message(message: Message, texts: Mapping[UUID, str], roles: _Roles, paths: Mapping[UUID, str]) -> dict[str, Any]:
    original = texts.get(message.original_id) if message.original_id else None
    entry: dict[str, Any] = {
        "type": "message",
        "place": message.seq,
        "at": message.at,
        "by": roles.of(message.author, message.author_role),
        "text": message.body if original is None else original,
        "files": [paths[one.file_id] for one in message.attachments.all() if one.file_id in paths],
    }
    if original is not None:
        entry["as_experts_read_it"] = message.body if message.shielded_at else None
    return entry


def _event(event: Event, roles: _Roles) -> dict[str, Any]:
    # Hints between holders stand among the notes: they are about the customer, not addressed to them.
    detail = {key: event.detail[key] for key in _TOLD if event.detail.get(key)}
    if "purpose" in detail:
        detail["purpose"] = harmless_purpose(str(detail["purpose"]))
    return {
        "type": "event",
        "place": event.seq,
        "at": event.at,
        "kind": event.kind,
        "by": roles.of(event.actor),
        "to": roles.of(event.to),
        "detail": detail,
    }


def _holders(conversation: Conversation, roles: _Roles) -> list[dict[str, Any]]:
    assignments = conversation.assignments.select_related("holder").order_by("started_at", "pk")
    return [
        {
            "level": one.level,
            "who": roles.of(one.holder, Message.EXPERT if one.level == one.EXPERT else ""),
            "turn": one.turn,
            "from": one.started_at,
            "until": one.ended_at,
            "promised_at": one.promised_at,
            "promised_by": one.due_at,
            "late_since": one.late_since,
            "reminded_at": one.reminded_at,
        }
        for one in assignments
    ]
