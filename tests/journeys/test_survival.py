"""Everything dies at once; what was acknowledged is there again, and nothing was done twice."""

import http.cookiejar
import re
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path
from uuid import uuid4

import psutil

from tests.journeys.house import CHECKOUT, environment_of, free_port, start

GATHER = "import django; django.setup(); from tests.cast import gather; gather()"


class Browser:
    """A browser without eyes: cookies and forms."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, path: str) -> str:
        with self.opener.open(self.address + path, timeout=60) as answer:
            return str(answer.read().decode())

    def post(self, path: str, **fields: str) -> str:
        """Send a form; the address of the page it led to."""
        token = next(cookie.value for cookie in self.cookies if cookie.name == "csrftoken")
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token, **fields}).encode()
        request = urllib.request.Request(self.address + path, body, headers={"Referer": self.address + path})
        with self.opener.open(request, timeout=60) as answer:
            return urllib.parse.urlsplit(answer.url).path


def test_after_kill_9_of_everything_every_acknowledged_message_is_there(tmp_path: Path) -> None:
    data, port = tmp_path / "data", free_port()
    tmp_path.chmod(0o755)
    process = start(data, port, "--no-demo")
    try:
        setup = environment_of(data) | {"DJANGO_SETTINGS_MODULE": "oase.config.settings"}
        subprocess.run([sys.executable, "-c", GATHER], cwd=CHECKOUT, env=setup, check=True)
        guest = Browser(f"http://localhost:{port}")
        guest.get("/ask/kaffeewerk/")
        client_id = str(uuid4())
        ask = {"text": "Die Aroma 4 zeigt K9.", "email": "wanda@example.net", "client_id": client_id}
        concern = guest.post("/ask/kaffeewerk/", **ask)
        texts = [f"Nachricht Nummer {number}" for number in range(8)]
        for text in texts:
            guest.post(f"{concern}reply/", text=text, client_id=str(uuid4()))

        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
        for one in family:
            one.kill()
        psutil.wait_procs(family, timeout=30)

        process = start(data, port, "--no-demo")
        page = guest.get(concern)
        for text in texts:
            assert len(re.findall(rf"{text}\b", page)) == 1
        # The same question once more is the same question.
        guest.get("/ask/kaffeewerk/")
        assert guest.post("/ask/kaffeewerk/", **ask) == concern
    finally:
        process.terminate()
        process.wait(60)
