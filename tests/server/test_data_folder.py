"""The key of a data folder, and the ways to its database."""

import base64
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from oase.config.data_folder import SetupError, connection_parameters, key


def test_many_first_calls_make_one_key_that_only_its_owner_reads(data: Path) -> None:
    with ThreadPoolExecutor(16) as threads:
        keys = set(threads.map(lambda _: key(), range(64)))
    assert len(keys) == 1
    assert len(keys.pop()) == 32
    assert (data / "key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in data.iterdir()] == ["key"]


def test_the_environment_comes_before_the_file(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OASE_KEY", base64.urlsafe_b64encode(b"\xfb" * 32).decode().rstrip("="))
    assert key() == b"\xfb" * 32
    assert not data.exists()


@pytest.mark.parametrize("text", ["", "short", "A" * 44, "ä" * 43, "!" * 43])
def test_a_key_that_is_none_is_refused_and_kept(data: Path, text: str) -> None:
    data.mkdir()
    (data / "key").write_text(text)
    with pytest.raises(SetupError):
        key()
    assert (data / "key").read_text() == text


def test_everything_the_url_says_reaches_the_connection(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://dba:s%40fe@db.example:6432/service?sslmode=verify-full")
    assert connection_parameters("oase_owner") == {
        "host": "db.example",
        "port": "6432",
        "dbname": "service",
        "user": "dba",
        "password": "s@fe",
        "sslmode": "verify-full",
    }
    assert connection_parameters("oase_expert")["user"] == "oase_expert"
    assert connection_parameters("oase_expert")["password"] != connection_parameters("oase_app")["password"]
