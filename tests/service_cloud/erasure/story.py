"""Karla with something of hers behind every door: each thing is a canary that must not sing once she is forgotten."""

import base64
import pickle
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import connections

from oase.channels.email.ingesting import ingest
from oase.channels.email.local import LocalMailBackend
from oase.channels.email.models import RejectedMail
from oase.conversations import actions
from oase.conversations.choices.standing import Wishes
from oase.conversations.models import Conversation, Message
from oase.conversations.words import IncomingFile
from oase.jobs import clock
from oase.people.known import save_contact
from oase.people.models import Person
from oase.privacy import vault
from oase.privacy.erasures import Erasure
from oase.ratings.actions import rate
from oase.service_cloud.erasure import asking
from tests.cast import Cast

NAME, LAST, ADDRESS = "Kanaria", "Zwitscherling", "kanaria.zwitscherling@vogelhaus.example"
PHONE, STREET, PLACE, NUMBER = "0151 23456791", "Nachtigallenweg 77", "79104 Freiburg", "KD-778899-Z"
IBAN, SECRET_FILE, FILE_NAME = "DE89 3704 0044 0532 0130 00", b"Gezwitscher im Anhang", "Zwitscherling-Vertrag.pdf"
DRAFT, AGENTS_DRAFT, MAIL_SUBJECT = "Entwurfszwitschern", "Notizzwitschern", "Betreffzwitschern"
SESSION, CACHED, REJECTED = "Sitzungszwitschern", "Zwischenzwitschern", "Abgewiesenes Zwitschern"
OTHER_PHONE = "0160 98765432"

CANARIES: tuple[str, ...] = (
    NAME, LAST, ADDRESS, PHONE, PHONE.replace(" ", ""), STREET, "Nachtigallenweg", PLACE, NUMBER, IBAN,
    IBAN.replace(" ", ""), SECRET_FILE.decode(), FILE_NAME, DRAFT, AGENTS_DRAFT, MAIL_SUBJECT, SESSION, CACHED,
    REJECTED, OTHER_PHONE, OTHER_PHONE.replace(" ", ""),
)  # fmt: skip
QUESTION = (
    f"Guten Tag, ich bin {NAME} {LAST}, {STREET}, {PLACE}. Kundennummer {NUMBER}. Meine Aroma 4 zeigt E12. "
    f"Mein Konto: {IBAN}. Rufen Sie {PHONE} an."
)


def sing(cast: Cast) -> dict[str, Conversation]:
    """Let a canary sing at every door, through the same actions as everybody."""
    karla = cast.karla
    karla.first_name, karla.last_name, karla.email = NAME, LAST, ADDRESS
    karla.set_password("Zwitscher-Passwort-1")
    karla.save()
    cast.customer.number = NUMBER
    cast.customer.save()
    cast.customer.refresh_from_db()
    save_contact(karla, {"phone": PHONE, "street": STREET, "place": PLACE})
    EmailAddress.objects.create(user=karla, email=ADDRESS, primary=True, verified=True)
    Authenticator.objects.create(user=karla, type=Authenticator.Type.TOTP, data={"secret": "ABC"})
    file = IncomingFile(FILE_NAME, "application/pdf", len(SECRET_FILE), BytesIO(SECRET_FILE))
    kept = cast.asks(
        QUESTION, subject=f"Frage von {NAME} {LAST}", files=[file], wants_company=True, wishes=Wishes(opened=(LAST,))
    )
    _say(kept, cast.ada, Message.AGENT, f"Liebe Frau {LAST}, wir rufen {PHONE} an.")
    _say(kept, cast.ada, Message.AGENT, f"Notiz: {NAME} {LAST} ist verreist.", audience=Message.STAFF)
    actions.hand_over(
        conversation_id=kept.pk, by=cast.ada, to=cast.member(cast.dora), note=f"{NAME} {LAST} anrufen: {PHONE}"
    )
    # Somebody else's word for her, which only another of her texts gives away.
    Message.objects.filter(conversation=kept, author=cast.ada, audience=Message.CONVERSATION).update(
        body=f"Gern auch unter {OTHER_PHONE}."
    )
    gone = cast.claimed(f"Meine Aroma 4 brüht nicht. Grüße, {NAME} {LAST}, {OTHER_PHONE}")
    _say(gone, cast.emil, Message.EXPERT, "Bitte entkalken Sie die Aroma 4.")
    thanked = cast.asks("Meine Aroma 4 tropft.", wants_company=True)
    _say(thanked, cast.ada, Message.AGENT, "Die Dichtung kommt morgen.")
    actions.solve(conversation_id=thanked.pk, by=cast.ada)
    rate(conversation_id=thanked.pk, by=karla, stars=5, thanks=f"Danke Ada! Ihre {NAME} {LAST}")
    actions.save_draft(conversation_id=kept.pk, person=karla, body=DRAFT)
    actions.save_draft(conversation_id=kept.pk, person=cast.ada, body=AGENTS_DRAFT)
    LocalMailBackend().send_messages([EmailMessage(subject=MAIL_SUBJECT, body=f"Guten Tag {NAME}", to=[ADDRESS])])
    _session(karla)
    cache.set("kanarie", {"who": CACHED, "address": ADDRESS}, 600)
    RejectedMail.objects.create(
        company=cast.kaffeewerk, digest="d", reason="unreadable",
        raw=vault.seal_for_the_house(f"From: {ADDRESS}\n{REJECTED}".encode(), bound_to="d"),
    )  # fmt: skip
    return {"kept": kept, "gone": gone, "thanked": thanked}


