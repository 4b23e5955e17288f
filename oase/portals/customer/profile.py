"""What a person says of themself: how they are called and shown, and what shall be hidden in what they write."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from oase.conversations.words import Refused
from oase.experts.actions.presenting import first_name
from oase.experts.models import Expert
from oase.people.actions import change_profile
from oase.people.known import contact_of
from oase.portals.customer.finding import own_page, signed_in
from oase.portals.look.faces import OWN

FACES = (
    "abebe", "ada", "anneke", "aylin", "beate", "bruno", "clara", "dora", "eleanor", "emil", "fatma", "grace", "greta",
    "harpreet", "helga", "henrik", "ines", "irina", "jonas", "karla", "kofi", "lena", "linh", "mallory", "marcus",
    "marta", "mehmet", "murat", "nia", "nils", "oskar", "pia", "priya", "ruth", "sabine", "samira", "samuel", "sven",
    "tarek", "tobias", "wei", "yuki", "yusuf",
)  # fmt: skip
"""The drawn portraits of faces.svg."""


class ProfileForm(forms.Form):
    """Name, face, language, and how to be reached."""

    first_name = forms.CharField(label=_("First name"), max_length=80)
    last_name = forms.CharField(label=_("Last name"), max_length=80, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    face = forms.ChoiceField(
        label=_("Your picture"),
        choices=[("", _("My initials")), *((key, key.title()) for key in FACES)],
        required=False,
        widget=forms.RadioSelect,
    )
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "tel"})
    )
    street = forms.CharField(
        label=_("Street and number"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    place = forms.CharField(
        label=_("Postcode and place"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )

    def wearing(self, face: str) -> "ProfileForm":
        """The same for somebody who shows a picture of their own: they may keep it."""
        if face.startswith(OWN):
            field = self.fields["face"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(face, _("My picture")), *field.choices]  # type: ignore[misc]  # a list, as given above
        return self


def _shown_to_askers(form: ProfileForm) -> None:
    """Of an expert the first name stands beside every answer: no way around the house may stand in it."""
    try:
        first_name(form.cleaned_data["first_name"])
    except Refused as refused:
        form.add_error("first_name", str(refused))


@own_page
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """The form; a POST saves."""
    person = signed_in(request)
    assert person is not None
    now = {"first_name": person.first_name, "last_name": person.last_name, "face": person.face}
    form = ProfileForm(request.POST or None, initial=now | {"language": person.language} | dict(contact_of(person)))
    form.wearing(person.face)
    if form.is_valid() and Expert.objects.filter(pk=person.pk).exists():
        _shown_to_askers(form)
    if request.method != "POST" or not form.is_valid():
        page = {"form": form, "faces": FACES, "here": "profile"}
        return render(request, "customer/profile.html", page, status=422 if form.errors else 200)
    data = form.cleaned_data
    change_profile(
        person=person,
        first_name=data["first_name"],
        last_name=data["last_name"],
        face=data["face"],
        language=data["language"],
        contact={"phone": data["phone"], "street": data["street"], "place": data["place"]},
    )
    with translation.override(data["language"]):
        messages.success(request, gettext("Saved. From now on it is hidden in what you write."))
    response = HttpResponseRedirect(reverse("profile"), status=303)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, data["language"], max_age=settings.LANGUAGE_COOKIE_AGE, samesite="Lax"
    )
    return response
