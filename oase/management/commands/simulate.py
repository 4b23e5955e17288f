import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from oase.companies.models import Company
from oase.experts.matching.waves import Waves
from oase.experts.planning.drawing import drawn
from oase.experts.planning.filed import plan_in
from oase.experts.planning.own import own_plan
from oase.experts.planning.plan import Plan
from oase.experts.planning.settings import SECONDS, SIZES, tried
from oase.experts.planning.telling import as_json, told, told_compared, told_settings
from oase.experts.planning.usual import usual_plan
from oase.experts.planning.weeks import MINUTE, hours_in
from oase.experts.planning.wishing import compared, figures_for
from oase.experts.planning.wrong import WrongPlan

SEEDS = 3
"""Each setting is tried with so many seeds, one after the other from `--seed` on."""


class Command(BaseCommand):
    help = (
        "Simulate a network of experts: time to answer, share solved, load and earnings. From a file (TOML or JSON), "
        "from a company's own figures (--company), or with what is usual. docs/planning.md says how."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a plan, .toml or .json")
        parser.add_argument("--company", metavar="SLUG", help="simulate this company, from its own figures")
        parser.add_argument(
            "--experts", type=int, metavar="N", help="so many experts in all, in the plan's proportions"
        )
        parser.add_argument("--questions", type=float, metavar="N", help="so many questions a week in all")
        parser.add_argument("--promise", type=float, metavar="MINUTES", help="promise an answer within so many minutes")
        parser.add_argument(
            "--aim", type=float, metavar="MINUTES", help="what --try-waves should meet (default: the promise)"
        )
        parser.add_argument("--waves", metavar="N,N,…", help="how many are asked, wave by wave, such as 5,10,25,50")
        parser.add_argument("--every", type=float, metavar="SECONDS", help="from one wave to the next")
        parser.add_argument("--weeks", type=int, default=4, metavar="N", help="weeks to simulate (default 4)")
        parser.add_argument("--seed", type=int, default=1, metavar="N", help="same seed, same result (default 1)")
        parser.add_argument("--more", metavar="“N HOURS”", help="and with N more experts, as in “12 su 18:00-24:00”")
        parser.add_argument("--try-waves", action="store_true", help="try waves of many kinds, and print a table")
        parser.add_argument("--svg", type=Path, metavar="FILE", help="draw time to answer by hour of the day")
        parser.add_argument("--json", action="store_true", help="print the figures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._simulate(**options)
        except WrongPlan as wrong:
            raise CommandError(str(wrong)) from wrong

    def _simulate(self, **given: Any) -> None:
        plan, weeks, seed = _plan(**given), given["weeks"], given["seed"]
        promise = max(topic.promise_seconds for topic in plan.topics)
        aim = promise if given["aim"] is None else _minutes("What --try-waves aims at", given["aim"])
        if given["try_waves"]:
            sizes = (_sizes(given["waves"]),) if given["waves"] else SIZES
            seconds = (given["every"],) if given["every"] else SECONDS
            rows = tried(
                plan, aim_seconds=aim, sizes=sizes, seconds=seconds, weeks=weeks, seeds=range(seed, seed + SEEDS)
            )
            self.stdout.write(told_settings(list(rows), aim))
            return
        figures = figures_for(plan, weeks=weeks, seed=seed)
        self.stdout.write(as_json(plan, figures, seed) if given["json"] else told(plan, figures, seed))
        if given["more"]:
            count, hours = _more(given["more"])
            found = compared(plan, count, hours_in(hours), weeks=weeks, seed=seed)
            (self.stderr if given["json"] else self.stdout).write("\n" + told_compared(count, hours, found))
        if given["svg"]:
            self._draw(given["svg"], drawn(figures, promise_seconds=max(one.promise_seconds for one in plan.topics)))

    def _draw(self, path: Path, svg: str) -> None:
        try:
            path.write_text(svg, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        print(f"The chart is in {path}.", file=sys.stderr)


def _plan(**given: Any) -> Plan:
    if given["file"] and given["company"]:
        raise WrongPlan("Either a file or --company: a plan comes from one of them.")
    if given["company"]:
        company = Company.objects.filter(slug=given["company"]).first()
        if company is None:
            raise WrongPlan(f"There is no company “{given['company']}”.")
        plan = own_plan(company).plan
    else:
        plan = (
            plan_in(given["file"])
            if given["file"]
            else usual_plan(10 if given["experts"] is None else given["experts"])
        )
    if given["experts"] is not None and (given["file"] or given["company"]):
        plan = plan.with_experts(given["experts"])
    if given["questions"] is not None:
        plan = plan.with_questions(given["questions"])
    if given["promise"] is not None:
        plan = plan.promising(promise_seconds=_minutes("A promise", given["promise"]))
    return _with_waves(plan, given["waves"], given["every"])


def _minutes(name: str, minutes: float) -> float:
    if not 0 < minutes <= 100_000:
        raise WrongPlan(f"{name} is longer than no minutes, and no longer than 100,000.")
    return minutes * MINUTE


def _with_waves(plan: Plan, sizes: str | None, every: float | None) -> Plan:
    if every is not None and not 0 <= every <= 1_000_000:
        raise WrongPlan("From one wave to the next there are some seconds, at most a million.")
    try:
        topics = tuple(
            replace(
                topic,
                waves=Waves(
                    _sizes(sizes) if sizes else topic.waves.sizes, topic.waves.seconds if every is None else every
                ),
            )
            for topic in plan.topics
        )
    except ValueError as error:
        raise WrongPlan(f"These waves cannot be: {error}.") from error
    return replace(plan, topics=topics)


def _sizes(text: str) -> tuple[int, ...]:
    if not re.fullmatch(r"\d{1,6}(,\d{1,6})*", text.replace(" ", "")):
        raise WrongPlan(f"“{text}” are no waves. Write whole numbers with commas, like 5,10,25,50.")
    return tuple(int(size) for size in text.split(","))


def _more(text: str) -> tuple[int, str]:
    count, _, hours = text.strip().partition(" ")
    if not re.fullmatch(r"\d{1,6}", count) or not hours:
        raise WrongPlan(f"“{text}” says not how many more, and when. Write it like “12 su 18:00-24:00”.")
    return int(count), hours.strip()
