"""Which placeholder a datum gets: the same datum the same one, all through a conversation."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from oase.privacy.shield.fold import plain
from oase.privacy.shield.labels import MOST, PLACEHOLDER, label

Key = Callable[[str], str]
"""Turns a normalised datum such as `person:karla blum` into what may be stored; an HMAC keeps it secret."""

_SEPARATED = frozenset(["person", "address", "place", "private"])
_TITLES = re.compile(r"\b(?:herrn?|frau|fam(?:ilie)?|dr|prof|mr|mrs|ms|miss|mx|sir)\b\.?")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def normalised(kind: str, datum: str) -> str:
    """One spelling for one datum, prefixed with its type: `iban:de02120300000000202051`, `person:karla blum`.

    Numbers lose their separators, telephone numbers also +49 and 0049, names their titles and the order "Blum, Karla".
    """
    text = plain(datum).lower().translate(_UMLAUTS)
    if kind == "person":
        surname, comma, given = text.partition(",")
        text = f"{given} {surname}" if comma else text
        text = " ".join(re.findall(r"[^\W\d_]+", _TITLES.sub(" ", text)))
    elif kind == "phone":
        digits = re.sub(r"\D", "", text.replace("(0)", ""))
        text = re.sub(r"^(?:0049|49(?=\d{9})|0)", "", digits) or text
    elif kind == "password":
        text = plain(datum)
    elif kind in _SEPARATED:
        text = " ".join(re.findall(r"\w+", re.sub(r"str(?:asse|\.|\b)", "str ", text)))
    elif kind in ("email", "link", "handle", "file"):
        text = re.sub(r"\s", "", text)
    else:
        text = re.sub(r"[\W_]", "", text)
    return f"{kind}:{text}"


@lru_cache(maxsize=1 << 14)
def _person(word: str) -> str:
    return normalised("person", word)


class Names:
    """The names of data so far: what the caller stored, what stands in the text, and what is new."""

    def __init__(self, taken: Mapping[str, str], text: str, language: str, key: Key, side: str = "") -> None:
        self.given = dict(taken)
        self._language = language
        self._key: Key = (lambda normal: key(f"{side}|{normal}")) if side else key
        self._asked: dict[tuple[str, str], str] = {}
        self._last: dict[str, int] = {}
        for placeholder in {*taken.values(), *(match[0] for match in PLACEHOLDER.finditer(text))}:
            if match := PLACEHOLDER.fullmatch(placeholder):
                self._last[match[1]] = max(self._last.get(match[1], 0), int(match[2]))

    def placeholder(self, kind: str, datum: str) -> str:
        if (found := self._asked.get((kind, datum))) is None:
            found = self._asked[kind, datum] = self._person(datum) if kind == "person" else self._thing(kind, datum)
        return found

    def _thing(self, kind: str, datum: str) -> str:
        normal = normalised(kind, datum)
        return self.given.get(self._key(normal)) or self._new(kind, normal)

    def knows_person(self, word: str) -> bool:
        """Whether this word was part of a name in the conversation."""
        return self._key(_person(word)) in self.given

    def _new(self, kind: str, normal: str) -> str:
        name = label(kind, self._language)
        self._last[name] = min(self._last.get(name, 0) + 1, MOST)
        placeholder = f"[{name} {self._last[name]}]"
        self.given[self._key(normal)] = placeholder
        return placeholder

    def _person(self, datum: str) -> str:
        """ "Karla Blum", "Frau Blum" and "Karla" are one person; "Peter Blum" beside "Karla Blum" is another.

        A surname keeps whom it named first; `person:* blum` says that somebody's given name goes with it.
        """
        whole = normalised("person", datum)
        parts = whole.partition(":")[2].split()
        key = self._key
        found = self.given.get(key(whole))
        if found is None and len(parts) > 1:
            first, last = f"person:{parts[0]}", f"person:{parts[-1]}"
            if key(f"person:* {parts[-1]}") not in self.given:
                found = self.given.get(key(last))
            if found is None and key(f"person:{parts[0]} *") not in self.given:
                found = self.given.get(key(first))
        if found is None and whole.endswith("s"):
            # "Quandts Konto" belongs to Quandt, when somebody is called so.
            found = self.given.get(key(whole[:-1]))
        if found is None:
            found = self._new("person", whole)
        self.given.setdefault(key(whole), found)
        if len(parts) > 1:
            for part in (parts[0], parts[-1]):
                if len(part) > 2:
                    self.given.setdefault(key(f"person:{part}"), found)
            self.given[key(f"person:* {parts[-1]}")] = found
            self.given[key(f"person:{parts[0]} *")] = found
        return found
