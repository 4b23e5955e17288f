"""Free answers of a test, marked by staff: nobody is told whose they are, so that all are marked alike."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from oase.companies.models import Membership
from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused
from oase.experts.programme.actions import mark
from oase.experts.programme.actions.marking import LONGEST_REMARK
from oase.experts.programme.queries import to_mark_visible_to
from oase.experts.programme.scoring import FULL
from oase.portals.office.access import member_at
from oase.portals.office.programme.frame import frame

A_PAGE = 10


class MarkForm(forms.Form):
    """Points for one answer, and a word for its writer."""

    drawn = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    points = forms.IntegerField(
        label=gettext_lazy("Points"),
        help_text=gettext_lazy("0 to 100"),
        min_value=0,
        max_value=FULL,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    remark = forms.CharField(
        label=gettext_lazy("A word for whoever wrote it"),
        required=False,
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _page(membership: Membership, page: str | int | None, typed: MarkForm | None = None) -> dict[str, Any]:
    listed = Paginator(to_mark_visible_to(membership), A_PAGE).get_page(page)
    shown = []
    for drawn in listed:
        own = typed is not None and typed.data.get("drawn") == str(drawn.pk)
        form = typed if own else MarkForm(initial={"drawn": drawn.pk}, auto_id=f"id_{drawn.pk}_%s")
        shown.append({"drawn": drawn, "form": form})
    return frame(membership, "marking") | {"answers": shown, "page": listed, "full": FULL}


@require_safe
@login_required
def marking(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits to be marked, the longest waiting first."""
    return render(request, "office/programme/marking.html", _page(member_at(request, slug), request.GET.get("page")))


@require_POST
@login_required
def give(request: HttpRequest, slug: str) -> HttpResponse:
    """Give an answer its points; with the last one the test is decided and the expert told."""
    membership = member_at(request, slug)
    form = MarkForm(request.POST, auto_id=f"id_{request.POST.get('drawn', '')[:12]}_%s")
    if "drawn" in form.errors or not to_mark_visible_to(membership).filter(pk=form["drawn"].value()).exists():
        # Somebody else was faster, or it never was theirs to mark.
        if "drawn" in form.errors:
            raise Http404
        messages.info(request, _("Somebody marked this a moment ago. Thank you all the same."))
        return redirect("office-marking", slug)
    if form.is_valid():
        given = form.cleaned_data
        try:
            attempt = mark(
                by=membership.person, drawn_id=given["drawn"], points=given["points"], remark=given["remark"]
            )
        except NotAllowed as error:
            raise Http404 from error
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _told(attempt.passed))
            return redirect("office-marking", slug)
    return render(request, "office/programme/marking.html", _page(membership, 1, form), status=422)


def _told(passed: bool | None) -> str:
    if passed is None:
        return _("Thank you. Something else in this test waits to be marked.")
    if passed:
        return _("Thank you. The test is passed, and the expert was told.")
    return _("Thank you. The test was not passed this time, and the expert was told kindly.")
