from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from oase.config.data_folder import data_folder, house_secrets, ring
from oase.conversations.drafts import look_through
from oase.management.house_sealed import house_sealed
from oase.management.rotation import Rotation
from oase.privacy.checking import trouble_of, walk
from oase.privacy.models import PersonKey, VaultKey
from oase.privacy.rotating import Busy, alone


class Command(BaseCommand):
    help = "The keys of the vault: show them, see whether everything opens, put a new one in their place."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="show | check | rotate | new")
        verbs.add_parser("show", help="ids, places and ages of the keys, never the keys")
        verbs.add_parser("check", help="open everything in the vault and tell what does not; exit code 1 if anything")
        rotate = verbs.add_parser("rotate", help="wrap everything with a new key, while Oase serves")
        rotate.add_argument(
            "--forget",
            action="store_true",
            help="do not keep the old key beside the data: backups made before need it",
        )
        verbs.add_parser("new", help="print a fresh key for OASE_KEY")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        if verb == "show":
            self._show()
        elif verb == "check":
            self._check()
        else:
            self._rotate(forget=options["forget"])

    def _show(self) -> None:
        keys = ring()
        wrapped = Counter(PersonKey.objects.filter(erased_at=None).values_list("key_id", flat=True))
        known = {row.pk: row for row in VaultKey.objects.exclude(state=VaultKey.SECRETS)}
        for named in dict.fromkeys([*keys.read(), *known]):
            row = known.get(named)
            kept = data_folder() / f"retired-key-{named}"
            place = keys.place if keys.get(named) else str(kept) if kept.exists() else "not here"
            since = f"since {row.since:%Y-%m-%d %H:%M} UTC" if row else "not used yet"
            state = row.get_state_display() if row else "readable"
            self.stdout.write(f"{named}  {place}  {since}  {state}  {wrapped[named]} data keys")
        if wrapped[""]:
            self.stdout.write(
                f"{wrapped['']} data keys were wrapped by an earlier release; oase keys rotate names them."
            )
        self.stdout.write(
            f"secrets of the house: {data_folder() / 'secrets'}, sealed with {house_secrets().sealed_with}"
        )

    def _check(self) -> None:
        looked: Counter[str] = Counter()
        troubles = 0
        for one in walk():
            looked[one.what] += 1
            troubles += self._tell(one.trouble)
        for trouble in look_through():
            looked["original"] += 1
            troubles += self._tell(trouble)
        for sealed in house_sealed():
            looked["house"] += 1
            if trouble := trouble_of(sealed.look):
                troubles += self._tell(f"{sealed.place}: {trouble}")
        self.stdout.write(
            f"{looked['key']} data keys, {looked['original']} originals, {looked['file']} files and "
            f"{looked['house']} things of the house: {f'{troubles} do not open' if troubles else 'all open'}."
        )
        if troubles:
            raise CommandError("Put what does not open back from a backup: it was cut, swapped or changed.")

    def _tell(self, trouble: str) -> int:
        if trouble:
            self.stdout.write(trouble)
        return 1 if trouble else 0

    def _rotate(self, *, forget: bool) -> None:
        try:
            with alone():
                self._house()
                Rotation(say=self.stdout.write, forget=forget).run()
        except Busy as error:
            raise CommandError(
                "Another rotation is under way, or somebody is writing without an end; try again later."
            ) from error

    def _house(self) -> None:
        broken = 0
        for sealed in house_sealed():
            with transaction.atomic():
                broken += self._tell(trouble_of(sealed.seal_again))
        if broken:
            raise CommandError("What is told above does not open; no key was changed (oase keys check).")
        assert settings.HOUSE_KEY
