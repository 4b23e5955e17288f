"""`oase keys check` finds whatever does not open, and names it by ids only; every refusal is in the log."""

import base64
import io
import logging

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.management import CommandError, call_command

from oase.channels.email.models import RejectedMail
from oase.privacy import vault
from oase.privacy.files import path_of, read_file, seal_file
from oase.privacy.models import PersonKey, Sealed, SealedFile
from oase.privacy.vault import VaultError
from tests.cast import Cast

SECRET = "Lindenstraße 8"


def check() -> tuple[str, bool]:
    """What it says, and whether it complains."""
    said = io.StringIO()
    try:
        call_command("keys", "check", stdout=said)
    except CommandError:
        return said.getvalue(), True
    return said.getvalue(), False


def seal(cast: Cast) -> tuple[Sealed, SealedFile]:
    sealed = vault.seal(SECRET, person_id=cast.sven.pk, kind="message")
    file = seal_file(io.BytesIO(b"x" * 10), person_id=cast.sven.pk, name="Sven Falk.pdf", content_type="text/plain")
    return sealed, file


def test_a_whole_vault_opens(cast: Cast) -> None:
    seal(cast)
    RejectedMail.objects.create(
        company=cast.kaffeewerk, digest="d", raw=vault.seal_for_the_house(b"raw", bound_to="d"), reason="?"
    )
    before = Sealed.objects.count()
    assert check() == (f"2 data keys, {before} originals, 1 files and 1 things of the house: all open.\n", False)


def test_each_thing_that_was_touched_is_named(cast: Cast) -> None:
    sealed, file = seal(cast)
    other = vault.seal("anderswo", person_id=cast.sven.pk, kind="message")
    Sealed.objects.filter(pk=sealed.pk).update(ciphertext=other.ciphertext)
    path = path_of(file.pk)
    path.write_bytes(path.read_bytes()[:-1])
    resized = seal_file(io.BytesIO(b"abc"), person_id=cast.sven.pk, name="a", content_type="text/plain")
    SealedFile.objects.filter(pk=resized.pk).update(size=4)
    lost = seal_file(io.BytesIO(b"abc"), person_id=cast.sven.pk, name="a", content_type="text/plain")
    path_of(lost.pk).unlink()
    mail = RejectedMail.objects.create(company=cast.kaffeewerk, digest="d", raw=b"\0" * 40, reason="?")
    step = Authenticator.objects.create(user=cast.ada, type="totp", data={"secret": base64.b64encode(b"x").decode()})
    said, complains = check()
    assert said.splitlines()[:-1] == [
        f"sealed {sealed.pk} does not open: it was cut, swapped or moved",
        f"file {file.pk} does not open: it was cut, swapped or changed",
        f"file {resized.pk} does not open: it has 3 bytes and should have 4",
        f"file {lost.pk} does not open: it is not in the vault folder",
        f"mail {mail.pk}: house d does not open: it was cut, swapped or changed",
        f"second step {step.pk}: house second-step does not open: it was cut, swapped or changed",
    ]
    assert ("6 do not open" in said, complains) == (True, True)


def test_a_stolen_key_and_all_that_hangs_on_it_are_named(cast: Cast) -> None:
    seal(cast)
    PersonKey.objects.filter(person=cast.sven).update(wrapped=PersonKey.objects.get(person=cast.karla).wrapped)
    said, complains = check()
    refused = f"key of person {cast.sven.pk} does not open: it was cut, swapped or changed"
    assert said.splitlines()[:-1] == [refused] * 3
    assert complains


def test_what_an_erasure_left_behind_is_named(cast: Cast) -> None:
    seal(cast)
    vault.destroy_key(cast.sven.pk)
    said, complains = check()
    left = f"person {cast.sven.pk} was erased, and something of theirs was left behind"
    assert (said.splitlines()[:-1], complains) == ([left, left], True)


def test_a_refusal_is_written_down_with_ids_only(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    sealed, file = seal(cast)
    Sealed.objects.filter(pk=sealed.pk).update(kind="contact")
    path_of(file.pk).write_bytes(b"cut")
    with caplog.at_level(logging.ERROR):
        assert vault.left_of_own(person_id=cast.sven.pk, ids=[sealed.pk]) == {}
        with pytest.raises(VaultError):
            b"".join(read_file(file))
    assert [record.getMessage() for record in caplog.records] == [
        f"vault refused: what=sealed id={sealed.pk} person={cast.sven.pk} why=it_was_cut,_swapped_or_moved",
        f"vault refused: what=file id={file.pk} person={cast.sven.pk} why=it_was_cut,_swapped_or_changed",
    ]


def test_the_keys_themselves_are_never_shown(cast: Cast) -> None:
    seal(cast)
    said = io.StringIO()
    call_command("keys", "show", stdout=said)
    (row, secrets) = said.getvalue().splitlines()
    assert row.startswith(f"{settings.KEYS.newest}  {settings.KEYS.file}  since ")
    assert row.endswith("wraps new data keys  2 data keys")
    assert secrets.endswith(f"sealed with {settings.KEYS.newest}")
    assert settings.KEYS.lines()[0][:10] not in said.getvalue()
