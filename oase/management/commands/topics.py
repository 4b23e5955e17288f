import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from oase.companies.models import Company
from oase.experts.topics.evaluating import BadFile, Result, evaluate, read
from oase.experts.topics.learning import learn
from oase.experts.topics.training import KEPT


class Command(BaseCommand):
    help = "Recognising what a question is about: try it on your own questions, or teach a company's recogniser now."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        trying = what.add_parser("evaluate", help="teach with one file, ask another; needs no database")
        for name, use in (("--train", "questions to learn from"), ("--test", "questions to ask")):
            trying.add_argument(
                name, type=Path, required=True, metavar="FILE", help=f"{use}: JSON lines or CSV with text and intent"
            )
        trying.add_argument("--json", action="store_true", help="print figures for a program")
        learning = what.add_parser("learn", help="teach a company's recogniser now instead of within a minute")
        learning.add_argument("--company", required=True, metavar="SLUG")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "learn":
            self._learn(options["company"])
            return
        try:
            taught, asked = read(options["train"]), read(options["test"])
            quiet = options["json"]
            result = evaluate(taught, asked, (lambda _: None) if quiet else self.stderr.write)
        except (BadFile, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(asdict(result), indent=2) if options["json"] else told(result))

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
        f"a question takes {result.question_ms:.1f} ms (median), {result.question_ms_95:.1f} ms (95 %)",
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
        "of those with a topic are kept when left out"
    )
    return "\n".join(lines)
