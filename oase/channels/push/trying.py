from datetime import timedelta

from django.urls import reverse

from oase.channels.push.models import Push, PushDevice
from oase.channels.push.wishes import TEST
from oase.jobs import clock
from oase.people.models import Person

NEWS_FOR = timedelta(minutes=2)


def try_device(*, person: Person, device_id: int) -> bool:
    """Send a notice to one of one's own devices, at most one in ten seconds; false when there is no such device."""
    device = PushDevice.objects.filter(pk=device_id, person=person).first()
    if device is None:
        return False
    now = clock.now()
    push = Push(
        device=device,
        kind=TEST,
        key=f"test:{int(now.timestamp()) // 10}",
        place=reverse("notices"),
        created_at=now,
        not_before=now,
        expires_at=now + NEWS_FOR,
    )
    Push.objects.bulk_create([push], ignore_conflicts=True)
    return True
