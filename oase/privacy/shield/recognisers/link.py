"""Links with personal parts: a query, a token, an id, a profile, a name (RFC 3986). Plain pages stay readable."""

import re
from collections.abc import Iterator
from itertools import pairwise

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.words import is_given, is_name_only

_TLD = r"(?:de|com|org|net|eu|at|ch|uk|io|info|me|shop|app|link|ly|to|gl|us|biz|dev|cloud)"
_LINK = re.compile(
    r"(?:https?|ftp)://[^\s<>\"\ue000]{1,2000}|(?<![\w@./-])www\.[^\s<>\"\ue000]{3,2000}"
    r"|(?<![\w@./-])(?:[\w-]{1,63}\.){1,4}" + _TLD + r"/[^\s<>\"\ue000]{1,2000}",
    re.I,
)
_ID = re.compile(
    r"\d{5,}|[0-9a-f]{8}-[0-9a-f]{4}|(?<![a-z0-9])(?=[a-z-]{0,30}\d)(?=[\d_-]{0,30}[a-z])[a-z0-9_-]{14,}(?![a-z0-9])",
    re.I,
)
_OWN = re.compile(
    r"/(?:track|tracking|sendung|account|konto|users?|profile?|kunden?|customers?|orders?|"
    r"bestellung(?:en)?|reset|verify|confirm|invite|einladung|member|mitglied|profil|author|people|in|pub|"
    r"parcel|paket|shipment|ticket|case|"
    r"invoice|rechnung|share|shared|file|files|d|s|j|meet|join|room|document|view|unsubscribe|activate|"
    r"reservation|booking|t|u)/[^/]{3,}",
    re.I,
)
_HOSTS = re.compile(
    r"(?:maps\.app\.goo\.gl|goo\.gl|bit\.ly|tinyurl\.com|t\.ly|g\.page|maps\.google\.\w{2,3}|"
    r"google\.\w{2,3}/maps|drive\.google\.com|"
    r"docs\.google\.com|(?:www\.)?dropbox\.com|we\.tl|1drv\.ms|onedrive\.live\.com|meet\.google\.com|"
    r"[\w.]{0,30}zoom\.us|calendly\.com|"
    r"(?:www\.)?icloud\.com|wa\.me|t\.me|paypal\.me|discord\.gg|teams\.microsoft\.com)/[^/]",
    re.I,
)
_HOME = re.compile(r"(?<![\w@./-])(?:www\.)?([a-z-]{5,63})\." + _TLD + r"(?![\w@-]|\.\w)", re.I)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_TILDE = re.compile(r"/[~@][\w.-]{2,}")
_PROFILE = re.compile(
    r"(?:facebook|instagram|linkedin|xing|twitter|x|tiktok|github|t|wa|paypal|strava|youtube|pinterest|"
    r"reddit|snapchat|mastodon|threads|twitch|soundcloud|flickr|vimeo|medium|venmo)\.(?:com|"
    r"me|net|tv|social)/[^/]{2,}|youtu\.be/",
    re.I,
)


def find(reading: Reading) -> Iterator[Found]:
    yield from _homepages(reading)
    if "/" not in reading.text and "www." not in reading.text.lower():
        return
    for match in _LINK.finditer(reading.text):
        link = match[0].rstrip(".,;:!?)]}'*_")
        if _personal(reading, link):
            yield Found(match.start(), match.start() + len(link), "link", 92)


def _homepages(reading: Reading) -> Iterator[Found]:
    """ "anneke-visser.de" under a signature of Anneke Visser: a host that is called like somebody in the text."""
    hosts = list(_HOME.finditer(reading.text)) if "." in reading.text else []
    if not hosts:
        return
    names = {
        (word.lower + after.lower).translate(_UMLAUTS)
        for word, after in pairwise(reading.words)
        if after.start - word.end == 1 and is_given(word.lower) and after.text[0].isupper()
    }
    for host in hosts:
        if host[1].lower().replace("-", "") in names:
            yield Found(host.start(), host.end(), "link", 91)


def _personal(reading: Reading, link: str) -> bool:
    address = link.partition("://")[2] or link
    if _HOSTS.match(address.removeprefix("www.")) or _TILDE.search(address):
        return True
    if "@" in address or "%40" in address or re.search(r"[?#&][^=&#]{1,100}=", address) or re.search(r"\?\w", address):
        return True
    path = address.partition("/")[2]
    if _ID.search("/" + path) or _OWN.search("/" + path) or _PROFILE.match(address.removeprefix("www.")):
        return True
    host = address.partition("/")[0].lower()
    if any(is_name_only(part) for part in re.findall(r"[^\W\d_]{4,30}", host.rpartition(".")[0])):
        return True
    return any(reading.given(word, alone=True) for word in re.findall(r"[^\W\d_]{4,30}", address[:300].lower()))
