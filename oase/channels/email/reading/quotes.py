"""Parts the new words of a mail from the quoted ones and from the signature. Careful: when in doubt, a line stays.

Nothing is lost: every line that is not blank is in exactly one of the three. Words between quotes are never cut, since
people answer point by point. The words of mail programs are in `phrases`.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass

from .phrases import CERTAIN, LABEL, MOBILE, RULE, SEPARATOR, STARTS, SUBJECT_WITHIN, announces

_QUOTE = re.compile(r"\s{0,3}>(?!\s?:\s*$)")  # ">:" alone is the end of a wrapped announcement
_ENDS_SENTENCE = re.compile(r"[.!?]\s*$")
_MARK = re.compile(r"-- ?|[—–]+\s*")
_LONGEST_ATTRIBUTION = 4  # lines
_WIDEST_ATTRIBUTION = 420  # characters
_HEADER_BLOCK = 9  # lines
_LONGEST_SIGNATURE = 15  # lines, where the mark is not the one of RFC 3676 §4.3
_MOST_SIGNATURES = 3  # a phone's line, the sender's own, a list's
_LOWEST_MARK = 100  # lines from the end
_WIDEST_SIGNATURE = 120  # characters, likewise


@dataclass(frozen=True, slots=True)
class Split:
    """The three kinds of words in a mail; `quoted` and `signature` may be empty."""

    reply: str
    quoted: str
    signature: str


def split_reply(text: str) -> Split:
    """The new words, the quoted ones, the signature. Where nothing new would remain, all of `text` is the reply."""
    lines = text.split("\n")
    own = _Own(lines, _history_begins(lines))
    own.trim_end()
    own.trim_start()
    reply = "\n".join(lines[own.begin : own.end]).strip("\n")
    if not reply.strip():
        return Split(text.strip("\n"), "", "")
    return Split(reply, _joined(lines, own.quoted), _joined(lines, own.signature))


def _joined(lines: list[str], spans: list[tuple[int, int]]) -> str:
    pieces = ("\n".join(lines[begin:end]).strip("\n") for begin, end in sorted(spans))
    return "\n\n".join(piece for piece in pieces if piece.strip())


class _Own:
    """The lines that are the sender's own, from `begin` to `end`, while both ends are being trimmed."""

    def __init__(self, lines: list[str], end: int) -> None:
        self.lines = lines
        self.begin = 0
        self.end = end
        self.quoted = [(end, len(lines))] if end < len(lines) else []
        self.signature: list[tuple[int, int]] = []

    def trim_end(self) -> None:
        """Takes quotes and signatures off the end until the sender's own words stand there."""
        while self.end > 0:
            last = self.end - 1
            if not self.lines[last].strip():
                self.end = last
            elif _QUOTE.match(self.lines[last]):
                begin = self._attribution_above(self._quote_begins(last))
                self.quoted.append((begin, self.end))
                self.end = begin
            elif (mark := self._signature_begins()) is not None:
                self.signature.append((mark, self.end))
                self.end = mark
            else:
                return

    def trim_start(self) -> None:
        """Words below one announced quote and nothing else quoted: the quote goes, the words stay."""
        first = next((number for number in range(self.end) if self.lines[number].strip()), self.end)
        length = _attribution(self.lines, first)
        if not length:
            return
        number = first + length
        while number < self.end and (_QUOTE.match(self.lines[number]) or not self.lines[number].strip()):
            number += 1
        answered = any(_QUOTE.match(line) for line in self.lines[number : self.end])
        if any(_QUOTE.match(line) for line in self.lines[first:number]) and not answered:
            self.quoted.append((first, number))
            self.begin = number

    def _quote_begins(self, last: int) -> int:
        begin = last
        for number in range(last, -1, -1):
            if _QUOTE.match(self.lines[number]):
                begin = number
            elif self.lines[number].strip():
                break
        return begin

    def _attribution_above(self, begin: int) -> int:
        """Where the announcement of the quote at `begin` starts, or `begin` itself."""
        above = _without_blanks(self.lines, begin)
        for length in range(_LONGEST_ATTRIBUTION, 0, -1):
            if above - length >= 0 and _attribution(self.lines, above - length) == length:
                return above - length
        return begin

    def _signature_begins(self) -> int | None:
        """Where a signature at the end starts: the last mark below the last quote, or a phone's own line."""
        if len(self.signature) == _MOST_SIGNATURES:
            return None
        seen = 0
        for number in range(self.end - 1, max(-1, self.end - _LOWEST_MARK), -1):
            line = self.lines[number]
            if _QUOTE.match(line):
                break
            if _MARK.fullmatch(line):
                short = seen <= _LONGEST_SIGNATURE
                narrow = all(len(each) <= _WIDEST_SIGNATURE for each in self.lines[number : self.end])
                return number if line == "-- " or (short and narrow) else None
            seen += bool(line.strip())
        if MOBILE.fullmatch(self.lines[self.end - 1].strip()[:300]):
            return self.end - 1
        return None


