"""The load generator against a server that answers in every way it may, and in some it may not."""

import asyncio
import json
from collections.abc import Awaitable, Callable

import pytest

from bench.loop import Request, Sender, run, same
from bench.wire import Answer, Broken, Connection, Place, get, post_start, unchunked, with_body

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def asked(serve: Serve, *requests: bytes, hangs_up: bool = False) -> list[Answer | str]:
    """What one connection hears; a broken one gives the reason. `hangs_up`: each answer is followed by the end."""

    async def go() -> list[Answer | str]:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        connection = Connection(Place(server.sockets[0].getsockname()[1]))
        heard: list[Answer | str] = []
        for request in requests:
            try:
                heard.append(await connection.ask(request))
            except Broken as broken:
                heard.append(str(broken))
            while hangs_up and connection.is_open:
                await asyncio.sleep(0)
        connection.close()
        server.close()
        return heard

    return asyncio.run(go())


def saying(*answers: bytes, close: bool = False) -> Serve:
    """Answers in turn, each in single bytes, so that every boundary is met."""
    left = iter(answers)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while (await reader.readuntil(b"\r\n\r\n")) and (answer := next(left, None)) is not None:
            for byte in answer:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(0)
            if close:
                break
        writer.close()

    return serve


LENGTH = b"HTTP/1.1 201 Created\r\nContent-Length: 5\r\nX: 1\r\n\r\nhello"
CHUNKS = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nWiki\r\n6;x=y\r\npedia \r\n0\r\n\r\n"
NOTHING = b"HTTP/1.1 204 No Content\r\n\r\n"
GET = get(Place(1), "/")


def test_answers_are_read_to_their_end() -> None:
    heard = asked(saying(LENGTH, CHUNKS, NOTHING, LENGTH), GET, GET, GET, GET)
    assert [(one.status, one.body) for one in heard if isinstance(one, Answer)] == [
        (201, b"hello"), (200, b"Wikipedia "), (204, b""), (201, b"hello"),
    ]  # fmt: skip


def test_half_an_answer_is_none() -> None:
    assert asked(saying(LENGTH[:-1], close=True), GET) == ["connection lost"]


def test_nobody_there() -> None:
    async def go() -> None:
        with pytest.raises(Broken, match="no connection"):
            await Connection(Place(1)).ask(GET)

    asyncio.run(go())


def test_after_a_closed_connection_comes_a_new_one() -> None:
    heard = asked(saying(NOTHING, NOTHING, close=True), GET, GET, hangs_up=True)
    assert [one.status for one in heard if isinstance(one, Answer)] == [204, 204]


def test_a_post_is_what_a_browser_sends() -> None:
    body = json.dumps({"text": "Grüße"}, ensure_ascii=False).encode()
    head, _, sent = with_body(post_start(Place(8000), "/live", "oase_session=a"), body).partition(b"\r\n\r\n")
    assert sent == body
    assert set(head.split(b"\r\n")) == {
        b"POST /live HTTP/1.1", b"Host: localhost:8000", b"Cookie: oase_session=a", b"Origin: http://localhost:8000",
        b"Content-Type: application/json", b"Accept-Language: de", b"Content-Length: %d" % len(body),
    }  # fmt: skip


def test_chunks_are_put_together() -> None:
    assert unchunked(b"3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n") == b"abc0123456789"


def test_errors_are_counted_and_no_success() -> None:
    """Every third answer is an error: it is told apart, and only yeses are noted."""
    answers = (b"HTTP/1.1 201 C\r\ncontent-length: 0\r\n\r\n", b"HTTP/1.1 503 B\r\ncontent-length: 0\r\n\r\n")

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number = 0
        while True:
            try:
                await reader.readuntil(b"\r\n\r\n")
            except asyncio.IncompleteReadError:
                writer.close()
                return
            number += 1
            writer.write(answers[number % 3 == 0])

    noted: list[tuple[str, ...]] = []

    def against(port: int) -> None:
        requests = iter([Request(GET, (str(number),)) for number in range(9)])
        found = run(
            Place(port),
            [Sender(requests)],
            seconds=30,
            accepted=(201,),
            acknowledged=lambda note, _a: noted.append(note),
        )
        assert found.errors == {"503": 3}

    async def go() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        await asyncio.to_thread(against, server.sockets[0].getsockname()[1])
        server.close()

    asyncio.run(go())
    assert noted == [("0",), ("1",), ("3",), ("4",), ("6",), ("7",)]


def test_the_same_request_never_ends() -> None:
    requests = same(GET)
    assert [next(requests).raw for _ in range(3)] == [GET, GET, GET]
