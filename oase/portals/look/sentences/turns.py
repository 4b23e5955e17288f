"""Sentences about what was opened, and about the way to a solution."""

from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from oase.companies.models import in_language
from oase.conversations.access import harmless_purpose
from oase.conversations.thread import Line
from oase.portals.look.sentences.parts import CUSTOMER, bold, due_in, say, taker_of


def revealed(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    detail = line.detail or {}
    purpose = in_language(detail.get("purpose_de", ""), detail.get("purpose_en", "")) or detail.get("purpose", "")
    if reader == CUSTOMER:
        return say(gettext("{name} opened what you wrote in full. Purpose: {purpose}"),
                    name=bold(line.actor), purpose=harmless_purpose(purpose))  # fmt: skip
    return say(gettext("{name} opened the originals. Purpose: {purpose}"), name=bold(line.actor), purpose=purpose)


def proposed(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    if reader == CUSTOMER:
        return say(gettext("{name} believes this is solved. You have the last word."), name=bold(line.actor))
    return say(gettext("{name} proposed it as solved."), name=bold(line.actor))


def declined(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    if reader == CUSTOMER:
        return say(gettext("You said that it is not solved yet. It goes on."))
    return say(gettext("The customer said that it is not solved yet."))


def solved(line: Line, reader: str, _asked: datetime | None, customer_id: int | None) -> SafeString:
    if line.actor is None:
        if reader == CUSTOMER:
            return say(gettext("We heard nothing more and took that for a yes. A message opens it again."))
        return say(gettext("Nothing more was heard: taken for solved."))
    if line.actor.pk == customer_id:
        return say(gettext("You said that it is solved.") if reader == CUSTOMER
                    else gettext("The customer said that it is solved."))  # fmt: skip
    if reader == CUSTOMER and customer_id is None:
        return say(gettext("This is solved. A message opens it again."))
    if reader == CUSTOMER:
        return say(gettext("{name} marked this as solved. A message opens it again."), name=bold(line.actor))
    return say(gettext("{name} marked it as solved."), name=bold(line.actor))


def reminded(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    if reader == CUSTOMER:
        words = gettext("Did that help? If we hear nothing by {time}, we take it for a yes.")
    else:
        words = gettext("The customer was reminded. Silence until {time} counts as a yes.")
    return say(words, time=due_in(line))


def reopened(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    if reader == CUSTOMER:
        return say(gettext("You wrote again, so it is open again. {taker} takes care."), taker=taker_of(line, reader))
    return say(
        gettext("The customer wrote again, so it is open again. {taker} takes care."), taker=taker_of(line, reader)
    )


def rated(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    return say(gettext("You said thank you.") if reader == CUSTOMER else gettext("The customer rated it."))


def forgotten(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    if reader == CUSTOMER:
        return SafeString("")
    words = gettext("The customer asked to be forgotten. What stays here names nobody; it cannot be answered any more.")
    return say(words)
