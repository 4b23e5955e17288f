"""Every file that lies in the vault for a person, and under which name it stands in the archive."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from oase.conversations.models import Message
from oase.people.models import Person
from oase.privacy.files import Description, describe
from oase.privacy.models import SealedFile
from oase.privacy.vault import VaultError

UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*%#\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]')
LONGEST_NAME: Final = 80


@dataclass(frozen=True)
class Kept:
    """A file and its place in the archive."""

    file: SealedFile
    path: str
    name: str
    content_type: str
    size: int
    at: datetime
    concern: str
    """Id of the concern it came with; empty for a mail that is kept whole."""


def files_of(person: Person) -> "QuerySet[SealedFile]":
    """The person's files, oldest first: what came with their concerns, and mails as they came.

    Without archives of earlier exports, and without what staff put into internal notes: it cannot be shielded and may
    be about somebody else (docs/decisions).
    """
    own = SealedFile.objects.filter(person=person, export=None).select_related("attachment__message")
    return own.exclude(attachment__message__audience=Message.STAFF).order_by("created_at", "pk")


def kept_files(person: Person) -> Iterator[Kept]:
    """Each file that still opens; what was erased or damaged is not there."""
    for number, file in enumerate(files_of(person), start=1):
        try:
            description = describe(file)
        except VaultError:
            continue
        attachment = getattr(file, "attachment", None)
        yield Kept(
            file,
            f"files/{number:05d}-{safe_name(description)}",
            description.name,
            description.content_type,
            file.size,
            file.created_at,
            str(attachment.message.conversation_id) if attachment else "",
        )


def safe_name(description: Description) -> str:
    """A name that every system can unpack and that leads into no other folder; the ending stays."""
    plain = UNSAFE.sub("_", description.name).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > 10:
        return plain[:LONGEST_NAME].strip(". ") or "file"
    return f"{stem[: LONGEST_NAME - len(ending)].strip('. ') or 'file'}.{ending}"
