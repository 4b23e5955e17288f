"""`oase shield`: the shield tried on one's own texts. A filter for other programs: no database, no settings."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO

from oase.privacy.requests import Request, Unreadable, read_request
from oase.privacy.shield import shield
from oase.privacy.shield.marks import Unmarked, read_marked
from oase.privacy.shield.score import Score, score


def main(words: Sequence[str]) -> int:
    """Run the command; its exit code is 1 when a line or a file could not be read."""
    given = _parser().parse_args(words)
    try:
        if given.spans:
            return _spans(sys.stdin.buffer)
        if given.score:
            return _score(given)
        _show(" ".join(given.text) if given.text else sys.stdin.buffer.read().decode("utf-8", "replace"), given)
    except BrokenPipeError:
        # Whoever read us has had enough; Python would say so once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="oase shield",
        allow_abbrev=False,
        description="Show what the shield makes of a text, given as words or on standard input.",
    )
    parser.add_argument("text", nargs="*", help="the text; without it standard input is read")
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--spans", action="store_true", help="read a JSON object a line, write one a line (docs/shield.md)"
    )
    how.add_argument(
        "--score", metavar="FILE", nargs="+", type=Path, help="compare with texts that hold [[TYPE:…]] marks"
    )
    parser.add_argument("--language", choices=("de", "en"), help="of the placeholders (default: that of the text)")
    parser.add_argument("--vocabulary", metavar="FILE", type=Path, help="words that are never names, one a line")
    parser.add_argument("--why", action="store_true", help="show which recogniser hid what")
    parser.add_argument("--misses", action="store_true", help="with --score: show what was not hidden")
    parser.add_argument("--masked", action="store_true", help="with --score: show the ordinary words that were masked")
    return parser


def _say(text: str) -> None:
    # Lone surrogates are no text, but no reason to stop either.
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()


def _vocabulary(file: Path | None) -> frozenset[str]:
    return frozenset(file.read_text("utf-8").lower().split()) if file else frozenset()


def _show(text: str, given: argparse.Namespace) -> None:
    shielded = shield(text.removesuffix("\n"), language=given.language, vocabulary=_vocabulary(given.vocabulary))
    _say(shielded.text)
    if given.why:
        for span in shielded.spans:
            _say(f"{span.placeholder}  {text[span.start : span.end]!r}  {span.type}, {span.recogniser}")


def _spans(source: BinaryIO) -> int:
    failed = False
    for number, line in enumerate(source, 1):
        try:
            answer = _answer(read_request(line))
        except Unreadable as error:
            failed, answer = True, json.dumps({"error": str(error)}, ensure_ascii=False)
            print(f"oase shield: line {number}: {error}", file=sys.stderr, flush=True)
        _say(answer)
    return 1 if failed else 0


def _answer(request: Request) -> str:
    shielded = shield(request.text, language=request.language, known=request.known)
    answer = {"text": shielded.text, "spans": [[span.start, span.end, span.type] for span in shielded.spans]}
    try:
        written = json.dumps(answer, ensure_ascii=False)
        written.encode()
    except UnicodeEncodeError:
        written = json.dumps(answer)
    return written


def _score(given: argparse.Namespace) -> int:
    failed = False
    for file in given.score:
        try:
            texts = read_marked(file)
            shielding = partial(shield, language=given.language, vocabulary=_vocabulary(given.vocabulary))
        except (Unmarked, OSError) as error:
            failed = True
            print(f"oase shield: {error}", file=sys.stderr, flush=True)
            continue
        _report(file, score(texts, shielding), misses=given.misses, masked=given.masked)
    return 1 if failed else 0


def _report(file: Path, result: Score, *, misses: bool, masked: bool) -> None:
    _say(f"{file}: {result.texts} texts")
    for kind in sorted(result.wanted):
        _say(f"  {kind:16} {result.hidden[kind]:6} of {result.wanted[kind]:6} hidden  {result.recall_of(kind):7.1%}")
    _say(f"  {'all':16} {result.hidden.total():6} of {result.wanted.total():6} hidden  {result.recall:7.1%}")
    _say(f"  {'precision':16} {result.right:6} of {result.masks:6} masks   {result.precision:7.1%}")
    _say(f"  {'ordinary words':16} {len(result.masked):6} of {result.ordinary:6} masked  {result.false_share:7.1%}")
    for line in result.missed if misses else ():
        _say(f"  missed {line}")
    for line in result.masked if masked else ():
        _say(f"  masked {line}")
