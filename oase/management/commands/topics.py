import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from oase.companies.models import Company
from oase.experts.topics.evaluating import BadFile, Result, evaluate, read
from oase.experts.topics.evaluating import folds as parts_of
from oase.experts.topics.learning import learn
from oase.experts.topics.training import KEPT


class Command(BaseCommand):
    help = "Recognising what a question is about: try it on your own questions, or teach a company's recogniser now."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        trying = what.add_parser("evaluate", help="teach with one file, ask another; needs no database")
        form = "JSON lines or CSV with text and intent"
        trying.add_argument(
            "--train", type=Path, required=True, metavar="FILE", help=f"questions to learn from: {form}"
        )
        asking = trying.add_mutually_exclusive_group(required=True)
        asking.add_argument("--test", type=Path, metavar="FILE", help=f"questions to ask: {form}")
        asking.add_argument(
            "--folds", type=int, metavar="N", choices=range(2, 21), help="instead: learn N times from all but a part"
        )
        trying.add_argument("--json", action="store_true", help="print figures for a program")
        learning = what.add_parser("learn", help="teach a company's recogniser now instead of within a minute")
        learning.add_argument("--company", required=True, metavar="SLUG")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "learn":
            self._learn(options["company"])
            return
        try:
            self._evaluate(**options)
        except (BadFile, ValueError) as error:
            raise CommandError(str(error)) from error

    def _evaluate(self, train: Path, test: Path | None, folds: int | None, **options: Any) -> None:
        learned, as_json = read(train), options["json"]
        parts = [(learned, read(test))] if test is not None else parts_of(learned, folds or 2)
        results: list[Result] = []
        for taught, asked in parts:
            results.append(evaluate(taught, asked, (lambda _: None) if as_json else self.stderr.write))
            if not as_json:
                self.stdout.write(told(results[-1]))
        if as_json:
            said = [asdict(one) for one in results]
            self.stdout.write(json.dumps(said if folds else said[0], indent=2))
        elif folds:
            self.stdout.write(together(results))

    def _learn(self, slug: str) -> None:
        company = Company.objects.filter(slug=slug).first()
        if company is None:
            raise CommandError(f"There is no company “{slug}”.")
        row = learn(company.pk)
        if not row.data:
            self.stdout.write("Too few examples: keywords decide.")
            return
        self.stdout.write(
            f"Learned from {row.examples} questions, {row.conversations} of them concerns, in {row.seconds:.1f} s. "
            f"Right first without having learned from it: {row.right:.1%}."
        )


def told(result: Result) -> str:
    """The figures in sentences."""
    lines = [
        f"learned from {result.learned} questions of {result.topics} topics, {result.of_none} of them of none, "
        f"in {result.training_seconds:.1f} s",
        f"a question takes {result.question_ms:.1f} ms of processor time, {result.question_ms_95:.1f} ms (95 %)",
    ]
    if result.asked:
        lines += [
            f"accuracy at 1: {result.right_at_1:.4f}   at 3: {result.right_at_3:.4f}   ({result.asked} questions)",
            f"kept, as sure enough: {result.kept:.4f}; of these right: {result.right_of_kept or 0:.4f}",
        ]
    if result.strangers:
        lines.append(f"out of scope, recognised as such: {result.found:.4f}   ({result.strangers} questions)")
    lines.append(
        f"sure enough is a sureness of {result.least:.3f}: chosen from the learned questions alone, so that {KEPT:.0%} "
        "or a little more of those with a topic are kept when left out"
    )
    return "\n".join(lines)


def together(results: Sequence[Result]) -> str:
    """Mean and spread (standard deviation) over the parts."""
    lines = [f"all {len(results)} parts: mean and spread"]
    for name in ("right_at_1", "right_at_3", "kept", "found", "training_seconds", "question_ms"):
        numbers = [number for one in results if (number := getattr(one, name)) is not None]
        if numbers:
            lines.append(f"{name:<17}{statistics.fmean(numbers):8.4f} ± {statistics.pstdev(numbers):.4f}")
    return "\n".join(lines)
