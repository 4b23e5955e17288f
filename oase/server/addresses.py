"""What `oase up` prints at the end: where the demo's cast signs in."""

import json
import subprocess
import sys
from pathlib import Path

from oase.server import release
from oase.server.children import start_part


class Addresses:
    """The text of `oase demo --addresses`, asked for while the parts start, and kept until the release changes."""

    def __init__(self, address: str, data: Path, environment: dict[str, str]) -> None:
        self._file = data / "addresses.json"
        self._valid_for = [address, environment.get("OASE_BASE_URL", address), release.code()]
        self._known = self._read()
        self._process: subprocess.Popen[bytes] | None = None
        if not self._known:
            command = [sys.executable, "-m", "oase", "manage", "demo", "--addresses", "--skip-checks"]
            self._process = start_part(command, data=data, environment=environment, stdout=subprocess.PIPE)

    def text(self) -> str:
        """Wait for the text; empty when the command failed, which has then said why."""
        if self._process is not None:
            self._known = self._process.communicate()[0].decode().strip()
            if self._process.returncode == 0:
                self._file.write_text(json.dumps({"for": self._valid_for, "text": self._known}))
        return self._known

    def _read(self) -> str:
        try:
            kept = json.loads(self._file.read_text())
            return str(kept["text"]) if kept["for"] == self._valid_for else ""
        except (OSError, ValueError, KeyError, TypeError):
            return ""
