from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections, transaction

HOUSE = Path(__file__).resolve().parents[2]
LAWS = ("conversations/laws.sql", "experts/views.sql", "privacy/erasures.sql", "privacy/roles.sql")


class Command(BaseCommand):
    help = "Apply the laws, the expert's views and the database roles; runs after every migration."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
            for law in LAWS:
                cursor.execute((HOUSE / law).read_text("utf-8"))
