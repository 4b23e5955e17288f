"""What people send in: words and files, checked before anything is changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oase.companies.words import Refused as Refused
from oase.companies.words import clean_line as clean_line
from oase.companies.words import storable
from oase.conversations.models import Attachment, Conversation
from oase.privacy.files import seal_file

MOST_FILES = 50


@dataclass(frozen=True)
class IncomingFile:
    """A file as it came in; `size` in bytes."""

    name: str
    content_type: str
    size: int
    content: BinaryIO


def clean_text(text: str, *, with_files: bool = False) -> str:
    """The text as it may be stored: without NUL and lone surrogates, with plain line ends, not empty, not too long.

    Raises:
        Refused: it is empty, or longer than `LARGEST_TEXT` characters.
    """
    text = storable(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not text and not with_files:
        raise Refused(_("Please write a few words first."))
    if len(text) > settings.LARGEST_TEXT:
        over = len(text) - settings.LARGEST_TEXT
        raise Refused(
            ngettext(
                "Your text is %(over)d character too long. Please shorten it a little; it is still in the box.",
                "Your text is %(over)d characters too long. Please shorten it a little; it is still in the box.",
                over,
            )
            % {"over": over}
        )
    return text


def harmless_name(name: str) -> str:
    """A file name without folders and control characters: `../../x.html` is `x.html`."""
    last = PurePosixPath(name.replace("\\", "/")).name
    printable = "".join(letter for letter in last if letter.isprintable())
    return printable[-120:].strip(". ") or _("attachment")


def check_files(files: Sequence[IncomingFile]) -> None:
    """See that the files may come in.

    Raises:
        Refused: too many, or one too large.
    """
    if len(files) > MOST_FILES:
        raise Refused(_("Please send at most %(most)d files at once.") % {"most": MOST_FILES})
    for file in files:
        if file.size > settings.LARGEST_FILE:
            raise Refused(
                _("“%(name)s” is larger than %(most)d MB. Please send a smaller version.")
                % {"name": harmless_name(file.name), "most": settings.LARGEST_FILE // 2**20}
            )


def attach(conversation: Conversation, message_id: int, files: Sequence[IncomingFile]) -> None:
    """Seal files into the vault as the customer's data and tie them to a message."""
    for file in files:
        sealed = seal_file(
            file.content,
            person_id=conversation.customer.person_id,
            name=harmless_name(file.name),
            content_type=file.content_type[:100] or "application/octet-stream",
        )
        Attachment.objects.create(message_id=message_id, file=sealed)
