"""Every way of opening an original where it does not belong."""

import threading
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connections

from oase.privacy import vault
from oase.privacy.models import PersonKey, Sealed
from oase.privacy.vault import VaultError
from tests.cast import Cast

SECRET = "Lindenstraße 8 \N{PALM TREE} \0 \ud800"


def _read(person_id: int, sealed: Sealed) -> dict[UUID, str]:
    return vault.read_own(person_id=person_id, ids=[sealed.pk])


def test_what_was_sealed_opens_as_it_was(cast: Cast) -> None:
    for text in ("", SECRET, "x" * 100_000):
        sealed = vault.seal(text, person_id=cast.karla.pk, kind="message")
        assert _read(cast.karla.pk, sealed) == {sealed.pk: text}


def test_nothing_of_it_is_readable_where_it_lies(cast: Cast) -> None:
    one, two = (vault.seal("Lindenstraße", person_id=cast.karla.pk, kind="message") for _ in range(2))
    assert b"Linden" not in bytes(one.ciphertext)
    assert bytes(one.ciphertext) != bytes(two.ciphertext)
    assert len(bytes(one.ciphertext)) == vault.NONCE_BYTES + len("Lindenstraße".encode()) + 16


def test_others_read_nothing(cast: Cast) -> None:
    sealed = vault.seal(SECRET, person_id=cast.karla.pk, kind="message")
    assert _read(cast.mallory.pk, sealed) == {}
    assert vault.for_the_shield(person_id=cast.mallory.pk, ids=[sealed.pk]) == []


def test_a_ciphertext_opens_in_no_other_row(cast: Cast) -> None:
    one = vault.seal("eins", person_id=cast.karla.pk, kind="message")
    two = vault.seal("zwei", person_id=cast.karla.pk, kind="message")
    Sealed.objects.filter(pk=two.pk).update(ciphertext=one.ciphertext)
    with pytest.raises(VaultError, match=str(two.pk)):
        _read(cast.karla.pk, two)


def test_a_ciphertext_opens_for_no_other_person(cast: Cast) -> None:
    sealed = vault.seal(SECRET, person_id=cast.karla.pk, kind="message")
    vault.seal("hat einen eigenen Schlüssel", person_id=cast.mallory.pk, kind="message")
    Sealed.objects.filter(pk=sealed.pk).update(person=cast.mallory)
    with pytest.raises(VaultError):
        _read(cast.mallory.pk, sealed)
    stolen = PersonKey.objects.get(person=cast.karla).wrapped
    PersonKey.objects.filter(person=cast.mallory).update(wrapped=stolen)
    with pytest.raises(VaultError, match="key of person"):
        _read(cast.mallory.pk, sealed)


def test_a_ciphertext_opens_as_no_other_kind(cast: Cast) -> None:
    sealed = vault.seal(SECRET, person_id=cast.karla.pk, kind="message")
    Sealed.objects.filter(pk=sealed.pk).update(kind="contact")
    with pytest.raises(VaultError):
        _read(cast.karla.pk, sealed)


@pytest.mark.parametrize("length", [0, 1, 7, 11, 12, 27, 28, 40])
def test_a_ciphertext_that_was_cut_does_not_open(cast: Cast, length: int) -> None:
    sealed = vault.seal(SECRET, person_id=cast.karla.pk, kind="message")
    Sealed.objects.filter(pk=sealed.pk).update(ciphertext=bytes(sealed.ciphertext)[:length])
    with pytest.raises(VaultError):
        _read(cast.karla.pk, sealed)


def test_no_single_bit_of_a_ciphertext_can_be_turned(cast: Cast) -> None:
    sealed = vault.seal("Ja", person_id=cast.karla.pk, kind="message")
    whole = bytes(sealed.ciphertext)
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1
        Sealed.objects.filter(pk=sealed.pk).update(ciphertext=bytes(changed))
        with pytest.raises(VaultError):
            _read(cast.karla.pk, sealed)


def test_with_the_key_everything_of_a_person_is_gone_though_it_was_open_before(cast: Cast) -> None:
    sealed = vault.seal(SECRET, person_id=cast.karla.pk, kind="message")
    assert _read(cast.karla.pk, sealed) == {sealed.pk: SECRET}
    PersonKey.objects.filter(person=cast.karla).delete()
    with pytest.raises(VaultError, match="no key"):
        _read(cast.karla.pk, sealed)
    vault.seal("ein neuer Schlüssel", person_id=cast.karla.pk, kind="message")
    with pytest.raises(VaultError):
        _read(cast.karla.pk, sealed)


@pytest.mark.parametrize("wrapped", [b"", b"short", b"\0" * 60])
def test_a_broken_key_says_so(cast: Cast, wrapped: bytes) -> None:
    sealed = vault.seal(SECRET, person_id=cast.karla.pk, kind="message")
    PersonKey.objects.filter(person=cast.karla).update(wrapped=wrapped)
    with pytest.raises(VaultError, match="key of person"):
        _read(cast.karla.pk, sealed)


def test_the_key_itself_lies_there_wrapped(cast: Cast) -> None:
    vault.seal(SECRET, person_id=cast.karla.pk, kind="message")
    wrapped = bytes(PersonKey.objects.get(person=cast.karla).wrapped)
    assert len(wrapped) == vault.NONCE_BYTES + 32 + 16
    assert all(key not in wrapped for key in settings.KEYS.read().values())


def test_many_who_seal_a_persons_first_words_at_once_share_one_key(cast: Cast) -> None:
    sealed: list[Sealed] = []
    failures: list[BaseException] = []
    gate = threading.Barrier(8)

    def write() -> None:
        gate.wait()
        try:
            sealed.append(vault.seal("zugleich", person_id=cast.sven.pk, kind="message"))
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert PersonKey.objects.filter(person=cast.sven).count() == 1
    texts = vault.read_own(person_id=cast.sven.pk, ids=[one.pk for one in sealed])
    assert texts == {one.pk: "zugleich" for one in sealed}
    assert len(texts) == 8


def test_what_the_house_seals_is_bound_to_its_name() -> None:
    sealed = vault.seal_for_the_house(b"raw mail", bound_to="a digest")
    assert vault.open_for_the_house(sealed, bound_to="a digest") == b"raw mail"
    for broken, name in ((sealed, "another digest"), (sealed[:-1], "a digest"), (sealed[:5], "a digest")):
        with pytest.raises(VaultError):
            vault.open_for_the_house(broken, bound_to=name)
