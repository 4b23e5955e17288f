"""Keys and tokens that tell themselves: JWT (RFC 7519), service keys by their prefix, hexadecimal, licence keys."""

import re
from collections.abc import Iterator

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.values import cues_of

_PREFIXED = re.compile(
    r"(?<![\w-])(?:eyJ[\w-]{8,2000}(?:\.[\w-]{2,2000}){0,4}|(?:sk|pk|"
    r"rk)[-_](?:[a-z]{2,8}[-_])?[\w-]{12,200}|gh[pousr]_\w{16,255}|"
    r"github_pat_\w{16,255}|glpat-[\w-]{12,64}|xox[abprs]-[\w-]{8,200}|A[KS]IA[A-Z0-9]{12,32}|AIza[\w-]{20,64}|"
    r"ya29\.[\w-]{12,300}|whsec_\w{12,200}|npm_\w{16,64}|SG\.[\w-]{12,64}\.[\w-]{12,64}|dop_v1_\w{16,80}|"
    r"hf_\w{16,64}|shp(?:at|ss|ca)_\w{16,64}|Bearer [\w.~+/-]{8,2000}=*)"
)
_HEX = re.compile(r"[0-9A-Fa-f](?<!\w.)[0-9A-Fa-f]{23,200}(?!\w)")
_GROUPED = re.compile(r"[A-Z0-9](?<![\w-].)[A-Z0-9]{3,5}(?:-[A-Z0-9]{4,6}){3,7}(?![\w-])")
_DENSE = re.compile(r"(?<![\w/.@:-])[A-Za-z0-9+/_=-]{20,200}(?![\w@])")
_STRONG = re.compile(
    r"[A-Za-z0-9](?<![\w./@-].)[A-Za-z0-9]{0,30}[#!$%&^*?+=~][A-Za-z0-9#!$%&^*?+=~]{0,30}[A-Za-z0-9](?!\w)"
)
_LOGINS = cues_of(
    "passwort password pw kennwort login log anmelden anmeldung logged zugang einloggen "
    "account konto credentials zugangsdaten"
)
_PEM = re.compile(r"-----BEGIN [A-Z ]{3,40}-----[A-Za-z0-9+/=\s]{1,8000}(?:-----END [A-Z ]{3,40}-----)?")


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for match in _PREFIXED.finditer(text):
        yield Found(match.start(), match.end(), "password", 84)
    if reading.longest > 18:
        yield from _long(text)
    if reading.any(_LOGINS):
        for match in _STRONG.finditer(text):
            if len(match[0]) > 5 and any(map(str.isdigit, match[0])) and sum(map(str.isalpha, match[0])) > 1:
                yield Found(match.start(), match.end(), "password", 61)
    if "-----BEGIN" in text:
        for match in _PEM.finditer(text):
            yield Found(match.start(), match.end(), "password", 95)


def _long(text: str) -> Iterator[Found]:
    """Of 19 characters at least."""
    for match in _HEX.finditer(text):
        if not match[0].isdigit() and any(map(str.isdigit, match[0])):
            yield Found(match.start(), match.end(), "password", 76)
    for match in _GROUPED.finditer(text):
        if any(map(str.isdigit, match[0])) and not match[0].replace("-", "").isdigit():
            yield Found(match.start(), match.end(), "password", 76)
    for match in _DENSE.finditer(text):
        if _dense(match[0]):
            yield Found(match.start(), match.end(), "password", 62)


def _dense(written: str) -> bool:
    """Whether letters of both cases and digits are mixed as no word or name does."""
    digits = sum(map(str.isdigit, written))
    upper = sum(map(str.isupper, written))
    lower = sum(map(str.islower, written))
    return digits >= 3 and upper >= 3 and lower >= 3
