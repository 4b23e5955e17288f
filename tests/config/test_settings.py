"""What the environment decides."""

import subprocess
import sys
from pathlib import Path

import pytest

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
