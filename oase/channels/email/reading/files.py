"""Where mails lie: single files, folders, and mbox files."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_SEPARATOR = re.compile(rb"From (?:\S+|\"[^\"\r\n]*\"\S*) .*[0-9]{1,2}:[0-9]{2}.*[0-9]{4}")
_ESCAPED = re.compile(rb">+From ")


def read_files(paths: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    """(where it came from, raw mail) of each file; folders with all they hold, in order; mbox files mail by mail.

    "where" is the path, with `#2` behind it for the second mail of an mbox. A file called .eml is always one mail;
    others are mbox files if they begin with a "From " line (RFC 4155). Raises OSError for what cannot be opened.
    """
    for path in paths:
        files = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
        for file in files:
            if file.suffix.lower() != ".eml" and _is_mbox(file):
                for number, raw in enumerate(_mails(file), start=1):
                    yield f"{file}#{number}", raw
            else:
                yield str(file), file.read_bytes()


def _is_mbox(file: Path) -> bool:
    with file.open("rb") as opened:
        return _SEPARATOR.match(opened.readline(1_000)) is not None


def _mails(file: Path) -> Iterator[bytes]:
    """A mail begins at a "From " line after an empty one; ">From " within it was escaped and is undone (mboxrd)."""
    lines: list[bytes] = []
    after_blank = True
    with file.open("rb") as opened:
        for line in opened:
            if after_blank and line.startswith(b"From ") and _SEPARATOR.match(line):
                if lines:
                    yield _without_last_blank(lines)
                lines = [line]
            else:
                lines.append(line[1:] if _ESCAPED.match(line) else line)
            after_blank = not line.strip(b"\r\n")
    if lines:
        yield _without_last_blank(lines)


def _without_last_blank(lines: list[bytes]) -> bytes:
    """The empty line before the next "From " belongs to the mbox; the "From " line stays, as the envelope."""
    return b"".join(lines[:-1] if len(lines) > 1 and not lines[-1].strip() else lines)
