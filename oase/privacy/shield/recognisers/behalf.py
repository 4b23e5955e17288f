"""Names of whom something belongs to or goes to: "auf den Namen …", "läuft auf …", "c/o …", "in the name of …"."""

import re
from collections.abc import Iterator

from oase.privacy.shield.names import Name, is_plain_word, looks_given, name_at
from oase.privacy.shield.reading import Cues, Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.tagger.lexicon import WORD, Kind
from oase.privacy.shield.words import bits_of

_CUES = Cues(
    [
        "namen",
        "läuft",
        "laufen",
        "lief",
        "ausgestellt",
        "bestellt",
        "registriert",
        "angemeldet",
        "gebucht",
        "eingetragen",
        "karteninhaber",
        "karteninhaberin",
        "kontoinhaber",
        "kontoinhaberin",
        "vertragsinhaber",
        "inhaber",
        "name",
        "names",
        "holder",
        "behalf",
        "attn",
        "attention",
        "z",
        "hd",
        "hdn",
        "c",
        "addressed",
        "registered",
        "made",
        "empfänger",
        "absender",
        "ansprechpartner",
        "ansprechpartnerin",
        "unter",
        "under",
        "in",
        "bei",
        "für",
        "booked",
        "signed",
        "unterschrieben",
        "contact",
        "nachbar",
        "nachbarin",
    ]
)
_BEHALF = re.compile(
    r"(?:namen(?: von)?(?: lautet)?:?|(?:läuft|laufen|lief|ausgestellt|bestellt|registriert|"
    r"angemeldet|gebucht|eingetragen)(?: \w{2,12})?(?: auf| unter| von| für)(?: den namen| meinen "
    r"namen|:)?|"
    r"(?:karten|konto|vertrags)?inhaber(?:in)?(?: ist|:| lautet)?|ansprechpartner(?:in)?(?: ist| war|"
    r":)?|(?:empfänger|absender)(?:in)?(?: ist| war|:)?|"
    r"(?:account |card ?|contract )?holder(?: is|:)?|behalf of|attn\.?:?|attention:?|z\. ?hd\. "
    r"?(?:von )?|z\. ?hdn\.?|c/o|name of|names of|addressed to|registered (?:to|under|in)|"
    r"made out to|booked (?:for|by|under)|signed (?:by|for by)|unterschrieben von|contact(?: "
    r"person)?(?: is|:)|nachbar(?:in|n)?(?: ist| war| namens)?|unter dem namen|"
    r"(?:under|in) the (?:sur|last )?name(?: of)?)[ \t]{1,2}",
    re.I,
)
_SIGNS = Cues({"i", "ppa", "gez", "pp", "sgd", "attention", "abholung", "gehört"})
_SIGNED = re.compile(r"(?:(?-i:i\.[ ]?[AV]\.)|ppa\.?|gez\.?|pp\.?|sgd\.?|attention of|gehört)[ ]{1,2}(?!zum|zur)", re.I)
_BESIDE = Cues(["bei", "für"])
_NEAR = re.compile(r"(?:bei|für)[ ]", re.I)
_AT_HOME = re.compile(
    r"[ ](?:im (?:hinterhaus|vorderhaus|erdgeschoss|\d|ersten|zweiten|dritten|keller)|nebenan|"
    r"gegenüber|abgegeben|abgeben|klingeln|über uns|unter uns)",
    re.I,
)


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for match in reading.matches(_CUES, _BEHALF):
        name = name_at(reading, match.end(), most=4, lower=True)
        if name and (
            " " in name.datum
            or looks_given(reading, name, alone=False)
            or match[0].lower().startswith(("name", "c/", "attn", "z", "nachbar", "unter dem", "under", "in the"))
        ):
            yield Found(name.start, name.end, "person", 53, name.datum)
    for match in reading.matches(_SIGNS, _SIGNED):
        name = name_at(reading, match.end(), most=4)
        if name:
            yield Found(name.start, name.end, "person", 53, name.datum)
    for match in reading.matches(_BESIDE, _NEAR):
        name = name_at(reading, match.end(), sure=1, most=2, lower=True) or _lower(reading, match.end())
        if name and _AT_HOME.match(text, name.end) and not is_plain_word(name.datum.lower()):
            yield Found(name.start, name.end, "person", 53, name.datum)


_LOWER = re.compile(r"[a-zäöüß]{4,20}(?= )")


def _lower(reading: Reading, at: int) -> Name | None:
    """ "bei hinnerk nebenan": a word in lower case that no dictionary holds."""
    word = _LOWER.match(reading.text, at)
    known = word is None or reading.wordlike(word[0]) or bits_of(word[0]) & (WORD | Kind.PLACE)
    return None if word is None or known else Name(at, word.end(), word[0])
