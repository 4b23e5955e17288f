"""A plan from a file, TOML 1.0 or JSON (RFC 8259). Every sentence about what is wrong names the place.

`docs/planning.md` shows a whole file. What is left out is as usual (`usual.py`, `plan.py`).
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from oase.experts.matching.waves import Waves
from oase.experts.planning.plan import Behind, Group, Plan, TopicPlan
from oase.experts.planning.table import Table
from oase.experts.planning.usual import BY_HOUR_OF_DAY, BY_WEEKDAY, WAVES
from oase.experts.planning.weeks import MINUTE, WEEKDAYS
from oase.experts.planning.wrong import WrongPlan

MOST_BYTES = 1_000_000


def plan_in(path: Path) -> Plan:
    """The plan that stands in a file.

    Raises:
        WrongPlan: there is no such file, it cannot be read, or what it says cannot be simulated.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise WrongPlan(f"{path} is larger than a plan: at most a megabyte is read.")
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise WrongPlan(f"There is no file {path}.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise WrongPlan(f"{path} cannot be read: {error}.") from error
    try:
        read: Any = _json(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        kind = "JSON" if path.suffix.lower() == ".json" else "TOML"
        raise WrongPlan(f"{path} is no {kind}: {error}.") from error
    if not isinstance(read, Mapping):
        raise WrongPlan(f"{path} holds no plan: it begins with topics and experts.")
    return plan_of(read)


def _json(text: str) -> Any:
    read = json.loads(text)
    json.dumps(read, ensure_ascii=False).encode()  # half a character, which JSON can spell, could not be printed
    return read


def plan_of(read: Mapping[str, Any]) -> Plan:
    """The plan in what was read from TOML or JSON.

    Raises:
        WrongPlan: what it says cannot be simulated.
    """
    table = Table(read, "the plan")
    company = table.table("company", "company")
    plan = Plan(
        topics=tuple(_topic(one) for one in table.tables("topics", "topic")),
        groups=tuple(_group(one) for one in table.tables("experts", "experts")),
        company=_company(company),
        handover_percent=table.whole("handover_percent", 20, 0, 100),
    )
    table.done()
    return plan


def _company(table: Table) -> Behind:
    usual = Behind()
    company = Behind(table.hours("hours", usual.hours), table.times("answer", usual.answer))
    table.done()
    return company


def _topic(table: Table) -> TopicPlan:
    name = table.text("name")
    table.place = f"topic “{name}”"
    promise = table.number("promise_minutes", 15.0) * MINUTE
    usual = TopicPlan(name, 1.0, (1.0,) * 168, 900.0, WAVES)
    topic = replace(
        usual,
        a_week=table.number("questions_a_week"),
        by_hour=_by_hour(table),
        promise_seconds=promise,
        waves=_waves(table, promise),
        price_cents=round(table.number("price", 0.0) * 100),
        languages=tuple(table.shares("languages", {"de": 1.0}).items()),
        answer=table.times("answer", usual.answer),
        answers=table.number("answers", usual.answers),
        pause=table.times("pause", usual.pause),
        solved=table.number("solved", usual.solved),
        given_on=table.number("given_on", usual.given_on),
    )
    table.done()
    return topic


def _by_hour(table: Table) -> tuple[float, ...]:
    """Weights of the day's hours times weights of the weekdays, or all 168 at once."""
    hours = table.numbers("by_hour", BY_HOUR_OF_DAY)
    if len(hours) == 168:
        return hours
    days = table.shares("by_weekday", dict(zip(WEEKDAYS, BY_WEEKDAY, strict=True)))
    if len(hours) != 24 or set(days) - set(WEEKDAYS):
        raise WrongPlan(f"{table.place}: by_hour has 24 weights, or 168; by_weekday names {', '.join(WEEKDAYS)}.")
    return tuple(days.get(day, 0.0) * hour for day in WEEKDAYS for hour in hours)


def _waves(table: Table, promise: float) -> Waves:
    sizes = table.numbers("wave_sizes", WAVES.sizes)
    seconds = table.number("wave_seconds", max(promise / 20, 5.0))
    if any(size != int(size) for size in sizes):
        raise WrongPlan(f"{table.place}: a wave asks whole experts.")
    try:
        return Waves(tuple(int(size) for size in sizes), seconds)
    except ValueError as error:
        raise WrongPlan(f"{table.place}: {error}.") from error


def _group(table: Table) -> Group:
    name = table.text("name")
    table.place = f"experts “{name}”"
    usual = Group(name, 0)
    group = replace(
        usual,
        count=table.whole("count", None, 0, 1_000_000),
        hours=table.hours("hours", usual.hours),
        topics=table.texts("topics", ()),
        languages=table.texts("languages", usual.languages),
        at_once=table.whole("at_once", usual.at_once, 1, 1_000_000),
        offers_at_once=table.whole("offers_at_once", usual.offers_at_once, 1, 1_000_000),
        notice=table.times("notice", usual.notice),
        takes=table.number("takes", usual.takes),
        pace=table.number("pace", usual.pace),
        skill=table.number("skill", usual.skill),
        differ=table.number("differ", usual.differ),
    )
    table.done()
    return group
