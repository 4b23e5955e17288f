"""The first name of somebody who helped, where others wrote it: hints, words of gestures, notes, the audit log.

Lines that are written once are changed by their owner in a transaction of its own, before the forgetting commits:
should that be undone and begun again, a name less stands there, and nothing else changed.
"""

import re
from collections.abc import Callable
from typing import Any, Final

from django.apps import apps
from django.db import transaction
from django.db.models import Q, QuerySet

from oase.companies.audit.models import SettingChange
from oase.companies.models import Membership
from oase.conversations.models import Event
from oase.people.models import Person
from oase.privacy.shield import Known, shield

SAID: Final = ("hint", "words")
"""What people write into the history beside messages, by its name in `Event.detail`."""
AFTER_PEOPLE: Final = ("roles", "goodwill")
"""Areas of the audit log in which a line's subject may be somebody's first name."""
NAMING: Final = ("roles", "teams", "goodwill", "macros", "programme")
"""Areas in which people are named at all."""
PEOPLE: Final = ("members", "steps", "senior")
"""Settings that name people."""


def take_name_out(person: Person, *, instead: str) -> int:
    """Take the name out of all of it; how many texts changed. `instead`: what stands in the audit log."""
    known = Known(names=tuple(person.names))

    def hidden(text: str) -> str:
        return shield(text, known=known, recognisers={}).text

    return _events(person, hidden) + _wishes(person, hidden) + _notes(person, hidden) + _changes(person, instead)


def _events(person: Person, hidden: Callable[[str], str]) -> int:
    theirs = Q(actor=person) | Q(to=person) | Q(conversation__assignments__holder=person)
    theirs |= Q(conversation__messages__author=person)
    said = Q(detail__has_key=SAID[0]) | Q(detail__has_key=SAID[1])
    found = Event.objects.filter(said & theirs).exclude(conversation__customer__person=person)
    count = 0
    with transaction.atomic(using="owner"):
        events = Event.objects.using("owner").filter(pk__in=list(found.values_list("pk", flat=True).distinct()))
        for event in events.select_for_update():
            new = {name: hidden(text) if name in SAID else text for name, text in event.detail.items()}
            if new != event.detail:
                event.detail = new
                event.save(update_fields=["detail"])
                count += 1
    return count


def _of(model: str) -> QuerySet[Any]:
    # The second level is a stranger to this room; the names of its tables are all that is known of it here.
    rows: QuerySet[Any] = apps.get_model("oase", model)._default_manager.all()
    return rows


def _wishes(person: Person, hidden: Callable[[str], str]) -> int:
    theirs = Q(giver__person=person) | Q(decided_by=person) | Q(conversation__assignments__holder=person)
    theirs |= Q(conversation__messages__author=person)
    wishes = _of("GoodwillWish").filter(theirs).exclude(conversation__customer__person=person).distinct()
    return _hide(wishes, ("words", "reason", "answer"), hidden)


def _notes(person: Person, hidden: Callable[[str], str]) -> int:
    theirs = Q(by=person) | Q(change__before__person=person) | Q(change__after__person=person)
    return _hide(_of("HandoverNote").filter(theirs), ("body",), hidden)


def _hide(rows: QuerySet[Any], columns: tuple[str, ...], hidden: Callable[[str], str]) -> int:
    count = 0
    for row in rows:
        new = {name: hidden(getattr(row, name)) for name in columns}
        changed = [name for name, text in new.items() if text != getattr(row, name)]
        for name in changed:
            setattr(row, name, new[name])
        if changed:
            row.save(update_fields=changed)
            count += 1
    return count


def _changes(person: Person, instead: str) -> int:
    """The audit log where they worked. A name that a colleague has, too, names nobody alone, and stays theirs."""
    name = person.first_name
    worked = Membership.objects.filter(person=person).values_list("company_id", flat=True)
    companies = {*worked, *_appointed_at(person)} - {*_with_a_namesake(person)}
    if not name or not companies:
        return 0
    word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    count = 0
    with transaction.atomic(using="owner"):
        lines = SettingChange.objects.using("owner").filter(company__in=companies, area__in=NAMING)
        for line in lines.select_for_update():
            subject = instead if line.area in AFTER_PEOPLE and line.subject == name else line.subject
            before, after = (_without(values, word, instead) for values in (line.before, line.after))
            if (subject, before, after) != (line.subject, line.before, line.after):
                line.subject, line.before, line.after = subject, before, after
                line.save(update_fields=["subject", "before", "after"])
                count += 1
    return count


def _appointed_at(person: Person) -> list[int]:
    appointed = _of("Appointment").filter(expert__person=person)
    return list(appointed.values_list("topic__company_id", flat=True).distinct())


def _with_a_namesake(person: Person) -> list[int]:
    there = Membership.objects.filter(person__first_name=person.first_name, person__is_active=True)
    others = there.exclude(person=person)
    return list(others.values_list("company_id", flat=True).distinct())


def _without(values: dict[str, Any] | None, word: re.Pattern[str], instead: str) -> dict[str, Any] | None:
    if values is None:
        return None
    return {name: _said(value, word, instead) if name in PEOPLE else value for name, value in values.items()}


def _said(value: Any, word: re.Pattern[str], instead: str) -> Any:
    if isinstance(value, list):
        return [_said(one, word, instead) for one in value]
    return word.sub(instead, value) if isinstance(value, str) else value
