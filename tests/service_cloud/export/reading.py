"""An archive as a test reads it."""

import io
import json
import zipfile
from typing import Any

from oase.people.models import Person
from oase.privacy.files import read_file
from oase.service_cloud.export import actions
from oase.service_cloud.export.models import Export


def made(person: Person) -> Export:
    """Asked for and made."""
    export = actions.ask_for_export(person=person)
    actions.make(export.pk)
    export.refresh_from_db()
    return export


def opened(export: Export) -> zipfile.ZipFile:
    """The archive, unsealed."""
    assert export.file is not None
    return zipfile.ZipFile(io.BytesIO(b"".join(read_file(export.file))))


def data_of(person: Person) -> dict[str, Any]:
    """What programs read."""
    data: dict[str, Any] = json.loads(opened(made(person)).read("data.json"))
    return data


def everything_in(archive: zipfile.ZipFile) -> str:
    """All names and texts of an archive as one."""
    return "\n".join(
        [*archive.namelist(), *(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())]
    )
