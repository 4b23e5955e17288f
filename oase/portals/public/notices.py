"""What somebody wants to be told on their phone or computer, when they want quiet, and where they are rung."""

import json
from datetime import time
from typing import Any, cast
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from oase.channels.email.late import leads, set_late_mail, wants_late_mail
from oase.channels.push.devices import add_device, label_of, remove_device
from oase.channels.push.keys import public_key
from oase.channels.push.models import PushDevice
from oase.channels.push.trying import try_device
from oase.channels.push.wishes import ANSWERS, HANDS, HELD, LED, OFFERS, ZONE, save_wishes, wishes_of
from oase.conversations.words import Refused
from oase.people.models import Person
from oase.portals.public.phone import RUNG
from oase.portals.public.places import with_places

LED_MAIL = "led_mail"
SWITCHES = (ANSWERS, HANDS, OFFERS, HELD, LED, LED_MAIL)
LARGEST = 4096
"""Bytes of what a browser may give of itself."""


class WishesForm(forms.Form):
    """The kinds one may turn off, and the quiet hours."""

    answers = forms.BooleanField(
        label=gettext_lazy("New answers"),
        help_text=gettext_lazy("Somebody answered one of your concerns, or waits for your word."),
        required=False,
    )
    hands = forms.BooleanField(
        label=gettext_lazy("What else happens"),
        help_text=gettext_lazy("One of your concerns is in other hands now, or was solved."),
        required=False,
    )
    offers = forms.BooleanField(
        label=gettext_lazy("Questions offered to you"),
        help_text=gettext_lazy("As an expert. They ring at once, for others are asked too."),
        required=False,
    )
    held = forms.BooleanField(
        label=gettext_lazy("What you hold"),
        help_text=gettext_lazy("Somebody wrote in a concern you hold, or one was given into your hands."),
        required=False,
    )
    led = forms.BooleanField(
        label=gettext_lazy("What is late where you lead"),
        help_text=gettext_lazy("As a team lead: a solution is not there by the time that was promised."),
        required=False,
    )
    led_mail = forms.BooleanField(
        label=gettext_lazy("By mail too: what is late where you lead"),
        help_text=gettext_lazy("At most one mail an hour, and none about what you have read by then."),
        required=False,
    )
    quiet = forms.BooleanField(
        label=gettext_lazy("Quiet hours"),
        help_text=gettext_lazy("Nothing rings then. What is still news afterwards rings at their end."),
        required=False,
    )
    quiet_from = forms.TimeField(label=gettext_lazy("From"), widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    quiet_until = forms.TimeField(label=gettext_lazy("Until"), widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    zone = forms.ChoiceField(label=gettext_lazy("Your time zone"))

    def __init__(self, kinds: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in SWITCHES:
            if kind not in kinds and not (kind == LED_MAIL and LED in kinds):
                del self.fields[kind]
        zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix")))
        cast(forms.ChoiceField, self.fields["zone"]).choices = [(zone, zone.replace("_", " ")) for zone in zones]

    @property
    def kinds(self) -> list[forms.BoundField]:
        return [self[name] for name in SWITCHES if name in self.fields]


def _kinds_for(person: Person) -> list[str]:
    """No switch without a purpose: offers are for experts, what is held for them and staff, the rest for leads."""
    known: Any = with_places(Person.objects.all()).get(pk=person.pk)
    works = bool(known.is_expert or known.offices)
    kinds = {ANSWERS: True, HANDS: True, OFFERS: known.is_expert, HELD: works, LED: leads(person)}
    return [kind for kind, has_purpose in kinds.items() if has_purpose]


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """The page; a POST saves the wishes."""
    person = cast(Person, request.user)
    kinds, wishes = _kinds_for(person), wishes_of(person.pk)
    begin, end = wishes.quiet or (time(22), time(7))
    initial: dict[str, Any] = {kind: wishes.wants(kind) for kind in kinds}
    initial |= {
        LED_MAIL: wants_late_mail(person),
        "quiet": wishes.quiet is not None,
        "quiet_from": begin,
        "quiet_until": end,
        "zone": wishes.zone or ZONE,
    }
    form = WishesForm(kinds, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        quiet = (chosen["quiet_from"], chosen["quiet_until"]) if chosen["quiet"] else None
        wanted = [kind for kind in kinds if chosen[kind]]
        save_wishes(person=person, wanted=wanted, shown=kinds, quiet=quiet, zone=chosen["zone"])
        if LED_MAIL in form.fields:
            set_late_mail(person=person, wanted=chosen[LED_MAIL])
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("notices"), status=303)
    page = {
        "form": form,
        "devices": PushDevice.objects.filter(person=person).order_by("-created_at", "-pk"),
        "this_session": request.session.session_key,
        "push_key": public_key(),
    }
    return render(request, "public/notices.html", page, status=422 if form.errors else 200)


@csrf_exempt  # asked by script and by the service worker, who have no form: the origin is looked at instead
@never_cache
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Ring this browser from now on. The body is what `PushSubscription.toJSON()` gives (W3C Push API).

    201 with the device's id; 401 without a sign-in, 403 from elsewhere, 422 for what is no subscription.
    """
    if not _from_this_house(request):
        return JsonResponse({"detail": _("This was not sent by a page of this house.")}, status=403)
    if not isinstance(request.user, Person):
        return JsonResponse({"detail": _("Please sign in first.")}, status=401)
    try:
        given = _subscription(request.body)
        device = add_device(
            person=request.user,
            session_key=request.session.session_key or "",
            label=label_of(request.headers.get("User-Agent", "")) or _("A browser"),
            **given,
        )
    except Refused as refused:
        return JsonResponse({"detail": str(refused)}, status=422)
    request.session[RUNG] = request.session.session_key
    return JsonResponse({"id": device.pk}, status=201)


def _from_this_house(request: HttpRequest) -> bool:
    origin = urlsplit(request.headers.get("Origin", ""))
    same = (
        origin.netloc == request.get_host() if origin.netloc else request.headers.get("Sec-Fetch-Site") == "same-origin"
    )
    return same and request.content_type == "application/json"


def _subscription(body: bytes) -> dict[str, str]:
    sentence = _("This browser gave an address that no notice can be sent to.")
    try:
        given: Any = json.loads(body) if len(body) <= LARGEST else None
        found = {"endpoint": given["endpoint"], "p256dh": given["keys"]["p256dh"], "auth": given["keys"]["auth"]}
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Refused(sentence) from error
    if not all(isinstance(value, str) for value in found.values()):
        raise Refused(sentence)
    return found


@never_cache
@require_POST
@login_required
def remove(request: HttpRequest, device_id: int) -> HttpResponse:
    """Ring one of one's own devices no more."""
    if not remove_device(person=cast(Person, request.user), device_id=device_id):
        raise Http404
    messages.success(request, _("That browser is not rung any more."))
    return HttpResponseRedirect(reverse("notices"), status=303)


@never_cache
@require_POST
@login_required
def try_out(request: HttpRequest, device_id: int) -> HttpResponse:
    """Send one notice, to see whether it rings."""
    if not try_device(person=cast(Person, request.user), device_id=device_id):
        raise Http404
    messages.info(request, _("A notice is on its way. It rings within a few seconds, whatever your quiet hours say."))
    return HttpResponseRedirect(reverse("notices"), status=303)
