"""What `bin/bench` can be asked."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LIMITS = ("fsync", "ping", "pgbench")
MEASURES = (
    "create", "append", "second-level", "mixed", "page", "inbox", "chat", "streams", "shield", "claim",
)  # fmt: skip
EVERYTHING = (*LIMITS, *MEASURES)


@dataclass(frozen=True)
class Options:
    """How much is measured, and for how long."""

    only: frozenset[str] = frozenset(EVERYTHING)
    seconds: float = 4.0
    """Of each run."""
    rounds: int = 3
    at_once: tuple[int, ...] = (1, 16, 64)
    streams: int = 10_000
    inbox: int = 120
    claims: int = 20
    """Races for a question, a round."""
    messages: int = 1200
    """The shield reads, a round."""
    workers: int | None = None
    data: Path | None = None
    write: Path | None = None
    profile: Path | None = None
    quick: bool = False

    @property
    def most(self) -> int:
        return max(self.at_once)


def parse(words: Sequence[str]) -> Options:
    """From the command line; wrong words end the program with a sentence."""
    parser = argparse.ArgumentParser(prog="bin/bench", description=DESCRIPTION, allow_abbrev=False)
    parser.add_argument("--quick", action="store_true", help="everything, but short: three minutes, rough figures")
    parser.add_argument("--only", type=_names, metavar="NAME,…", help=f"of: {', '.join(EVERYTHING)}")
    parser.add_argument("--seconds", type=float, metavar="N", help="of each run (default 4; quick 1)")
    parser.add_argument("--rounds", type=int, metavar="N", help="runs of each measure (default 3)")
    parser.add_argument("--at-once", type=_numbers, metavar="N,…", help="how many at once (default 1,16,64)")
    parser.add_argument("--streams", type=int, metavar="N", help="open streams (default 10000; quick 1000)")
    parser.add_argument("--workers", type=int, metavar="N", help="web processes (default: that of oase up)")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the disk that is measured: a folder on it")
    parser.add_argument("--write", type=Path, metavar="FILE", help="where the tables go as well")
    parser.add_argument("--profile", type=Path, metavar="DIR", help="keep a profile of each measure of the web process")
    given = parser.parse_args(words)
    if given.quick:
        base = Options(seconds=1.0, streams=1000, inbox=60, claims=5, messages=400, quick=True)
    else:
        base = Options()
    chosen = {name: value for name, value in vars(given).items() if value is not None and value is not False}
    only = chosen.pop("only", base.only)
    if chosen.get("data") and not chosen["data"].is_dir():
        parser.error(f"--data: {chosen['data']} is no folder")
    if chosen.get("seconds", 1) <= 0 or chosen.get("rounds", 1) < 1 or min(chosen.get("at_once", (1,))) < 1:
        parser.error("--seconds, --rounds and --at-once are at least 1")
    known = {name: value for name, value in chosen.items() if name != "quick"}
    return Options(**(vars(base) | known | {"only": frozenset(only)}))


DESCRIPTION = """\
Measures an Oase of its own on a temporary data folder, fsync on: how much it does a second at 1, 16 and 64 at once in a
closed loop, medians of three with their spread, and beside it in the same run what the machine could do at most."""


def _names(text: str) -> frozenset[str]:
    names = frozenset(filter(None, text.split(",")))
    if unknown := names - frozenset(EVERYTHING):
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}")
    return names


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(","))
