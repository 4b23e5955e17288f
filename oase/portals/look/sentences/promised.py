"""Sentences about promises: how far we are, and when another time holds than was said at first."""

from datetime import datetime

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from oase.conversations.thread import Line
from oase.portals.look.sentences.parts import CUSTOMER, bold, due_in, say, taker_of


def progress(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    if reader == CUSTOMER:
        words = gettext("{name} is on it. You hear the next time by {time}.")
    else:
        words = gettext("{name} said how far it is. The next word is promised by {time}.")
    return say(words, name=bold(line.actor), time=due_in(line))


def told_early(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    was, time = due_in(line, "was_due"), due_in(line)
    if line.actor is not None and reader == CUSTOMER:
        words = gettext("{name} cannot manage by {was}, and says so now: you hear by {time}.")
        return say(words, name=bold(line.actor), was=was, time=time)
    if line.actor is not None:
        words = gettext("{name} told the customer early: not by {was}, but by {time}.")
        return say(words, name=bold(line.actor), was=was, time=time)
    if reader == CUSTOMER:
        words = gettext("It may not be done by {was}, and we say so now. {taker} takes over then; you hear by {time}.")
    else:
        words = gettext("Nobody is there until {was}: the customer was told. {taker} has it then, until {time}.")
    return say(words, was=was, taker=taker_of(line, reader), time=time)


def promise_moved(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    detail = line.detail or {}
    why = {
        "hours": gettext("The opening hours have changed."),
        "holidays": gettext("There is a holiday, or one less."),
        "promises": gettext("What is promised has changed."),
    }.get(detail.get("reason", ""), gettext("Another time is promised now."))
    said: list[str] = [why]
    if detail.get("due_at"):
        words = gettext("The next step is promised by {time} now, not by {was}.")
        said.append(say(words, time=due_in(line), was=due_in(line, "was_due")))
    if detail.get("solution_due_at"):
        words = gettext("A solution is promised by {time} now, not by {was}.")
        said.append(say(words, time=due_in(line, "solution_due_at"), was=due_in(line, "solution_was")))
    return format_html_join(" ", "{}", ((one,) for one in said if one))


def solution_late(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    was = due_in(line, "was_due")
    detail = line.detail or {}
    if detail.get("before") in {"network", "expert"}:
        if reader == CUSTOMER:
            words = gettext("There is no solution yet, although we promised one by {was}. We are sorry. {taker} has "
                            "taken over; you hear by {time}.")  # fmt: skip
        else:
            words = gettext("No solution by {was}, as promised. {taker} has taken over, promised by {time}.")
        return say(words, was=was, taker=taker_of(line, reader), time=due_in(line))
    if reader == CUSTOMER:
        words = gettext("There is no solution yet, although we promised one by {was}. We are sorry. {taker} stays on "
                        "it, and the team lead sees it; you hear by {time}.")  # fmt: skip
    else:
        words = gettext("No solution by {was}, as promised. {taker} stays on it, and the team lead sees it.")
    return say(words, was=was, taker=taker_of(line, reader), time=due_in(line))
