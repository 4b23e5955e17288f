"""After an older backup was put back: whoever was forgotten since then is forgotten again, before anybody is served."""

from collections.abc import Iterable
from uuid import UUID

from oase.jobs import clock
from oase.people.models import Person
from oase.privacy import forgotten, vault
from oase.privacy.erasures import Erasure
from oase.privacy.forgotten import Forgotten
from oase.service_cloud.erasure import sweeping
from oase.service_cloud.erasure.erasing import erase, list_file


def due(listed: Iterable[Forgotten]) -> list[Forgotten]:
    """Those on the list who are in this database as if nothing had happened.

    A person who joined after the time on the list has the number by chance, and is somebody else.
    """
    times = {one.person_id: one.at for one in sorted(listed)}
    there = Person.objects.filter(pk__in=times).values_list("pk", "joined_at", "is_active")
    return [
        Forgotten(times[pk], pk)
        for pk, joined_at, is_active in there
        if joined_at <= times[pk] and (is_active or not vault.is_erased(pk))
    ]


def replay() -> int:
    """Forget again everybody on the list who is back, and what was half done; how many. Nobody gets a mail twice."""
    count = 0
    for one in due(forgotten.read(list_file())):
        erase(_wish(one))
        count += 1
    for erasure in Erasure.objects.filter(done_at=None, revoked_at=None).exclude(key_destroyed_at=None):
        erase(erasure.pk)
    sweeping.sweep()
    if count:
        sweeping.compact(everything=True)
    return count


def _wish(one: Forgotten) -> UUID:
    now = clock.now()
    erasure, _ = Erasure.objects.get_or_create(
        person_id=one.person_id, revoked_at=None, done_at=None, defaults={"asked_at": one.at, "due_at": one.at}
    )
    erasure.due_at, erasure.told_at, erasure.mailed_at = one.at, erasure.told_at or now, erasure.mailed_at or now
    erasure.save(update_fields=["due_at", "told_at", "mailed_at"])
    return erasure.pk
