"""A backup is one archive; put back, it serves nobody who was forgotten since."""

import io
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from oase.config.data_folder import CHECKOUT
from oase.server.locks import Lock
from oase.server.postgres import running
from oase.server.replaying import people_who_are_back
from tests.server.conftest import snapshot

PEOPLE = """
from oase.companies.models import *; from oase.people.models import Person; from oase.people.known import save_contact
from oase.experts.routing import receive; from oase.conversations.words import IncomingFile
from io import BytesIO; from uuid import uuid4
company = Company.objects.create(slug="kaffeewerk", name="Kaffeewerk")
for name in ("kanaria", "karla"):
    one = Person.objects.create(email=name + "@vogelhaus.example", first_name=name.title(), last_name="Zwitscherling")
    save_contact(one, {"phone": "0151 23456791"})
    receive(customer=Customer.objects.create(person=one, company=company), text="Frage von " + name, client_id=uuid4(),
            files=[IncomingFile("a.txt", "text/plain", 9, BytesIO(b"Anhang " + name.encode()))])
"""
LOOK = """
from oase.people.models import Person; from oase.people.known import contact_of
from oase.privacy.models import SealedFile; from oase.privacy.files import read_file
for one in Person.objects.order_by("pk"):
    files = SealedFile.objects.filter(person=one)
    print(one.email, contact_of(one).get("phone"), *(b"".join(read_file(file)) for file in files))
"""


def oase(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "oase", *words], env=os.environ | {"PYTHONPATH": str(CHECKOUT)} | environment, cwd="/",
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def seen(data: Path) -> list[str]:
    looked = oase("manage", "shell", "--no-imports", "--data", str(data), "-c", LOOK)
    assert looked.returncode == 0, looked.stderr
    return looked.stdout.splitlines()


def archive_of(path: Path, files: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w") as tar:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return path


MANIFEST = {"format": 1, "migrations": ["oase.0001_the_house"], "keys": [], "demo": False, "demo_asked": False}


def test_there_and_back_again(data: Path, tmp_path: Path) -> None:
    """Two people, a backup, one is forgotten; the older backup brings back the other one only."""
    assert oase("manage", "shell", "--no-imports", "--data", str(data), "-c", PEOPLE).returncode == 0
    kanaria = "kanaria@vogelhaus.example 0151 23456791 b'Anhang kanaria'"
    karla = "karla@vogelhaus.example 0151 23456791 b'Anhang karla'"
    assert seen(data) == [kanaria, karla]
    made = oase("backup", "--data", str(data), str(tmp_path))
    (archive,) = tmp_path.glob("oase-*.tar")
    assert (made.stdout, archive.stat().st_mode & 0o777) == (f"{archive}\n", 0o600)
    with tarfile.open(archive) as tar:
        assert "key" not in tar.getnames()
        assert len([name for name in tar.getnames() if name.startswith("vault/")]) == 2
    forgotten = oase("manage", "forget", "--person", "1", "--data", str(data))
    assert forgotten.returncode == 0, forgotten.stderr

    refused = oase("restore", "--data", str(data), str(archive))
    assert "is not empty" in refused.stderr
    restored = oase("restore", "--data", str(data), str(archive), "--replace")
    assert restored.stdout == "Restored. 1 people were forgotten again.\n", restored.stderr
    assert seen(data) == ["forgotten-1@oase.invalid None", karla]
    assert not (data / "restoring").exists()
    assert not (data / "replaced").exists()
    with running(data):
        assert people_who_are_back() == 0
    heard = [name for name, content in snapshot(data).items() if b"kanaria@vogelhaus" in content]
    assert [name for name in heard if "pg_wal" not in name] == []

    # Into an empty folder on another machine, with the newer list brought along.
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o755)
    (elsewhere / "key").write_bytes((data / "key").read_bytes())
    (elsewhere / "key").chmod(0o600)
    restored = oase("restore", "--data", str(elsewhere), str(archive), "--erasures", str(data / "erasures.list"))
    assert restored.stdout == "Restored. 1 people were forgotten again.\n", restored.stderr
    assert seen(elsewhere) == ["forgotten-1@oase.invalid None", karla]


