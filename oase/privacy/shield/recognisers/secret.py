"""Passwords, PINs, TANs and codes after their word."""

import re
from collections.abc import Iterator

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found

_CUES = frozenset(
    [
        "passwort",
        "passwörter",
        "kennwort",
        "password",
        "passphrase",
        "passcode",
        "pw",
        "pwd",
        "pass",
        "pin",
        "puk",
        "puk2",
        "tan",
        "cvv",
        "cvc",
        "cvv2",
        "otp",
        "code",
        "bestätigungscode",
        "sicherheitscode",
        "zugangscode",
        "einmalcode",
        "freischaltcode",
        "aktivierungscode",
        "verifizierungscode",
        "entsperrcode",
        "zugangspasswort",
        "wlanpasswort",
        "netzwerkschlüssel",
        "wlanschlüssel",
        "sicherheitsschlüssel",
        "prüfziffer",
        "prüfnummer",
        "geheimzahl",
        "einmalpasswort",
        "token",
        "schlüssel",
        "secret",
        "apikey",
        "codewort",
        "losungswort",
        "mastercode",
        "zahlencode",
    ]
)
_LINK = (
    r"(?:[-\s]?(?:nummer|nr|number|code|key|zum \w{1,20}|für \w{1,20}(?: \w{1,20})?|for \w{1,20}(?: "
    r"\w{1,20})?)\b)?\.?\s{0,3}(:|=|->|(?:\w{2,14}\s){0,1}\w{2,14}:|lautete?|ist|is|war|was|heißt)?\s{0,3}(?:(:|nun|jetzt|now|"
    r"weiterhin)\s{0,2})?"
)
_CUED = re.compile(r"\w+" + _LINK + r"(\"[^\"\n]{1,60}\"|'[^'\n]{1,60}'|[^\s\ue000]{3,64})", re.I)
_NOT_SECRET = re.compile(
    r"(?:fehler|error|farb|rabatt|promo|gutschein|qr|artikel|discount|status|länder|zip|post|bar|"
    r"source|dress|coupon|voucher)[- ]?$"
)
_COMPOUND = ("passwort", "kennwort", "password")
_SURE = frozenset({":", "=", "->", "lautet", "lautete"})


def find(reading: Reading) -> Iterator[Found]:
    compounds = {low for low in reading.by_lower if low.endswith(_COMPOUND)}
    for match in reading.matches(_CUES | compounds, _CUED):
        if _NOT_SECRET.search(reading.before(match.start(), 14)):
            continue
        cue = match[0].split(None, 1)[0].lower().strip(":=")
        value = match[3].rstrip(".,;!?)") if match[3][0] not in "\"'" else match[3]
        bare = value.strip("\"'")
        link = (match[1] or match[2] or "").lower()
        if not bare or (not any(c.isalnum() for c in bare) and link not in _SURE):
            continue
        if _secret(reading, cue, link, bare, quoted=bare != value):
            yield Found(match.start(3), match.start(3) + len(value), "password", 81)


def _secret(reading: Reading, cue: str, link: str, value: str, *, quoted: bool) -> bool:
    digits = sum(c.isdigit() for c in value)
    if cue in ("code", "token", "schlüssel", "secret", "pass") and not digits >= 3:
        return quoted and link in _SURE
    if digits and (digits >= 3 or not value.isdigit()):
        return True
    if reading.ordinary(value.lower()) or not link:
        return False
    odd = any(not c.isalnum() and c not in "-'" for c in value) or (
        value != value.lower() and value[1:] != value[1:].lower()
    )
    return link in _SURE or quoted or odd
