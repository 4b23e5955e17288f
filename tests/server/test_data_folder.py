"""The keys of a data folder, its secrets, and the ways to its database."""

import base64
import hmac
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from oase.config.data_folder import ROLES, SetupError, connection_parameters, house_secrets, ring, role_password
from oase.privacy.keyring import key_id, new_key

ONE, TWO = (base64.urlsafe_b64encode(bytes([n]) * 32).decode() for n in (0xFB, 0xFC))
KEY, OTHER = b"\xfb" * 32, b"\xfc" * 32


def derived(name: str, key: bytes = KEY) -> str:
    return hmac.new(key, name.encode(), "sha256").hexdigest()


def older(data: Path, text: str = ONE) -> Path:
    """The data folder of a release that kept nothing but the key."""
    data.mkdir()
    file = data / "key"
    file.touch(0o600)
    file.write_text(text)
    return file


def test_many_first_calls_make_one_key_and_one_set_of_secrets_that_only_their_owner_reads(data: Path) -> None:
    with ThreadPoolExecutor(16) as threads:
        found = set(threads.map(lambda _: (ring().newest, house_secrets().id), range(64)))
    assert len(found) == 1
    assert {path.name: path.stat().st_mode & 0o777 for path in data.iterdir()} == {"key": 0o600, "secrets": 0o600}


def test_the_environment_comes_before_the_file(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OASE_KEY", ONE.rstrip("="))
    assert ring().read() == {key_id(KEY): KEY}
    assert not data.exists()


def test_the_environment_holds_several_the_newest_first(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OASE_KEY", f" {TWO} , {ONE},")
    assert list(ring().read().values()) == [OTHER, KEY]
    assert ring().newest == key_id(OTHER)


@pytest.mark.parametrize("text", ["", "short", "A" * 44, "ä" * 43, "!" * 43, f"{ONE}\nshort", "\0" * 43])
def test_a_key_that_is_none_is_refused_and_kept(data: Path, text: str) -> None:
    file = older(data, text)
    with pytest.raises(SetupError, match="is no key") as refused:
        ring()
    assert (file.read_text(), "\n" in str(refused.value)) == (text, False)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601, 0o620])
def test_a_key_that_others_can_reach_is_refused_with_one_sentence(data: Path, mode: int) -> None:
    file = older(data)
    file.chmod(mode)
    with pytest.raises(SetupError, match=r"^Others on this machine can read the key") as refused:
        ring()
    assert ("chmod 600" in str(refused.value), ONE in str(refused.value)) == (True, False)
    file.chmod(0o600)
    assert ring().newest == key_id(KEY)


def test_what_was_derived_from_the_key_before_stays(data: Path) -> None:
    older(data)
    kept = house_secrets()
    assert kept.get("django") == derived("django")
    assert [role_password(role) for role in ROLES[1:]] == [derived(f"role:{role}") for role in ROLES[1:]]
    assert ONE not in (data / "secrets").read_text()
    assert derived("django") not in (data / "secrets").read_text()


def test_a_new_house_derives_nothing_from_its_key(data: Path) -> None:
    keys = ring()
    assert house_secrets().get("django") != derived("django", keys.read()[keys.newest])


def test_a_second_machine_with_the_same_key_in_its_environment_has_the_same_secrets(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OASE_KEY", ONE)
    here = house_secrets()
    monkeypatch.setenv("OASE_DATA", str(tmp_path / "elsewhere"))
    assert house_secrets() == here


def test_secrets_of_another_key_are_refused_and_a_missing_key_is_not_made_again(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = ring().newest
    monkeypatch.setenv("OASE_KEY", ONE)
    with pytest.raises(SetupError, match=f"does not fit this data folder: .* was sealed with the key {named}"):
        house_secrets()
    monkeypatch.delenv("OASE_KEY")
    (data / "key").unlink()
    with pytest.raises(SetupError, match="is missing"):
        ring()
    assert not (data / "key").exists()


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"key": 3}', '{"key": "x", "sealed": "!"}', "\0"])
def test_secrets_that_are_none_are_refused(data: Path, text: str) -> None:
    older(data)
    (data / "secrets").write_text(text)
    with pytest.raises(SetupError):
        house_secrets()


def test_no_bit_of_the_secrets_can_be_turned(data: Path) -> None:
    older(data)
    house_secrets()
    file = data / "secrets"
    whole = file.read_text()
    file.write_text(whole.replace('"sealed": "', '"sealed": "AAAA'))
    with pytest.raises(SetupError, match="changed or cut"):
        house_secrets()


def test_a_ring_that_has_changed_is_seen_at_once_and_what_was_read_stays_good(data: Path) -> None:
    older(data)
    serving, changing = ring(), ring()
    assert serving.get(key_id(OTHER)) is None
    changing.write([TWO, ONE])
    assert (serving.newest, serving.get(key_id(KEY))) == (key_id(OTHER), KEY)
    assert (data / "key").stat().st_mode & 0o777 == 0o600
    last = new_key()
    changing.write([last])
    assert (serving.lines(), serving.get(key_id(KEY))) == ([last], None)
    (data / "key").unlink()
    assert serving.lines() == [last]


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
