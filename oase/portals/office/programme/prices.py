"""What questions earn: a topic's own price, others by language, day and hour, and parts for less than solving."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from oase.companies.models import Membership, Topic
from oase.conversations.words import Refused
from oase.experts.rewards.amounts import part_of
from oase.experts.rewards.prices import Priced, Tariff, tariff_of
from oase.experts.rewards.setting_prices import (
    MOST_SHARE,
    PriceWanted,
    WrongPrice,
    check_prices,
    save_prices,
    save_shares,
    shares_of,
)
from oase.jobs import clock
from oase.portals.office.programme import price_form
from oase.portals.office.programme.access import leader_at, topic_at
from oase.portals.office.programme.frame import frame

HOURS = (2, 10, 21)
"""At which the preview looks, on a workday and at the weekend."""


class SharesForm(forms.Form):
    """What part of the offered reward is paid for less than solving."""

    handover = forms.IntegerField(
        label=gettext_lazy("For a founded handover"),
        help_text=gettext_lazy("Percent"),
        min_value=0,
        max_value=MOST_SHARE,
    )
    checked = forms.IntegerField(
        label=gettext_lazy("For looking over a newcomer's answer"),
        help_text=gettext_lazy("Percent, on top of what the newcomer earns"),
        min_value=0,
        max_value=MOST_SHARE,
    )
    reuse = forms.IntegerField(
        label=gettext_lazy("For a saved answer that helped again"),
        help_text=gettext_lazy("Percent, to whoever wrote it"),
        min_value=0,
        max_value=MOST_SHARE,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def prices(request: HttpRequest, slug: str) -> HttpResponse:
    """Every topic's prices, and the parts, which a POST decides."""
    membership = leader_at(request, slug)
    if request.method != "POST":
        shares = shares_of(membership.company_id)
        form = SharesForm(initial={name: getattr(shares, name) for name in SharesForm.base_fields})
        return render(request, "office/programme/prices.html", _all(membership, form))
    form = SharesForm(request.POST)
    if form.is_valid() and "preview" in request.POST:
        seen = {"parts": _parts(membership, form.cleaned_data), "previewed": True}
        return render(request, "office/programme/prices.html", _all(membership, form) | seen)
    if form.is_valid():
        try:
            save_shares(by=membership, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved. It holds for what is earned from now on."))
            return redirect("office-prices", slug)
    return render(request, "office/programme/prices.html", _all(membership, form), status=422)


def _all(membership: Membership, form: SharesForm) -> dict[str, Any]:
    topics = membership.company.topics.filter(open_to_experts=True).prefetch_related("prices")
    shown = [{"topic": topic, "others": len(topic.prices.all())} for topic in topics]
    return frame(membership, "prices") | {"topics": shown, "form": form}


def _parts(membership: Membership, shares: Mapping[str, int]) -> list[dict[str, Any]]:
    """What these parts come to in each topic, at its own price."""
    topics = membership.company.topics.filter(open_to_experts=True)
    return [
        {"topic": topic, "cents": [part_of(topic.reward_cents, shares[name]) for name in SharesForm.base_fields]}
        for topic in topics
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def topic_prices(request: HttpRequest, slug: str, topic_slug: str) -> HttpResponse:
    """The prices of one topic: look at what they would mean in a week, or let them hold."""
    membership = leader_at(request, slug)
    topic = topic_at(membership, topic_slug)
    page = frame(membership, "prices") | {
        "topic": topic,
        "days": price_form.DAYS,
        "languages": price_form.LANGUAGES,
    }
    if request.method != "POST":
        stored = list(topic.prices.all())
        shown = {
            "base": price_form.written(topic.reward_cents),
            "rows": price_form.rows_of(stored),
            "week": _week(tariff_of(topic, stored)),
        }
        return render(request, "office/programme/topic_prices.html", page | shown)
    rows = price_form.rows_in(request.POST)
    typed: dict[str, Any] = {"base": request.POST.get("base", ""), "rows": price_form.padded(rows)}
    placed: list[tuple[int, PriceWanted]] = []
    try:
        base, placed = price_form.base_in(request.POST), price_form.wanted_in(rows)
        wanted = [one for _place, one in placed]
        if "preview" in request.POST:
            check_prices(base, wanted)
            seen = {"week": _week(_tariff(topic, base, wanted)), "previewed": True}
            return render(request, "office/programme/topic_prices.html", page | typed | seen)
        save_prices(by=membership, topic=topic, base_cents=base, wanted=wanted)
    except WrongPrice as wrong:
        # What the verb counts are the filled rows; the page counts all of them.
        place = placed[wrong.place][0] if placed and wrong.place is not None else wrong.place
        return render(
            request,
            "office/programme/topic_prices.html",
            page | typed | {"wrong": str(wrong), "wrong_place": place},
            status=422,
        )
    messages.success(request, _("Saved. What was offered before is paid as it was offered."))
    return redirect("office-topic-prices", slug, topic_slug)


def _tariff(topic: Topic, base: int, wanted: Sequence[PriceWanted]) -> Tariff:
    priced = (Priced(one.cents, one.language, one.days, one.begins, one.ends) for one in wanted)
    return Tariff(base, topic.company.time_zone, tuple(priced))


def _week(tariff: Tariff) -> list[dict[str, Any]]:
    """What a question earns at some hours of a workday and of the weekend, by language."""
    here = clock.now().astimezone(ZoneInfo(tariff.time_zone))
    tuesday = (here - timedelta(days=here.weekday() - 1)).replace(minute=0, second=0, microsecond=0)
    days = ((_("workday"), tuesday), (_("weekend"), tuesday + timedelta(days=5)))
    return [
        {
            "day": name,
            "hour": f"{hour:02}:00",
            "cents": [tariff.cents(code, _at(day, hour)) for code, _name in settings.LANGUAGES],
        }
        for name, day in days
        for hour in HOURS
    ]


def _at(day: datetime, hour: int) -> datetime:
    return day.replace(hour=hour)
