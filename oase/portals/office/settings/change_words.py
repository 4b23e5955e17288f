"""Lines of the audit log in the reader's language: what was set, from what, to what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oase.companies.audit.models import SettingChange
from oase.portals.look.times import full_day
from oase.portals.office.plan.saying import DAYS
from oase.portals.office.settings.change_values import said

LONGEST = 300
"""Characters of a value that are shown."""
AREA_WORDS: Final[Mapping[str, Promise]] = {
    "hours": gettext_lazy("Opening hours"),
    "holidays": gettext_lazy("Holidays"),
    "promises": gettext_lazy("Promises"),
    "topics": gettext_lazy("Topics"),
    "tags": gettext_lazy("Tags"),
    "macros": gettext_lazy("Macros"),
    "teams": gettext_lazy("Teams"),
    "roles": gettext_lazy("People and roles"),
    "retention": gettext_lazy("Keeping"),
    "goodwill": gettext_lazy("Goodwill"),
    "programme": gettext_lazy("Programme"),
    "widget": gettext_lazy("Widget"),
    "payouts": gettext_lazy("Payouts"),
    "company": gettext_lazy("Company"),
    "views": gettext_lazy("Views"),
}
WORDS: Final[Mapping[str, Promise]] = {
    "name": gettext_lazy("Name"),
    "name_de": gettext_lazy("Name, in German"),
    "name_en": gettext_lazy("Name, in English"),
    "description_de": gettext_lazy("Description, in German"),
    "description_en": gettext_lazy("Description, in English"),
    "text_de": gettext_lazy("Text, in German"),
    "text_en": gettext_lazy("Text, in English"),
    "team": gettext_lazy("Team"),
    "members": gettext_lazy("Who is in it"),
    "topics": gettext_lazy("Topics"),
    "deals": gettext_lazy("Dealt out by turns"),
    "audience": gettext_lazy("Who reads it"),
    "steps": gettext_lazy("When it is sent"),
    "offered": gettext_lazy("Is offered"),
    "given": gettext_lazy("May be given"),
    "icon": gettext_lazy("Picture"),
    "cents": gettext_lazy("Value"),
    "adjustable": gettext_lazy("Whoever gives may choose another value"),
    "budget_cents": gettext_lazy("Budget a month"),
    "shared": gettext_lazy("Who sees this view"),
    "state": gettext_lazy("Which concerns"),
    "tags": gettext_lazy("Tag"),
    "languages": gettext_lazy("Language"),
    "holders": gettext_lazy("Who has it"),
    "channels": gettext_lazy("Way in"),
    "stars": gettext_lazy("Rating"),
    "older_days": gettext_lazy("Asked at least so many days ago"),
    "younger_days": gettext_lazy("Asked within so many days"),
    "role": gettext_lazy("Role"),
    "invited_as": gettext_lazy("Invited as"),
    "capacity": gettext_lazy("Points at once"),
    "silence_days": gettext_lazy("Days of silence until we remind"),
    "vocabulary": gettext_lazy("Words the shield leaves readable"),
    "purposes": gettext_lazy("What originals may be opened for"),
    "company_days": gettext_lazy("Days, where your own people wrote"),
    "company_duty": gettext_lazy("Stays without a name, where your own people wrote"),
    "network_days": gettext_lazy("Days, where only experts answered"),
    "network_duty": gettext_lazy("Stays without a name, where only experts answered"),
    "week": gettext_lazy("Opening hours"),
    "hours": gettext_lazy("Opening hours"),
    "openings": gettext_lazy("Opening hours"),
    "time_zone": gettext_lazy("Time zone"),
    "region": gettext_lazy("Region"),
    "own_days": gettext_lazy("Days of your own"),
    "days": gettext_lazy("Days of your own"),
    "first_answer": gettext_lazy("First answer, in minutes"),
    "first_answer_minutes": gettext_lazy("First answer, in minutes"),
    "next_answer": gettext_lazy("Every further answer, in minutes"),
    "next_answer_minutes": gettext_lazy("Every further answer, in minutes"),
    "progress": gettext_lazy("Word of progress, in minutes"),
    "progress_minutes": gettext_lazy("Word of progress, in minutes"),
    "solution": gettext_lazy("Solution, in minutes"),
    "solution_minutes": gettext_lazy("Solution, in minutes"),
    "open_to_experts": gettext_lazy("Open to experts"),
    "wave_sizes": gettext_lazy("How many are asked, wave by wave"),
    "wave_seconds": gettext_lazy("Seconds from one wave to the next"),
    "keywords": gettext_lazy("Words that point to this topic"),
    "examples": gettext_lazy("Questions as people ask them"),
    "examples_new": gettext_lazy("Questions that came"),
    "examples_gone": gettext_lazy("Questions that went"),
    "title_de": gettext_lazy("Title, in German"),
    "title_en": gettext_lazy("Title, in English"),
    "body_de": gettext_lazy("Text, in German"),
    "body_en": gettext_lazy("Text, in English"),
    "topic": gettext_lazy("Topic"),
    "position": gettext_lazy("Place"),
    "question": gettext_lazy("Question"),
    "question_de": gettext_lazy("Question, in German"),
    "question_en": gettext_lazy("Question, in English"),
    "options": gettext_lazy("Answers to choose from"),
    "right": gettext_lazy("What is right"),
    "guide": gettext_lazy("A good answer holds"),
    "senior": gettext_lazy("Senior expert"),
    "origins": gettext_lazy("Pages it may stand on"),
    "accent": gettext_lazy("Colour"),
    "on_accent": gettext_lazy("Colour of words on it"),
    "side": gettext_lazy("Side of the page"),
    "label_de": gettext_lazy("On the button, in German"),
    "label_en": gettext_lazy("On the button, in English"),
    "greeting_de": gettext_lazy("Above the question, in German"),
    "greeting_en": gettext_lazy("Above the question, in English"),
    "key": gettext_lazy("Key"),
    "reward_cents": gettext_lazy("Reward"),
    "prices": gettext_lazy("Other prices, in cents"),
    "handover": gettext_lazy("For a founded handover, in per cent"),
    "checked": gettext_lazy("For looking over a newcomer's answer, in per cent"),
    "reuse": gettext_lazy("For a saved answer that helped again, in per cent"),
    "questions": gettext_lazy("Questions drawn"),
    "minutes": gettext_lazy("Minutes"),
    "pass_percent": gettext_lazy("Passed from, in per cent"),
    "wait_hours": gettext_lazy("Hours until another try"),
    "inviting": gettext_lazy("Experts are invited"),
    "welcome_de": gettext_lazy("Invitation, in German"),
    "welcome_en": gettext_lazy("Invitation, in English"),
    "valid_days": gettext_lazy("Days a qualification holds"),
    "notice_days": gettext_lazy("Days before its end at which it is told"),
    "street": gettext_lazy("Street"),
    "postcode": gettext_lazy("Postcode"),
    "town": gettext_lazy("Town"),
    "country": gettext_lazy("Country"),
    "tax_number": gettext_lazy("Tax number"),
    "iban": gettext_lazy("IBAN"),
    "bic": gettext_lazy("BIC"),
}


@dataclass(frozen=True)
class Line:
    """One value that changed; `before` or `after` is empty where there was or is nothing."""

    name: str
    before: str
    after: str


def lines_of(change: SettingChange) -> list[Line]:
    """What a change was, value by value; what was and is nothing has no line, a name without words stands as it is."""
    before, after = change.before or {}, change.after or {}
    names = [name for name in {**after, **before} if before.get(name) != after.get(name)]
    lines = [Line(str(WORDS.get(name, name)), *_pair(name, before.get(name), after.get(name))) for name in names]
    return [line for line in lines if line.before or line.after]


def _pair(name: str, before: Any, after: Any) -> tuple[str, str]:
    if isinstance(before, list) and isinstance(after, list):
        # Of a long list only what came and what went is worth reading.
        return _said(name, [one for one in before if one not in after]), _said(
            name, [one for one in after if one not in before]
        )
    return _said(name, before), _said(name, after)


def _said(name: str, value: Any) -> str:
    if (words := said(name, value)) is not None:
        return words
    match value:
        case [int() as weekday, str() as opens, str() as closes] if 0 <= weekday < len(DAYS):
            words = f"{DAYS[weekday]} {opens}–{closes}"
        case {"day": str() as day, "openings": list() as openings}:
            hours = ", ".join(f"{opens}–{closes}" for opens, closes in openings) or _("closed")
            words = " ".join(filter(None, (full_day(date.fromisoformat(day)), value.get("name", ""), hours)))
        case None | "" | []:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case list():
            words = ", ".join(_said("", one) for one in value)
        case dict():
            words = ", ".join(f"{WORDS.get(key, key)}: {_said(key, one)}" for key, one in value.items())
        case _:
            words = str(value)
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
