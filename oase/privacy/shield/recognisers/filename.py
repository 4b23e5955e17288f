"""File names that hold a person's name, such as Rechnung_Karla_Blum.pdf, and folders of a person."""

import re
from collections.abc import Iterator

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.words import SURNAMES, words_of

_ENDING = re.compile(
    r"\.(?:pdf|jpe?g|png|gif|heic|docx?|xlsx?|odt|ods|txt|zip|csv|mp[34]|mov|eml|msg|html?|pptx?|webp|"
    r"tiff?|rtf|bmp|rar|7z|"
    r"vcf|ics|wav|m4a|avi|pages|key|numbers|log|json|xml|md|svg|psd|dwg|epub|p12|pfx|kdbx|ovpn)\b",
    re.I,
)
_STEM = re.compile(r"[\w.()&+'-]{1,120}$")
_QUOTED = re.compile(r"[\"'>:/\\]([^\"'>:/\\\n]{1,100})$")
_WORDS = re.compile(r"(?:[\w.()&+'-]{1,40} ){1,4}$")
_PART = re.compile(r"[A-ZÄÖÜ]?[a-zäöüß]+|[A-ZÄÖÜ]+|[^\W\d_]+")
_JOINED = re.compile(r"[_-]")
_COMMON = words_of("filewords")
_HOME = re.compile(
    r"(?<![\w/])(?:[A-Za-z]:)?(?:\\{1,2}(?:Users|Benutzer|Dokumente und Einstellungen)\\{1,2}|/(?:home|"
    r"Users|export/home)/)"
    r"[^\s\"'<>|/\\\ue000]{1,60}(?:[\\/]{1,2}[^\s\"'<>|\ue000]{0,300})?",
    re.I,
)


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    if "\\" in text or "/" in text:
        for match in _HOME.finditer(text):
            yield Found(match.start(), match.start() + len(match[0].rstrip(".,;:!?)")), "file", 87)
    if "." not in text:
        return
    for ending in _ENDING.finditer(text):
        if text[ending.end() : ending.end() + 1] == "." and text[ending.end() + 1 : ending.end() + 2].isalnum():
            continue
        stem = _STEM.search(text, max(0, ending.start() - 120), ending.start())
        if stem is None or len(stem[0]) < 3:
            continue
        start = stem.start()
        while start < ending.start() and text[start] in "(.-+&'":
            start += 1
        before = text[max(0, start - 100) : start]
        quoted = _QUOTED.search(before) if '"' in before or "'" in before or "\\" in before else None
        if quoted and quoted[0][0] in "\"'\\" and _named(reading, quoted[1] + stem[0], path=True):
            start -= len(quoted[1])
        elif _named(reading, stem[0], path=False):
            start = _spaced(reading, text, start)
        elif not (_named_by(reading, before) and (first := _spaced(reading, text, start)) < start):
            continue
        else:
            start = first
        yield Found(start, ending.end(), "file", 77)


def _named(reading: Reading, stem: str, *, path: bool) -> bool:
    """Whether a part is a given name, a surname, or a capitalised word that is no word of the language."""
    parts = _PART.findall(stem)
    joined = len(parts) > 1 and (path or _JOINED.search(stem) is not None)
    for part in parts:
        low = part.lower()
        if len(low) < 3 or low in _COMMON or low in reading.vocabulary:
            continue
        if reading.given(low, alone=True) or low in SURNAMES:
            return True
        if joined and part[0].isupper() and part[1:].islower() and not reading.ordinary(low):
            return True
    return False


def _named_by(reading: Reading, before: str) -> bool:
    last = before.rstrip().rpartition(" ")[2]
    return bool(last) and before.endswith(" ") and reading.given(last.lower(), alone=True)


def _spaced(reading: Reading, text: str, start: int) -> int:
    """Where a file name with spaces begins: words of files ("passport scan") and names before it belong to it."""
    words = _WORDS.search(text, max(0, start - 90), start)
    if words is None:
        return start
    for word in reversed(list(re.finditer(r"\S+ ", words[0]))):
        low = word[0].strip().lower()
        if low not in _COMMON and not reading.given(low, alone=True):
            break
        start = words.start() + word.start()
    return start
