"""Where those who lead set the company's widget up: its pages, colours and words, and the keys for signed identity."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from oase.channels.widget.keys import MOST_AT_ONCE, add_public_key, end_key, keys_of, make_secret
from oase.channels.widget.models import Widget
from oase.channels.widget.setting_up import Wanted, Wrong, set_up, widget_of
from oase.companies.models import Membership
from oase.conversations.words import Refused
from oase.portals.office.access import member_at
from oase.portals.office.settings.frame import frame
from oase.second_level.rules import leads

COLOUR = {"type": "color"}


class WidgetForm(forms.Form):
    """What a company decides; whether it can stand is decided by `set_up`."""

    origins = forms.CharField(
        label=gettext_lazy("Pages it may stand on"),
        help_text=gettext_lazy("One origin a line, such as https://www.example.org"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocapitalize": "off"}),
    )
    accent = forms.CharField(label=gettext_lazy("Colour"), widget=forms.TextInput(attrs=COLOUR))
    on_accent = forms.CharField(label=gettext_lazy("Colour of words on it"), widget=forms.TextInput(attrs=COLOUR))
    side = forms.ChoiceField(label=gettext_lazy("Side of the page"), choices=Widget.SIDES)
    label_de = forms.CharField(label=gettext_lazy("On the button, in German"), max_length=40, required=False)
    label_en = forms.CharField(label=gettext_lazy("On the button, in English"), max_length=40, required=False)
    greeting_de = forms.CharField(label=gettext_lazy("Above the question, in German"), max_length=300, required=False)
    greeting_en = forms.CharField(label=gettext_lazy("Above the question, in English"), max_length=300, required=False)


def _leader_at(request: HttpRequest, slug: str) -> Membership:
    """Somebody who leads here.

    Raises:
        Http404: they do not, or are no staff at all.
    """
    membership = member_at(request, slug)
    if not leads(membership):
        raise Http404
    return membership


def _page(membership: Membership, form: WidgetForm, **more: Any) -> dict[str, Any]:
    company = membership.company
    keys, base = keys_of(company), settings.BASE_URL
    return frame(membership, "widget") | {
        "form": form,
        "widget": Widget.objects.filter(company=company).first(),
        "keys": keys,
        "room_for_a_key": len(keys) < MOST_AT_ONCE,
        "snippet": f'<script src="{base}/widget.js" data-company="{company.slug}" async></script>',
        "policy": f"script-src {base}; frame-src {base}",
        "claims": {"iss": company.slug, "aud": base},
    } | more  # fmt: skip


def _filled(widget: Widget) -> WidgetForm:
    names = WidgetForm.base_fields
    started = {name: getattr(widget, name) for name in names} | {"origins": "\n".join(widget.origins)}
    return WidgetForm(initial=started)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def widget(request: HttpRequest, slug: str) -> HttpResponse:
    """The settings; a POST saves them, or says which one cannot stand."""
    membership = _leader_at(request, slug)
    if request.method != "POST":
        return render(request, "office/widget.html", _page(membership, _filled(widget_of(membership.company))))
    form = WidgetForm(request.POST)
    if form.is_valid():
        try:
            set_up(company=membership.company, wanted=Wanted(**form.cleaned_data), by=membership.person)
        except Wrong as wrong:
            form.add_error(wrong.field, str(wrong))
        else:
            messages.success(request, _("Saved. Pages that are loaded from now on show it."))
            return redirect("office-widget", slug)
    return render(request, "office/widget.html", _page(membership, form), status=422)


@require_POST
@login_required
def key(request: HttpRequest, slug: str) -> HttpResponse:
    """A new key: a secret that is shown this once, or a public key that was handed in; or an old one ends."""
    membership = _leader_at(request, slug)
    company, form = membership.company, _filled(widget_of(membership.company))
    if "end" in request.POST:
        end_key(company=company, kid=request.POST["end"], by=membership.person)
        messages.success(request, _("The key has ended. It opens nothing any more."))
        return redirect("office-widget", slug)
    try:
        if "pem" in request.POST:
            add_public_key(company=company, pem=request.POST["pem"], by=membership.person)
            messages.success(request, _("The public key is in force."))
            return redirect("office-widget", slug)
        made, secret = make_secret(company=company, by=membership.person)
    except Refused as refused:
        page = _page(membership, form, key_error=str(refused), pem=request.POST.get("pem", ""))
        return render(request, "office/widget.html", page, status=422)
    # Shown in this answer and nowhere else: a reload asks for another one.
    return render(request, "office/widget.html", _page(membership, form, secret=secret, kid=made.kid))
