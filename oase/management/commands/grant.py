from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections, transaction

HOUSE = Path(__file__).resolve().parents[2]
VIEWS = sorted((HOUSE / "experts/views").glob("*.sql"), key=lambda path: (path.stem != "desk", path.stem))
"""The expert's world; `desk.sql` makes the schema in which the others stand."""
LAWS = (
    HOUSE / "companies/audit/audit.sql",
    HOUSE / "conversations/laws.sql",
    HOUSE / "conversations/listing/listing.sql",
    HOUSE / "experts/checks/checks.sql",
    HOUSE / "experts/rewards/ledger/ledger.sql",
    *VIEWS,
    HOUSE / "privacy/erasures.sql",
    HOUSE / "second_level/goodwill/goodwill.sql",
    HOUSE / "second_level/search/search.sql",
    HOUSE / "second_level/shaping/shaping.sql",
    HOUSE / "privacy/roles.sql",
)


class Command(BaseCommand):
    help = "Apply the laws, the expert's views and the database roles; runs after every migration."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
            for law in LAWS:
                cursor.execute(law.read_text("utf-8"))
