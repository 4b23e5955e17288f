"""File names that hold a person's name, such as Rechnung_Karla_Blum.pdf."""

import re
from collections.abc import Iterator

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found

_ENDING = re.compile(
    r"\.(?:pdf|jpe?g|png|gif|heic|docx?|xlsx?|odt|ods|txt|zip|csv|mp[34]|mov|eml|msg|html?|pptx?|webp|tiff?)\b", re.I
)
_STEM = re.compile(r"[\w.()&+-]{1,120}$")
_PART = re.compile(r"[A-ZÄÖÜ]?[a-zäöüß]+|[A-ZÄÖÜ]+|[^\W\d_]+")


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for ending in _ENDING.finditer(text):
        stem = _STEM.search(text, max(0, ending.start() - 120), ending.start())
        if stem and any(reading.given(part.lower(), alone=True) and len(part) > 2 for part in _PART.findall(stem[0])):
            start = stem.start()
            while text[start] in "(.-+&":
                start += 1
            yield Found(start, ending.end(), "file", 77)
