"""The blind index: what a person can be found by, exactly and only by somebody who knows it already.

A mark is an HMAC-SHA256 under a key of the house, of what was left of a value once spelling was levelled. From marks
nobody reads a name, and those of two companies cannot be laid side by side: each has a key of its own.
"""

import hmac
import unicodedata
from functools import lru_cache
from typing import Final

import phonenumbers
from django.conf import settings

MARK_BYTES: Final = 16
LONGEST: Final = 254
"""Signs that are looked at; an address is never longer (RFC 5321, 4.5.3.1.3, less its brackets)."""
_GERMAN: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def mark(kind: str, value: str, *, scope: str) -> bytes:
    """The mark of `value`, which is levelled already, within `scope`."""
    words = f"{kind}:{value}".encode("utf-8", "surrogatepass")
    return hmac.digest(_key(scope), words, "sha256")[:MARK_BYTES]


@lru_cache(maxsize=1024)
def _key(scope: str) -> bytes:
    return hmac.digest(settings.HOUSE_KEY, f"blind index:{scope}".encode(), "sha256")


def level_mail(value: str) -> str:
    """An address as it is compared: without case and the spaces around it; empty when it is none."""
    address = unicodedata.normalize("NFC", value.strip()[:LONGEST]).casefold()
    return address if "@" in address and " " not in address else ""


def level_name(value: str) -> str:
    """A name, whatever its order, case, accents and commas: `Blum, Karla` is `karla blum`. Of one word there is none.

    A first name alone would name half a town.
    """
    german = unicodedata.normalize("NFC", value[:LONGEST]).casefold().translate(_GERMAN)
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", german) if not unicodedata.combining(sign))
    parts = "".join(sign if sign.isalpha() else " " for sign in plain).split()
    return " ".join(sorted(parts)) if len(parts) > 1 else ""


def level_number(value: str) -> str:
    """A customer's number: letters and digits only, so that `K-10 23` is `K1023`."""
    return "".join(sign for sign in value[:LONGEST].casefold() if sign.isalnum())


def level_phone(value: str) -> str:
    """A phone number in E.164; a German one where no country is said. Empty when it can be none."""
    try:
        number = phonenumbers.parse(value[:LONGEST], "DE")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
