"""After she was forgotten no canary sings: in no table, no file, no page."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connections

from oase.channels.email.local import LocalMailBackend
from oase.conversations.models import Conversation, Message
from oase.people.models import Person
from oase.privacy import vault
from oase.privacy.models import Sealed, SealedFile
from oase.service_cloud.erasure import sweeping
from oase.service_cloud.erasure.erasing import erase
from tests.cast import Cast
from tests.service_cloud.erasure.story import (
    ADDRESS,
    CACHED,
    LAST,
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
