"""Files of the vault without a row: an upload that was rolled back, a crash while writing, a person who was erased."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from itertools import batched
from pathlib import Path
from uuid import UUID

from django.conf import settings

from oase.jobs import clock
from oase.privacy.files import PARTIAL
from oase.privacy.models import SealedFile

log = logging.getLogger(__name__)
SPARED = timedelta(days=1)
"""A file younger than this may belong to a transaction that has not ended yet."""
AT_ONCE = 500


def sweep_files() -> int:
    """Remove files that are older than `SPARED` and have no row; how many.

    A table without any row is taken for the wrong database beside this folder: then nothing is removed.
    """
    if not SealedFile.objects.exists():
        return 0
    removed = 0
    for paths in batched(_old(Path(settings.VAULT_FILES)), AT_ONCE):
        named = {path: UUID(hex=path.stem) for path in paths}
        known = set(SealedFile.objects.filter(pk__in=named.values()).values_list("pk", flat=True))
        for path, file_id in named.items():
            if path.suffix == PARTIAL or file_id not in known:
                path.unlink(missing_ok=True)
                removed += 1
    if removed:
        log.info("removed %d files of the vault that no row knows", removed)
    return removed


def _old(folder: Path) -> Iterator[Path]:
    """Files of ours that are old enough; whatever else lies in the folder is left alone."""
    oldest_spared = (clock.now() - SPARED).timestamp()
    for path in folder.glob("??/*"):
        ours = len(path.stem) == 32 and path.suffix in {"", PARTIAL} and set(path.stem) <= set("0123456789abcdef")
        if ours and path.is_file() and path.stat().st_mtime < oldest_spared:
            yield path
