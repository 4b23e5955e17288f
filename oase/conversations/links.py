"""Signed links: how someone without an account comes back to a conversation, and how a file opens for a moment."""

from uuid import UUID

from django.core import signing

LINK_DAYS = 60
FILE_SECONDS = 300


class BadLink(Exception):
    """The link was changed, belongs to another thing, or is too old (`expired`)."""

    def __init__(self, *, expired: bool) -> None:
        super().__init__("expired" if expired else "not valid")
        self.expired = expired


def link_token(conversation_id: UUID, mark: str = "") -> str:
    """A token that opens this conversation, and no other, for `LINK_DAYS` days.

    `mark` says to which address it is mailed, where that has to be proven (`people.mailboxes.mark_of`).
    """
    return signing.TimestampSigner(salt="conversation-link").sign(".".join(filter(None, [conversation_id.hex, mark])))


def read_link(token: str) -> UUID:
    """The conversation a token opens.

    Raises:
        BadLink: it is not valid, or too old.
    """
    return UUID(_unsign(token, "conversation-link", LINK_DAYS * 24 * 3600).partition(".")[0])


def mark_in(token: str) -> str:
    """The mark that a good token carries, or an empty string.

    Raises:
        BadLink: it is not valid, or too old.
    """
    return _unsign(token, "conversation-link", LINK_DAYS * 24 * 3600).partition(".")[2]


def read_old_link(token: str) -> UUID:
    """The conversation a token was once for, whatever its age: good for sending a fresh link, never for opening it.

    Raises:
        BadLink: it is not valid.
    """
    return UUID(_unsign(token, "conversation-link", None).partition(".")[0])


def file_token(file_id: UUID, person_id: int) -> str:
    """A token with which this person, and no other, can open this file within five minutes."""
    return signing.TimestampSigner(salt="file-link").sign(f"{file_id.hex}.{person_id}")


def read_file_token(token: str, person_id: int) -> UUID:
    """The file a token opens for this person.

    Raises:
        BadLink: it is not valid, not theirs, or too old.
    """
    file_hex, _, owner = _unsign(token, "file-link", FILE_SECONDS).partition(".")
    if owner != str(person_id):
        raise BadLink(expired=False)
    return UUID(file_hex)


def _unsign(token: str, salt: str, seconds: int | None) -> str:
    try:
        return signing.TimestampSigner(salt=salt).unsign(token, max_age=seconds)
    except signing.SignatureExpired as error:
        raise BadLink(expired=True) from error
    except (signing.BadSignature, UnicodeError) as error:
        raise BadLink(expired=False) from error
