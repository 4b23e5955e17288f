"""Changing the key that wraps all others: nothing is lost, nobody waits, whatever interrupts it."""

import base64
import io
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connections, transaction

from oase.channels.email.models import RejectedMail
from oase.config.data_folder import data_folder, house_secrets
from oase.people.models import Person
from oase.portals.public.second_step import BOUND_TO, SecondStepAdapter
from oase.privacy import data_keys, keyring, rotating, vault
from oase.privacy.files import read_file, seal_file
from oase.privacy.keyring import KeyRing, key_id, new_key
from oase.privacy.models import PersonKey, Sealed, VaultKey
from oase.privacy.vault import Erased, VaultError
from tests.cast import Cast, person
from tests.threads import at_once

ALONE = "OASE_KEY may now be the first key alone."


def rotate(*words: str) -> str:
    said = io.StringIO()
    call_command("keys", "rotate", *words, stdout=said)
    return said.getvalue()


def states() -> dict[str, str]:
    return dict(VaultKey.objects.exclude(state=VaultKey.SECRETS).values_list("pk", "state"))


def retired() -> list[str]:
    return sorted(path.name.removeprefix("retired-key-") for path in data_folder().glob("retired-key-*"))


@pytest.fixture(autouse=True)
def tidy() -> Iterator[None]:
    yield
    for path in data_folder().glob("retired-key-*"):
        path.unlink()


def opened(sealed: Sealed) -> dict[UUID, str]:
    return vault.read_own(person_id=sealed.person_id, ids=[sealed.pk])


def test_everything_opens_after_a_rotation_as_before(cast: Cast) -> None:
    sealed = vault.seal("Lindenstraße 8", person_id=cast.karla.pk, kind="message")
    file = seal_file(io.BytesIO(b"Rechnung"), person_id=cast.karla.pk, name="a.pdf", content_type="application/pdf")
    house, secrets, before = vault.seal_for_the_house(b"raw", bound_to="x"), house_secrets(), settings.KEYS.newest
    wrapped = bytes(PersonKey.objects.get(person=cast.karla).wrapped)
    said = rotate()
    after = settings.KEYS.newest
    assert (list(settings.KEYS.read()), after != before) == ([after], True)
    assert set(PersonKey.objects.values_list("key_id", flat=True)) == {after}
    assert bytes(PersonKey.objects.get(person=cast.karla).wrapped) != wrapped
    assert states() == {before: VaultKey.RETIRED, after: VaultKey.CURRENT}
    assert opened(sealed) == {sealed.pk: "Lindenstraße 8"}
    assert b"".join(read_file(file)) == b"Rechnung"
    assert vault.open_for_the_house(house, bound_to="x") == b"raw"
    assert (house_secrets().values, house_secrets().sealed_with) == (secrets.values, after)
    assert (retired(), f"data keys are now wrapped by the key {after}" in said) == ([before], True)
    kept = data_folder() / f"retired-key-{before}"
    assert (kept.stat().st_mode & 0o777, key_id(base64.urlsafe_b64decode(kept.read_text()))) == (0o600, before)


def test_an_old_key_can_be_forgotten_at_once(cast: Cast) -> None:
    rotate("--forget")
    assert retired() == []


def test_what_is_written_meanwhile_is_never_lost(cast: Cast) -> None:
    people = [person(f"P{number}") for number in range(24)]
    written: list[Sealed] = []
    done = threading.Event()

    def writing(mine: list[Person]) -> Callable[[], None]:
        def work() -> None:
            for one in mine:
                sealed = vault.seal(f"Words of {one.pk}", person_id=one.pk, kind="message")
                written.append(sealed)
                assert opened(sealed) == {sealed.pk: f"Words of {one.pk}"}

        return work

    def reading() -> None:
        while not done.is_set():
            for sealed in tuple(written):  # it grows meanwhile
                assert opened(sealed) == {sealed.pk: f"Words of {sealed.person_id}"}

    def changing() -> None:
        try:
            for _ in range(4):
                rotate("--forget")
        finally:
            done.set()

    assert at_once(changing, reading, *(writing(people[place::3]) for place in range(3))) == []
    assert len(written) == 24
    assert set(PersonKey.objects.values_list("key_id", flat=True)) == {settings.KEYS.newest}
    for sealed in written:
        assert opened(sealed) == {sealed.pk: f"Words of {sealed.person_id}"}


