"""What happened in a conversation, as one sentence a person can read aloud. Late is said first and plainly.

Names stand in <b>. Nobody's gender is known, so no sentence needs it. The customer of an event is always "you" to the
customer and "the customer" to staff: never a name, because a guest may have typed somebody else's address.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext

from oase.companies.models import in_language
from oase.conversations.models import Assignment
from oase.conversations.thread import Line
from oase.people.models import Person
from oase.portals.look.times import clock

CUSTOMER, STAFF = "customer", "staff"
GROUPS: Final = (Assignment.NETWORK, Assignment.TEAM, Assignment.SUPERVISORS)
ICONS: Final[Mapping[str, str]] = {
    "asked": "chat",
    "claimed": "shield",
    "given_back": "pass",
    "company_asked": "building",
    "lapsed": "clock",
    "taken": "hand",
    "revealed": "eye",
    "solution_proposed": "question",
    "solution_declined": "undo",
    "solved": "circle-check",
    "reminded": "bell",
    "reopened": "refresh",
    "rated": "star",
}
HANDOVERS: Final = frozenset({"given_on", "handed_over", "assigned"})
"""Events in which hands change from one person to another: shown with both faces."""


def sentence(
    line: Line, *, reader: str, asked_at: datetime | None = None, customer_id: int | None = None
) -> SafeString:
    """The event `line` as a sentence of safe HTML for `reader`, CUSTOMER or STAFF.

    `asked_at` lets "took over" say after how long. `customer_id` tells the customer's own solving from the company's.
    Of the hints holders leave each other only staff read any.
    """
    write = _KINDS.get(line.kind)
    if write is None:
        return SafeString("")
    return write(line, reader, asked_at, customer_id)


def icon_of(line: Line) -> str:
    """The icon that stands before the sentence."""
    return ICONS.get(line.kind, "info")


def reason_of(line: Line, *, reader: str) -> str:
    """Why a question was given on, in words; empty where no reason was given."""
    reason = (line.detail or {}).get("reason", "")
    if reader == CUSTOMER:
        words = {
            "documents": gettext("your documents need to be looked at."),
            "company_only": gettext("only the company can decide this."),
            "not_my_field": gettext("someone else knows more about this."),
            "away": gettext("is away for a while."),
        }
    else:
        words = {
            "documents": gettext("documents of the customer need to be looked at."),
            "company_only": gettext("only the company can decide this."),
            "not_my_field": gettext("someone else knows more about this."),
            "away": gettext("is away for a while."),
        }
    return words.get(reason, "")


def _say(words: str, **names: object) -> SafeString:
    """Fill `{name}` with escaped values; the words themselves come from the translation and hold no markup."""
    return format_html(words, **names) if names else format_html("{}", words)


def _bold(who: Person | None) -> SafeString:
    return format_html("<b>{}</b>", who.first_name) if who else SafeString("")


def _by(line: Line, key: str = "due_at") -> str:
    """The time promised in the event, as people say it."""
    due = parse_datetime((line.detail or {}).get(key, ""))
    if due is None:
        return ""
    # The event carries its own day: what was due on that day needs only the hour.
    here = localtime(due)
    return f"{here:%H:%M}" if here.date() == localtime(line.at).date() else clock(due)


def _taker(line: Line, reader: str) -> SafeString:
    """Who has it after the event, at the beginning of a sentence: "Your advisor Ada", "The team"."""
    words = _taker_within(line, reader)
    return SafeString(words[:1].upper() + words[1:])


def _taker_within(line: Line, reader: str) -> SafeString:
    """The same inside a sentence: "your advisor Ada", "the team"."""
    level = (line.detail or {}).get("level", "")
    if line.to is not None:
        name = _bold(line.to)
        if reader == STAFF:
            return name
        if level == Assignment.ADVISOR:
            return _say(gettext("your advisor {name}"), name=name)
        if level == Assignment.DEPUTY:
            return _say(gettext("the deputy {name}"), name=name)
        return name
    words = {
        Assignment.NETWORK: gettext("the experts"),
        Assignment.TEAM: gettext("the team"),
        Assignment.SUPERVISORS: gettext("the team lead"),
    }
    return _say(words.get(level, gettext("the team")))


def _asked(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    time = _by(line)
    network = (line.detail or {}).get("level") == Assignment.NETWORK
    if network and reader == CUSTOMER:
        return _say(gettext("Given to experts. A person was promised to answer by {time}."), time=time)
    if network:
        return _say(gettext("Offered to experts. An answer was promised by {time}."), time=time)
    if reader == CUSTOMER:
        return _say(gettext("{taker} has your question. The answer was promised by {time}."),
                    taker=_taker(line, reader), time=time)  # fmt: skip
    return _say(gettext("{taker} got it straight away. An answer was promised by {time}."),
                taker=_taker(line, reader), time=time)  # fmt: skip


def _claimed(line: Line, reader: str, asked_at: datetime | None, _customer: int | None) -> SafeString:
    name = _bold(line.actor)
    minutes = max(1, round((line.at - asked_at).total_seconds() / 60)) if asked_at else 0
    if reader == STAFF:
        if not minutes:
            return _say(gettext("{name} took over."), name=name)
        words = ngettext("{name} took over after {n} minute.", "{name} took over after {n} minutes.", minutes)
        return _say(words, name=name, n=minutes)
    if not minutes or minutes >= 120:
        return _say(gettext("{name} took over and sees neither your name nor your attachments."), name=name)
    words = ngettext(
        "{name} took over after {n} minute and sees neither your name nor your attachments.",
        "{name} took over after {n} minutes and sees neither your name nor your attachments.",
        minutes,
    )
    return _say(words, name=name, n=minutes)


def _passed(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    reason = reason_of(line, reader=reader)
    hint = (line.detail or {}).get("hint", "") if reader == STAFF else ""
    names = {"giver": _bold(line.actor), "taker": _taker_within(line, reader)}
    if line.actor is None:
        head = _say(gettext("Handed over to {taker}."), **names)
    elif reason:
        head = _say(gettext("{giver} passed it on to {taker}: {reason}"), reason=reason, **names)
    else:
        head = _say(gettext("{giver} passed it on to {taker}."), **names)
    return _say("{head} „{hint}“", head=head, hint=hint) if hint else head


def _given_back(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    return _say(
        gettext("{name} gave it back, so that someone who knows more can answer. Promised by {time}."),
        name=_bold(line.actor),
        time=_by(line),
    )


def _company_asked(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    if reader == CUSTOMER:
        words = gettext("You asked for the company. {taker} has taken over; the answer was promised by {time}.")
    else:
        words = gettext("The customer asked for the company. {taker} has taken over, promised by {time}.")
    return _say(words, taker=_taker(line, reader), time=_by(line))


def _lapsed(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    detail = line.detail or {}
    was_due, late = _by(line, "was_due"), detail.get("from", "")
    if late:
        head = _say(gettext("{name} did not manage to answer by {time}."),
                    name=format_html("<b>{}</b>", late), time=was_due)  # fmt: skip
    elif detail.get("before") == Assignment.NETWORK:
        head = _say(gettext("No expert found the time by {time}."), time=was_due)
    else:
        head = _say(gettext("The team did not manage to answer by {time}."), time=was_due)
    if reader == CUSTOMER:
        words = gettext("{head} We are sorry. {taker} has taken over; the answer was promised by {time}.")
    else:
        words = gettext("{head} {taker} has taken over, promised by {time}.")
    return _say(words, head=head, taker=_taker(line, reader), time=_by(line))


def _taken(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    return _say(gettext("{name} has taken this over."), name=_bold(line.actor))


def _revealed(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    detail = line.detail or {}
    purpose = in_language(detail.get("purpose_de", ""), detail.get("purpose_en", "")) or detail.get("purpose", "")
    if reader == CUSTOMER:
        return _say(gettext("{name} opened what you wrote in full. Purpose: {purpose}"),
                    name=_bold(line.actor), purpose=purpose)  # fmt: skip
    return _say(gettext("{name} opened the originals. Purpose: {purpose}"), name=_bold(line.actor), purpose=purpose)


def _proposed(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    if reader == CUSTOMER:
        return _say(gettext("{name} believes this is solved. You have the last word."), name=_bold(line.actor))
    return _say(gettext("{name} proposed it as solved."), name=_bold(line.actor))


def _declined(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    if reader == CUSTOMER:
        return _say(gettext("You said that it is not solved yet. It goes on."))
    return _say(gettext("The customer said that it is not solved yet."))


def _solved(line: Line, reader: str, _asked: datetime | None, customer_id: int | None) -> SafeString:
    if line.actor is None:
        if reader == CUSTOMER:
            return _say(gettext("We heard nothing more and took that for a yes. A message opens it again."))
        return _say(gettext("Nothing more was heard: taken for solved."))
    if line.actor.pk == customer_id:
        return _say(gettext("You said that it is solved.") if reader == CUSTOMER
                    else gettext("The customer said that it is solved."))  # fmt: skip
    if reader == CUSTOMER and customer_id is None:
        return _say(gettext("This is solved. A message opens it again."))
    if reader == CUSTOMER:
        return _say(gettext("{name} marked this as solved. A message opens it again."), name=_bold(line.actor))
    return _say(gettext("{name} marked it as solved."), name=_bold(line.actor))


def _reminded(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    if reader == CUSTOMER:
        words = gettext("Did that help? If we hear nothing by {time}, we take it for a yes.")
    else:
        words = gettext("The customer was reminded. Silence until {time} counts as a yes.")
    return _say(words, time=_by(line))


def _reopened(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    if reader == CUSTOMER:
        return _say(gettext("You wrote again, so it is open again. {taker} takes care."), taker=_taker(line, reader))
    return _say(
        gettext("The customer wrote again, so it is open again. {taker} takes care."), taker=_taker(line, reader)
    )


def _rated(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    return _say(gettext("You said thank you.") if reader == CUSTOMER else gettext("The customer rated it."))


_KINDS: Final[Mapping[str, Callable[[Line, str, datetime | None, int | None], SafeString]]] = {
    "asked": _asked,
    "claimed": _claimed,
    "given_on": _passed,
    "handed_over": _passed,
    "assigned": _passed,
    "given_back": _given_back,
    "company_asked": _company_asked,
    "lapsed": _lapsed,
    "taken": _taken,
    "revealed": _revealed,
    "solution_proposed": _proposed,
    "solution_declined": _declined,
    "solved": _solved,
    "reminded": _reminded,
    "reopened": _reopened,
    "rated": _rated,
}
