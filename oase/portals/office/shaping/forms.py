from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oase.conversations.words import Refused
from oase.portals.office.shaping.shown import moments


class UntilForm(forms.Form):
    """One of the offered moments, or a day and a time of one's own."""

    until = forms.CharField(required=False, max_length=20)
    at = forms.DateTimeField(
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": gettext_lazy("Please choose a day and a time.")},
    )


def until_in(request: HttpRequest) -> datetime:
    """When to come back.

    Raises:
        Refused: nothing was chosen, or it is no time.
    """
    form = UntilForm(request.POST)
    if not form.is_valid():
        raise Refused(next(str(errors[0]) for errors in form.errors.values()))
    if chosen := form.cleaned_data["at"]:
        at: datetime = chosen
        return at
    offered = {one.key: one.at for one in moments()}
    if form.cleaned_data["until"] not in offered:
        raise Refused(_("Please choose when it should come back."))
    return offered[form.cleaned_data["until"]]


def number_in(request: HttpRequest, name: str) -> int | None:
    """The id that was chosen; None when none was, or what came is none."""
    given: Any = request.POST.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 16 else None


def ids_in(request: HttpRequest, name: str = "chosen") -> list[UUID]:
    """The concerns that were chosen, each once; what is no id is passed over."""
    found: dict[UUID, None] = {}
    for given in request.POST.getlist(name)[:1000]:
        try:
            found[UUID(given)] = None
        except ValueError:
            continue
    return list(found)
