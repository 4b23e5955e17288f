"""User names after their word or their platform, and @handles."""

import re
from collections.abc import Iterator

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found

_AT = re.compile(r"(?<![\w@.])@[A-Za-z_ÄÖÜäöü][\w.]{1,30}")
_NAMES = frozenset(
    [
        "benutzername",
        "benutzernamen",
        "nutzername",
        "username",
        "user",
        "login",
        "nickname",
        "accountname",
        "nutzerkennung",
        "benutzerkennung",
        "loginname",
        "handle",
        "screenname",
        "alias",
    ]
)
_PLATFORMS = frozenset(
    [
        "skype",
        "instagram",
        "insta",
        "telegram",
        "discord",
        "twitter",
        "tiktok",
        "snapchat",
        "facebook",
        "threema",
        "signal",
        "mastodon",
        "strava",
        "xing",
        "github",
        "steam",
        "paypal",
    ]
)
_NAMED = re.compile(
    r"\w+(?:[- ](?:name|id|kennung))?(?:\s(?:ist|is|lautet))?\s{0,2}([:=])?\s{0,2}[\"']?([\w][\w.+-]{2,40})", re.I
)
_CALLED = re.compile(
    r"\w+(?:[- ](?:name|id|handle|account))?(?:\s(?:ist|is|lautet|heiße ich|bin ich|unter|as|"
    r"als))?\s{0,2}([:=])\s{0,2}[\"']?([\w][\w.+-]{2,40})",
    re.I,
)


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    if "@" in text:
        for match in _AT.finditer(text):
            if match[0][1:].lower() not in reading.vocabulary:
                yield Found(match.start(), match.start() + len(match[0].rstrip(".")), "handle", 60)
    for match in (*reading.matches(_NAMES, _NAMED), *reading.matches(_PLATFORMS, _CALLED)):
        value = match[2].rstrip(".-")
        telling = any(c.isdigit() or c in "_." for c in value)
        if (telling or match[1]) and not (value.isdigit() and not match[1]) and not reading.ordinary(value.lower()):
            yield Found(match.start(2), match.start(2) + len(value), "handle", 76)
