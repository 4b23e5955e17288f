"""What a run says at the end, on the terminal and in `bench/results.md`."""

import os
import platform
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from bench import table
from bench.aims import aims
from bench.figures import Measure, Spread
from bench.options import Options
from bench.running import Found

LIMITS = ("ping", "message", "conversation", "batch-16", "batch-64", "fsync")
TIMED = ("chat", "claim")
LIBRARIES = ("django", "psycopg", "granian", "cryptography", "numpy", "uvloop")


def report(found: Found, options: Options, *, postgres: str, words: list[str], took: float) -> str:
    """Everything as Markdown."""
    measures = found.measures
    counted = [one for key, one in measures.items() if key not in (*LIMITS, *TIMED)]
    parts = [
        ["# What this house does on this machine", "", *_where(postgres, words, took, options), ""],
        _part("Measured", table.rates(counted, options.at_once) if counted else []),
        _caught_up(found.caught_up),
        _part("Sent and shown, claimed", _timed(measures)),
        _part("The shield, a message", _shield(found.shield)),
        _part("Streams", _streams(found.streams)),
        _part("Not measured", [f"- {trouble}" for trouble in found.troubles]),
        _part("At most, in the same run", _limits(measures)),
        _part("As a share of it", table.ratios(measures)),
        _part("Aims", table.aimed(aims(measures, found.streams))),
        _part("Who used the processors", table.cores([*measures.values()], 16)),
        _part("Afterwards", checked(found.checked)),
    ]
    return "\n".join(line for part in parts for line in part)


def _where(postgres: str, words: list[str], took: float, options: Options) -> list[str]:
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    workers = options.workers or "as many web processes as oase up starts by itself"
    return [
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC. {_machine()}, {os.cpu_count()} processors, Python"
        f" {platform.python_version()}, PostgreSQL {postgres}, {libraries}.",
        "",
        f"`{' '.join(['bin/bench', *words])}`: {options.rounds} rounds, runs of {options.seconds:g} s, {workers};"
        f" fsync on; the load generator shares the processors. {took / 60:.0f} minutes.",
        "",
        "Each figure is the median of its runs with the least and the greatest of them.",
    ]


def _machine() -> str:
    try:
        with open("/proc/cpuinfo") as lines:  # noqa: PTH123  # no file to be handled, but the kernel's word
            return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def _part(title: str, lines: list[str]) -> list[str]:
    return [f"## {title}", "", *lines, ""] if lines else []


def _limits(measures: Mapping[str, Measure]) -> list[str]:
    shown = [measures[key] for key in LIMITS if key in measures]
    levels = sorted({level for one in shown for level in one.runs})
    return table.rates(shown, levels) if shown else []


def _timed(measures: Mapping[str, Measure]) -> list[str]:
    shown = [measures[key] for key in TIMED if key in measures]
    return table.latencies(shown, sorted({level for one in shown for level in one.runs})) if shown else []


def _shield(rounds: list[dict[str, float]]) -> list[str]:
    if not rounds:
        return []
    spreads = [table.cell(Spread.of([one[key] for one in rounds])) for key in ("p50", "p99", "rate")]
    return table.table(["p50, ms of one core", "p99", "messages a second of one core"], [spreads])


def _caught_up(seen: list[tuple[int, float]]) -> list[str]:
    if not seen:
        return []
    number, seconds = sum(number for number, _ in seen), sum(seconds for _, seconds in seen)
    return [
        f"{number:,} messages in {len(seen)} runs were stored before the shield had read them. It took"
        f" {seconds:.1f} s after those runs, {number / seconds:,.0f} messages a second.",
        "",
    ]


def _streams(seen: Mapping[str, Any]) -> list[str]:
    if not seen:
        return []
    told = " / ".join(table.number(value) for value in seen["poke_ms"]) + " ms"
    head = [
        "streams",
        "web processes",
        "KB each",
        "KB each after pokes",
        "opened in, s",
        "poke to all, p50 / p99 / max, ms",
    ]
    row = [f"{seen['streams']:,}", str(seen["workers"]), str(seen["kilobytes"]), str(seen["kilobytes_after_pokes"])]
    row += [str(seen["open_seconds"]), told, str(seen["storm_seconds"])]
    return table.table([*head, "all back after a kill, s"], [row])


def checked(found: Mapping[str, Any]) -> list[str]:
    """Whether everything that was acknowledged is there, in sentences."""
    if not found:
        return []
    return [
        f"- {found['found']:,} of {found['said']:,} acknowledged messages are in the database, each once;"
        f" {found['opened']:,} of {found['asked']:,} acknowledged conversations.",
        f"- {found['opened_originals']:,} originals were opened; {found['wrong_originals']:,} of them say"
        " something else than was sent.",
        f"- {found['unshielded']:,} messages wait for the shield (after {found['waited']:g} s of waiting);"
        f" {found['leaked']:,} bodies hold the phone or the mail address of their writer.",
        f"- {found['gaps']:,} conversations have a gap or a number twice; of {found['claims']:,} questions that many"
        f" claimed at once {found['claimed_once']:,} went to exactly one expert.",
    ]


def is_whole(found: Mapping[str, Any]) -> bool:
    """Whether nothing that was acknowledged is missing, wrong, open or twice."""
    there = found["found"] == found["said"] and found["opened"] == found["asked"]
    return (
        there
        and found["claimed_once"] == found["claims"]
        and not any(found[key] for key in ("wrong_originals", "unshielded", "leaked", "gaps"))
    )


def to_terminal(text: str) -> None:
    """Progress, on standard error, so that the tables can be piped."""
    print(text, file=sys.stderr, flush=True)