def refusal(data: Path, archive: Path, **environment: str) -> str:
    before = snapshot(data / "vault")
    done = oase("restore", "--data", str(data), str(archive), **environment)
    assert (done.returncode, done.stdout) == (2, "")
    assert snapshot(data / "vault") == before
    assert not (data / "restoring").exists()
    return done.stderr


def test_without_the_key_nothing_is_restored(data: Path, tmp_path: Path) -> None:
    archive = archive_of(tmp_path / "a.tar", {"oase-backup.json": json.dumps(MANIFEST).encode(), "database.dump": b""})
    assert refusal(data, archive).startswith(f"oase: A backup holds no key. Put the key of that Oase at {data}/key")


def test_another_key_is_told_apart(data: Path, tmp_path: Path) -> None:
    manifest = MANIFEST | {"keys": ["0123456789abcdef"]}
    archive = archive_of(tmp_path / "a.tar", {"oase-backup.json": json.dumps(manifest).encode()})
    said = refusal(data, archive, OASE_KEY="A" * 43)
    assert said == "oase: OASE_KEY is not the key of this backup: 0123456789abcdef is needed. Nothing was changed.\n"


@pytest.mark.parametrize("change", [{"format": 2}, {"migrations": ["oase.9999_from_tomorrow"]}])
def test_a_newer_backup_waits_for_its_release(data: Path, tmp_path: Path, change: dict[str, object]) -> None:
    archive = archive_of(tmp_path / "a.tar", {"oase-backup.json": json.dumps(MANIFEST | change).encode()})
    assert "was made by a newer Oase" in refusal(data, archive, OASE_KEY="A" * 43)


@pytest.mark.parametrize("written", [b"", b"{", b"[]", b"{}", b"\xff", json.dumps(MANIFEST | {"keys": [1]}).encode()])
def test_a_damaged_account_of_itself_is_told(data: Path, tmp_path: Path, written: bytes) -> None:
    archive = archive_of(tmp_path / "a.tar", {"oase-backup.json": written})
    assert "what it says of itself is damaged" in refusal(data, archive, OASE_KEY="A" * 43)


@pytest.mark.parametrize("name", ["../outside", "vault/../../x", "vault/ab/c/d", "postgresql/PG_VERSION", "/etc/x"])
def test_an_archive_writes_nowhere_else(data: Path, tmp_path: Path, name: str) -> None:
    files = {"oase-backup.json": json.dumps(MANIFEST).encode(), name: b"x"}
    assert "which no backup of Oase does" in refusal(data, archive_of(tmp_path / "a.tar", files), OASE_KEY="A" * 43)
    assert not (tmp_path / "outside").exists()


def test_an_archive_that_was_cut_off_is_refused(data: Path, tmp_path: Path) -> None:
    files = {"oase-backup.json": json.dumps(MANIFEST).encode(), "database.dump": b"x" * 100_000}
    archive = archive_of(tmp_path / "a.tar", files)
    archive.write_bytes(archive.read_bytes()[:50_000])
    assert "Nothing was changed." in refusal(data, archive, OASE_KEY="A" * 43)
    archive.write_bytes(b"no archive at all")
    assert "is no whole backup" in refusal(data, archive, OASE_KEY="A" * 43)


def test_what_serves_is_not_replaced(data: Path, tmp_path: Path) -> None:
    data.mkdir()
    lock = Lock(data / "up.lock")
    lock.take()
    said = refusal(data, tmp_path / "a.tar")
    lock.release()
    assert said == f"oase: Oase is up on the data folder {data}: stop it first. Nothing was changed.\n"


def test_a_torn_list_of_the_forgotten_stops_everything(data: Path) -> None:
    data.mkdir()
    (data / "erasures.list").write_text("nonsense\n")
    from oase.config.data_folder import SetupError

    with pytest.raises(SetupError, match="nobody is served"):
        people_who_are_back()
