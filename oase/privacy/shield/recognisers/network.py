"""IP addresses (RFC 791, RFC 4291) and MAC addresses (IEEE 802)."""

import re
from collections.abc import Iterator
from ipaddress import IPv6Address

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.values import has_digit

_V4 = re.compile(r"\d(?<![\w.].)\d{0,2}(?:\.\d{1,3}){3}(?:/\d{1,2}(?!\d)|:\d{2,5}(?!\d))?(?!\w|\.\d)", re.ASCII)
_V6 = re.compile(r"[0-9A-Fa-f:](?<![\w:.].)(?=[0-9A-Fa-f]{0,3}:)[0-9A-Fa-f:.]{3,44}(?:%\w{1,16})?(?:/\d{1,3})?(?!\w)")
_MAC = re.compile(r"[0-9A-Fa-f](?<![\w:-].)[0-9A-Fa-f]([:-])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}(?![\w:-])")
_MAC_DOTTED = re.compile(r"[0-9A-Fa-f](?<![\w.].)[0-9A-Fa-f]{3}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}(?![\w.])")
_MAC_BARE = re.compile(r"[0-9A-Fa-f](?<!\w.)[0-9A-Fa-f]{11}(?!\w)")
_VERSION = re.compile(r"(?:version|firmware|release|build|update|software|v)[\s:.]*(?:ist |is |auf |to )?$")


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    if not has_digit(text) and "::" not in text:
        return
    for match in _V4.finditer(text) if reading.digits > 3 else ():
        if _is_v4(match[0]) and not _VERSION.search(reading.before(match.start(), 20)):
            yield Found(match.start(), match.end(), "ip", 86)
    if ":" in text or "-" in text:
        for match in _MAC.finditer(text):
            yield Found(match.start(), match.end(), "mac", 87)
    if "." in text:
        for match in _MAC_DOTTED.finditer(text):
            if any(map(str.isalpha, match[0])) and any(map(str.isdigit, match[0])):
                yield Found(match.start(), match.end(), "mac", 87)
    for match in _MAC_BARE.finditer(text) if reading.longest > 11 else ():
        if not match[0].isdigit() and not match[0].isalpha():
            yield Found(match.start(), match.end(), "mac", 59)
    if text.count(":") > 1:
        for match in _V6.finditer(text):
            written = match[0].rstrip(".:") if not match[0].endswith("::") else match[0]
            if written.count(":") > 1 and sum(c.isalnum() for c in written) > 2 and _is_v6(written):
                yield Found(match.start(), match.start() + len(written), "ip", 86)


def _is_v4(written: str) -> bool:
    return all(int(part) < 256 for part in re.split(r"[/:]", written)[0].split("."))


def _is_v6(written: str) -> bool:
    try:
        IPv6Address(written.partition("/")[0])
    except ValueError:
        return False
    return True
