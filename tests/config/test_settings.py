"""What the environment decides."""

import subprocess
import sys
from pathlib import Path

import pytest

from oase.config.durations import hours
from oase.config.setup_error import SetupError

LOCAL = "localhost 127.0.0.1 [::1]"


@pytest.mark.parametrize(
    ("given", "hosts"),
    [
        ({}, f"localhost {LOCAL}"),
        ({"OASE_HOSTS": "a.example, b.example"}, f"localhost {LOCAL} a.example b.example"),
        ({"OASE_BASE_URL": "https://hilfe.example/"}, f"hilfe.example {LOCAL}"),
        ({"OASE_DEMO": "1"}, f"localhost {LOCAL} *"),
        ({"OASE_DEMO": "1", "OASE_HOSTS": "a.example"}, f"localhost {LOCAL} a.example"),
    ],
)
def test_the_web_process_answers_to_its_own_names_and_to_this_machine(
    tmp_path: Path, given: dict[str, str], hosts: str
) -> None:
    asked = [sys.executable, "-c", "from oase.config.settings import ALLOWED_HOSTS; print(*ALLOWED_HOSTS)"]
    said = subprocess.run(asked, env=given | {"OASE_DATA": str(tmp_path)}, capture_output=True, text=True, check=True)
    assert said.stdout == f"{hosts}\n"


@pytest.mark.parametrize(
    ("given", "seconds"),
    [({}, "86400.0"), ({"OASE_ERASURE_GRACE_HOURS": "0"}, "0.0"), ({"OASE_ERASURE_GRACE_HOURS": " 1.5 "}, "5400.0")],
)
def test_the_time_to_think_again_is_given_in_hours(tmp_path: Path, given: dict[str, str], seconds: str) -> None:
    asked = [sys.executable, "-c", "from oase.config.settings import ERASURE_GRACE as g; print(g.total_seconds())"]
    said = subprocess.run(asked, env=given | {"OASE_DATA": str(tmp_path)}, capture_output=True, text=True, check=True)
    assert said.stdout == f"{seconds}\n"


@pytest.mark.parametrize("given", ["-1", "a day", "nan", "inf", "1e9"])
def test_what_is_no_number_of_hours_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("OASE_ERASURE_GRACE_HOURS", given)
    with pytest.raises(SetupError, match="OASE_ERASURE_GRACE_HOURS must be"):
        hours("OASE_ERASURE_GRACE_HOURS", 24)
