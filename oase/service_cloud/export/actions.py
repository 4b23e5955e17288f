"""Asking for everything that is held about oneself, making it, fetching it, and clearing it away."""

import logging
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from oase.conversations.words import Refused
from oase.jobs import clock
from oase.live import notify
from oase.people.models import Person
from oase.privacy import vault
from oase.privacy.files import path_of, seal_file
from oase.privacy.models import AccessLog, PersonKey, SealedFile
from oase.service_cloud.export.archive import Readable, zipped
from oase.service_cloud.export.content import Content, work_in
from oase.service_cloud.export.models import Export

log = logging.getLogger(__name__)
TOPIC: Final = "my-data"
LASTS: Final = timedelta(days=7)
REMEMBERED: Final = timedelta(days=90)
"""That there was an archive is known this long after it ran out."""
A_DAY: Final = timedelta(days=1)
MOST_A_DAY: Final = 3
MOST_TRIES_A_DAY: Final = 10
"""Those that failed count here only: it was not the person's fault."""


class Gone(Exception):
    """The export, or the person, is not there any more."""


@transaction.atomic
def ask_for_export(*, person: Person) -> Export:
    """Ask for an archive. While one is being made, that one is meant.

    Raises:
        Refused: there were several today already, or the person is being forgotten.
    """
    under_way = Export.objects.filter(person=person, ready_at=None, failed_at=None).first()
    if under_way is not None:
        return under_way
    _check(person)
    export = Export(person=person, asked_at=clock.now())
    try:
        with transaction.atomic():
            export.save(force_insert=True)
    except IntegrityError:
        # Asked for at the same moment in another window.
        return Export.objects.get(person=person, ready_at=None, failed_at=None)
    tell(person.pk)
    return export


def _check(person: Person) -> None:
    if not person.is_active or PersonKey.objects.filter(person=person).exclude(erased_at=None).exists():
        raise Refused(_("Your data was erased. There is nothing left to collect."))
    today = Export.objects.filter(person=person, asked_at__gt=clock.now() - A_DAY)
    if today.filter(failed_at=None).count() >= MOST_A_DAY or today.count() >= MOST_TRIES_A_DAY:
        raise Refused(_("You have asked several times today. Tomorrow you can ask again."))


def tell(person_id: int) -> None:
    """Poke the person's open pages, and nobody else's."""
    notify.poke([notify.Poke(TOPIC, 0, (notify.person(person_id),))])


def make(export_id: UUID) -> None:
    """Make the archive and seal it into the vault. Safe to run again after a crash: it begins anew.

    Raises:
        Exception: whatever went wrong; the export is marked as failed and can be asked for again.
    """
    export = Export.objects.select_related("person").filter(pk=export_id, ready_at=None, failed_at=None).first()
    if export is None:
        return
    person = export.person
    if export.started_at is not None and export.asked_at < clock.now() - A_DAY:
        # Begun again and again without coming to an end: said, instead of tried for ever.
        Export.objects.filter(pk=export.pk, ready_at=None).update(failed_at=clock.now())
        tell(person.pk)
        return
    try:
        _check_still_there(person)
        Export.objects.filter(pk=export.pk).update(started_at=clock.now(), done=0, total=work_in(person))
        tell(person.pk)
        with translation.override(person.language):
            content = Content(person, _Progress(export).step)
            source = Readable(zipped(content.entries()))
            name = f"oase-{clock.now():%Y-%m-%d}.zip"
            file = seal_file(source, person_id=person.pk, name=name, content_type="application/zip")  # type: ignore[arg-type]  # reads like a file
    except Gone:
        log.info("export %s is not wanted any more", export_id)
        return
    except Exception:
        Export.objects.filter(pk=export.pk, ready_at=None).update(failed_at=clock.now())
        tell(person.pk)
        raise
    _finish(export, file)


def _check_still_there(person: Person) -> None:
    if not person.is_active or PersonKey.objects.filter(person=person).exclude(erased_at=None).exists():
        raise Gone


def _finish(export: Export, file: SealedFile) -> None:
    now = clock.now()
    standing = Export.objects.filter(pk=export.pk, ready_at=None, failed_at=None)
    if standing.update(file=file, ready_at=now, expires_at=now + LASTS, done=F("total")):
        tell(export.person_id)
    else:
        # The person was erased meanwhile, or a second worker was faster: this archive belongs to nobody.
        _remove(file)


class _Progress:
    """Counted work, written when another percent is done: often enough to be seen, seldom enough to cost nothing."""

    def __init__(self, export: Export) -> None:
        self._export_id, self._person_id = export.pk, export.person_id
        self._total = Export.objects.values_list("total", flat=True).get(pk=export.pk)
        self._done = self._said = 0

    def step(self, pieces: int) -> None:
        # What came in meanwhile is made too, but was not counted: the bar waits at the end.
        self._done = min(self._done + pieces, self._total)
        percent = self._done * 100 // self._total
        if percent <= self._said:
            return
        self._said = percent
        if not Export.objects.filter(pk=self._export_id, failed_at=None).update(done=self._done):
            raise Gone
        tell(self._person_id)


@transaction.atomic
def fetch(*, export: Export, by: Person) -> SealedFile:
    """The archive for its own person; that it was fetched stands in their access log.

    Raises:
        Gone: it is somebody else's, not ready, or its time is over.
    """
    file = export.file
    if export.person_id != by.pk or file is None or export.expires_at is None or export.expires_at <= clock.now():
        raise Gone
    with translation.override(by.language):
        purpose = _("Your own download")
    vault.log_access(
        viewer_id=by.pk, purpose=purpose, about=export.pk, kind=AccessLog.EXPORT, person_id=export.person_id
    )
    return file


def sweep() -> int:
    """Remove archives whose time is over, and forget old ones; how many were removed."""
    now, removed = clock.now(), 0
    for export in Export.objects.filter(expires_at__lte=now).exclude(file=None).select_related("file"):
        if export.file is not None:
            _remove(export.file)
            tell(export.person_id)
            removed += 1
    Export.objects.filter(asked_at__lt=now - LASTS - REMEMBERED).filter(file=None).exclude(
        ready_at=None, failed_at=None
    ).delete()
    return removed


def _remove(file: SealedFile) -> None:
    path = path_of(file.pk)
    file.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))
