"""Tells mails that a machine sent, so that no machine answers them (RFC 3834 §2)."""

import re

from .headers import Headers
from .mail import Address

_ROBOTS = re.compile(
    r"(?i)(?:mailer-daemon|mail-daemon|postmaster|bounces?|(?:do-?)?no[-_.]?t?[-_.]?reply|donotreply)(?:[+=-].*)?@"
)
_SUBJECTS = re.compile(
    r"(?i)\s*(?:auto(?:matic|matische|mated)?[ -]?(?:reply|response|antwort)|abwesenheits(?:notiz|nachricht)|abwesend:"
    r"|out of (?:the )?office|réponse automatique|absence du bureau|undeliver(?:able|ed)|unzustellbar"
    r"|delivery status notification|mail delivery (?:failed|failure|subsystem)|returned mail|failure notice)"
)


def is_automatic(headers: Headers, sender: Address, subject: str, content_type: str) -> bool:
    """Whether a program, a list or a bounce speaks, by the fields in use for it, the sender's name or the subject."""
    submitted = headers.first("auto-submitted").lower()
    if submitted and not re.match(r"no\b", submitted):
        return True
    if headers.first("precedence").lower() in ("bulk", "list", "junk", "auto_reply", "auto-reply"):
        return True
    if any(headers.all(name) for name in ("x-autoreply", "x-autorespond", "x-autoresponder", "list-id", "list-post")):
        return True
    if re.search(r"(?i)\b(?:all|oof|autoreply)\b", headers.first("x-auto-response-suppress")):
        return True
    if "<>" in (value.replace(" ", "") for value in headers.all("return-path")):
        return True
    if content_type in ("multipart/report", "message/delivery-status", "message/disposition-notification"):
        return True
    return bool(_ROBOTS.match(sender.email) or _SUBJECTS.match(subject))
