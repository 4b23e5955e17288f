"""Sentences about whose hands a concern is in."""

from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from oase.conversations.models import Assignment
from oase.conversations.thread import Line
from oase.portals.look.sentences.parts import CUSTOMER, STAFF, bold, due_in, reason_of, say, taker_of, taker_within


def asked(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    time = due_in(line)
    network = (line.detail or {}).get("level") == Assignment.NETWORK
    if network and reader == CUSTOMER:
        return say(gettext("Given to experts. A person was promised to answer by {time}."), time=time)
    if network:
        return say(gettext("Offered to experts. An answer was promised by {time}."), time=time)
    if reader == CUSTOMER:
        return say(gettext("{taker} has your question. The answer was promised by {time}."),
                    taker=taker_of(line, reader), time=time)  # fmt: skip
    return say(gettext("{taker} got it straight away. An answer was promised by {time}."),
                taker=taker_of(line, reader), time=time)  # fmt: skip


def claimed(line: Line, reader: str, asked_at: datetime | None, _customer: int | None) -> SafeString:
    name = bold(line.actor)
    minutes = max(1, round((line.at - asked_at).total_seconds() / 60)) if asked_at else 0
    if reader == STAFF:
        if not minutes:
            return say(gettext("{name} took over."), name=name)
        words = ngettext("{name} took over after {n} minute.", "{name} took over after {n} minutes.", minutes)
        return say(words, name=name, n=minutes)
    if not minutes or minutes >= 120:
        return say(gettext("{name} took over and sees neither your name nor your attachments."), name=name)
    words = ngettext(
        "{name} took over after {n} minute and sees neither your name nor your attachments.",
        "{name} took over after {n} minutes and sees neither your name nor your attachments.",
        minutes,
    )
    return say(words, name=name, n=minutes)


def passed(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    reason = reason_of(line, reader=reader)
    hint = (line.detail or {}).get("hint", "") if reader == STAFF else ""
    names = {"giver": bold(line.actor), "taker": taker_within(line, reader)}
    if line.actor is None and reason:
        head = say(gettext("Handed over to {taker}: {reason}"), reason=reason, **names)
    elif line.actor is None:
        head = say(gettext("Handed over to {taker}."), **names)
    elif reason:
        head = say(gettext("{giver} passed it on to {taker}: {reason}"), reason=reason, **names)
    else:
        head = say(gettext("{giver} passed it on to {taker}."), **names)
    return say(gettext("{head} “{said}”"), head=head, said=hint) if hint else head


def given_back(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    return say(
        gettext("{name} gave it back, so that someone who knows more can answer. Promised by {time}."),
        name=bold(line.actor),
        time=due_in(line),
    )


def rested(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    detail = line.detail or {}
    head = say(gettext("{name} cannot go on at the moment."), name=format_html("<b>{}</b>", detail.get("from", "")))
    if detail.get("level") == Assignment.NETWORK:
        words = gettext("{head} Other experts were asked; the answer was promised by {time}.")
        return say(words, head=head, time=due_in(line))
    words = gettext("{head} {taker} has taken over; the next step was promised by {time}.")
    return say(words, head=head, taker=taker_of(line, reader), time=due_in(line))


def offered(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    if reader == CUSTOMER:
        words = gettext("{name} asked independent experts to answer you. None of them sees who you are. "
                        "Promised by {time}.")  # fmt: skip
        return say(words, name=bold(line.actor), time=due_in(line))
    head = say(gettext("{name} gave it to the experts. Promised by {time}."), name=bold(line.actor), time=due_in(line))
    hint = (line.detail or {}).get("hint", "")
    return say(gettext("{head} “{said}”"), head=head, said=hint) if hint else head


def company_asked(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    if reader == CUSTOMER:
        words = gettext("You asked for the company. {taker} has taken over; the answer was promised by {time}.")
    else:
        words = gettext("The customer asked for the company. {taker} has taken over, promised by {time}.")
    return say(words, taker=taker_of(line, reader), time=due_in(line))


def lapsed(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    detail = line.detail or {}
    was_due, late = due_in(line, "was_due"), detail.get("from", "")
    if late:
        head = say(gettext("{name} did not manage to answer by {time}."),
                    name=format_html("<b>{}</b>", late), time=was_due)  # fmt: skip
    elif detail.get("before") == Assignment.NETWORK:
        head = say(gettext("No expert found the time by {time}."), time=was_due)
    else:
        head = say(gettext("The team did not manage to answer by {time}."), time=was_due)
    if reader == CUSTOMER:
        words = gettext("{head} We are sorry. {taker} has taken over; the answer was promised by {time}.")
    else:
        words = gettext("{head} {taker} has taken over, promised by {time}.")
    return say(words, head=head, taker=taker_of(line, reader), time=due_in(line))


def taken(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    return say(gettext("{name} has taken this over."), name=bold(line.actor))
