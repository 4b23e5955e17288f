"""Whether experts are invited, with which words, and how long a qualification holds."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from oase.experts.programme import actions
from oase.experts.programme.granting import programme_of
from oase.experts.programme.writing import check_markdown
from oase.experts.setting_up import Wrong
from oase.portals.office.programme.access import leader_at
from oase.portals.office.programme.frame import frame

WORDS = {"rows": 8}


class InvitationForm(forms.Form):
    """What the public page says; the bounds are those of `set_programme`."""

    inviting = forms.BooleanField(
        label=gettext_lazy("Invite experts"),
        help_text=gettext_lazy("A public page says what you look for, and people can apply there."),
        required=False,
    )
    welcome_de = forms.CharField(
        label=gettext_lazy("Welcome, in German"), required=False, widget=forms.Textarea(attrs=WORDS)
    )
    welcome_en = forms.CharField(
        label=gettext_lazy("Welcome, in English"), required=False, widget=forms.Textarea(attrs=WORDS)
    )
    valid_days = forms.IntegerField(
        label=gettext_lazy("A qualification holds"), help_text=gettext_lazy("Days"), min_value=1, max_value=3660
    )
    notice_days = forms.IntegerField(
        label=gettext_lazy("Notice before it lapses"), help_text=gettext_lazy("Days"), min_value=1, max_value=90
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def invitation(request: HttpRequest, slug: str) -> HttpResponse:
    """Look at the words, or let them stand on the public page."""
    membership = leader_at(request, slug)
    page = frame(membership, "invitation")
    programme = programme_of(membership.company_id)
    if request.method != "POST":
        form = InvitationForm(initial={name: getattr(programme, name) for name in InvitationForm.base_fields})
        shown = {"form": form, "texts": _texts(programme.welcome_de, programme.welcome_en)}
        return render(request, "office/programme/invitation.html", page | shown)
    form = InvitationForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            if "preview" in request.POST:
                texts = _texts(*(check_markdown(name, given[name]) for name in ("welcome_de", "welcome_en")))
                shown = {"form": form, "texts": texts, "previewed": True}
                return render(request, "office/programme/invitation.html", page | shown)
            actions.set_programme(by=membership, **given)
        except Wrong as wrong:
            form.add_error(wrong.field, str(wrong))
        else:
            messages.success(
                request,
                _("Saved. Experts are invited.") if given["inviting"] else _("Saved. Nobody is invited at the moment."),
            )
            return redirect("office-invitation", slug)
    return render(request, "office/programme/invitation.html", page | {"form": form}, status=422)


def _texts(german: str, english: str) -> list[dict[str, str]]:
    return [{"language": language, "body": body} for language, body in (("de", german), ("en", english)) if body]
