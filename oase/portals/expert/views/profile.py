"""How an expert is introduced."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from oase.conversations.words import Refused
from oase.experts import actions
from oase.experts.desk import Desk, Profile
from oase.experts.portraits import PORTRAITS
from oase.portals.expert.gate import expert_of, expert_page, expert_verb
from oase.portals.expert.pages import framed
from oase.portals.expert.ready import state_of
from oase.portals.expert.responses import see_other


class ProfileForm(forms.Form):
    """The shape of what can be changed; what is allowed is the action's."""

    introduction_de = forms.CharField(
        label=gettext_lazy("Your introduction in German"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    introduction_en = forms.CharField(
        label=gettext_lazy("Your introduction in English"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    face = forms.CharField(required=False)


@expert_page
def _profile(request: HttpRequest, desk: Desk, form: ProfileForm | None = None) -> HttpResponse:
    me = desk.me
    form = form or ProfileForm(initial=_initial(me))
    thanks = desk.thanks()
    context = {"form": form, "portraits": PORTRAITS, "thanks": thanks[:20], "thanks_count": len(thanks)}
    context["initials"] = {"first_name": me.first_name if me else ""}
    return framed(request, desk, "profile", context, status=422 if form.errors else 200)


def _initial(me: Profile | None) -> dict[str, Any]:
    names = ("introduction_de", "introduction_en", "face")
    return {name: getattr(me, name) for name in names}


@expert_verb
def _save(request: HttpRequest) -> HttpResponseBase:
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return _profile(request, form)
    try:
        actions.present(by=expert_of(request), **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _profile(request, form)
    messages.success(request, _("Saved. This is how askers meet you from now on."))
    return see_other("desk-profile")


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponseBase:
    """The expert's own page, and its changes."""
    return _save(request) if request.method == "POST" else _profile(request)


@require_safe
@expert_page
def presence(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The switch that says whether they are there."""
    return render(request, "expert/presence.html", {"me": desk.me, **state_of(desk)})
