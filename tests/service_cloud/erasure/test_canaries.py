"""After she was forgotten no canary sings: in no table, no file, no page."""

import io
import logging
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connections
from django.test import Client
from django.urls import reverse

from oase.channels.email.local import LocalMailBackend
from oase.config.logs import NothingPersonal
from oase.conversations.models import Conversation, Message
from oase.people.models import Person
from oase.privacy import vault
from oase.privacy.files import path_of, read_file
from oase.privacy.models import AccessLog, Sealed, SealedFile
from oase.second_level.views.standing import VIEWS
from oase.service_cloud.erasure import sweeping
from oase.service_cloud.erasure.erasing import erase
from oase.service_cloud.export.actions import ask_for_export, make
from oase.service_cloud.export.models import Export
from tests.cast import Cast
from tests.service_cloud.erasure.story import (
    ADDRESS,
    CACHED,
    LAST,
    NAME,
    PHONE,
    SESSION,
    everything_stored,
    mailed,
    sing,
    singing,
    singing_on_disk,
    wish,
)


@pytest.fixture(autouse=True)
def mail_is_kept_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """No mail server is configured: what is sent stays in the database."""
    monkeypatch.setattr(EmailMessage, "send", lambda self: LocalMailBackend().send_messages([self]))


def test_they_sing_before(cast: Cast, tmp_path: Path) -> None:
    sing(cast)
    mailed(cast, tmp_path)
    heard = singing(everything_stored())
    assert {LAST, ADDRESS, SESSION, CACHED} <= set(heard)


def test_none_sings_in_any_table_afterwards(cast: Cast, tmp_path: Path) -> None:
    sing(cast)
    mailed(cast, tmp_path)
    erasure = erase(wish(cast.karla).pk)
    assert erasure.done_at is not None
    stored = everything_stored()
    lines = [line[:300] for line in stored.splitlines() if singing(line)]
    assert lines == []


def test_none_sings_in_any_file_afterwards(cast: Cast, tmp_path: Path) -> None:
    """Old bytes stay in PostgreSQL's files until they are written anew, and in its log of changes (docs/backup.md)."""
    sing(cast)
    mailed(cast, tmp_path)
    data = Path(settings.VAULT_FILES).parent
    erase(wish(cast.karla).pk)
    sweeping.compact(everything=True)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
    _checkpoint()
    assert singing_on_disk(data, spared=("pg_wal",)) == {}


def _checkpoint() -> None:
    import psycopg

    from oase.server.postgres import Server

    with psycopg.connect(**Server().superuser_parameters("oase"), autocommit=True) as connection:  # type: ignore[arg-type]
        connection.execute("CHECKPOINT")


def _pages(person: Person, conversations: dict[str, Conversation]) -> Iterator[tuple[str, bytes]]:
    """Everything that may be opened, as this person."""
    client = Client(raise_request_exception=False)
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    office = ["office-inbox", "office-me", "office-team", "office-queue", "office-views"]
    addresses = [f"{reverse(name, args=['kaffeewerk'])}?view={view}" for name in office for view in VIEWS]
    addresses += ["/desk/", "/desk/offers/", "/desk/profile/", "/desk/rewards/", "/desk/past/", "/desk/topics/"]
    addresses += [reverse("concerns"), reverse("access-log"), reverse("my-data"), reverse("profile")]
    for one in conversations.values():
        parts = ["office-case", "office-thread", "office-head", "office-customer", "office-give-back"]
        addresses += [reverse(name, args=["kaffeewerk", one.pk]) for name in parts]
        addresses += [reverse("desk-conversation", args=[one.pk]), reverse("concern", args=[one.pk])]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code < 500, address
        yield address, b"".join(answer)


def test_none_sings_on_any_page_of_anybody_else(cast: Cast, tmp_path: Path) -> None:
    stories = sing(cast)
    mailed(cast, tmp_path)
    before = [address for address, page in _pages(cast.sven, stories) if singing(page.decode())]
    assert before, "these pages would have told"
    erase(wish(cast.karla).pk)
    for person in (cast.ada, cast.dora, cast.sven, cast.emil, cast.mallory):
        for address, page in _pages(person, stories):
            assert singing(page.decode()) == [], (person.first_name, address)


