"""What somebody is just writing, what they decided about single words, and what the company noted about them."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from oase.conversations.choices.models import Choice
from oase.conversations.drafts import text_of
from oase.conversations.models import Draft, Event, Message
from oase.people.models import Person
from oase.privacy import vault
from oase.service_cloud.export.parts.contract import Part, Row, Section


def _sections(person: Person) -> Iterator[Section]:
    drafts = Draft.objects.filter(person=person).select_related("conversation__company").order_by("saved_at", "pk")
    yield Section(
        "drafts",
        _("What you are just writing"),
        _("Saved while you type, for you alone. Gone when it is sent."),
        {"company": _("Company"), "saved_at": _("Saved"), "text": _("Text")},
        [{"company": one.conversation.company.name, "saved_at": one.saved_at, "text": text_of(one)} for one in drafts],
    )
    yield _choices(person)
    yield Section(
        "notes",
        _("What a company noted about you"),
        _(
            "Notes among staff and hints for whoever took over, as they are kept for reading: without names and"
            " numbers, and without who wrote them. Files in notes are not part of this."
        ),
        {"company": _("Company"), "on": _("On"), "text": _("Text")},
        sorted(_notes(person), key=lambda note: str(note["on"])),
    )


def _choices(person: Person) -> Section:
    about_me = Choice.objects.filter(conversation__customer__person=person)
    by_me = Choice.objects.filter(by=person).exclude(conversation__customer__person=person)
    chosen = list((about_me | by_me).select_related("conversation__company", "conversation__customer", "by", "word"))
    words = vault.left_of_own(person_id=person.pk, ids=[one.word_id for one in chosen if one.word_id])
    return Section(
        "choices",
        _("Words that were opened or hidden by hand"),
        _("What you or the company decided about single words. Kept with the concern."),
        {
            "company": _("Company"),
            "what": _("What was done"),
            "word": _("Word"),
            "kind": _("Kind"),
            "by": _("By whom"),
            "at": _("When"),
            "withdrawn_at": _("Taken back"),
        },
        [
            {
                "company": one.conversation.company.name,
                "what": _("opened") if one.what == Choice.OPENED else _("hidden"),
                # Of words in other people's concerns stands only that something was done.
                "word": words.get(one.word_id, one.placeholder) if one.word_id else "",
                "kind": one.kind,
                "by": _("you") if one.by_id == person.pk else one.by.first_name,
                "at": one.at,
                "withdrawn_at": one.withdrawn_at,
            }
            for one in sorted(chosen, key=lambda one: (one.at, one.pk))
        ],
    )


def _notes(person: Person) -> Iterator[Row]:
    # The day alone: with the minute, the events around it would tell who wrote it.
    notes = Message.objects.filter(conversation__customer__person=person, audience=Message.STAFF).exclude(body="")
    for note in notes.select_related("conversation__company"):
        yield {"company": note.conversation.company.name, "on": note.at.date(), "text": note.body}
    hints = Event.objects.filter(conversation__customer__person=person).exclude(detail__hint=None)
    for event in hints.select_related("conversation__company"):
        if hint := str(event.detail["hint"]).strip():
            yield {"company": event.conversation.company.name, "on": event.at.date(), "text": hint}


PART = Part(frozenset({"Draft.person", "Choice.by"}), _sections)
