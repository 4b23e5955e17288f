"""Opening somebody's originals leaves a trace, or does not happen."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connections, transaction

from oase.jobs import clock
from oase.people.models import Person
from oase.privacy import vault
from oase.privacy.models import AccessLog, Sealed
from oase.privacy.vault import VaultError
from tests.cast import Cast
from tests.threads import at_once

ABOUT = uuid4()


def reveal(cast: Cast, sealed: Sealed, **other: object) -> dict[UUID, str]:
    asked: dict[str, object] = {
        "viewer_id": cast.ada.pk,
        "purpose": "Garantie prüfen",
        "about": ABOUT,
        "kind": AccessLog.ORIGINALS,
        "ids": [sealed.pk],
        "person_id": cast.karla.pk,
    }
    return dict(vault.reveal(**(asked | other)))  # type: ignore[arg-type]  # a test's shorthand


@pytest.fixture
def sealed(cast: Cast) -> Sealed:
    return vault.seal("Lindenstraße 8", person_id=cast.karla.pk, kind="message")


@pytest.mark.parametrize(
    "purpose", ["", "  ", "\n\t", "\u200b", "\u200b \u2060\ufeff", "\0", "…", "\u00ad-", "\u3164\u202e"]
)
def test_a_purpose_that_nobody_can_read_is_none(cast: Cast, sealed: Sealed, purpose: str) -> None:
    with pytest.raises(ValueError, match="A purpose is needed"):
        reveal(cast, sealed, purpose=purpose)
    assert AccessLog.objects.count() == 0


def test_signs_that_cannot_be_seen_make_no_second_purpose(cast: Cast, sealed: Sealed) -> None:
    for purpose in (
        "Garantie prüfen",
        " Garantie\u200b  prüfen\0\n",
        "Garantie prüfen\u202e",
        "\ufeffGarantie\u00a0prüfen",
    ):
        assert reveal(cast, sealed, purpose=purpose) == {sealed.pk: "Lindenstraße 8"}
    assert AccessLog.objects.values_list("purpose", flat=True).get() == "Garantie prüfen"


def test_many_at_once_are_written_once_and_all_read(cast: Cast, sealed: Sealed) -> None:
    read: list[dict[UUID, str]] = []
    assert at_once(*[lambda: read.append(reveal(cast, sealed))] * 8) == []
    assert read == [{sealed.pk: "Lindenstraße 8"}] * 8
    assert AccessLog.objects.count() == 1


def test_the_next_hour_is_written_again(cast: Cast, sealed: Sealed, monkeypatch: pytest.MonkeyPatch) -> None:
    last = datetime(2026, 3, 29, 0, 59, 59, 999_999, tzinfo=UTC)
    for now, rows in ((last, 1), (last, 1), (last + timedelta(microseconds=1), 2), (last + timedelta(hours=1), 2)):
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        reveal(cast, sealed)
        assert AccessLog.objects.count() == rows
    assert set(AccessLog.objects.values_list("hour", flat=True)) == {
        datetime(2026, 3, 29, 0, tzinfo=UTC),
        datetime(2026, 3, 29, 1, tzinfo=UTC),
    }


def test_another_viewer_matter_kind_or_purpose_is_another_line(cast: Cast, sealed: Sealed) -> None:
    for other in (
        {},
        {"viewer_id": cast.dora.pk},
        {"about": uuid4()},
        {"kind": AccessLog.FILE},
        {"purpose": "Rückruf"},
    ):
        reveal(cast, sealed, **other)
    assert AccessLog.objects.count() == 5


def test_anothers_original_is_not_opened_under_a_persons_name(cast: Cast, sealed: Sealed) -> None:
    strange = vault.seal("Svens Adresse", person_id=cast.sven.pk, kind="message")
    with pytest.raises(VaultError, match="another person's"):
        reveal(cast, sealed, ids=[sealed.pk, strange.pk])
    assert AccessLog.objects.count() == 0


def gone(ada: Person) -> None:
    Person.objects.filter(pk=ada.pk).update(is_active=False)


def erased(ada: Person) -> None:
    vault.destroy_key(ada.pk)


@pytest.mark.parametrize("leaves", [gone, erased])
def test_who_left_opens_nothing(cast: Cast, sealed: Sealed, leaves: Callable[[Person], None]) -> None:
    leaves(cast.ada)
    with pytest.raises(VaultError, match="no viewer"):
        reveal(cast, sealed)
    with pytest.raises(VaultError, match="no viewer"):
        reveal(cast, sealed, viewer_id=999_999)
    assert AccessLog.objects.count() == 0


def test_without_the_log_nothing_is_opened(cast: Cast, sealed: Sealed) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("REVOKE INSERT ON oase_accesslog FROM oase_app")
    try:
        with pytest.raises(DatabaseError):
            reveal(cast, sealed)
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute("GRANT INSERT ON oase_accesslog TO oase_app")


def test_what_does_not_open_is_not_said_to_have_been_read(cast: Cast, sealed: Sealed) -> None:
    Sealed.objects.filter(pk=sealed.pk).update(ciphertext=b"cut")
    with pytest.raises(VaultError):
        reveal(cast, sealed)
    assert AccessLog.objects.count() == 0


def test_a_page_that_fails_afterwards_takes_the_line_along(cast: Cast, sealed: Sealed) -> None:
    def page() -> None:
        with transaction.atomic():
            reveal(cast, sealed)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        page()
    assert AccessLog.objects.count() == 0


def test_a_purpose_that_names_somebody_is_written_without_the_name(cast: Cast, sealed: Sealed) -> None:
    """The log is the customer's to read, and cannot be changed afterwards: it is made harmless at the door."""
    reveal(cast, sealed, purpose="Rückruf an Frau Rosa Klein, 0160 1234567")
    (purpose,) = AccessLog.objects.values_list("purpose", flat=True)
    assert [word for word in ("Rosa", "Klein", "0160", "1234567") if word in purpose] == []
    assert purpose.startswith("Rückruf an Frau")
    assert vault.purpose_given(viewer_id=cast.ada.pk, about=ABOUT) == purpose


def test_a_purpose_that_cannot_be_checked_opens_nothing(
    cast: Cast, sealed: Sealed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_named: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(vault, "shield", broken)
    with pytest.raises(VaultError):
        reveal(cast, sealed, purpose="Etwas, das noch nie geprüft wurde")
    assert AccessLog.objects.count() == 0


def test_the_purposes_of_the_house_stay_readable() -> None:
    for purpose in ("Garantie prüfen", "Rückfrage zur Rechnung", "Rückruf", "Your own download", "Ihr eigener Abruf"):
        assert vault.harmless_purpose(purpose) == purpose