def test_none_sings_in_a_purpose_before_or_afterwards(cast: Cast) -> None:
    stories = sing(cast)
    vault.log_access(
        viewer_id=cast.ada.pk, purpose=f"Rückruf an Frau {NAME} {LAST}, {PHONE}", about=stories["kept"].pk,
        kind="contact", person_id=cast.karla.pk,
    )  # fmt: skip
    assert singing(" ".join(AccessLog.objects.values_list("purpose", flat=True))) == []
    erase(wish(cast.karla).pk)
    assert singing(" ".join(AccessLog.objects.values_list("purpose", flat=True))) == []


def test_none_sings_in_her_archive_nor_in_those_of_others(cast: Cast) -> None:
    """Hers goes with her; what Ada and Emil take along afterwards names her nowhere."""
    sing(cast)
    hers = _archive(cast.karla)
    assert hers.file is not None
    path = path_of(hers.file.pk)
    assert path.exists()
    assert singing(path.read_bytes().decode("latin-1")) == []
    erase(wish(cast.karla).pk)
    assert not path.exists()
    assert not Export.objects.filter(person=cast.karla).exists()
    for person in (cast.ada, cast.dora, cast.emil):
        file = _archive(person).file
        assert file is not None
        with zipfile.ZipFile(io.BytesIO(b"".join(read_file(file)))) as archive:
            for name in archive.namelist():
                assert singing(archive.read(name).decode("utf-8", "replace")) == [], (person.first_name, name)


def _archive(person: Person) -> Export:
    export = ask_for_export(person=person)
    make(export.pk)
    export.refresh_from_db()
    return export


def test_none_sings_in_a_log(cast: Cast, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Everything is driven, also what goes wrong, and everything that is said about it is listened to."""
    caplog.set_level(logging.DEBUG)
    caplog.handler.addFilter(NothingPersonal())
    stories = sing(cast)
    mailed(cast, tmp_path)
    for person in (cast.karla, cast.ada, cast.emil, cast.mallory):
        list(_pages(person, stories))
    _archive(cast.karla)
    client = Client(raise_request_exception=False)
    client.force_login(cast.karla, backend=settings.AUTHENTICATION_BACKENDS[0])
    for address in (f"/forgotten/{LAST}/", f"/link/{LAST}/", f"/files/{LAST}/", f"/mail/?to={ADDRESS}", f"/{LAST}"):
        client.get(address)
    Sealed.objects.filter(person=cast.karla).update(ciphertext=b"cut")
    list(_pages(cast.karla, stories))
    _archive(cast.karla)
    erase(wish(cast.karla).pk)
    said = [record for record in caplog.records if record.name != "django.db.backends"]
    assert said
    assert [line for record in said if singing(line := record.getMessage())] == []


def test_what_stays_names_nobody(cast: Cast) -> None:
    stories = sing(cast)
    erase(wish(cast.karla).pk)
    assert not Conversation.objects.filter(pk=stories["gone"].pk).exists()
    kept = Conversation.objects.get(pk=stories["kept"].pk)
    assert kept.placeholders == {}
    assert kept.solved_at is not None
    assert "Aroma 4" in kept.messages.get(seq=1).body
    karla = Person.objects.get(pk=cast.karla.pk)
    assert (karla.full_name, karla.is_active, karla.contact_id) == ("", False, None)
    assert karla.email == f"forgotten-{karla.pk}@oase.invalid"
    assert not Sealed.objects.filter(person=karla).exists()
    assert not SealedFile.objects.filter(person=karla).exists()
    with pytest.raises(vault.VaultError):
        vault.seal("again", person_id=karla.pk, kind="message")
    assert Message.objects.filter(conversation=kept, original=None).count() == kept.messages.count()