def mailed(cast: Cast, folder: Path) -> None:
    """A mail of hers, kept whole."""
    path = folder / "question.eml"
    path.write_text(f"From: {NAME} {LAST} <{ADDRESS}>\nTo: service@example.org\nMessage-ID: <1@vogelhaus.example>\n"
                    f"Subject: {MAIL_SUBJECT}\n\nMeine Aroma 4 pfeift. {LAST}\n")  # fmt: skip
    list(ingest(company=cast.kaffeewerk, paths=[path]))


def _say(conversation: Conversation, author: Person, role: str, text: str, **options: Any) -> None:
    actions.reply(
        conversation_id=conversation.pk, author=author, role=role, text=text, client_id=uuid4(), **options
    )  # fmt: skip


def _session(person: Person) -> None:
    session = SessionStore()
    session["_auth_user_id"], session["_auth_user_backend"] = str(person.pk), settings.AUTHENTICATION_BACKENDS[0]
    session["said"] = SESSION
    session.save()


def wish(person: Person) -> Erasure:
    """The person asked, and does not want to wait."""
    asking.ask_to_be_forgotten(person=person, language="de")
    erasure = asking.do_not_wait(person=person)
    erasure.told_at = clock.now()
    erasure.save()
    return erasure


def everything_stored(alias: str = "owner") -> str:
    """Every column of every table as one text; bytes also as what they would be as text."""
    found = []
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT table_schema, table_name FROM information_schema.tables"
            " WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'"
        )
        for schema, table in cursor.fetchall():
            cursor.execute(f'SELECT * FROM "{schema}"."{table}"')
            columns = [column.name for column in cursor.description or ()]
            found += [_line(table, columns, row) for row in cursor.fetchall()]
    return "\n".join(found)


def _line(table: str, columns: list[str], row: tuple[object, ...]) -> str:
    if table == "django_session":
        return f"{table} {SessionStore().decode(str(row[columns.index('session_data')]))}"
    if table == "oase_cache":
        return f"{table} {row[0]} {pickle.loads(base64.b64decode(str(row[columns.index('value')])))}"
    return f"{table} " + " ".join(f"{name}={_text(value)}" for name, value in zip(columns, row, strict=True))


def _text(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace") + bytes(value).decode("utf-16", "replace")
    return str(value)


def singing(text: str) -> list[str]:
    """Which canaries are heard in a text, whatever the case."""
    lower = text.lower()
    return [canary for canary in CANARIES if canary.lower() in lower]


def singing_on_disk(folder: Path, spared: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """In which files below a folder which canaries are heard, as UTF-8 or in a session's encoding."""
    heard: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or any(part in spared for part in path.parts):
            continue
        content = path.read_bytes().lower()
        if found := [canary for canary in CANARIES if canary.lower().encode() in content]:
            heard[str(path.relative_to(folder))] = found
    return heard
