from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from oase.channels.email.ingesting import ingest
from oase.companies.models import Company


class Command(BaseCommand):
    help = "Turn mails (.eml files, folders of them, mbox files) into conversations of a company."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="FILE", help="an .eml file, a folder or an mbox")
        parser.add_argument("--company", metavar="SLUG", help="whose mails they are (default: the first company)")

    def handle(self, *args: Any, paths: list[Path], company: str | None = None, **options: Any) -> None:
        chosen = Company.objects.filter(**({"slug": company} if company else {})).order_by("pk").first()
        if chosen is None:
            raise CommandError(f"There is no company “{company}”." if company else "There is no company yet.")
        if missing := [path for path in paths if not path.exists()]:
            raise CommandError(f"{missing[0]} is not there.")
        counts: Counter[str] = Counter()
        for outcome in ingest(company=chosen, paths=paths):
            counts[outcome.kind] += 1
            if outcome.reason:
                self.stdout.write(f"set aside  {outcome.source}: {outcome.reason}")
        kinds = ("new", "reply", "answer", "known", "set aside")
        self.stdout.write(f"{sum(counts.values())} mails: " + ", ".join(f"{counts[kind]} {kind}" for kind in kinds))
