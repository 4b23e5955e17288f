from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from oase.companies.models import Company
from oase.service_cloud.erasure import retention, sweeping
from oase.service_cloud.erasure.retention import Rule


class Command(BaseCommand):
    help = "Show or decide how long solved concerns are kept, or delete now what nobody must keep any longer."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--company", metavar="SLUG", help="whose concerns (default: every company)")
        parser.add_argument("--kind", choices=retention.KINDS, help="answered by the network, or by the company")
        parser.add_argument("--days", type=int, help="after the end of the year in which a concern was solved")
        duty = parser.add_mutually_exclusive_group()
        duty.add_argument("--duty", action="store_const", const=True, help="it stays nameless when its customer goes")
        duty.add_argument("--no-duty", dest="duty", action="store_const", const=False, help="it goes with its customer")
        parser.add_argument("--sweep", action="store_true", help="delete now; otherwise it happens every night")

    def handle(self, *args: Any, **options: Any) -> None:
        companies = Company.objects.order_by("slug")
        if options["company"]:
            companies = companies.filter(slug=options["company"])
            if not companies.exists():
                raise CommandError(f"There is no company “{options['company']}”.")
        if options["sweep"]:
            self.stdout.write(f"{sweeping.sweep()} concerns deleted")
            return
        changes = options["days"] is not None or options["duty"] is not None
        if changes and not options["kind"]:
            raise CommandError(f"Say which --kind: {' or '.join(retention.KINDS)}.")
        for company in companies:
            if changes:
                self._change(company, options["kind"], options["days"], options["duty"])
            for kind in retention.KINDS:
                rule = retention.rule_of(company, kind)
                stays = "stays nameless" if rule.duty else "goes with its customer"
                self.stdout.write(f"{company.slug:20} {kind:8} {rule.days:6} days after the year, {stays}")

    def _change(self, company: Company, kind: str, days: int | None, duty: bool | None) -> None:
        now = retention.rule_of(company, kind)
        try:
            rule = Rule(now.days if days is None else days, now.duty if duty is None else duty)
            retention.set_rule(company, kind, rule)
        except ValueError as error:
            raise CommandError(str(error)) from None
