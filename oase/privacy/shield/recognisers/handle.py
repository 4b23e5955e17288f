"""User names after their word or their platform, @handles, and names with a number such as karla#1234."""

import re
from collections.abc import Iterator

from oase.privacy.shield.reading import Cues, Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.values import cues_of, has_digit, word_end
from oase.privacy.shield.words import SMALL, is_wordlike, words_of

_AT = re.compile(r"(?<![\w@.])@[A-Za-z_ÄÖÜäöü0-9](?:[\w-]|\.(?=\w)){1,40}")
_NUMBERED = re.compile(r"\d(?<=[A-Za-z].)\d{1,5}(?![\w-]|[.,]\d)")
_LETTERS_BEFORE = re.compile(r"(?:(?<![\w./@-])|(?<=^))[A-Za-z]{2,20}(?:[._][A-Za-z]{2,20}){0,2}$")
_TAGGED = re.compile(r"(?<![\w#&/])[^\W\d][\w.]{2,31}#\d{4}(?!\w)")
_NAMES = cues_of(
    "benutzername benutzernamen nutzername nutzernamen username usernames user login nickname nick accountname "
    "nutzerkennung benutzerkennung loginname handle screenname alias kennung userid gamertag psn benutzer nutzer "
    "anmeldename anmeldenamen zugangskennung zugangsname kontoname accountnamen profilname displayname logon "
    "benutzerid nutzerid spielername teilnehmerkennung"
)
_PLATFORMS = cues_of(
    "skype instagram insta ig telegram discord twitter tiktok snapchat snap facebook threema signal mastodon "
    "strava xing github steam paypal linkedin reddit youtube twitch xbox playstation venmo cashapp zelle slack "
    "teams whatsapp matrix profil profile pinterest jabber xmpp icq msn bluesky epic roblox"
)
_LINK = (
    r"\w++(?:[- ](name|id|kennung|handle|account|tag|gamertag|profil|profile)(?!\w))?+\s{0,2}"
    r"((?:ist|is|lautet|war|was|heiße ich|bin ich|unter|as|als|heißt|dort|here|mit|with|dem|den|the|benutzernamen|name|"
    r"namen|called|named|bei euch|wäre|'s)(?=\s)\s{0,2}){0,4}([:=])?\s{0,2}([\"']?)([\w@][\w.+:-]{1,48}(?:#\d{4})?)"
)
_NAMED = re.compile(_LINK, re.I)
_LOGGED = re.compile(
    r"(?:logged|signed|angemeldet|eingeloggt|log|melde|logge|sign|registriert|registered)(?:\s(?:in|on|"
    r"mich|me|ich|jetzt|up))"
    r"{0,3}\s(?:as|als|mit|with|using|under|unter)\s(?:user |benutzer |dem |the |der |username |"
    r"nutzernamen |benutzernamen |"
    r"kennung |name |namen ){0,3}[\"']?([\w][\w.+@-]{2,40})",
    re.I,
)
_LOGS = cues_of("logged signed angemeldet eingeloggt log melde logge sign registriert registered")
_ACCOUNT = re.compile(r"account(?:'s)? name(?: (?:is|was))?\s?[:=]?\s?[\"']?([\w][\w.+-]{2,40})", re.I)
_ACCOUNT_CUES = Cues(["account"])
_ACCOUNTS = cues_of(
    "account accounts konto profil profile login benutzer nutzer username user angemeldet eingeloggt logged"
)
_NEAR = re.compile(r"(?<![\w@./:-])[A-Za-z](?:[A-Za-z0-9]|[._-](?=[A-Za-z0-9])){2,40}(?![\w@/]|\.\w)")
_JOINED = re.compile(
    r"(?<![\w@./:\\-])(?=[\w.-]{0,40}?[a-z])(?=[\w.-]{0,40}?\d)[A-Za-z][\w.-]{0,40}_[\w.-]{0,40}\w(?![@/])"
)
_DOMAIN = re.compile(r".*\.(?:de|com|net|org|at|ch|eu|io|info|uk|pdf|jpe?g|png|docx?|xlsx?|txt|zip|js|py)", re.I)
_STATE = words_of("states")
_ENDED = re.compile(r"\s{0,2}(?:$|[\n,.;!?)\"']|(?:und|and|oder|or|aber|but|ich|i|mit|with|kann|can|see)\b)", re.I)


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    if "@" in text:
        for match in _AT.finditer(text):
            if match[0][1:].lower() not in reading.vocabulary:
                yield Found(match.start(), match.end(), "handle", 60)
    if "#" in text:
        for match in _TAGGED.finditer(text):
            if match[0].partition("#")[0].lower() not in SMALL:
                yield Found(match.start(), match.end(), "handle", 75)
    if has_digit(text):
        yield from _numbered(reading)
    if "_" in text and has_digit(text):
        for match in _JOINED.finditer(text):
            if not _DOMAIN.fullmatch(match[0]):
                yield Found(match.start(), match.end(), "handle", 49)
    yield from _near_account(reading)
    for match in reading.matches(_NAMES, _NAMED):
        yield from _named(reading, match, sure=bool(match[2] or match[3] or match[4]))
    for match in reading.matches(_PLATFORMS, _NAMED):
        yield from _named(reading, match, sure=bool(match[1] or match[3] or match[4]))
    for match in (*reading.matches(_LOGS, _LOGGED), *reading.matches(_ACCOUNT_CUES, _ACCOUNT)):
        value = match[1].rstrip(".-:")
        if (
            _telling(value)
            or not is_wordlike(value.lower())
            or (match[0][:7].lower() == "account" and _usable(reading, value))
        ):
            yield Found(match.start(1), match.start(1) + len(value), "handle", 76)


