"""Loaded before everything else (`-p tests.house`): the settings must find a data folder of the tests' own."""

import os
import shutil
import tempfile
from pathlib import Path

FOLDER = tempfile.mkdtemp(prefix="oase-tests-")
Path(FOLDER).chmod(0o755)
os.environ["OASE_DATA"] = FOLDER
os.environ.pop("DATABASE_URL", None)
os.environ.pop("OASE_KEY", None)
os.environ["OASE_DEBUG"] = "0"
os.environ["OASE_DEMO"] = "1"


def pytest_unconfigure() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
