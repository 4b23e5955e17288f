"""A simulation as text for a terminal, and as JSON."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from oase.experts.planning.course import ENDS
from oase.experts.planning.figures import PARTS, Answers, Figures, Spread
from oase.experts.planning.plan import Plan
from oase.experts.planning.settings import Tried
from oase.experts.planning.weeks import MINUTE, WEEKDAYS
from oase.experts.planning.wishing import Compared


def told(plan: Plan, figures: Figures, seed: int) -> str:
    """The figures of a run, line by line."""
    return "\n".join(_lines(plan, figures, seed))


def as_json(plan: Plan, figures: Figures, seed: int) -> str:
    """The figures of a run as JSON: seconds, euro cents, shares from 0 to 1."""
    read = asdict(figures) | {
        "seed": seed,
        "topics": [topic.name for topic in plan.topics],
        "ends": dict(zip(ENDS, figures.ends, strict=True)),
    }
    return json.dumps(read, indent=2)


def _lines(plan: Plan, figures: Figures, seed: int) -> Iterator[str]:
    weeks = f"{figures.weeks} week{'s' if figures.weeks != 1 else ''}"
    yield f"{figures.all.questions:,} questions in {weeks}, {figures.experts:,} experts, seed {seed}"
    yield ""
    yield "first answer            median      p95   in time  by experts   claimed   solved*   nobody   offers"
    yield _row("all", figures.all)
    if len(plan.topics) > 1:
        for topic, answers in zip(plan.topics, figures.by_topic, strict=True):
            yield _row(topic.name, answers)
    yield "  * by experts, without the company. Times in minutes; “by experts” is the median of their answers."
    yield ""
    yield "median by weekday       " + "".join(f"{begin:02d}-{end:02d}".rjust(9) for begin, end in PARTS)
    for day, parts in zip(WEEKDAYS, figures.by_part, strict=True):
        yield f"  {day}".ljust(24) + "".join((_minutes(one.median) if one.questions else "–").rjust(9) for one in parts)
    yield ""
    yield "an expert                least      10 %    median      90 %      most      mean"
    yield _spread("load (part of hours)", figures.load, 100, " %")
    yield _spread("claimed a week", figures.claimed, 1, "")
    yield _spread("earned a week (€)", figures.earned, 0.01, "")
    yield ""
    ends = zip(ENDS, figures.ends, strict=True)
    yield "how they ended: " + ", ".join(f"{end} {number:,}" for end, number in ends)


def _row(name: str, one: Answers) -> str:
    return (
        f"  {name[:20]:20}{_minutes(one.median):>8} {_minutes(one.p95):>8}{one.in_time:>9.0%}"
        f"{_minutes(one.expert_median):>13}{one.claimed:>10.0%}{one.solved:>10.0%}{one.nobody:>9.0%}{one.asked:>9.1f}"
    )


def _spread(name: str, spread: Spread, factor: float, unit: str) -> str:
    values = (spread.least, spread.tenth, spread.median, spread.ninetieth, spread.most, spread.mean)
    return f"  {name:20}" + "".join(f"{value * factor:.1f}{unit}".rjust(10) for value in values)


def _minutes(seconds: float) -> str:
    return f"{seconds / MINUTE:.1f}"


def told_compared(count: int, hours: str, found: Compared) -> str:
    """What more experts change, as a sentence."""
    if not found.before.questions:
        return f"Nobody asks at {hours}, so more experts change nothing then."
    return (
        f"With {count} more experts at {hours} the median for those who ask then goes from "
        f"{_minutes(found.before.median)} to {_minutes(found.after.median)} minutes, "
        f"and the share solved without the company from {found.before.solved:.0%} to {found.after.solved:.0%} "
        f"({found.before.questions:,} questions)."
    )


def told_settings(rows: Sequence[Tried], aim_seconds: float) -> str:
    """A table of wave settings in Markdown; whether half of all questions are answered in time stands last."""
    lines = [
        f"| wave sizes | every | median | p95 | by experts, median | within {aim_seconds / MINUTE:g} min "
        "| claimed | solved | offers a question | meets it |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for one in rows:
        sizes = ", ".join(str(size) for size in one.waves.sizes)
        lines.append(
            f"| {sizes} | {one.waves.seconds:g} s | {one.median / MINUTE:.2f} | {one.p95 / MINUTE:.0f} "
            f"| {one.expert_median / MINUTE:.2f} | {one.within:.0%} | {one.claimed:.0%} | {one.solved:.0%} "
            f"| {one.asked:.1f} | {'yes' if one.meets(aim_seconds) else 'no'} |"
        )
    return "\n".join(lines)
