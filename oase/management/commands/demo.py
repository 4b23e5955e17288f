from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from oase.demo.loading import PASSWORD, load
from oase.demo.reading import read
from oase.people.models import Person

CAST = (
    ("Karla", "karla@example.org", "customer of both companies", "/concerns/"),
    ("Emil", "emil@example.org", "expert for coffee machines", "/desk/"),
    ("Ada", "ada@example.org", "advisor at Kaffeewerk", "/office/kaffeewerk/"),
    ("Dora", "dora@example.org", "Ada's deputy", "/office/kaffeewerk/"),
    ("Sven", "sven@example.org", "supervisor at Kaffeewerk", "/office/kaffeewerk/team/"),
    ("Mallory", "mallory@example.org", "agent at Velotal, stranger at Kaffeewerk", "/office/velotal/"),
)


class Command(BaseCommand):
    help = "Load the demo into an empty database, or with --addresses tell who can sign in and where."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--addresses", action="store_true", help="only print the addresses and sign-ins")

    def handle(self, *args: Any, addresses: bool = False, **options: Any) -> None:
        if addresses:
            self.stdout.write(self._addresses())
        elif Person.objects.exists():
            self.stdout.write("There are people here already; the demo is only loaded into an empty database.")
        else:
            load(read())

    def _addresses(self) -> str:
        rows = [f"  {name:8} {email:21} {settings.BASE_URL}{path:24} {who}" for name, email, who, path in CAST]
        return "\n".join(
            [
                f"Sign in at {settings.BASE_URL}/account/login/ with the password {PASSWORD},",
                f"or ask for a code by mail and read it at {settings.BASE_URL}/mail/.",
                *rows,
            ]
        )
