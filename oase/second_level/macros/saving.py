"""A company's macros are set by those who lead: each change is written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from oase.companies.audit.recording import record_change
from oase.companies.models import Membership
from oase.companies.roles.now import read_anew
from oase.companies.words import NotAllowed, Wrong, clean_line, storable
from oase.conversations.models import Message
from oase.jobs import clock
from oase.second_level.macros.models import Macro
from oase.second_level.macros.steps import Step, checked, in_words, ways_of
from oase.second_level.macros.variables import unknown_in
from oase.second_level.rules import leads

LONGEST_NAME = 60
LONGEST_TEXT = 8000


@dataclass(frozen=True)
class Wanted:
    """A macro as somebody wants it."""

    name: str
    text_de: str
    text_en: str
    audience: str = Message.CONVERSATION
    steps: Sequence[Step] = ()


def sound(wanted: Wanted, company_id: int) -> Wanted:
    """The macro as it may be kept.

    Raises:
        Wrong: what is wrong with which field.
    """
    german, english = _text("text_de", wanted.text_de), _text("text_en", wanted.text_en)
    if wanted.audience not in (Message.CONVERSATION, Message.STAFF):
        raise Wrong("audience", _("Please choose who reads it."))
    if not (german or english):
        raise Wrong("text_de", _("Please write the words, in at least one language."))
    return Wanted(_name(wanted.name), german, english, wanted.audience, checked(wanted.steps, ways_of(company_id)))


@transaction.atomic
def save_macro(*, by: Membership, macro: Macro | None, wanted: Wanted) -> Macro:
    """Make a macro, or change one.

    Raises:
        NotAllowed: `by` does not lead the company, or it is another's macro.
        Wrong: the name is missing or taken, there is nothing to send, a variable is unknown, or a step cannot be.
    """
    read_anew(by)
    if not leads(by) or (macro is not None and macro.company_id != by.company_id):
        raise NotAllowed("only those who lead, and their own company's")
    wanted = sound(wanted, by.company_id)
    before = values_of(macro) if macro is not None else None
    saved = macro or Macro(company=by.company, position=Macro.objects.filter(company=by.company).count())
    saved.name, saved.text_de, saved.text_en = wanted.name, wanted.text_de, wanted.text_en
    saved.audience, saved.steps = wanted.audience, list(wanted.steps)
    try:
        with transaction.atomic():
            saved.save()
    except IntegrityError as error:
        raise Wrong("name", _("There is a macro of this name already.")) from error
    record_change(
        company=by.company, by=by.person, area="macros", subject=saved.name, before=before, after=values_of(saved)
    )
    return saved


@transaction.atomic
def retire_macro(*, by: Membership, macro: Macro) -> None:
    """Offer it no more. What was sent with it stays as it is.

    Raises:
        NotAllowed: `by` does not lead the company, or it is another's macro.
    """
    read_anew(by)
    if not leads(by) or macro.company_id != by.company_id:
        raise NotAllowed("only those who lead, and their own company's")
    if macro.retired_at is not None:
        return
    before = values_of(macro)
    macro.retired_at = clock.now()
    macro.save(update_fields=["retired_at"])
    record_change(company=by.company, by=by.person, area="macros", subject=macro.name, before=before, after=None)


def values_of(macro: Macro) -> dict[str, Any]:
    """What is written down of a macro when it changes."""
    ways = ways_of(macro.company_id)
    return {
        "name": macro.name,
        "text_de": macro.text_de,
        "text_en": macro.text_en,
        "audience": macro.audience,
        "steps": [in_words(step, ways) or step["kind"] for step in macro.steps],
    }


def _name(name: str) -> str:
    name = clean_line(name)
    if not name:
        raise Wrong("name", _("Please give it a name."))
    if len(name) > LONGEST_NAME:
        raise Wrong("name", _("Please choose a shorter name, of at most %(most)d characters.") % {"most": LONGEST_NAME})
    return name


def _text(field: str, text: str) -> str:
    text = storable(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(text) > LONGEST_TEXT:
        raise Wrong(field, _("Please shorten the text to at most %(most)d characters.") % {"most": LONGEST_TEXT})
    if unknown := unknown_in(text):
        shown = ", ".join(name if name in ("{{", "}}") else "{{" + name + "}}" for name in unknown)
        raise Wrong(field, _("Nobody knows what %(names)s stands for. Please choose from the list.") % {"names": shown})
    return text
