from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from oase.conversations.words import Refused
from oase.people.models import Person
from oase.privacy import forgotten
from oase.privacy.forgotten import BadList
from oase.service_cloud.erasure import asking, erasing, replay


class Command(BaseCommand):
    help = "Forget a person at once, by their number; or forget again everybody on the list of the forgotten."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--person", type=int, metavar="NUMBER", help="who asked, say by letter, to be forgotten")
        what.add_argument("--replay", action="store_true", help="after a restore; prints how many were forgotten again")
        what.add_argument("--due", action="store_true", help="print how many on the list are back")

    def handle(self, *args: Any, person: int | None, replay: bool, due: bool, **options: Any) -> None:
        if person is not None:
            self._one(person)
            return
        try:
            self.stdout.write(str(_replay() if replay else _due()))
        except BadList as error:
            raise CommandError(str(error)) from None

    def _one(self, number: int) -> None:
        person = Person.objects.filter(pk=number, is_active=True).first()
        if person is None:
            raise CommandError(f"There is no person {number}.")
        try:
            asking.ask_to_be_forgotten(person=person, language=person.language)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        erasure = erasing.erase(asking.do_not_wait(person=person).pk)
        self.stdout.write(f"Person {number} is forgotten." if erasure.done_at else "It goes on by itself.")


def _replay() -> int:
    return replay.replay()


def _due() -> int:
    return len(replay.due(forgotten.read(erasing.list_file())))
