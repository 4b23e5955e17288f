"""IP addresses (RFC 791, RFC 4291) and MAC addresses (IEEE 802)."""

import re
from collections.abc import Iterator
from ipaddress import IPv6Address

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found

_V4 = re.compile(r"(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?!\w|\.\d)", re.ASCII)
_V6 = re.compile(r"(?<![\w:.])(?=[0-9A-Fa-f]{0,4}:)[0-9A-Fa-f:.]{4,45}(?:%\w{1,16})?(?!\w)")
_MAC = re.compile(r"(?<![\w:-])[0-9A-Fa-f]{2}([:-])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}(?![\w:-])")
_VERSION = re.compile(r"(?:version|firmware|release|build|update|software|v)[\s:.]*(?:ist |is |auf |to )?$")


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for match in _V4.finditer(text):
        if not _VERSION.search(reading.before(match.start(), 20)):
            yield Found(match.start(), match.end(), "ip", 86)
    if ":" in text or "-" in text:
        for match in _MAC.finditer(text):
            yield Found(match.start(), match.end(), "mac", 87)
    if text.count(":") > 1:
        for match in _V6.finditer(text):
            written = match[0].rstrip(".:") if not match[0].endswith("::") else match[0]
            if written.count(":") > 1 and sum(c.isalnum() for c in written) > 2 and _is_v6(written):
                yield Found(match.start(), match.start() + len(written), "ip", 86)


def _is_v6(written: str) -> bool:
    try:
        IPv6Address(written)
    except ValueError:
        return False
    return True
