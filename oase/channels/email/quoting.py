"""Whose words a notice brings, and which: an answer, or what was given with a gesture."""

from dataclasses import dataclass

from django.utils.translation import override

from oase.companies.models import in_language
from oase.conversations.models import Event, Outbox
from oase.experts.rewards.amounts import euros_of


@dataclass(frozen=True)
class Quoted:
    """First name, and the words: shielded, for a mail passes many hands."""

    name: str
    words: str


def quoted(row: Outbox, language: str) -> Quoted | None:
    """What a notice quotes, in the language of whoever gets it; None where it is about no words."""
    place = row.key.rpartition(":")[2]
    if row.kind == "answered":
        said = row.conversation.messages.select_related("author").filter(seq=int(place)).first()
        return Quoted(said.author.first_name, said.body) if said is not None else None
    if row.kind in ("goodwill", "goodwill_withdrawn"):
        event = row.conversation.events.select_related("actor").filter(seq=int(place), kind=row.kind).first()
        if event is not None and event.actor is not None:
            return Quoted(event.actor.first_name, _gesture(event, language))
    return None


def _gesture(event: Event, language: str) -> str:
    detail = event.detail
    name = in_language(detail["kind_de"], detail["kind_en"], language)
    with override(language):
        gift = f"{name} ({euros_of(detail['cents'])})" if detail["cents"] else name
    text = "" if event.kind == "goodwill_withdrawn" else in_language(detail["text_de"], detail["text_en"], language)
    return "\n".join(filter(None, [gift, text, detail["words"]]))
