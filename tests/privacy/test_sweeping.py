"""What no row knows goes after a day; everything else stays."""

import io
import os
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import Settings

from oase.privacy.files import PARTIAL, path_of, read_file, seal_file
from oase.privacy.models import SealedFile
from oase.privacy.sweeping import SPARED, sweep_files
from tests.cast import Cast


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.VAULT_FILES = tmp_path / "vault"
    return tmp_path / "vault"


def _seal(cast: Cast) -> SealedFile:
    return seal_file(io.BytesIO(b"x"), person_id=cast.karla.pk, name="x", content_type="text/plain")


def _age(path: Path, age: timedelta) -> Path:
    moment = (timezone.now() - age).timestamp()
    os.utime(path, (moment, moment))
    return path


def _orphan(folder: Path, ending: str = "", *, age: timedelta) -> Path:
    path = folder / "ab" / (uuid4().hex + ending)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"?")
    return _age(path, age)


def test_old_files_without_a_row_go_and_all_others_stay(cast: Cast, folder: Path) -> None:
    old = SPARED + timedelta(minutes=1)
    kept = _seal(cast)
    _age(path_of(kept.pk), timedelta(days=400))
    erased = _seal(cast)
    _age(path_of(erased.pk), old)
    SealedFile.objects.filter(pk=erased.pk).delete()
    gone = [path_of(erased.pk), _orphan(folder, age=old), _orphan(folder, PARTIAL, age=old)]
    young = [_orphan(folder, age=timedelta(hours=23)), _orphan(folder, PARTIAL, age=timedelta(hours=23))]
    strange = _age(_orphan(folder, ".txt", age=old), old)

    assert sweep_files() == 3
    assert [path.exists() for path in gone] == [False, False, False]
    assert [path.exists() for path in (*young, strange)] == [True, True, True]
    assert b"".join(read_file(kept)) == b"x"
    assert sweep_files() == 0


def test_beside_an_empty_table_nothing_is_removed(cast: Cast, folder: Path) -> None:
    orphan = _orphan(folder, age=timedelta(days=9))
    assert sweep_files() == 0
    assert orphan.exists()
