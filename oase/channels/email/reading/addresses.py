"""Address lists (RFC 5322 §3.4, RFC 6532) as people and machines really write them. Nothing here can fail."""

import re
import unicodedata

from .charsets import one_line
from .headers import decode_words
from .mail import Address

_ENCODED = r"=\?[^?\s]{1,60}\?[bBqQ]\?[^?\s<>@]{0,3000}\?="  # may hold commas and colons, though it should not
_TOKEN = re.compile(_ENCODED + r'|"(?:[^"\\]|\\.)*"|\\.|[(),:;<>]|(?:(?!=\?)[^"\\(),:;<>])+|.', re.DOTALL)
_DOMAIN = r"(?:[^\W_](?:[\w.-]{0,251}\w)?\.?|\[[\d.]{7,15}\])"
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,200}@" + _DOMAIN)
_QUOTED_LOCAL = re.compile(r"\"(?:[^\"\\\r\n]|\\.){1,64}\"@" + _DOMAIN)
_LONGEST = 320  # characters of an address (RFC 3696 erratum 1690)


def parse(header: str) -> tuple[Address, ...]:
    """Every mailbox with a usable address, in order; members of groups too. What has no address is left out."""
    found: list[Address] = []
    mailbox = _Mailbox()
    depth = 0
    for token in _TOKEN.findall(header):
        if depth:
            depth += {"(": 1, ")": -1}.get(token, 0)
            if depth:
                mailbox.comment += token
            continue
        match token:
            case "(":
                depth = 1
            case "," | ";" if not mailbox.in_angle:
                mailbox.add_to(found)
                mailbox = _Mailbox()
            case ":" if not mailbox.in_angle and "@" not in mailbox.words:
                mailbox = _Mailbox()  # the name of a group
            case "<" | "," if mailbox.in_angle and "@" in mailbox.angle and not mailbox.angle.startswith("@"):
                mailbox.add_to(found)  # a bracket that was never closed
                mailbox = _Mailbox(in_angle=token == "<")
            case "<":
                mailbox.in_angle, mailbox.angle = True, ""
            case ">":
                mailbox.in_angle = False
            case _ if mailbox.in_angle:
                mailbox.angle += token
            case _:
                mailbox.words += token
    mailbox.add_to(found)
    return tuple(found)


class _Mailbox:
    """One mailbox while it is being read: words outside, address inside the angle brackets, comments."""

    def __init__(self, in_angle: bool = False) -> None:
        self.words = self.angle = self.comment = ""
        self.in_angle = in_angle

    def add_to(self, found: list[Address]) -> None:
        # Angle brackets decide: what looks like an address in the name is only a name.
        if self.angle.strip():
            email, name = _address_in(self.angle.rpartition(":")[2]), self.words
        else:
            email = _address_in(self.words)
            name = self.words.replace(email, "", 1) if email else ""
        if email:
            found.append(Address(_name(name) or _name(self.comment), _canonical(email)))


def _address_in(text: str) -> str:
    match = _QUOTED_LOCAL.search(text) or _ADDRESS.search(text)
    return match[0] if match and not match[0].startswith("=?") else ""


def _canonical(email: str) -> str:
    local, _, domain = unicodedata.normalize("NFC", one_line(email)).rpartition("@")
    email = f"{local}@{domain.strip('.').lower()}"
    return email if local and domain.strip(".") and len(email) <= _LONGEST else ""


def _name(text: str) -> str:
    text = re.sub(r'\\(.)|"', r"\1", text)
    return decode_words(text).strip(" '\"[]\t")
