"""Tracking numbers that tell themselves: UPS (1Z, mod 10), international post (UPU S10), DHL, Hermes, USPS, Amazon."""

import re
from collections.abc import Iterator

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found

_UPS = re.compile(r"1(?<![A-Za-z0-9].)[Zz](?:[ ]?[0-9A-Za-z]){16}(?![A-Za-z0-9])", re.ASCII)
_S10 = re.compile(
    r"[A-Z](?<![A-Za-z0-9].)[A-Za-z][ ]?(\d{2,3}[ ]?\d{3}[ ]?\d{3})[ ]?(\d)?[ ]?[A-Za-z]{2}(?![A-Za-z0-9])", re.ASCII
)
_DHL = re.compile(
    r"[0JH9](?<!\w.)(?:(?<=0)034(?:[ ]?\d){16}|(?<=J)J?D(?:[ ]?\d){16,20}|(?<=H)\d{16,20}|"
    r"(?<=9)[2-5]\d\d(?: ?\d{4}){4} ?\d\d)(?!\w)"
)
_PARCEL = re.compile(r"\d(?<![\w-].)\d\d-\d{7}-\d{7}(?![\w-])|T(?<!\w.)BA\d{10,14}(?!\w)")


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for match in _UPS.finditer(text):
        if _ups(match[0].replace(" ", "").upper()):
            yield Found(match.start(), match.end(), "tracking", 89)
    if reading.digits < 9:
        return
    for match in _S10.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if len(digits) == 9 and _s10(digits):
            yield Found(match.start(), match.end(), "tracking", 89)
    for match in _DHL.finditer(text):
        yield Found(match.start(), match.end(), "tracking", 89)
    for match in _PARCEL.finditer(text):
        yield Found(match.start(), match.end(), "order", 87)


def _ups(number: str) -> bool:
    """Letters count (code - 63) mod 10; every second place is doubled."""
    values = [int(c) if c.isdigit() else (ord(c) - 63) % 10 for c in number[2:17]]
    total = sum(values[::2]) + 2 * sum(values[1::2])
    return number[17].isdigit() and (10 - total % 10) % 10 == int(number[17])


def _s10(digits: str) -> bool:
    """UPU S10: weights 8 6 4 2 3 5 9 7, modulo 11."""
    check = 11 - sum(int(d) * w for d, w in zip(digits, (8, 6, 4, 2, 3, 5, 9, 7), strict=False)) % 11
    return {10: 0, 11: 5}.get(check, check) == int(digits[8])
