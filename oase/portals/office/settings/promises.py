"""What is promised, for each topic and where no topic says otherwise: looked at before it holds."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oase.companies.models import Company, Membership, Topic
from oase.companies.promised import FIRST, NEXT, PROGRESS, SOLUTION, promised_minutes
from oase.companies.words import Refused, Wrong
from oase.portals.office.programme.access import topic_at
from oase.portals.office.settings.frame import frame
from oase.portals.office.settings.gate import settings_page
from oase.portals.office.settings.hours import saved_words
from oase.portals.office.settings.moves import moves
from oase.portals.office.settings.typed import minutes_in, written_minutes
from oase.second_level.promising.actions import promises_of, save_promises
from oase.second_level.promising.preview import preview_promises
from oase.second_level.promising.terms import Promises

PLAIN = {"autocomplete": "off", "spellcheck": "false"}


class LengthField(forms.CharField):
    """A length of time as people type it, in minutes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, widget=forms.TextInput(attrs=PLAIN), **kwargs)

    def clean(self, value: Any) -> Any:
        """Minutes, or None for nothing."""
        text = super().clean(value)
        try:
            return minutes_in(text)
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from None


class PromisesForm(forms.Form):
    """The four promises; whether they can stand is decided by `save_promises`."""

    first_answer = LengthField(
        label=gettext_lazy("First answer within"),
        help_text=gettext_lazy(
            "Such as 45 min or 2 h: in opening hours from the company, around the clock from experts."
        ),
    )
    next_answer = LengthField(label=gettext_lazy("Every further answer within"))
    progress = LengthField(
        label=gettext_lazy("While it takes longer, a word of progress every"),
        required=False,
    )
    solution = LengthField(label=gettext_lazy("Solution within"), required=False)

    def __init__(self, topic: Topic | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if topic is None:
            self.fields["progress"].help_text = _("Empty: as often as a further answer.")
            self.fields["solution"].help_text = _("Empty: none is promised.")
        else:
            self.fields["progress"].help_text = _("Empty: as the company says.")
            self.fields["solution"].help_text = _("Empty: as the company says. 0: none is promised.")

    def wanted(self) -> Promises:
        """What a valid form says."""
        return Promises(**self.cleaned_data)


@settings_page("GET", "HEAD")
def promises(request: HttpRequest, membership: Membership) -> HttpResponse:
    """What is promised, topic by topic."""
    company = membership.company
    rows = [_row(company, None), *(_row(company, topic) for topic in company.topics.all())]
    return render(request, "office/settings/promises.html", frame(membership, "promises") | {"rows": rows})


def _row(company: Company, topic: Topic | None) -> dict[str, Any]:
    names = {"first": FIRST, "next": NEXT, "progress": PROGRESS, "solution": SOLUTION}
    said = {key: written_minutes(promised_minutes(company, topic, name)) for key, name in names.items()}
    return {"topic": topic, **said}


@settings_page()
def company_promises(request: HttpRequest, membership: Membership) -> HttpResponse:
    """What holds where no topic says otherwise."""
    return _edit(request, membership, None)


@settings_page()
def topic_promises(request: HttpRequest, membership: Membership, topic_slug: str) -> HttpResponse:
    """What is promised for one topic."""
    return _edit(request, membership, topic_at(membership, topic_slug))


def _edit(request: HttpRequest, membership: Membership, topic: Topic | None) -> HttpResponse:
    page = frame(membership, "promises") | {"topic": topic}
    if request.method != "POST":
        stands = promises_of(membership.company if topic is None else topic)
        started = {name: written_minutes(getattr(stands, name)) for name in PromisesForm.base_fields}
        return render(request, "office/settings/promise.html", page | {"form": PromisesForm(topic, initial=started)})
    form = PromisesForm(topic, request.POST)
    if form.is_valid():
        try:
            if "preview" in request.POST:
                seen = moves(preview_promises(by=membership, topic=topic, wanted=form.wanted()))
                seen |= {"form": form, "previewed": True}
                return render(request, "office/settings/promise.html", page | seen)
            moved = save_promises(by=membership, topic=topic, wanted=form.wanted())
        except Wrong as wrong:
            form.add_error(wrong.field, str(wrong))
        else:
            messages.success(request, saved_words(len(moved)))
            return redirect("office-promises", membership.company.slug)
    return render(request, "office/settings/promise.html", page | {"form": form}, status=422)
