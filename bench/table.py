"""The tables, as Markdown that reads well in a terminal too."""

from collections.abc import Iterable, Mapping, Sequence

from bench.aims import RATIOS, Aim
from bench.figures import Measure, Spread, ratio


def number(value: float) -> str:
    """Three figures are enough; thousands by comma."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def cell(spread: Spread | None) -> str:
    """Median (least – greatest)."""
    if spread is None:
        return ""
    if spread.low == spread.high:
        return number(spread.middle)
    return f"{number(spread.middle)} ({number(spread.low)} – {number(spread.high)})"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Lines of a Markdown table, columns in line with each other."""
    every = [[*head], *([*row] for row in rows)]
    widths = [max(len(row[column]) for row in every) for column in range(len(head))]
    lines = [f"| {' | '.join(text.ljust(width) for text, width in zip(row, widths, strict=True))} |" for row in every]
    return [lines[0], f"|{'|'.join('-' * (width + 2) for width in widths)}|", *lines[1:]]


def rates(measures: Iterable[Measure], at_once: Sequence[int]) -> list[str]:
    """How much a second, and how long one took where that was measured."""
    rows = []
    for one in measures:
        busiest = max((level for level in one.runs if level <= 16), default=0)
        latencies = [cell_of(one, busiest, share) for share in (0.5, 0.99)]
        rows.append([one.name, *(cell(one.rate(level)) for level in at_once), *latencies, errors(one)])
    head = ["a second", *(f"{level} at once" for level in at_once), "p50, ms, ≤ 16", "p99, ms, ≤ 16", "errors"]
    return table(head, rows)


def cell_of(one: Measure, at_once: int, share: float) -> str:
    """A percentile's median, without its spread."""
    spread = one.latency(at_once, share)
    return number(spread.middle) if spread else ""


def errors(one: Measure) -> str:
    """Every one of them, by kind."""
    return ", ".join(f"{times} × {what}" for what, times in sorted(one.errors.items())) or "0"


def latencies(measures: Iterable[Measure], at_once: Sequence[int]) -> list[str]:
    """p50 and p99 with their spread."""
    rows = []
    for one in measures:
        for level in at_once:
            if one.latency(level, 0.5):
                spreads = (cell(one.latency(level, share)) for share in (0.5, 0.99))
                rows.append([one.name, str(level), *spreads, cell(one.rate(level)), errors(one)])
    return table(["milliseconds", "at once", "p50", "p99", "a second", "errors"], rows)


def ratios(measures: Mapping[str, Measure]) -> list[str]:
    """Measures as a share of what the machine could do at most in the same run."""
    rows = []
    for part, whole, at_once, _aim in RATIOS:
        if part in measures and whole in measures:
            share = ratio(measures[part].rate(at_once), measures[whole].rate(at_once))
            if share is not None:
                rows.append([measures[part].name, measures[whole].name, str(at_once), f"{share * 100:.1f} %"])
    return table(["what", "of", "at once", "share"], rows) if rows else []


def aimed(aims: Iterable[Aim]) -> list[str]:
    """What was aimed at, and whether it was reached."""
    rows = [
        [
            aim.what,
            f"{number(aim.measured)}{aim.unit}",
            f"{'≥' if aim.at_least else '≤'} {number(aim.wanted)}{aim.unit}",
            "yes" if aim.reached else "no",
        ]
        for aim in aims
    ]
    return table(["what", "measured", "aim", "reached"], rows) if rows else []


def cores(measures: Iterable[Measure], at_once: int) -> list[str]:
    """Which part of the house used how much of the processors, and what that is for each one done."""
    shown = [(one, one.cores(at_once), one.each(at_once)) for one in measures if one.cores(at_once)]
    parts = sorted({part for _, used, _ in shown for part in used})
    rows = [
        [one.name, *(f"{number(used.get(part, 0.0))} · {number(each.get(part, 0.0))}" for part in parts)]
        for one, used, each in shown
    ]
    return table([f"cores in use · ms of one for each, {at_once} at once", *parts], rows) if rows else []
