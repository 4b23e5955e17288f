"""A company invites experts: the page for everybody, and the form by which somebody applies."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from oase.companies.models import Company
from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused
from oase.experts.models import Expert
from oase.experts.portraits import PORTRAITS
from oase.experts.programme import actions
from oase.experts.programme.inviting import inviting, offered_by
from oase.experts.programme.models import Application, Portrait
from oase.people.models import Person

PICTURE_DAYS = 7


class ApplicationForm(forms.Form):
    """The shape of an application; what may stand in it is the action's."""

    first_name = forms.CharField(
        label=gettext_lazy("First name"),
        help_text=gettext_lazy("Askers see it beside your answers. Your last name stays with you."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    introduction_de = forms.CharField(
        label=gettext_lazy("Your introduction in German"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    introduction_en = forms.CharField(
        label=gettext_lazy("Your introduction in English"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    experience = forms.CharField(
        label=gettext_lazy("What you know, and how you came to know it"),
        help_text=gettext_lazy("Only the company reads this."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("You answer in"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    face = forms.CharField(required=False)
    picture = forms.FileField(
        label=gettext_lazy("A picture of your own"),
        help_text=gettext_lazy("JPEG, PNG or WebP. It is cut to a small square; where it was taken goes lost."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )


@require_safe
def experts(request: HttpRequest) -> HttpResponse:
    """The companies that invite experts."""
    return render(request, "public/experts.html", {"companies": inviting()})


@never_cache
@require_safe
def invitation(request: HttpRequest, slug: str) -> HttpResponse:
    """What a company offers its experts, and how to become one."""
    company = get_object_or_404(inviting(), slug=slug)
    page: dict[str, Any] = {"company": company, "topics": offered_by(company), "programme": company.programme}
    if isinstance(request.user, Person):
        page["applied"] = Application.objects.filter(expert_id=request.user.pk, company=company).exists()
        page["staff"] = request.user.memberships.filter(company=company, left_at=None).exists()
    return render(request, "public/invitation.html", page)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, slug: str) -> HttpResponse:
    """The application; sent again it changes what one said."""
    person, company = cast(Person, request.user), get_object_or_404(Company, slug=slug)
    before = Application.objects.filter(expert_id=person.pk, company=company).first()
    if before is None and not inviting().filter(pk=company.pk).exists():
        raise Http404
    if request.method != "POST" and person.memberships.filter(company=company, left_at=None).exists():
        return HttpResponseRedirect(reverse("invitation", args=[company.slug]))
    form = ApplicationForm(request.POST or None, request.FILES or None, initial=_initial(person, before))
    if request.method == "POST" and form.is_valid() and _sent(person, company, form):
        if before is None:
            messages.success(request, _("Welcome! Next come a few short lessons; then the test."))
        else:
            messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("desk-learn", args=[company.slug]), status=303)
    shown = {"form": form, "company": company, "portraits": PORTRAITS, "me": person, "before": before}
    return render(request, "public/apply.html", shown, status=422 if form.errors else 200)


def _initial(person: Person, before: Application | None) -> dict[str, Any]:
    initial: dict[str, Any] = {"first_name": person.first_name, "face": person.face, "languages": [person.language]}
    if known := Expert.objects.filter(pk=person.pk).first():
        initial |= {name: getattr(known, name) for name in ("introduction_de", "introduction_en", "languages")}
    return initial | ({"experience": before.experience} if before else {})


def _sent(person: Person, company: Company, form: ApplicationForm) -> bool:
    """Whether the application was taken; what was wrong stands in the form."""
    given = dict(form.cleaned_data)
    picture = given.pop("picture")
    try:
        actions.apply(by=person, company_id=company.pk, picture=picture, **given)
    except NotAllowed as error:
        raise Http404 from error
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


@require_safe
def portrait(request: HttpRequest, key: str) -> HttpResponse:
    """The picture of an expert who wears it. Whoever meets them has been given its key, which cannot be guessed."""
    found = get_object_or_404(Portrait, key=key, person__face=key, person__is_active=True)
    response = HttpResponse(bytes(found.jpeg), content_type="image/jpeg")
    response["Cache-Control"] = f"private, max-age={PICTURE_DAYS * 24 * 3600}, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
