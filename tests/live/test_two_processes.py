"""Two web processes on two ports, one of them killed: pages of the other go on, its own come back without a gap."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from oase.live.notify import Poke, person, poke, revoke
from oase.people.models import Person
from oase.server.web import Options, health_of, web_command
from tests.cast import Cast
from tests.live.wires import free_port, strung

PATIENCE = 60
CHECKOUT = Path(__file__).resolve().parents[2]


class Web:
    """A web process of the house, on a port that stays the same when it is started again."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.options = Options(port=free_port(), workers=1)
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = web_command(self.options, Path(settings.STATIC_ROOT))
        self._process = subprocess.Popen(command, env=self._environment, cwd=CHECKOUT, process_group=0)
        deadline = time.monotonic() + PATIENCE
        while trouble := health_of(self.options):
            # Jobs have no worker here, so a house that answers is well enough.
            if "does not answer" not in trouble:
                return
            assert time.monotonic() < deadline, trouble
            time.sleep(0.1)

    def kill(self) -> None:
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None


class Page:
    """A browser's stream on a raw socket, which remembers the last event as browsers do."""

    def __init__(self, port: int, key: str, last: str = "") -> None:
        self.last = last
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        lines = ["GET /live/stream HTTP/1.1", "Host: localhost", f"Cookie: oase_session={key}"]
        lines += [f"Last-Event-ID: {last}"] if last else []
        self._socket.sendall("\r\n".join([*lines, "", ""]).encode())
        self._file = self._socket.makefile("rb")
        self.status = int(self._file.readline().split()[1])

    def hears(self) -> str:
        """The next event: its name, or the topic of a poke; "end" when the answer is over."""
        name = ""
        while line := self._line():
            if line.startswith("id: "):
                self.last = line[4:]
            elif line.startswith("event: "):
                name = line[7:]
            elif line.startswith("data: "):
                return line.split('"')[3] if name == "poke" else name
        return "end"

    def _line(self) -> str:
        try:
            while (line := self._file.readline()) and not line.strip():
                pass
        except ConnectionError:
            return ""
        return line.decode().strip()

    def hears_until(self, wanted: str) -> list[str]:
        """What it hears before this."""
        before: list[str] = []
        while (heard := self.hears()) != wanted:
            assert heard != "end", before
            before.append(heard)
        return before


@contextmanager
def _two(kind: str) -> Iterator[tuple[Web, Web]]:
    with strung(kind) as wire, ExitStack() as stack:
        environment = os.environ | {"OASE_DATA": os.environ["OASE_DATA"], "PYTHONPATH": str(CHECKOUT)}
        if wire.nats:
            environment["OASE_BUS_URL"] = wire.nats.url
        both = Web(environment), Web(environment)
        for web in both:
            stack.callback(web.kill)
            web.start()
        yield both


def _key(who: Person) -> str:
    client = Client()
    client.force_login(who, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client.session.session_key or ""


@pytest.mark.parametrize("kind", ["postgres", "nats"])
def test_one_of_two_is_killed_and_nobody_misses_anything(cast: Cast, kind: str) -> None:
    key, karla = _key(cast.karla), person(cast.karla.pk)
    with _two(kind) as (dies, stays):
        ours, theirs = Page(dies.options.port, key), Page(stays.options.port, key)
        for number, page in enumerate((ours, theirs)):
            page.hears_until("hello")
            poke([Poke(f"ready:{number}", 1, (karla,))])
            page.hears_until(f"ready:{number}")
        poke([Poke("both", 1, (karla,))])
        ours.hears_until("both")
        assert theirs.hears_until("both") == []
        dies.kill()
        while ours.hears() != "end":
            pass
        poke([Poke("alone", 2, (karla,))])
        # Over NATS the one that handed on may have been the one that died: then everything is read anew.
        assert theirs.hears() in ("alone", "hello")
        dies.start()
        back = Page(dies.options.port, key, ours.last)
        assert back.hears() == "hello"
        poke([Poke("again", 3, (karla,))])
        back.hears_until("again")
        theirs.hears_until("again")
        # Somebody whose process said "again" goes on from there at the other one.
        here = Page(stays.options.port, key, back.last)
        poke([Poke("end", 4, (karla,))])
        assert here.hears_until("end") == []
        for page in (back, theirs):
            page.hears_until("end")
        revoke([karla])
        assert [back.hears(), theirs.hears(), here.hears()] == ["end"] * 3


@pytest.mark.parametrize("kind", ["postgres"])
def test_what_nobody_should_send_is_refused_and_harms_nobody(cast: Cast, kind: str) -> None:
    key, karla = _key(cast.karla), person(cast.karla.pk)
    with _two(kind) as (web, _other):
        port = web.options.port
        page = Page(port, key)
        page.hears_until("hello")
        assert [Page(port, wrong).status for wrong in ("", "x" * 32, "%00", "0" * 5000)] == [403] * 4
        floods = [socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) for _ in range(50)]
        for flood in floods:
            flood.sendall(b"GET /live/stream HTTP/1.1\r\nHost: localhost\r\n" + b"X-A: b\r\n" * 500)
        big = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        big.sendall(b"GET /live/stream HTTP/1.1\r\nHost: localhost\r\nCookie: " + b"a" * 200_000 + b"\r\n\r\n")
        assert b" 431 " in big.recv(100)
        silent = Page(port, key)
        poke([Poke("still", 1, (karla,))])
        assert page.hears_until("still") == []
        assert silent.status == 200
