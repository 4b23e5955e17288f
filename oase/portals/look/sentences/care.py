"""Sentences about who cares for a customer over time: back again, somebody else from now on, somebody beside them."""

from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from oase.conversations.thread import Line
from oase.portals.look.sentences.parts import CUSTOMER, bold, say, taker_of, taker_within


def came_back(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    return say(gettext("{taker} is there again and takes care."), taker=taker_of(line, reader))


def advisor_changed(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    chosen = (line.detail or {}).get("reason") == "customer"
    if reader == CUSTOMER and chosen:
        return say(gettext("As you wished, {taker} takes care from now on."), taker=taker_within(line, reader))
    if reader == CUSTOMER:
        return say(gettext("{taker} takes care of you from now on."), taker=taker_of(line, reader))
    if chosen:
        return say(gettext("The customer chose another advisor. {taker} has it now."), taker=taker_of(line, reader))
    return say(gettext("The customer has another advisor. {taker} has it now."), taker=taker_of(line, reader))


def stepped_in(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    if line.to is None:
        return say(gettext("{name} answers as well."), name=bold(line.actor))
    return say(gettext("{name} answers in place of {holder}."), name=bold(line.actor), holder=bold(line.to))