def test_a_key_being_wrapped_is_waited_for(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody's first words are not committed yet when the key changes: they are wrapped anew as well."""
    wrote, tried = threading.Event(), threading.Event()
    monkeypatch.setattr(rotating.time, "sleep", lambda seconds: tried.set())  # type: ignore[attr-defined]
    sealed: list[Sealed] = []

    def slow() -> None:
        with transaction.atomic():
            sealed.append(vault.seal("langsam", person_id=cast.sven.pk, kind="message"))
            wrote.set()
            tried.wait(30)

    def changing() -> None:
        wrote.wait(30)
        rotate("--forget")

    assert at_once(slow, changing) == []
    assert tried.is_set()
    assert PersonKey.objects.get(person=cast.sven).key_id == settings.KEYS.newest
    assert opened(sealed[0]) == {sealed[0].pk: "langsam"}


class Killed(BaseException):
    pass


def killed(*args: object, **more: object) -> None:
    raise Killed


def after_one_batch(*args: object) -> Iterator[tuple[int, list[int]]]:
    yield next(rotating.wrap_anew(*args))  # type: ignore[arg-type]  # handed on as they came
    raise Killed


@pytest.mark.parametrize(
    ("place", "instead"),
    [
        ("HouseSecrets.seal_again", killed),
        ("switch_to", killed),
        ("wrap_anew", killed),
        ("wrap_anew", after_one_batch),
        ("retire", killed),
        ("write_private", killed),
    ],
)
def test_killed_in_the_middle_it_goes_on(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, place: str, instead: Callable[..., object]
) -> None:
    monkeypatch.setattr(rotating, "AT_ONCE", 2)
    sealed = [vault.seal(one.first_name, person_id=one.pk, kind="message") for one in Person.objects.all()]
    before = settings.KEYS.newest
    with monkeypatch.context() as broken:
        where = "oase.config.house_secrets" if "." in place else "oase.management.rotation"
        broken.setattr(f"{where}.{place}", instead)
        with pytest.raises(Killed):
            rotate()
    meanwhile = vault.seal("inzwischen", person_id=person("Nele").pk, kind="message")
    begun = KeyRing(data_folder() / "key").newest
    names = dict(Person.objects.values_list("pk", "first_name"))
    assert [opened(one) for one in sealed] == [{one.pk: names[one.person_id]} for one in sealed]
    assert "Going on" in rotate()
    assert (list(settings.KEYS.read()), begun != before) == ([begun], True)
    assert set(PersonKey.objects.values_list("key_id", flat=True)) == {begun}
    assert states() == {before: VaultKey.RETIRED, begun: VaultKey.CURRENT}
    assert opened(meanwhile) == {meanwhile.pk: "inzwischen"}
    assert (retired(), "Going on" in rotate()) == ([before], False)


def test_a_second_rotation_at_the_same_time_says_so(cast: Cast) -> None:
    before = settings.KEYS.newest
    with connections["owner"].copy().cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [rotating.ROTATING])
        with pytest.raises(CommandError, match="Another rotation is under way"):
            rotate()
        cursor.connection.close()
    assert settings.KEYS.newest == before


