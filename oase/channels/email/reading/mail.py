"""What a conversation needs from a mail, and the one error reading can end in."""

from dataclasses import dataclass, field
from datetime import datetime


class Unreadable(Exception):
    """The bytes cannot become a message. `reason` is one English sentence or two: what is wrong and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox (RFC 5322 §3.4). `name` may be empty; `email` is as written, its domain in lower case."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is not words. `content` are its bytes, with the transfer encoding undone and nothing else changed.

    `name` is harmless (no path, no control characters, never empty); `inline` says that the text shows it in place;
    `content_id` is without angle brackets (RFC 2392).
    """

    name: str
    content_type: str
    content: bytes = field(repr=False)
    inline: bool
    content_id: str | None


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail. Message ids keep their angle brackets, ready for a header.

    `text` is everything that was written. `reply` is what to show first: the new words, with quotes kept between
    inline answers. `quoted` is the history that was cut off and `signature` what stood under the words; together
    the three hold every line of `text`. Where nothing new can be found (a bare forward), `reply` is all of `text`.

    `message_id` is never empty: a mail without one gets an id made from its bytes, so that taking the same mail in
    twice can be noticed. `automatic` says that no automatic answer may be sent (RFC 3834). `language` is the sender's
    Content-Language, if they gave one. Only the id shows in `repr`, so that logs stay free of words and addresses.
    """

    message_id: str
    in_reply_to: str | None = field(repr=False)
    references: tuple[str, ...] = field(repr=False)
    sender: Address = field(repr=False)
    reply_to: Address | None = field(repr=False)
    to: tuple[Address, ...] = field(repr=False)
    cc: tuple[Address, ...] = field(repr=False)
    subject: str = field(repr=False)
    date: datetime | None = field(repr=False)
    text: str = field(repr=False)
    reply: str = field(repr=False)
    quoted: str = field(repr=False)
    signature: str = field(repr=False)
    attachments: tuple[Attachment, ...] = field(repr=False)
    automatic: bool
    language: str | None = None

    @property
    def answer_to(self) -> Address:
        """Where an answer goes: Reply-To where the sender gave one, else the sender (RFC 5322 §3.6.3)."""
        return self.reply_to or self.sender
