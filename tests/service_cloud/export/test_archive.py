"""The zip as a stream."""

import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

from oase.privacy.files import Description
from oase.service_cloud.export.archive import Entry, Readable, zipped
from oase.service_cloud.export.files import safe_name

AT = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
MIB = 2**20


def test_what_goes_in_comes_out() -> None:
    entries = [
        Entry("files/00001-Rechnung Blüte.pdf", AT, [b"%PDF", b"-1.7"], 8, "application/pdf"),
        Entry("data.json", AT, [b"{}"]),
        Entry("leer.txt", AT, []),
    ]
    archive = zipfile.ZipFile(io.BytesIO(b"".join(zipped(entries))))
    assert archive.testzip() is None
    assert {name: archive.read(name) for name in archive.namelist()} == {
        "files/00001-Rechnung Blüte.pdf": b"%PDF-1.7",
        "data.json": b"{}",
        "leer.txt": b"",
    }


def test_an_entry_is_asked_for_only_when_its_turn_comes() -> None:
    opened = []

    def piece(name: str) -> Iterator[bytes]:
        opened.append(name)
        yield b"x" * 100

    pieces = zipped(Entry(name, AT, piece(name)) for name in "ab")
    next(pieces)
    assert opened == ["a"]


def test_a_large_archive_needs_little_memory() -> None:
    piece = bytes(range(256)) * (MIB // 256)
    entries = (Entry(f"{n}.zip", AT, (piece for _ in range(40)), 40 * MIB, "application/zip") for n in range(5))
    source, size = Readable(zipped(entries)), 0
    tracemalloc.start()
    while data := source.read(MIB):
        size += len(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 200 * MIB
    assert peak < 12 * MIB


def test_a_reader_gets_at_most_what_it_asks_for() -> None:
    source = Readable(iter([b"abc", b"", b"defgh"]))
    assert [source.read(2) for _ in range(6)] == [b"ab", b"c", b"de", b"fg", b"h", b""]


def test_no_file_name_leads_out_of_its_folder() -> None:
    names = ["../../etc/passwd", "a\\b.txt", "x\u202efdp.exe", "", "...", "y" * 300 + ".jpeg", "con: <1>?.png"]
    assert [safe_name(Description(name, "")) for name in names] == [
        "_.._etc_passwd",
        "a_b.txt",
        "x_fdp.exe",
        "file",
        "file",
        "y" * 76 + ".jpeg",
        "con_ _1__.png",
    ]