def test_the_old_key_stays_while_something_does_not_open(cast: Cast) -> None:
    vault.seal("Lindenstraße", person_id=cast.sven.pk, kind="message")
    before = settings.KEYS.newest
    whole = bytes(PersonKey.objects.get(person=cast.sven).wrapped)
    PersonKey.objects.filter(person=cast.sven).update(wrapped=whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(CommandError, match=f"do not open: {cast.sven.pk}"):
        rotate()
    assert before in settings.KEYS.read()
    assert states()[before] == VaultKey.OLD
    PersonKey.objects.filter(person=cast.sven).update(wrapped=whole)
    rotate()
    assert list(settings.KEYS.read()) == [settings.KEYS.newest]
    assert PersonKey.objects.get(person=cast.sven).key_id == settings.KEYS.newest


def test_what_earlier_releases_sealed_is_brought_along(cast: Cast) -> None:
    """Data keys without the id of their key; mails and second steps under the key itself."""
    old = settings.KEYS.read()[settings.KEYS.newest]
    sealed = vault.seal("Lindenstraße", person_id=cast.karla.pk, kind="message")
    PersonKey.objects.update(key_id="")
    VaultKey.objects.using("owner").all().delete()
    raw = keyring.seal(old, b"raw mail", b"house:digest")
    mail = RejectedMail.objects.create(company=cast.kaffeewerk, digest="digest", raw=raw, reason="?")
    step = base64.b64encode(keyring.seal(old, b"JBSWY3DP", f"house:{BOUND_TO}".encode())).decode()
    secret = Authenticator.objects.create(user=cast.karla, type="totp", data={"secret": step})
    codes = Authenticator.objects.create(
        user=cast.ada, type="recovery_codes", data={"migrated_codes": [step], "used": 3}
    )
    assert SecondStepAdapter().decrypt(step) == "JBSWY3DP"
    rotate("--forget")
    assert old not in settings.KEYS.read().values()
    assert opened(sealed) == {sealed.pk: "Lindenstraße"}
    mail.refresh_from_db()
    assert vault.open_for_the_house(bytes(mail.raw), bound_to="digest") == b"raw mail"
    secret.refresh_from_db()
    codes.refresh_from_db()
    assert SecondStepAdapter().decrypt(secret.data["secret"]) == "JBSWY3DP"
    assert SecondStepAdapter().decrypt(codes.data["migrated_codes"][0]) == "JBSWY3DP"
    assert codes.data["used"] == 3


def test_a_backup_from_before_a_rotation_opens_with_the_retired_key_and_is_brought_along(cast: Cast) -> None:
    sealed = vault.seal("Lindenstraße", person_id=cast.karla.pk, kind="message")
    rows, keys = list(PersonKey.objects.all()), list(VaultKey.objects.all())
    rotate()
    VaultKey.objects.using("owner").all().delete()
    VaultKey.objects.using("owner").bulk_create(keys)
    PersonKey.objects.all().delete()
    PersonKey.objects.bulk_create(rows)
    data_keys._data_key.cache_clear()  # a process that was just started
    with pytest.raises(VaultError, match="which is not here"):
        opened(sealed)
    (old,) = (path.read_text().strip() for path in data_folder().glob("retired-key-*"))
    settings.KEYS.write([*settings.KEYS.lines(), old])
    assert opened(sealed) == {sealed.pk: "Lindenstraße"}
    assert "Going on" in rotate()
    data_keys._data_key.cache_clear()
    assert opened(sealed) == {sealed.pk: "Lindenstraße"}
    assert len(settings.KEYS.read()) == 1


def in_environment(monkeypatch: pytest.MonkeyPatch, keys: str) -> None:
    monkeypatch.setenv("OASE_KEY", keys)
    monkeypatch.setattr(settings, "KEYS", KeyRing(Path("nowhere"), keys))


def test_a_key_of_the_environment_is_changed_by_putting_another_before_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    (old,), new = KeyRing(data_folder() / "key").lines(), new_key()
    in_environment(monkeypatch, old)
    sealed = vault.seal("Lindenstraße", person_id=cast.karla.pk, kind="message")
    with pytest.raises(CommandError, match="OASE_KEY=NEW,PRESENT"):
        rotate()
    in_environment(monkeypatch, f"{new},{old}")
    meanwhile = vault.seal("inzwischen", person_id=cast.sven.pk, kind="message")
    # Other processes do not know the new key yet: until the rotation the present one wraps.
    assert PersonKey.objects.get(person=cast.sven).key_id == key_id(base64.urlsafe_b64decode(old))
    assert ALONE.removesuffix(".") in rotate()
    assert rotate() == f"Everything is wrapped by the key {settings.KEYS.newest}: {ALONE}\n"
    in_environment(monkeypatch, new)
    assert opened(sealed) | opened(meanwhile) == {sealed.pk: "Lindenstraße", meanwhile.pk: "inzwischen"}
    assert house_secrets().sealed_with == settings.KEYS.newest
    in_environment(monkeypatch, old)
    data_keys._data_key.cache_clear()  # a process that was just started
    with pytest.raises(VaultError, match="which is not here"):
        opened(sealed)
    with pytest.raises(VaultError, match="older OASE_KEY"):
        vault.seal("x", person_id=cast.mallory.pk, kind="message")
    in_environment(monkeypatch, f"{old},{new}")
    rotate()
    monkeypatch.delenv("OASE_KEY")
    monkeypatch.undo()
    assert opened(sealed) == {sealed.pk: "Lindenstraße"}


def test_the_erased_stay_erased(cast: Cast) -> None:
    sealed = vault.seal("Lindenstraße", person_id=cast.karla.pk, kind="message")
    assert opened(sealed) == {sealed.pk: "Lindenstraße"}
    assert (vault.destroy_key(cast.karla.pk), vault.destroy_key(cast.karla.pk)) == (True, False)
    assert vault.destroy_key(cast.sven.pk) is False
    rotate()
    for one in (cast.karla, cast.sven):
        assert vault.is_erased(one.pk)
        with pytest.raises(Erased):
            vault.seal("wieder da", person_id=one.pk, kind="message")
        with pytest.raises(Erased):
            seal_file(io.BytesIO(b"x"), person_id=one.pk, name="x", content_type="x/y")
        assert bytes(PersonKey.objects.get(person=one).wrapped) == b""
    with pytest.raises(Erased):
        opened(sealed)
    assert vault.left_of_own(person_id=cast.karla.pk, ids=[sealed.pk]) == {}


def test_who_is_erased_while_keys_change_does_not_come_back(cast: Cast) -> None:
    people = [person(f"P{number}") for number in range(30)]
    for one in people:
        vault.seal("x", person_id=one.pk, kind="message")
    assert at_once(lambda: rotate(), lambda: [vault.destroy_key(one.pk) for one in people] and None) == []
    left = PersonKey.objects.filter(person__in=people).values_list("wrapped", flat=True)
    assert {bytes(wrapped) for wrapped in left} == {b""}


def test_first_words_and_erasure_at_once_leave_no_key(cast: Cast) -> None:
    for number in range(10):
        one = person(f"P{number}")

        def writes(pk: int = one.pk) -> None:
            try:
                vault.seal("x", person_id=pk, kind="message")
            except Erased:
                return

        assert at_once(writes, lambda pk=one.pk: vault.destroy_key(pk)) == []  # type: ignore[misc]
        assert bytes(PersonKey.objects.get(person=one).wrapped) == b""
