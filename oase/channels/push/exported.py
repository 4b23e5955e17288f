"""Devices that are rung, and what somebody wants to be told there: part of what is held about them."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from oase.channels.push.models import NoticeWishes, Push, PushDevice
from oase.people.models import Person
from oase.service_cloud.export.parts import Part, Section


def _sections(person: Person) -> Iterator[Section]:
    yield Section(
        "notice_devices",
        _("Devices with notices"),
        _("Browsers that are rung when there is news. Kept until you sign out there or remove them."),
        {"label": _("Browser"), "created_at": _("Since"), "last_sent_at": _("Last rung")},
        list(PushDevice.objects.filter(person=person).order_by("pk").values("label", "created_at", "last_sent_at")),
    )
    wishes = NoticeWishes.objects.filter(person=person).values("off", "quiet_from", "quiet_until", "zone")
    yield Section(
        "notice_wishes",
        _("What you want to be told"),
        _("Kept until you change it."),
        {
            "off": _("Turned off"),
            "quiet_from": _("Quiet from"),
            "quiet_until": _("Quiet until"),
            "zone": _("Time zone"),
        },
        [one | {"quiet_from": _clock(one["quiet_from"]), "quiet_until": _clock(one["quiet_until"])} for one in wishes],
    )
    pushes = Push.objects.filter(device__person=person).order_by("created_at", "pk")
    yield Section(
        "notices_to_devices",
        _("Notices to your devices"),
        _("That there was news, never what. Kept for two days."),
        {"kind": _("Kind"), "created_at": _("Made"), "sent_at": _("Sent"), "dropped_at": _("Not needed any more")},
        list(pushes.values("kind", "created_at", "sent_at", "dropped_at")),
    )


def _clock(value: object) -> str:
    return f"{value:%H:%M}" if value else ""


PART = Part(frozenset({"PushDevice.person", "NoticeWishes.person"}), _sections)
