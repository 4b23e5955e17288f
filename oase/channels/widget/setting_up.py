"""A company sets its widget up: every decision is checked before anything is changed."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from oase.channels.widget.contrast import ENOUGH, NoColour, colour, contrast
from oase.channels.widget.models import Widget
from oase.channels.widget.origins import NoOrigin, origins
from oase.companies.audit.recording import record_change
from oase.companies.models import Company
from oase.conversations.words import Refused, clean_line
from oase.people.models import Person


@dataclass(frozen=True)
class Wanted:
    """What was filled in; `origins` one a line."""

    origins: str
    accent: str
    on_accent: str
    side: str
    label_de: str = ""
    label_en: str = ""
    greeting_de: str = ""
    greeting_en: str = ""


class Wrong(Refused):
    """One decision cannot stand; `field` is its name."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


def widget_of(company: Company) -> Widget:
    """The company's widget, as it stands or as it would begin."""
    return Widget.objects.filter(company=company).first() or Widget(company=company)


@transaction.atomic
def set_up(*, company: Company, wanted: Wanted, by: Person | None = None) -> Widget:
    """Put the decisions into force, all or none. `by` stands in the audit log.

    Raises:
        Wrong: one of them cannot stand.
    """
    accent, on_accent = _colour("accent", wanted.accent), _colour("on_accent", wanted.on_accent)
    reached = contrast(accent, on_accent)
    if reached < ENOUGH:
        raise Wrong(
            "on_accent",
            _(
                "These words would be hard to read: the contrast is %(reached)s to 1, and it takes %(enough)s."
                " Please choose a darker or a lighter colour."
            )
            % {"reached": number_format(reached, 1), "enough": number_format(ENOUGH, 1)},
        )
    try:
        allowed = origins(wanted.origins)
    except NoOrigin as error:
        words = _("“%(text)s” is no origin we can use. It looks like this: https://www.example.org")
        raise Wrong("origins", words % {"text": error.text}) from error
    if wanted.side not in dict(Widget.SIDES):
        raise Wrong("side", _("Please choose a side."))
    texts = {}
    for name, most in (("label_de", 40), ("label_en", 40), ("greeting_de", 300), ("greeting_en", 300)):
        texts[name] = clean_line(getattr(wanted, name))
        if len(texts[name]) > most:
            raise Wrong(name, _("Please shorten this to %(most)d characters.") % {"most": most})
    decided = {"origins": allowed, "accent": accent, "on_accent": on_accent, "side": wanted.side}
    before = Widget.objects.filter(company=company).values(*decided, *texts).first()
    widget, _new = Widget.objects.update_or_create(company=company, defaults=decided | texts)
    record_change(company=company, by=by, area="widget", before=before, after=decided | texts)
    return widget


def _colour(field: str, text: str) -> str:
    try:
        return colour(text)
    except NoColour as error:
        raise Wrong(field, _("A colour looks like this: #1c5a43")) from error
