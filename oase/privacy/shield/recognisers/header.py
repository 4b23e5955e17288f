"""Names in quoted mail headers and form fields: "Von: Karla Blum <…>", "On …, Karla Blum wrote:", "Name: …"."""

import re
from collections.abc import Iterator

from oase.privacy.shield.names import name_at
from oase.privacy.shield.reading import Cues, Reading
from oase.privacy.shield.spans import Found

_CUES = Cues(
    [
        "von",
        "from",
        "an",
        "to",
        "cc",
        "bcc",
        "kopie",
        "absender",
        "empfänger",
        "sender",
        "recipient",
        "gesendet",
        "name",
        "vorname",
        "nachname",
        "kunde",
        "bearbeiter",
        "bearbeiterin",
        "sachbearbeiter",
        "sachbearbeiterin",
        "techniker",
        "technikerin",
        "vertragspartner",
        "vertragspartnerin",
        "auftraggeber",
        "auftraggeberin",
        "mieterin",
        "fahrerin",
        "zahler",
        "begünstigter",
        "betreuer",
        "betreuerin",
        "unterzeichner",
        "kontoinhaber",
        "kontoinhaberin",
        "inhaber",
        "inhaberin",
        "payee",
        "tenant",
        "driver",
        "technician",
        "agent",
        "holder",
        "attn",
        "user",
        "owner",
        "buyer",
        "patientin",
        "kundin",
        "kundenname",
        "familienname",
        "ansprechpartner",
        "ansprechpartnerin",
        "surname",
        "customer",
        "contact",
        "kontakt",
        "kontaktperson",
        "lieferadresse",
        "rechnungsadresse",
        "anschrift",
        "versandadresse",
        "adresse",
        "recipient",
        "besteller",
        "bestellerin",
        "patient",
        "mieter",
        "fahrer",
        "reply",
        "antwort",
    ]
)
_FIELD = re.compile(
    r"(?:[^\W\d_]+(?:[- /][^\W\d_]+){0,2})[*_]{0,2}[ \t]?:[*_]{0,2}[ \t]{0,4}(?:\n[ \t]{0,4}(?=[A-ZÄÖÜ]))?[\"']?", re.I
)
_LINE_START = re.compile(r"(?:^|[\n>|*;,.])[>\s|*_-]{0,8}$")
_NEXT = re.compile(r"[^\n]{0,120}?[;,>][ ]?[\"']?")
_REVERSED = re.compile(
    r"([^\W\d_]+(?:-[^\W\d_]+)?),[ ]?([^\W\d_]+(?:[- ][^\W\d_]+)?)(?=\s*(?:<|\ue000|\"|'|;|$|\n|\[|\())"
)
_WRITES = Cues(["schrieb", "schreibt"])
_WRITTEN = Cues(["wrote", "schrieb"])
_WROTE = re.compile(r"(?:schrieb|schreibt|hat)[ \t\n]{1,2}[\"']?")
_WROTE_ENGLISH = re.compile(
    r"(?:[^\W\d_][\w.'-]*[ ]){1,3}(?:<[^<>\n]{0,100}>[ ]?|\ue000[ ]?)?(?:\n?wrote|schrieb)", re.I
)
_STARTS = re.compile(r"[ ](?=[^\W\d_])")
_WORDS = 4
_ADDRESS = re.compile(r"[\"']?[ ]?[<(\[](?=\ue000[>)\]]|[\w.+-]{1,64}@|mailto:)")
_BEFORE = re.compile(r"(?:(?<=[^\w.-])|^)(?:[^\W\d_][^\W\d_'.-]{0,30}[ ,]{1,2}){1,4}$")
_NOT_PERSON = re.compile(
    r"\b(?:support|service|team|info|kontakt|gmbh|ag|kg|shop|newsletter|noreply|buchhaltung|vertrieb|"
    r"kundenservice|kundendienst|help|sales|ltd|inc|bank)\b",
    re.I,
)


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    seen: dict[int, int] = {}
    for cue in reading.cues(_CUES):
        field = _FIELD.match(text, cue.start)
        if field and _LINE_START.search(text, max(0, cue.start - 10), cue.start):
            yield from _people(reading, field.end(), seen)
    for match in reading.matches(_WRITES, _WROTE):
        yield from _person(reading, match.end())
    for wrote in reading.cues(_WRITTEN):
        line = max(0, wrote.start - 140, text.rfind("\n", 0, max(0, wrote.start - 1)) + 1)
        for start in [line + match.end() for match in _STARTS.finditer(text[line : wrote.start])][-_WORDS:]:
            if _WROTE_ENGLISH.match(text, start):
                yield from _person(reading, start)
                break
    if "<" in text or "(" in text or "[" in text:
        for address in _ADDRESS.finditer(text):
            before = text[max(0, address.start() - 60) : address.start()].rpartition("\n")[2] + " "
            if name := _BEFORE.search(before):
                yield from _person(reading, address.start() - len(before) + 1 + name.start())


def _people(reading: Reading, at: int, seen: dict[int, int]) -> Iterator[Found]:
    """Everyone in a header line, up to twenty. `seen`: where the next one begins, of all that were looked at."""
    for _ in range(20):
        if at not in seen:
            yield from _person(reading, at)
            following = _NEXT.match(reading.text, at)
            seen[at] = following.end() if following else 0
        at = seen[at]
        if not at:
            return


def _person(reading: Reading, at: int) -> Iterator[Found]:
    text = reading.text
    if not text[at : at + 1].isalpha():
        return
    found: Found | None = None
    turned = _REVERSED.match(text, at)
    if turned and not reading.ordinary(turned[2].lower()) and turned[1][0].isupper() and turned[2][0].isupper():
        found = Found(turned.start(), turned.end(), "person", 56, f"{turned[2]} {turned[1]}")
    elif name := name_at(reading, at, most=4):
        found = Found(name.start, name.end, "person", 54, name.datum)
    if found and not _NOT_PERSON.search(text[at : at + 40].partition("\n")[0].partition("<")[0]):
        yield found