def _near_account(reading: Reading) -> Iterator[Found]:
    """ "Account tyrell.b_04", "the account is under mwells.ok": joined as no word is, soon after."""
    for word in reading.cues(_ACCOUNTS):
        sentence = reading.text[word.end : word_end(reading.text, word.end + 60)].partition("\n")[0]
        if not ("." in sentence or "_" in sentence):
            continue
        for match in _NEAR.finditer(reading.text, word.end + 1, word.end + len(sentence)):
            value = match[0]
            dotted = "." in value[1:-1] and value.islower() and len(value.replace(".", "")) > 4
            if ("_" in value or dotted) and not _DOMAIN.fullmatch(value) and value.lower() not in reading.vocabulary:
                yield Found(match.start(), match.end(), "handle", 76)
            if "." in reading.text[word.end : match.start()]:
                break


def _named(reading: Reading, match: re.Match[str], *, sure: bool) -> Iterator[Found]:
    value = match[5].rstrip(".-:")
    start = match.start(5)
    if value.lower().startswith(("http:", "https:")) or len(value) < 2:
        return
    said = bool(match[3] or match[4]) or _ENDED.match(reading.text, start + len(value)) is not None
    strange = said and not sure and not is_wordlike(value.lower())
    if (_telling(value) and (sure or not value.isdigit())) or (
        (strange or (sure and said)) and _usable(reading, value)
    ):
        yield Found(start, start + len(value), "handle", 76)


def _numbered(reading: Reading) -> Iterator[Found]:
    """ "milan.kuhn42", "kblum81": letters that are no word, or two of them, with a number behind."""
    text = reading.text
    for number in _NUMBERED.finditer(text):
        if not all(c.isalpha() or c in "._" for c in text[max(0, number.start() - 4) : number.start()]):
            continue
        letters = _LETTERS_BEFORE.search(text, max(0, number.start() - 44), number.start())
        if letters is None:
            continue
        written = letters[0]
        joined = "." in written or "_" in written
        if written.isupper() or len(written) < 4 or not (joined or not is_wordlike(written.lower())):
            continue
        yield Found(letters.start(), number.end(), "handle", 50)


def _telling(value: str) -> bool:
    return any(c.isdigit() or c in "_.@" for c in value)


def _usable(reading: Reading, value: str) -> bool:
    low = value.lower()
    return low not in SMALL and low not in _STATE and not reading.ordinary(low)
