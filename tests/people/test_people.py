"""One person for one address, whoever asks first and however it is spelt."""

import pytest
from django.db import IntegrityError, transaction

from oase.people.actions import change_profile, person_for_email
from oase.people.known import Contact, contact_of, known_of, save_contact
from oase.people.models import Person
from oase.privacy import vault
from oase.privacy.models import PersonKey, Sealed
from tests.cast import PHONE, Cast
from tests.threads import at_once


def test_an_address_is_one_person_however_it_is_spelt(cast: Cast) -> None:
    assert person_for_email(email="KARLA@Example.org", first_name="Jemand") == cast.karla
    cast.karla.refresh_from_db()
    assert cast.karla.first_name == "Karla"
    with pytest.raises(IntegrityError, match="person_email_once"), transaction.atomic():
        Person.objects.create(email="Karla@example.ORG")


def test_a_new_address_is_a_new_person_who_cannot_sign_in_by_password(house: None) -> None:
    made = person_for_email(email="Neu@Example.org", first_name=" Nina ", language="en")
    assert (made.email, made.first_name, made.language) == ("neu@example.org", "Nina", "en")
    assert not made.has_usable_password()


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("Ni\0na", "Ni na"),
        ("Nina\r\nBcc: x", "Nina Bcc: x"),
        ("Ni\ud800na", "Ni na"),
        ("N" * 200, "N" * 80),
        ("\0", ""),
    ],
)
def test_a_name_from_a_mail_cannot_stop_the_mail(house: None, name: str, stored: str) -> None:
    made = person_for_email(email="neu@example.org", first_name=name, last_name=name)
    assert (made.first_name, made.last_name) == (stored, stored)
    made.refresh_from_db()
    assert made.first_name == stored


def test_ten_mails_at_once_make_one_person(house: None) -> None:
    made: list[int] = []
    assert at_once(*[lambda: made.append(person_for_email(email="neu@example.org").pk)] * 10) == []
    assert set(made) == {Person.objects.get().pk}
    assert len(made) == 10


def test_contact_data_lie_in_the_vault_only_and_the_old_ones_are_gone(cast: Cast) -> None:
    old = cast.karla.contact_id
    contact: Contact = {"phone": "0761 555 0199", "street": "Ahornweg 3", "place": "79098 Freiburg"}
    save_contact(cast.karla, contact)
    assert contact_of(Person.objects.get(pk=cast.karla.pk)) == contact
    assert not Sealed.objects.filter(pk=old).exists()
    assert contact_of(cast.emil) == {}
    stored = str(Person.objects.filter(pk=cast.karla.pk).values().get())
    for secret in ("0761", "Ahornweg", "Freiburg"):
        assert secret not in stored


def test_the_shield_knows_everything_a_person_told(cast: Cast) -> None:
    known = known_of(cast.karla, numbers=["K-1"])
    assert set(known.names) == {"Karla", "Blum", "Karla Blum"}
    assert (known.emails, known.phones) == (("karla@example.org",), (PHONE,))
    assert (known.addresses, known.numbers) == (("Lindenstraße 8", "79098 Freiburg"), ("K-1",))
    assert known_of(cast.emil).phones == ()


def test_anothers_contact_data_in_ones_own_row_stay_closed(cast: Cast) -> None:
    Person.objects.filter(pk=cast.mallory.pk).update(contact=cast.karla.contact)
    assert known_of(Person.objects.get(pk=cast.mallory.pk)).phones == ()


def test_a_changed_profile_is_stored_whole(cast: Cast) -> None:
    change_profile(
        person=cast.karla, first_name=" Carla ", last_name="Blüm", face="karla", language="en", contact={"phone": "1"}
    )
    karla = Person.objects.get(pk=cast.karla.pk)
    assert (karla.full_name, karla.face, karla.language) == ("Carla Blüm", "karla", "en")
    assert contact_of(karla) == {"phone": "1"}


def test_when_what_is_known_does_not_open_nothing_comes_out(cast: Cast) -> None:
    PersonKey.objects.filter(person=cast.karla).delete()
    vault.seal("ein neuer Schlüssel", person_id=cast.karla.pk, kind="message")
    conversation = cast.asks("Karla Blum, Lindenstraße 8")
    message = conversation.messages.get()
    assert (message.body, message.shielded_at, conversation.subject) == ("", None, "")
    assert message.original_id is not None
