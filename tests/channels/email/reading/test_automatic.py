"""Who must not get an automatic answer (RFC 3834)."""

import pytest

from oase.channels.email.reading import read_mail


def mail(*headers: str, sender: str = "karla@example.org", subject: str = "Frage") -> bool:
    lines = [f"From: {sender}", f"Subject: {subject}", *headers, "", "Text"]
    return read_mail("\n".join(lines).encode()).automatic


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; owner-email=x",
        "Precedence: bulk",
        "Precedence: LIST",
        "X-Autoreply: yes",
        "X-Auto-Response-Suppress: OOF, AutoReply",
        "List-Id: <kaffee.example.org>",
        "Return-Path: <>",
        "Content-Type: multipart/report; boundary=x",
    ],
)
def test_fields_of_machines(header: str) -> None:
    assert mail(header) is True


@pytest.mark.parametrize("sender", ["MAILER-DAEMON@example.org", "no-reply@example.org", "noreply+7@example.org"])
def test_names_of_machines(sender: str) -> None:
    assert mail(sender=sender) is True


@pytest.mark.parametrize("subject", ["Automatische Antwort: Frage", "Out of Office: x", "Undeliverable: x"])
def test_subjects_of_machines(subject: str) -> None:
    assert mail(subject=subject) is True


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: no",
        "Precedence: first-class",
        "X-Auto-Response-Suppress: DR",
        "Return-Path: <karla@example.org>",
    ],
)
def test_people_stay_people(header: str) -> None:
    assert mail(header) is False
    assert mail(subject="AW: Abwesenheitsnotiz: Urlaub") is False
    assert mail(sender="noreplykarla@example.org") is False
