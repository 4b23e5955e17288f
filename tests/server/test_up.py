"""What stands in the way of `oase up` is said in one sentence, before anything is started."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from oase.cli import main
from oase.config.data_folder import CHECKOUT
from oase.server.locks import Lock
from oase.server.up import UP_LOCK


def oase(*words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT)}
    command = [sys.executable, "-m", "oase", *words]
    return subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True, check=False)


def test_a_second_up_on_one_data_folder_says_where_the_first_is(data: Path) -> None:
    data.mkdir()
    lock = Lock(data / UP_LOCK)
    lock.take()
    lock.write(json.dumps({"process": os.getpid(), "address": "http://localhost:8123"}))
    second = oase("up", "--data", str(data))
    lock.release()
    expected = f"oase: Oase is already up on the data folder {data}, at http://localhost:8123.\n"
    assert (second.returncode, second.stdout, second.stderr) == (2, "", expected)
    assert not (data / "postgresql").exists()


def test_a_taken_port_is_said_before_anything_is_started(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = oase("up", "--port", str(port), f"--data={data}")
    expected = (
        f"oase: Port {port} of 127.0.0.1 cannot be used: Address already in use. "
        "Choose another with --port; nothing was started.\n"
    )
    assert (refused.returncode, refused.stdout, refused.stderr) == (2, "", expected)
    assert not (data / "postgresql").exists()


def test_a_data_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    refused = oase("up", "--data", str(tmp_path / "file" / "data"))
    expected = (
        f"oase: The data folder {tmp_path}/file/data cannot be written: Not a directory. Choose another with --data.\n"
    )
    assert (refused.returncode, refused.stdout, refused.stderr) == (2, "", expected)


@pytest.mark.parametrize(
    "words", [["--data", "DIR", "manage", "help"], ["manage", "--data=DIR", "help"], ["help", "--data", "DIR"]]
)
def test_the_data_folder_may_be_named_anywhere(
    words: list[str], data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([word.replace("DIR", str(data.with_name("named"))) for word in words])
    assert os.environ["OASE_DATA"] == str(data.with_name("named"))
    assert "migrate" in capsys.readouterr().out


def test_help_is_for_people(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([])
    assert capsys.readouterr().out.startswith("oase — customer service in which nobody meets a dead end\n")
