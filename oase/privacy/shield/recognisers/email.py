"""E-mail addresses (RFC 5322 in its everyday form), also spelled out: "karla (at) firma punkt de"."""

import re
from collections.abc import Iterator

from oase.privacy.shield.reading import Cues, Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.values import listed
from oase.privacy.shield.words import SMALL

_LOCAL = frozenset("_.+%'&/=?^{|}~!#$*-")
_DOMAIN = re.compile(r"[ ]?((?:[\w-]{1,63}\s?[.,]\n?){1,8}[^\W\d_]{2,24}|\[[\d.]{7,15}\])", re.ASCII)
_WIDE_DOMAIN = re.compile(r"(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}")
_TOP = listed("de com org net at ch eu uk info biz io example edu gov online web me us fr nl it")
_HOST = re.compile(r"[A-Za-z][\w-]{2,62}")
_SAID = Cues(["at", "ät", "ätt", "aet", "ett", "bei", "klammeraffe", "affenschwanz", "a"])
_AT = re.compile(
    r"[\[({<|*]\s?(?:at|ätt?|aet|a|@)\s?[\])}>|*]\s?|\s(?:at|ätt?|aet|ett|bei|klammeraffe|affenschwanz|at-zeichen)\s",
    re.I,
)
_DOT = r"\s?(?:\.|[\[({<|]\s?(?:punkt|dot|\.)\s?[\])}>|]|\s(?:punkt|dot)\s)\s?"
_SPELLED_LOCAL = re.compile(
    r"(?<![\w.+-])(?:[\w+-]{1,40}(?:" + _DOT + r"|\s(?:minus|unterstrich|underscore|dash|bindestrich|plus|hyphen)\s))"
    r"{0,4}[\w+-]{1,40}$",
    re.I,
)
_SPELLED_DOMAIN = re.compile(
    r"(?:[\w-]{1,63}\s(?:minus|bindestrich|dash|hyphen)\s)?[\w-]{1,63}(?:" + _DOT + r"[\w-]{1,63}){0,2}?"
    r"(" + _DOT + r")[a-z]{2,10}\b(?:\s?(?:\.|\sdot\s)\s?uk\b)?",
    re.I,
)
_JOINED_AT = re.compile(r"(?<=\w)(?:_at_|-at-|\.at\.|\(at\))", re.I)
_JOINED_DOMAIN = re.compile(r"[\w-]{2,63}?(?:\.|_dot_|-dot-)[a-z]{2,10}", re.I)


def _local(text: str, at: int) -> int:
    """Where the part before the @ at `at` begins; `at`: there is none."""
    start = at - 1 if at and text[at - 1] == " " else at
    first = start
    while start and at - start < 65 and ((c := text[start - 1]).isalnum() or c in _LOCAL):
        start -= 1
    return at if start == first else start


def _known(local: str, domain: re.Match[str] | None) -> bool:
    """Whether "karla @example.org" is an address rather than a word and a handle."""
    return domain is not None and domain[0].rpartition(".")[2].lower() in _TOP and local.strip().lower() not in SMALL


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    at = text.find("@")
    while at >= 0:
        start = _local(text, at)
        if start == at or not (text[at + 1 : at + 2].isalnum() or text[at + 1 : at + 2] in (" ", "[")):
            at = text.find("@", at + 1)
            continue
        domain = _WIDE_DOMAIN.match(text, at + 1) or _DOMAIN.match(text, at + 1)
        if start < at:
            while start < at and text[start] in "'.&/=?!#*{|}~^$":
                start += 1
            if text[at - 1] == " " and text[at + 1 : at + 2] != " " and not _known(text[start:at], domain):
                domain, start = None, at
            host = domain or (_HOST.match(text, at + 1) if text[at - 1].isalnum() else None)
            if host and start < at and any(map(str.isalnum, text[start:at])):
                yield Found(start, host.end(), "email", 88)
        at = text.find("@", at + 1)
    if not reading.any(_SAID) and "@" not in text and "_at_" not in text:
        return
    for spelled in _AT.finditer(text):
        domain = _SPELLED_DOMAIN.match(text, spelled.end())
        if domain is None or (spelled[0].strip().lower() == "bei" and "unkt" not in domain[1].lower()):
            continue
        before = spelled.start() - (text[spelled.start() - 1 : spelled.start()] == " ")
        local = _SPELLED_LOCAL.search(text, max(0, before - 80), before)
        if local and (
            not spelled[0].strip().isalpha() or domain[1].strip() != "." or re.search(r"\w[._\d-]", local[0])
        ):
            yield Found(local.start(), domain.end(), "email", 88)
    for joined in _JOINED_AT.finditer(text):
        start = _local(text, joined.start())
        if start < joined.start() and (host := _JOINED_DOMAIN.match(text, joined.end())):
            yield Found(start, host.end(), "email", 87)
