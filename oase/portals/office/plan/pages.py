"""Where those who lead see what their network will do, and what more experts would change."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from oase.companies.models import Company
from oase.experts.planning.drawing import by_hour
from oase.experts.planning.figures import Figures
from oase.experts.planning.jobs import ask_for
from oase.experts.planning.outlook import EVERY_DAY, MOST_MORE, Outlook, Wish, outlook
from oase.experts.planning.sparing import TooMany
from oase.experts.planning.wrong import WrongPlan
from oase.portals.office.plan import saying
from oase.portals.office.programme.access import leader_at
from oase.portals.office.programme.frame import frame

SHOWN = ("tenth", "median", "ninetieth")


class WishForm(forms.Form):
    """How many more experts, and when."""

    more = forms.IntegerField(
        label=gettext_lazy("More experts"),
        min_value=1,
        max_value=MOST_MORE,
        error_messages={
            "required": gettext_lazy("Please say how many."),
            "invalid": gettext_lazy("Please write a whole number."),
            "min_value": gettext_lazy("At least one more."),
            "max_value": gettext_lazy("At most %(limit_value)s more can be simulated."),
        },
    )
    day = forms.TypedChoiceField(
        label=gettext_lazy("Day"),
        coerce=int,
        choices=[*enumerate(saying.DAYS), (EVERY_DAY, gettext_lazy("every day"))],
        error_messages={"invalid_choice": gettext_lazy("Please choose a day.")},
    )
    part = forms.TypedChoiceField(
        label=gettext_lazy("Hours"),
        coerce=int,
        choices=[*enumerate(saying.PARTS)],
        error_messages={"invalid_choice": gettext_lazy("Please choose hours.")},
    )

    @property
    def wish(self) -> Wish | None:
        """What was asked for, when it can be understood."""
        if not self.is_valid():
            return None
        return Wish(self.cleaned_data["more"], self.cleaned_data["day"], self.cleaned_data["part"])


@require_safe
@login_required
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """The outlook; with `more`, `day` and `part` what so many more experts change then."""
    membership = leader_at(request, slug)
    form = WishForm(request.GET) if "more" in request.GET else WishForm()
    shown = frame(membership, "plan") | {"form": form}
    status = 422 if form.is_bound and not form.is_valid() else 200
    try:
        try:
            found = _found(membership.company, form.wish if form.is_bound else None)
        except TooMany:
            status = 429
            form.add_error(None, _("That was a lot for one hour. Please try this one again after the full hour."))
            found = _found(membership.company, None)
    except WrongPlan:
        return render(request, "office/plan/nothing.html", shown)
    if found is None:
        return render(request, "office/plan/working.html", shown, status=status)
    if not form.is_bound:
        shown["form"] = WishForm(initial={"more": found.wish.count, "day": found.wish.day, "part": found.wish.part})
    return render(request, "office/plan/plan.html", shown | _shown(found), status=status)


def _found(company: Company, wish: Wish | None) -> Outlook | None:
    """The outlook, or None while a job works on it."""
    found = outlook(company, wish)
    if found is None:
        ask_for(company, wish)
    return found


def _shown(found: Outlook) -> dict[str, Any]:
    figures, before, after = found.figures, found.compared.before, found.compared.after
    return {
        "sentence": saying.what_if(found),
        "solved_before": saying.percent(before.solved),
        "solved_after": saying.percent(after.solved),
        "stands": saying.as_it_stands(figures.all),
        "figures": figures,
        "solved": saying.percent(figures.all.solved),
        "claimed": saying.percent(figures.all.claimed),
        "in_time": saying.percent(figures.all.in_time),
        "chart": SafeString(_chart(found)),  # made by ourselves, of numbers and translated words
        "hours": [
            {"hour": hour, "median": saying.lasting(one.median), "p95": saying.lasting(one.p95)}
            for hour, one in enumerate(figures.by_hour)
            if one.questions
        ],
        "week": _week(figures),
        "parts": saying.PARTS,
        "load": figures.load,
        "load_percent": {name: getattr(figures.load, name) * 100 for name in SHOWN},
        "earned": figures.earned,
        "own": found.own,
        "weeks": round(found.own.weeks),
    }


def _week(figures: Figures) -> list[dict[str, Any]]:
    """A row for each weekday: how long half of those wait who ask in each part of the day."""
    return [
        {
            "day": day,
            "parts": [
                {
                    "name": name,
                    "median": saying.lasting(one.median) if one.questions else "",
                    "late": bool(one.questions) and one.in_time < 0.5,
                }
                for name, one in zip(saying.PARTS, parts, strict=True)
            ],
        }
        for day, parts in zip(saying.DAYS, figures.by_part, strict=True)
    ]


def _chart(found: Outlook) -> str:
    return by_hour(
        found.figures,
        promise_seconds=found.promise_seconds,
        names={
            "title": _("Minutes to the first answer, by hour of the day"),
            "median": _("half within"),
            "p95": _("95 of 100 within"),
            "promise": _("promised"),
        },
    )
