"""Who writes to whom, and how answers find their way back; each value is checked, so that none can add a header."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from oase.channels.email.reading.charsets import one_line

_ID = re.compile(r"<[!-;=?-~]{1,200}@[!-;=?-~]{1,200}>")
_URI = re.compile(r"(?:https://|mailto:)[!-;=?-~]{1,900}")
_ADDRESS = re.compile(r"([^\s@<>()\[\],;:\"\\]{1,64})@([^\s@<>()\[\],;:\"\\/]{1,253})")
_MOST_REFERENCES = 20  # the first and the newest; longer headers are refused on the way
# The two standards for international domains disagree on these: the mail might reach a stranger (RFC 5894 §7.2).
_AMBIGUOUS = set("ßς\u200c\u200d")


@dataclass(frozen=True, slots=True)
class Envelope:
    """The outside of a mail. Addresses are bare (`name@domain`), message ids have their angle brackets.

    `message_id` is chosen by whoever keeps the mail for sending, so that sending it again makes no second mail.
    `reply_to` is the relay address of the conversation: nobody ever sees the other's own. `references` are the ids of
    earlier mails of the conversation, oldest first. `unsubscribe` is an https or mailto URI (RFC 2369).
    """

    sender: str
    to: str
    message_id: str
    date: datetime
    reply_to: str = ""
    references: tuple[str, ...] = ()
    unsubscribe: str = ""

    def new_message(self, sender_name: str) -> EmailMessage:
        """A message with these headers and no content. ValueError, without the value, for one not valid."""
        if self.date.tzinfo is None:
            raise ValueError("The date of a mail needs a time zone.")
        sender, to = _address(self.sender, one_line(sender_name)), _address(self.to)
        international = not to.addr_spec.isascii() or not sender.addr_spec.isascii()
        message = EmailMessage(policy=SMTP.clone(utf8=international, raise_on_defect=False))
        message["From"] = sender
        message["To"] = to
        if self.reply_to:
            message["Reply-To"] = _address(self.reply_to, one_line(sender_name))
        message["Date"] = format_datetime(self.date.astimezone(UTC))
        message["Message-ID"] = _checked(_ID, self.message_id, "message id")
        if known := [each for each in self.references if _ID.fullmatch(each)]:
            message["In-Reply-To"] = known[-1]
            kept = known if len(known) <= _MOST_REFERENCES else [known[0], *known[1 - _MOST_REFERENCES :]]
            message["References"] = " ".join(kept)
        if self.unsubscribe:
            message["List-Unsubscribe"] = f"<{_checked(_URI, self.unsubscribe, 'address for unsubscribing')}>"
            if self.unsubscribe.startswith("https:"):
                message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
        # A program speaks: other programs shall not answer (RFC 3834 §5; Exchange looks at its own field).
        message["Auto-Submitted"] = "auto-generated"
        message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
        return message


def _checked(pattern: re.Pattern[str], value: str, what: str) -> str:
    if not pattern.fullmatch(value):
        raise ValueError(f"This is not a valid {what}.")
    return value


def _address(email: str, name: str = "") -> Address:
    match = _ADDRESS.fullmatch(email)
    if match is None or not match[0].isprintable():
        raise ValueError("This is not a valid e-mail address.")
    return Address(display_name=name, username=match[1], domain=_ascii_domain(match[2]))


def _ascii_domain(domain: str) -> str:
    if domain.isascii():
        return domain
    if set(domain) & _AMBIGUOUS:
        raise ValueError("This domain has letters that mail servers read differently. Write it in its xn-- form.")
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise ValueError("This is not a valid e-mail address.") from None
