from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from oase.conversations.models import Message
from oase.conversations.words import IncomingFile

LONGEST_NOTE = 500
TEAM = "team-"
"""What the id of a team begins with where colleagues can be chosen, too."""


class WritingForm(forms.Form):
    """A reply or an internal note. The words themselves are checked by the action that takes them."""

    client_id = forms.UUIDField()
    text = forms.CharField(required=False, strip=False)
    audience = forms.ChoiceField(choices=Message.AUDIENCES)
    known = forms.IntegerField(required=False, min_value=0, max_value=2**31)
    """The newest entry that was on the page; a page without it says nothing of what its reader knows."""


class PurposeForm(forms.Form):
    """What originals or contact data are opened for; without one, the purpose given in this hour."""

    purpose = forms.IntegerField(required=False, min_value=1, max_value=2**31)

    def chosen(self) -> int | None:
        """The id of the chosen purpose, or None."""
        return self.cleaned_data.get("purpose") if self.is_valid() else None


class HandOverForm(forms.Form):
    """To whom, a colleague or a team, and a word for them."""

    to = forms.RegexField(
        rf"\A(?:{TEAM})?[1-9][0-9]{{0,8}}\Z",
        error_messages=dict.fromkeys(("required", "invalid"), _("Please choose who takes care of it.")),
    )
    note = forms.CharField(required=False, max_length=LONGEST_NOTE)

    @property
    def team(self) -> int | None:
        """The id of the chosen team; None when it is a colleague."""
        chosen: str = self.cleaned_data["to"]
        return int(chosen.removeprefix(TEAM)) if chosen.startswith(TEAM) else None


class AwayForm(forms.Form):
    """Until when someone is away; the time is that of the page."""

    until = forms.DateTimeField(
        label=_("Away until"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": _("Please say until when you are away."),
            "invalid": _("Please choose a day and a time."),
        },
    )


def files_in(request: HttpRequest) -> list[IncomingFile]:
    """The files that came with a form."""
    uploaded: list[Any] = request.FILES.getlist("files")
    return [IncomingFile(file.name or "", file.content_type or "", file.size or 0, file) for file in uploaded]


def first_error(form: forms.Form) -> str:
    """The first thing to mend, as a sentence."""
    return next((str(errors[0]) for errors in form.errors.values() if errors), "")
