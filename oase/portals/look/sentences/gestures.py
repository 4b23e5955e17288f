"""Sentences about what was given beyond duty."""

from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from oase.companies.models import in_language
from oase.conversations.thread import Line
from oase.portals.look.money import euros
from oase.portals.look.sentences.parts import CUSTOMER, bold, say


def given(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    words = gettext("{name} has something for you: {gift}.") if reader == CUSTOMER else gettext("{name} gave: {gift}.")
    return _with_words(say(words, name=bold(line.actor), gift=_gift(line)), line)


def withdrawn(line: Line, reader: str, _asked: datetime | None, _customer: int | None) -> SafeString:
    if reader == CUSTOMER:
        words = gettext("{name} had to take back: {gift}. We are sorry.")
    else:
        words = gettext("{name} took back: {gift}.")
    return _with_words(say(words, name=bold(line.actor), gift=_gift(line)), line)


def _gift(line: Line) -> str:
    detail = line.detail or {}
    name = in_language(detail.get("kind_de", ""), detail.get("kind_en", ""))
    cents = int(detail.get("cents", 0))
    return f"{name} ({euros(cents)})" if cents else name


def _with_words(head: SafeString, line: Line) -> SafeString:
    words = (line.detail or {}).get("words", "")
    return say(gettext("{head} “{said}”"), head=head, said=words) if words else head
