"""The words a sentence is put together from."""

from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext

from oase.companies.models import in_language
from oase.conversations.models import Assignment
from oase.conversations.thread import Line
from oase.people.models import Person
from oase.portals.look.times import clock

CUSTOMER, STAFF = "customer", "staff"


def say(words: str, **names: object) -> SafeString:
    """Fill `{name}` with escaped values; the words themselves come from the translation and hold no markup."""
    return format_html(words, **names) if names else format_html("{}", words)


def bold(who: Person | None) -> SafeString:
    return format_html("<b>{}</b>", who.first_name) if who else SafeString("")


def due_in(line: Line, key: str = "due_at") -> str:
    """The time promised in the event, as people say it."""
    due = parse_datetime((line.detail or {}).get(key, ""))
    if due is None:
        return ""
    # The event carries its own day: what was due on that day needs only the hour.
    here = localtime(due)
    return f"{here:%H:%M}" if here.date() == localtime(line.at).date() else clock(due)


def taker_of(line: Line, reader: str) -> SafeString:
    """Who has it after the event, at the beginning of a sentence: "Your advisor Ada", "The team"."""
    words = taker_within(line, reader)
    return SafeString(words[:1].upper() + words[1:])


def taker_within(line: Line, reader: str) -> SafeString:
    """The same inside a sentence: "your advisor Ada", "the team"."""
    detail = line.detail or {}
    level = detail.get("level", "")
    if line.to is not None:
        name = bold(line.to)
        if reader == STAFF:
            return name
        if level == Assignment.ADVISOR:
            return say(gettext("your advisor {name}"), name=name)
        if level == Assignment.DEPUTY:
            return say(gettext("the deputy {name}"), name=name)
        return name
    team = in_language(detail.get("team_de", ""), detail.get("team_en", ""))
    if reader == STAFF and level == Assignment.TEAM and team:
        return say(gettext("the team “{team}”"), team=team)
    words = {
        Assignment.NETWORK: gettext("the experts"),
        Assignment.TEAM: gettext("the team"),
        Assignment.SUPERVISORS: gettext("the team lead"),
    }
    return say(words.get(level, gettext("the team")))


def reason_of(line: Line, *, reader: str) -> str:
    """Why hands changed, in words; empty where no reason was given."""
    if reader == CUSTOMER:
        documents = gettext("your documents need to be looked at.")
    else:
        documents = gettext("documents of the customer need to be looked at.")
    words = {
        "documents": documents,
        "company_only": gettext("only the company can decide this."),
        "not_solved": gettext("somebody has to look at the thing itself."),
        "delicate": gettext("this needs more care than a stranger may take."),
        "not_my_field": gettext("someone else knows more about this."),
        "sensitive": gettext("this is for the company alone, for your safety.")
        if reader == CUSTOMER
        else gettext("safety, law, money or data rights are touched."),
        "away": gettext("is away for a while."),
        "left": gettext("has left the team."),
        "off": gettext("has finished work for today."),
        "turn": gettext("it was their turn in the team.") if reader == STAFF else "",
    }
    return words.get((line.detail or {}).get("reason", ""), "")
