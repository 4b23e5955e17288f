"""E-mail addresses (RFC 5322 in its everyday form), also spelled out: "karla (at) firma punkt de"."""

import re
from collections.abc import Iterator

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found

_LOCAL = re.compile(r"[\w.+%'&/=?^{|}~!#$*-]{1,64}[ ]?$")
_DOMAIN = re.compile(r"[ ]?((?:[\w-]{1,63}\s?\.\n?){1,8}[^\W\d_]{2,24}|\[[\d.]{7,15}\])", re.ASCII)
_WIDE_DOMAIN = re.compile(r"(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}")
_AT = re.compile(r"\s?[\[({<]\s?(?:at|ät|aet|a|@)\s?[\])}>]\s?|\s(?:at|ät|aet|klammeraffe)\s", re.I)
_DOT = r"\s?(?:\.|[\[({<]\s?(?:punkt|dot|\.)\s?[\])}>]|\s(?:punkt|dot)\s)\s?"
_SPELLED_LOCAL = re.compile(
    r"(?<![\w.+-])(?:[\w+-]{1,40}(?:" + _DOT + r"|\s(?:minus|unterstrich|underscore|dash)\s)){0,3}[\w+-]{1,40}$", re.I
)
_SPELLED_DOMAIN = re.compile(r"[\w-]{1,63}(?:" + _DOT + r"[\w-]{1,63}){0,3}?(" + _DOT + r")[a-z]{2,10}\b", re.I)


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    at = text.find("@")
    while at >= 0:
        local = _LOCAL.search(text, max(0, at - 65), at)
        domain = _WIDE_DOMAIN.match(text, at + 1) or _DOMAIN.match(text, at + 1)
        if local and domain:
            start = local.start()
            while start < at and text[start] in "'.&/=?!#*{|}~^$":
                start += 1
            if start < at:
                yield Found(start, domain.end(), "email", 88)
        at = text.find("@", at + 1)
    for spelled in _AT.finditer(text):
        domain = _SPELLED_DOMAIN.match(text, spelled.end())
        bracketed = not spelled[0].strip().isalpha()
        if domain and (bracketed or domain[1].strip() != "."):
            local = _SPELLED_LOCAL.search(text, max(0, spelled.start() - 80), spelled.start())
            if local:
                yield Found(local.start(), domain.end(), "email", 88)
