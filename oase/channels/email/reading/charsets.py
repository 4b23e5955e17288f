"""Bytes to words: charsets that are missing, wrong or misspelt, and characters no database or page should meet."""

import codecs
import re

# Senders mean the larger set when they name the smaller one (WHATWG Encoding Standard, and what mail programs do).
_LARGER = {
    "ascii": "windows-1252",
    "iso8859-1": "windows-1252",
    "iso8859-9": "windows-1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
}
_ALIASES = {
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "x-gbk": "gb18030",
    "x-euc-jp": "euc_jp",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "ks_c_5601-1987": "cp949",
    "x-windows-949": "cp949",
}
# Python codecs that are not charsets; some take quadratic time.
_NOT_CHARSETS = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+-]{0,39}")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LONE = re.compile(r"[\ud800-\udfff]")
_INVISIBLE = re.compile(r"[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def known(name: str | None) -> str | None:
    """The Python codec for a charset's name, or None when there is none."""
    if not name:
        return None
    bare = name.strip(" \t\"'").split("*")[0].lower()
    bare = _ALIASES.get(bare, bare)
    if not _NAME.fullmatch(bare):
        return None
    try:
        info = codecs.lookup(bare)
    except (LookupError, ValueError, ImportError):
        return None
    if info.name in _NOT_CHARSETS or not getattr(info, "_is_text_encoding", True):
        return None
    return _LARGER.get(info.name, info.name)


def decode(data: bytes, charset: str | None) -> str:
    """Words from bytes; never fails. UTF-8 wins over a wrong single-byte claim, windows-1252 is the last resort."""
    codec = known(charset)
    tried = [codec] if codec else []
    if codec is None or codec.startswith(("windows", "cp12", "iso8859")):
        tried = ["utf-8", *tried]
    for attempt in (*tried, "utf-8"):
        try:
            return tidy(data.decode(attempt))
        except (UnicodeError, ValueError):
            continue
    if codec is None or codec.startswith("utf-8"):
        codec = "windows-1252" if _mostly_latin(data) else "utf-8"
    return tidy(data.decode(codec, errors="replace"))


def _mostly_latin(data: bytes) -> bool:
    """Whether replacing what is wrong as UTF-8 would lose more than reading it as windows-1252."""
    broken = data.decode("utf-8", errors="replace").count("\ufffd")
    right = data.decode("utf-8", errors="ignore")
    return broken >= len(right) - len(right.encode("ascii", errors="ignore"))


def tidy(text: str) -> str:
    """Line ends as `\\n`; no NUL or other control characters, no lone surrogates."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    text = _CONTROL.sub("", text).removeprefix("\ufeff")
    if _LONE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def one_line(text: str) -> str:
    """Words for a single line: breaks and runs of spaces become one space, nothing invisible stays."""
    return " ".join(_INVISIBLE.sub("", tidy(text)).split())
