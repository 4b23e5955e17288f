"""Sentences about concerns that became one, parted again, or were made of another; and what was put aside."""

from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from oase.conversations.thread import Line
from oase.portals.look.sentences.parts import CUSTOMER, bold, due_in, say, taker_of


def merged(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    name, into = bold(line.actor), (line.detail or {}).get("side") == "source"
    if reader == CUSTOMER:
        if into:
            return say(gettext("{name} joined this with another concern of yours. It goes on there."), name=name)
        return say(gettext("{name} joined another concern of yours with this one. Both go on here."), name=name)
    if into:
        return say(gettext("{name} joined it with another concern of the customer. It goes on there."), name=name)
    return say(gettext("{name} joined another concern of the customer with it."), name=name)


def unmerged(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    name, here = bold(line.actor), "level" in (line.detail or {})
    if not here:
        if reader == CUSTOMER:
            return say(gettext("{name} parted the two concerns again. The other one goes on by itself."), name=name)
        return say(gettext("{name} parted the two again. What was written here meanwhile stayed here."), name=name)
    if reader == CUSTOMER:
        words = gettext("{name} parted the two concerns again. {taker} takes care of this one, promised by {time}.")
    else:
        words = gettext("{name} parted the two again. {taker} has it, promised by {time}.")
    return say(words, name=name, taker=taker_of(line, reader), time=due_in(line))


def split(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    name, made = bold(line.actor), (line.detail or {}).get("side") == "concern"
    if reader == CUSTOMER:
        if made:
            words = gettext("{name} made this a concern of its own, out of what you wrote in another one.")
        else:
            words = gettext("{name} made some of your words a concern of its own, so that both get their answer.")
        return say(words, name=name)
    if made:
        return say(gettext("{name} made it of words from another concern of the customer."), name=name)
    return say(gettext("{name} made some of the customer's words a concern of its own."), name=name)


def snoozed(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    if reader == CUSTOMER:
        return SafeString("")  # it moves no promise, and is nobody's business but the holder's
    return say(gettext("{name} put it aside until {time}."), name=bold(line.actor), time=due_in(line, "until"))
