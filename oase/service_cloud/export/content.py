"""What stands in an archive, in the order in which it is written: files, then data.json, then index.html.

The page comes last because only then it is known which files could be read to their end.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from oase.jobs import clock
from oase.people.models import Person
from oase.privacy.files import PIECE, read_file
from oase.privacy.vault import VaultError
from oase.service_cloud.export import page
from oase.service_cloud.export.archive import Entry
from oase.service_cloud.export.concerns import concerns_of, told
from oase.service_cloud.export.files import Kept, files_of, kept_files
from oase.service_cloud.export.parts import Part, Section, parts

FORMAT: Final = "oase-export/1"
"""Of data.json; docs/export.md describes it. A key is never given another meaning under the same number."""

type Step = Callable[[int], None]
"""Told after each piece of work how many pieces it was."""


def work_in(person: Person) -> int:
    """How many pieces of work an archive takes: kinds and concerns twice, files by the MiB."""
    files = sum(_weight(size) for size in files_of(person).values_list("size", flat=True))
    return files + 2 * (len(parts()) + concerns_of(person).count())


def _weight(size: int) -> int:
    return 1 + size // PIECE


class Content:
    """All that is held about one person, as entries of an archive. Called in the person's language."""

    def __init__(self, person: Person, step: Step) -> None:
        self._person = person
        self._step = step
        self._at = clock.now()
        self._paths: dict[UUID, str] = {}
        self._files: list[dict[str, Any]] = []

    def entries(self) -> Iterator[Entry]:
        """Each entry once, to be read to its end before the next."""
        for kept in kept_files(self._person):
            line = self._line(kept)
            yield Entry(kept.path, kept.at, self._pieces(kept, line), kept.size, kept.content_type)
        yield Entry("data.json", self._at, self._data())
        yield Entry("index.html", self._at, self._page())

    def _line(self, kept: Kept) -> dict[str, Any]:
        self._paths[kept.file.pk] = kept.path
        line = {
            "path": kept.path,
            "name": kept.name,
            "content_type": kept.content_type,
            "size": kept.size,
            "at": kept.at,
            "concern": kept.concern or None,
            "complete": True,
        }
        self._files.append(line)
        return line

    def _pieces(self, kept: Kept, line: dict[str, Any]) -> Iterator[bytes]:
        left = _weight(kept.size)
        try:
            for piece in read_file(kept.file):
                yield piece
                if left > 1:
                    left -= 1
                    self._step(1)
        except VaultError:
            # One damaged file must not cost somebody all the others; it is said where it stands.
            line["complete"] = False
        self._step(left)

    def _sections(self, some: Sequence[Part]) -> Iterator[Section]:
        for part in some:
            yield from part.sections(self._person)
            self._step(1)

    def _data(self) -> Iterator[bytes]:
        head = {"format": FORMAT, "made_at": self._at, "language": self._person.language}
        yield _json(head)[:-1] + b', "sections": {'
        between = b""
        for section in self._sections(parts()):
            yield between + _json(section.key) + b": " + _json(_as_data(section))
            between = b",\n"
        yield b'}, "concerns": ['
        between = b""
        for concern in told(concerns_of(self._person), person=self._person, paths=self._paths):
            yield between + _json(concern)
            between = b",\n"
            self._step(1)
        yield b'], "files": ' + _json(self._files) + b"}\n"

    def _page(self) -> Iterator[bytes]:
        own = concerns_of(self._person)
        yield page.beginning(person=self._person, at=self._at, titles=list(self._titles()))
        # Who somebody is, then their own words; what only the house needs to know stands behind.
        first, *others = parts()
        yield from page.sections(self._sections([first]))
        yield page.concerns_title(own.count())
        for number, concern in enumerate(told(own, person=self._person, paths=self._paths), start=1):
            yield page.concern(concern, number=number)
            self._step(1)
        if self._files:
            yield page.files(self._files)
        yield from page.sections(self._sections(others))
        yield page.ending()

    def _titles(self) -> Iterator[tuple[str, str]]:
        for number, part in enumerate(parts()):
            yield from ((section.key, section.title) for section in part.sections(self._person) if section.rows)
            if number == 0:
                yield "concerns", _("Your concerns")
                if self._files:
                    yield "files", _("Your files")


def _as_data(section: Section) -> Mapping[str, Any]:
    return {"title": section.title, "about": section.about, "fields": section.fields, "rows": section.rows}


def _json(value: object) -> bytes:
    # A lone surrogate is possible in what somebody wrote; as an escape it stays valid JSON.
    return json.dumps(value, ensure_ascii=True, default=_plain).encode("ascii")


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)
