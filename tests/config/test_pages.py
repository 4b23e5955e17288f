"""Pages are made in threads: whole ones in one piece, files piece by piece, and nobody waits for a slow reader."""

import asyncio
import threading
from collections.abc import Callable, Iterator, MutableMapping
from typing import Any

import pytest

from oase.config.pages import Pages

Message = MutableMapping[str, Any]


class Answer:
    """As Django's responses: iterable, closed once, streaming or not."""

    def __init__(self, pieces: list[bytes], *, streaming: bool = False) -> None:
        self.pieces, self.streaming, self.closed = pieces, streaming, 0

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.pieces)

    def close(self) -> None:
        self.closed += 1


async def _asked(
    pages: Pages, said: list[Message], *, method: str = "GET", body: bytes = b"", slow: Any = None
) -> None:
    scope: Message = {"type": "http", "method": method, "path": "/", "headers": [(b"host", b"localhost")]}
    scope.update({"query_string": b"", "root_path": "", "http_version": "1.1", "server": ("localhost", 80)})

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        if slow is not None and message["type"] == "http.response.body":
            await slow.wait()
        said.append(message)

    await pages(scope, receive, send)


def _application(answer: Answer) -> Callable[..., Answer]:
    def application(environ: Any, start_response: Any) -> Answer:
        start_response("200 OK", [("Content-Type", "text/plain"), ("Set-Cookie", "a=b")])
        answer.pieces = [piece.replace(b"?", environ["wsgi.input"].read()) for piece in answer.pieces]
        return answer

    return application


HEAD = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-type", b"text/plain"), (b"set-cookie", b"a=b")],
}


def test_a_page_goes_out_in_one_piece_and_is_closed_once() -> None:
    answer, said = Answer([b"one ", b"two"]), list[Message]()
    asyncio.run(_asked(Pages(_application(answer), threads=2, at_once=1), said))
    assert said == [HEAD, {"type": "http.response.body", "body": b"one two"}]
    assert answer.closed == 1


def test_a_stream_goes_out_piece_by_piece_and_is_closed_once() -> None:
    answer, said = Answer([b"one", b"two"], streaming=True), list[Message]()
    asyncio.run(_asked(Pages(_application(answer), threads=2, at_once=1), said))
    assert [one["body"] for one in said[1:]] == [b"one", b"two", b""]
    assert answer.closed == 1


def test_a_form_brings_its_body() -> None:
    answer, said = Answer([b"got ?"]), list[Message]()
    asyncio.run(_asked(Pages(_application(answer), threads=2, at_once=1), said, method="POST", body=b"words"))
    assert b"".join(one.get("body", b"") for one in said) == b"got words"


def test_who_reads_a_file_slowly_keeps_nobody_from_a_page() -> None:
    async def story() -> list[Message]:
        slow, read, said = asyncio.Event(), list[Message](), list[Message]()
        file = Answer([b"file"], streaming=True)
        answers = iter([file, Answer([b"page"])])
        pages = Pages(lambda environ, start: _application(next(answers))(environ, start), threads=2, at_once=1)
        reading = asyncio.create_task(_asked(pages, read, slow=slow))
        async with asyncio.timeout(60):
            while not read:
                await asyncio.sleep(0)
            await _asked(pages, said)
        slow.set()
        await reading
        return said

    assert asyncio.run(story())[1]["body"] == b"page"


def test_no_more_pages_are_made_at_once_than_may_be() -> None:
    within, most, counting = [0], [0], threading.Lock()
    first = threading.Event()

    def application(environ: Any, start_response: Any) -> Answer:
        with counting:
            within[0] += 1
            most[0] = max(most[0], within[0])
        first.wait(0.05)
        with counting:
            within[0] -= 1
        return _application(Answer([b"page"]))(environ, start_response)

    async def story() -> None:
        pages = Pages(application, threads=6, at_once=2)
        await asyncio.gather(*[_asked(pages, []) for _ in range(6)])

    asyncio.run(story())
    assert most == [2]


def test_what_breaks_below_is_raised_and_the_turn_is_given_back() -> None:
    def application(environ: Any, start_response: Any) -> Answer:
        raise RuntimeError("broken")

    pages = Pages(application, threads=1, at_once=1)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            asyncio.run(_asked(pages, []))
