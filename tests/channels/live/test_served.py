"""The same over the real server with two processes: what only many processes and real connections can get wrong."""

import json
import os
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from oase.conversations.models import Message
from oase.server.web import Options, web_command
from tests.cast import Cast
from tests.channels.live.door import session_of
from tests.server.conftest import eventually

CHECKOUT = Path(__file__).resolve().parents[3]


class Served:
    """A web server of two processes on the tests' own database."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            self.port: int = listener.getsockname()[1]
        self.log = folder / "web.log"
        (folder / "static").mkdir()
        command = web_command(Options(port=self.port, workers=2), folder / "static")
        environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "OASE_BASE_URL": f"http://localhost:{self.port}"}
        environment |= {"OASE_RATE_PERSON": "off", "DJANGO_SETTINGS_MODULE": "oase.config.settings"}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=log, stderr=log)
        eventually(self.answers)

    def answers(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        try:
            return self.knock("GET", "/live/ping")[0] == 204
        except OSError:
            return False

    def knock(
        self, method: str, path: str, body: object = None, session: str = "", **headers: str
    ) -> tuple[int, bytes]:
        connection = HTTPConnection("localhost", self.port, timeout=60)
        try:
            return self.ask(connection, method, path, body, session, **headers)
        finally:
            connection.close()

    def ask(
        self, connection: HTTPConnection, method: str, path: str, body: object, session: str, **headers: str
    ) -> tuple[int, bytes]:
        sent = {"Origin": f"http://localhost:{self.port}", "Content-Type": "application/json"} | headers
        sent |= {"Cookie": f"oase_session={session}"} if session else {}
        connection.request(method, path, json.dumps(body), sent)
        answer = connection.getresponse()
        return answer.status, answer.read()

    def say(self, conversation_id: UUID, session: str, client_id: str, text: str = "Danke!") -> tuple[int, bytes]:
        body = {"text": text, "client_id": client_id}
        return self.knock("POST", f"/live/conversations/{conversation_id}/messages", body, session)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)


@pytest.fixture
def served(cast: Cast, tmp_path: Path) -> Iterator[Served]:
    server = Served(tmp_path)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


def test_one_key_is_one_message_whichever_process_it_reaches(cast: Cast, served: Served) -> None:
    conversation, session, key = cast.asks(), session_of(cast.karla), str(uuid4())
    with ThreadPoolExecutor(10) as many:
        answers = list(many.map(lambda _: served.say(conversation.pk, session, key), range(10)))
    told = [json.loads(body) for _, body in answers]
    assert sorted(status for status, _ in answers) == [200] * 9 + [201]
    assert len({(one["id"], one["seq"], one["at"]) for one in told}) == 1
    assert Message.objects.filter(conversation=conversation).count() == 2


def test_languages_of_people_who_ask_at_once_do_not_mix(cast: Cast, served: Served) -> None:
    conversation, session = cast.asks(), session_of(cast.karla)
    sentences = {"de": "Bitte schreiben Sie zuerst ein paar Worte.", "en": "Please write a few words first."}

    def asks(number: int) -> bool:
        language = ("de", "en")[number % 2]
        path, body = f"/live/conversations/{conversation.pk}/messages", {"text": " ", "client_id": str(uuid4())}
        cookies = f"oase_session={session}; django_language={language}"
        status, answer = served.knock("POST", path, body, Cookie=cookies)
        return (status, json.loads(answer)["detail"]) == (422, sentences[language])

    with ThreadPoolExecutor(8) as many:
        assert list(many.map(asks, range(64))) == [True] * 64


def test_a_megabyte_ends_its_connection_and_nobody_else_s(cast: Cast, served: Served) -> None:
    conversation, session = cast.asks(), session_of(cast.karla)
    with socket.create_connection(("localhost", served.port), timeout=60) as wire:
        wire.sendall(
            f"POST /live/conversations/{conversation.pk}/messages HTTP/1.1\r\nHost: localhost:{served.port}\r\n"
            f"Cookie: oase_session={session}\r\nOrigin: http://localhost:{served.port}\r\n"
            "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
        )
        sent = 0
        try:
            while sent < 2**26:
                wire.sendall(b"10000\r\n" + b" " * 2**16 + b"\r\n")
                sent += 2**16
        except OSError:
            pass
        assert sent < 2**26
        assert wire.recv(20).startswith(b"HTTP/1.1 413 ")
    assert served.say(conversation.pk, session, str(uuid4()))[0] == 201
    assert Message.objects.filter(conversation=conversation).count() == 2


def test_what_is_refused_unread_leaves_the_connection_usable(cast: Cast, served: Served) -> None:
    conversation, session = cast.asks(), session_of(cast.karla)
    connection = HTTPConnection("localhost", served.port, timeout=60)
    path, body = f"/live/conversations/{conversation.pk}/messages", {"text": "Danke!", "client_id": str(uuid4())}
    statuses = [
        served.ask(connection, "POST", path, body, session, Origin="https://evil.example")[0],
        served.ask(connection, "PUT", path, body, session)[0],
        served.ask(connection, "POST", path, body, "")[0],
        served.ask(connection, "POST", path, body, session)[0],
        served.ask(connection, "GET", "/live/ping", None, "")[0],
    ]
    assert statuses == [403, 405, 401, 201, 204]
    connection.close()


def test_at_the_end_streams_are_let_go_and_whoever_was_answered_is_stored(cast: Cast, served: Served) -> None:
    conversation, session = cast.asks(), session_of(cast.karla)
    streams = [HTTPConnection("localhost", served.port, timeout=60) for _ in range(4)]
    opened = []
    for stream in streams:
        stream.request("GET", "/live/stream", headers={"Cookie": f"oase_session={session}"})
        opened.append(stream.getresponse())
    assert [one.status for one in opened] == [200] * 4
    answered: list[str] = []
    begun = threading.Semaphore(0)

    def writes() -> None:
        while True:
            key = str(uuid4())
            try:
                status, _ = served.say(conversation.pk, session, key)
            except (OSError, HTTPException):
                return
            if status == 201:
                answered.append(key)
                begun.release()

    writers = [threading.Thread(target=writes) for _ in range(3)]
    for writer in writers:
        writer.start()
    for _ in range(5):
        assert begun.acquire(timeout=60)
    served.stop()
    for writer in writers:
        writer.join(60)
    # A stream that was cut off in the middle would raise here. (Whether the server thinks it had to kill a worker says
    # nothing: it may ask a moment before it hears that the worker has ended.)
    assert all(b"event: hello" in one.read() for one in opened)
    stored = {str(one) for one in Message.objects.filter(conversation=conversation).values_list("client_id", flat=True)}
    assert set(answered) <= stored