def _history_begins(lines: list[str]) -> int:
    """The first line of a history that is not marked with ">": a copied header block, a separator, an announcement."""
    marked = [number for number, line in enumerate(lines) if _QUOTE.match(line)]
    for number, line in enumerate(lines):
        bare = line.strip()[:300]
        if (
            bare
            and not _QUOTE.match(line)
            and (
                SEPARATOR.fullmatch(bare)
                or _is_header_block(lines, number)
                or _announces_unmarked(lines, number, marked)
            )
        ):
            return _with_rule_above(lines, number)
    return len(lines)


def _with_rule_above(lines: list[str], number: int) -> int:
    above = _without_blanks(lines, number)
    return above - 1 if above > 0 and RULE.fullmatch(lines[above - 1].strip()[:200]) else number


def _is_header_block(lines: list[str], number: int) -> bool:
    """From, To, Sent and the like in a row; a subject or an address tells it from a traveller's "Von: … An: …"."""
    if not LABEL.match(lines[number].strip()[:300]):
        return False
    kinds: set[str] = set()
    address = False
    for line in lines[number : number + _HEADER_BLOCK]:
        if not line.strip():
            break
        if match := LABEL.match(line.strip()[:300]):
            kinds.add(str(match.lastgroup if match.lastgroup != "rest" else _kind(match)))
            if SUBJECT_WITHIN.search(match["rest"]):
                kinds.add("subject")
        address = address or "@" in line
    kinds.discard("cc")
    return "from" in kinds and len(kinds) >= 3 and ("subject" in kinds or address)


def _kind(match: re.Match[str]) -> str:
    return next(kind for kind, value in match.groupdict().items() if value is not None and kind != "rest")


def _announces_unmarked(lines: list[str], number: int, marked: list[int]) -> bool:
    """An announcement whose quote carries no ">". If marked lines follow without one of their own, it is theirs."""
    length = _attribution(lines, number)
    if not length or not CERTAIN.search(" ".join(lines[number : number + length])):
        return False
    index = bisect_left(marked, number + length)
    if index == len(marked):
        return True
    above = _without_blanks(lines, marked[index])
    if above == number + length:
        return False
    return any(_attribution(lines, above - back) == back for back in range(1, _LONGEST_ATTRIBUTION + 1))


def _without_blanks(lines: list[str], number: int) -> int:
    """`number`, moved up over the blank lines above it."""
    while number > 0 and not lines[number - 1].strip():
        number -= 1
    return number


def _attribution(lines: list[str], number: int) -> int:
    """How many lines from here are an announcement ("Am … schrieb …:"), 0 if none."""
    joined = ""
    for length, line in enumerate(lines[number : number + _LONGEST_ATTRIBUTION], start=1):
        if not line.strip() or _QUOTE.match(line) or len(joined) + len(line) > _WIDEST_ATTRIBUTION:
            return 0
        joined = f"{joined} {line.strip()}" if joined else line.strip()
        if announces(joined):
            return length
        # Only what begins like an announcement may go on: the line above one is the sender's own.
        if not STARTS.match(joined) or _ENDS_SENTENCE.search(line):
            return 0
    return 0
