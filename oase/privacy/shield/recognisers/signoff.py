"""Names under a sign-off: "Mit freundlichen Grüßen\\nKarla Blum", "LG Karla", "Best regards, Karla", "Danke, Karla"."""

import re
from collections.abc import Iterator

from oase.privacy.shield.names import is_capital, is_plain_word, looks_given, name_at
from oase.privacy.shield.reading import Cues, Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.tagger.lexicon import Kind
from oase.privacy.shield.words import GIVEN, SMALL, SURNAMES, bits_of, is_given, is_rare, is_surname

_SURE = frozenset(
    [
        "grüßen",
        "grüsse",
        "grüssen",
        "gruß",
        "gruss",
        "grüße",
        "gruesse",
        "gruessen",
        "mfg",
        "glg",
        "hdl",
        "lgs",
        "vg",
        "lg",
        "bg",
        "hg",
        "regards",
        "sincerely",
        "faithfully",
        "truly",
        "hochachtungsvoll",
        "cheers",
    ]
)
_WEAK = frozenset(
    [
        "danke",
        "dank",
        "thanks",
        "thank",
        "voraus",
        "vorab",
        "soon",
        "dann",
        "denne",
        "herzlichst",
        "liebst",
        "schönen",
        "respectfully",
        "cordially",
        "warmly",
        "ta",
        "xx",
        "xoxo",
        "bussi",
        "merci",
        "pfiat",
        "euch",
        "later",
        "advance",
        "best",
        "yours",
        "love",
        "wishes",
        "you",
        "bald",
        "hilfe",
        "help",
        "mühe",
        "gerne",
        "tschüss",
        "tschüß",
        "ciao",
        "bye",
        "thx",
        "kr",
        "br",
        "greetings",
    ]
)
_CUES = Cues(_SURE | _WEAK)
_FROM = r"(?:(?:aus|from|von|vom)[ ](?:(?:der|dem|den|the|einer|einem)[ ])?[^\s,]{2,40}(?:[ ][A-ZÄÖÜ][^\s,]{1,30})?)"
_BETWEEN = re.compile(
    r"\w+(?:[ ](?:im voraus|in advance|schon mal|vielmals|und viele grüße|"
    + _FROM
    + r"))?[ \t]{0,3}[,.!;:~*_–-]{0,3}(?P<gap>\s{0,8})(?:[-–~*_>]{1,3}\s{0,2})?"
    r"(?:(?:ihre?|deine?|eure?|your|from|von|gez\.?|sgd|i\.\s?a\.|i\.\s?v\.|die|der)[ \t]{1,2})?",
    re.I,
)
_END = re.compile(r"[ \t]{0,3}(?:[,.!;()*_|/-]|\n|$|\ue000|<)")
_LINE_END = re.compile(r"[ \t]{0,3}[.,!*]?[ \t]{0,3}(?:\n|$)")
_LINE = re.compile(r"[^\W\d_][^\n,;|()<>\ue000]{0,60}")


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for cue in reading.cues(_CUES):
        sure = cue.lower in _SURE
        between = _BETWEEN.match(text, cue.start)
        if between is None:
            continue
        at = between.end()
        new_line = "\n" in between["gap"]
        if not sure and not new_line and not re.search(r"[,.!-]\s*$", text[cue.start : at]):
            if (short := _one_word(reading, at)) and short.datum and is_given(short.datum.lower()):
                yield short
            elif (line := _lower_name(reading, at)) and line.datum and " " in line.datum:
                last = line.datum.rpartition(" ")[2].lower()
                if (is_surname(last) or is_given(last)) and not reading.ordinary(last):
                    yield line
            continue
        name = name_at(reading, at, sure=_sure_words(reading, at) if new_line else 0, most=4, lower=True)
        if name and (_LINE_END if not sure and not looks_given(reading, name) else _END).match(text, name.end):
            yield Found(name.start, name.end, "person", 55, name.datum)
        elif name and sure and looks_given(reading, name):
            yield Found(name.start, name.end, "person", 54, name.datum)
        elif short := _one_word(reading, at):
            yield short
        elif (sure or len(text) - at < 40) and (line := _lower_name(reading, at)):
            yield line


def _sure_words(reading: Reading, at: int) -> int:
    """A line of its own of two or three words under a sign-off is a name even if one of them is an ordinary word."""
    line = _LINE.match(reading.text, at)
    words = line[0].split() if line else []
    if not 2 <= len(words) <= 3 or not all(is_capital(word) for word in words):
        return 0
    lows = [word.lower().strip(".") for word in words]
    if any(low in reading.vocabulary for low in lows):
        return 0
    return 0 if all(is_plain_word(low) for low in lows) else len(words)


def _one_word(reading: Reading, at: int) -> Found | None:
    """ "Thx, Kat": one capitalised word that ends the text, if it may be a name."""
    line = _LINE.match(reading.text, at)
    word = line[0].strip().rstrip(".!") if line else ""
    if not word.isalpha() or not word.istitle() or len(word) < 3 or reading.text[at + len(word) :].strip(" .!\n"):
        return None
    low = word.lower()
    if low in reading.vocabulary or (low in SMALL and low not in GIVEN and low not in SURNAMES):
        return None
    if not (is_given(low) or is_surname(low)) and bits_of(low) & Kind.NOUN:
        return None
    if is_plain_word(low) and low not in SURNAMES and low not in GIVEN:
        return None
    if not is_rare(low) and low not in SURNAMES and low not in GIVEN:
        return None
    return Found(at, at + len(word), "person", 52, word)


def _lower_name(reading: Reading, at: int) -> Found | None:
    """ "lg karla": one or two words in lower case that end the text."""
    line = _LINE.match(reading.text, at)
    if line is None or len(reading.text) - line.end() > 40 or reading.text[line.end() :].strip():
        return None
    words = line[0].strip().rstrip(".!").split()
    if not 1 <= len(words) <= 2 or not all(word.replace("-", "").isalpha() and len(word) > 2 for word in words):
        return None
    lows = [word.lower() for word in words]
    if any(is_plain_word(low) for low in lows) or all(map(reading.ordinary, lows)):
        return None
    end = line.start() + len(line[0].rstrip().rstrip(".!"))
    return Found(line.start(), end, "person", 52, " ".join(words))
