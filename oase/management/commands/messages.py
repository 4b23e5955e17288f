from typing import Any

from django.core.management.base import BaseCommand

from oase.config.messages import german, update


class Command(BaseCommand):
    help = "Bring oase/locale in step with the messages in code and templates; prints what waits for a translation."

    def handle(self, *args: Any, **options: Any) -> None:
        update(german())
        missing = [message.id for message in german() if message.id and not _translated(message.string)]
        for one in missing:
            self.stdout.write(f"missing: {one}")
        self.stdout.write(f"{len(missing)} missing")


def _translated(string: Any) -> bool:
    return bool(string) if isinstance(string, str) else all(string or ("",))
