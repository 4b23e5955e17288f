"""Whatever comes in: strictly read, never more than there may be, and nothing of it is stored when it is wrong."""

import json
from typing import Any
from uuid import uuid4

import pytest

from oase.channels.live.requests import LARGEST_BODY
from oase.conversations.models import Message
from tests.cast import Cast
from tests.channels.live.door import Answer, Door, session_of, told

ID = "0192aa10-0000-7000-8000-000000000001"


def _body(**members: Any) -> bytes:
    return json.dumps({"text": "Hallo", "client_id": str(uuid4())} | members).encode()


NESTED = b'{"text":' + b"[" * 60_000 + b"]" * 60_000 + b"}"
BAD: list[tuple[str, bytes, tuple[int, str]]] = [
    ("nothing", b"", (400, "unreadable")),
    ("half", b'{"text":"Hallo"', (400, "unreadable")),
    ("twice", b'{"text":"a","text":"b","client_id":"%s"}' % ID.encode(), (400, "unreadable")),
    ("nan", b'{"text":NaN}', (400, "unreadable")),
    ("infinity", b'{"text":-Infinity}', (400, "unreadable")),
    ("infinite by its size", b'{"text":1e999}', (400, "unreadable")),
    ("endless number", b'{"text":' + b"9" * 10_000 + b"}", (400, "unreadable")),
    ("deep", NESTED, (400, "unreadable")),
    ("deep objects", b'{"a":' * 20_000 + b"1" + b"}" * 20_000, (400, "unreadable")),
    ("list", b"[]", (400, "unreadable")),
    ("word", b'"Hallo"', (400, "unreadable")),
    ("null", b"null", (400, "unreadable")),
    ("lone surrogate", b'{"text":"\\ud83d","client_id":"%s"}' % ID.encode(), (400, "unreadable")),
    ("lone surrogate as a name", b'{"\\udc00":1}', (400, "unreadable")),
    ("latin", '{"text":"ü"}'.encode("latin-1"), (400, "unreadable")),
    ("utf-16", '{"text":"Hallo"}'.encode("utf-16"), (400, "unreadable")),
    ("byte order mark", b"\xef\xbb\xbf" + _body(), (400, "unreadable")),
    ("nul", _body(text="Hal\0lo"), (422, "invalid-field")),
    ("number for text", _body(text=5), (422, "invalid-field")),
    ("object for text", _body(text={"a": 1}), (422, "invalid-field")),
    ("no text", _body(text=None), (422, "missing-field")),
    ("unknown", _body(colour="red"), (422, "unknown-field")),
    ("role", _body(role="admin"), (422, "invalid-field")),
    ("role is a list", _body(role=["agent"]), (422, "invalid-field")),
    ("audience", _body(audience="everybody"), (422, "invalid-field")),
    ("client id", _body(client_id="1"), (422, "invalid-field")),
    ("client id in braces", _body(client_id=f"{{{ID}}}"), (422, "invalid-field")),
    ("client id is a number", _body(client_id=1), (422, "invalid-field")),
    ("told", _body(told="x"), (422, "invalid-field")),
    ("told many", _body(told=["x"] * 201), (422, "invalid-field")),
    ("told numbers", _body(told=[1]), (422, "invalid-field")),
    ("no key", _body(client_id=None), (400, "key-missing")),
]


@pytest.mark.parametrize(("body", "refusal"), [one[1:] for one in BAD], ids=[one[0] for one in BAD])
def test_what_is_wrong_is_said_and_nothing_is_stored(cast: Cast, body: bytes, refusal: tuple[int, str]) -> None:
    conversation, session = cast.asks(), session_of(cast.karla)
    before = Message.objects.count()
    answer = told(lambda: Door().knock(f"/live/conversations/{conversation.pk}/messages", body, session=session))
    assert answer.told == refusal
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert (answer.json["type"], answer.json["status"]) == (f"urn:oase:problem:{refusal[1]}", refusal[0])
    assert {"title", "detail"} <= {*answer.json}
    assert Message.objects.count() == before


def test_a_name_nobody_knows_is_not_said_back(cast: Cast) -> None:
    conversation, session = cast.asks(), session_of(cast.karla)
    body = _body(**{"<script>alert(1)</script>": 1})
    answer = told(lambda: Door().knock(f"/live/conversations/{conversation.pk}/messages", body, session=session))
    assert (answer.told, answer.json["field"]) == ((422, "unknown-field"), "?")
    assert b"script" not in answer.body


@pytest.mark.parametrize("announced", [True, False])
def test_a_megabyte_is_refused_without_being_read(cast: Cast, announced: bool) -> None:
    conversation, session = cast.asks(), session_of(cast.karla)
    chunks = [_body(text="x" * 2**20)[start : start + 2**14] for start in range(0, 2**20, 2**14)]
    before = Message.objects.count()

    async def story() -> tuple[Answer, int]:
        door = Door()
        headers = {"content-length": str(sum(map(len, chunks)))} if announced else {}
        path = f"/live/conversations/{conversation.pk}/messages"
        return await door.knock(path, session=session, chunks=chunks, headers=headers), door.read

    answer, read = told(story)
    assert answer.told == (413, "too-large")
    assert read == 0 if announced else read <= LARGEST_BODY + 2**14
    assert Message.objects.count() == before


def test_the_longest_text_fits_however_it_is_written(cast: Cast) -> None:
    conversation, session = cast.asks(), session_of(cast.karla)

    async def story() -> Answer:
        return await Door().say(conversation.pk, "ж" * 20_000, session=session)

    assert told(story).status == 201


def test_who_goes_away_while_writing_wrote_nothing(cast: Cast) -> None:
    conversation, session = cast.asks(), session_of(cast.karla)
    before = Message.objects.count()

    async def story() -> Answer:
        door = Door()
        return await door.knock(f"/live/conversations/{conversation.pk}/messages", session=session, chunks=[])

    assert told(story).status == 0
    assert Message.objects.count() == before


@pytest.mark.parametrize(
    ("headers", "refusal"),
    [
        ({"content-type": None}, (415, "not-json")),
        ({"content-type": "text/plain"}, (415, "not-json")),
        ({"content-type": "application/x-www-form-urlencoded"}, (415, "not-json")),
        ({"content-type": "application/json; charset=latin1"}, (415, "not-json")),
        ({"content-type": "application/json, text/plain"}, (415, "not-json")),
        ({"content-encoding": "gzip"}, (415, "not-json")),
        ({"content-length": "-1"}, (400, "unreadable")),
        ({"content-length": "9" * 30}, (413, "too-large")),
        ({"content-length": "²"}, (400, "unreadable")),
        ({"idempotency-key": 'a"b'}, (400, "key-unreadable")),
        ({"idempotency-key": "x" * 256}, (400, "key-unreadable")),
        ({"idempotency-key": '"1", "2"'}, (400, "key-unreadable")),
        ({"idempotency-key": "0192aa10-0000-7000-8000-00000000000f"}, (422, "keys-differ")),
        ({"origin": "https://evil.example"}, (403, "wrong-origin")),
        ({"origin": "null"}, (403, "wrong-origin")),
        ({"origin": "http://localhost.evil.example"}, (403, "wrong-origin")),
        ({"origin": "http://evil.example", "host": "evil.example"}, (403, "wrong-origin")),
        ({"origin": "http://localhost:8000@evil.example"}, (403, "wrong-origin")),
        ({"origin": "http://localhost/"}, (403, "wrong-origin")),
        ({"origin": "http://[", "host": "["}, (403, "wrong-origin")),
        ({"origin": None, "sec-fetch-site": "cross-site"}, (403, "wrong-origin")),
        ({"origin": None, "sec-fetch-site": "same-site"}, (403, "wrong-origin")),
        ({"origin": None, "sec-fetch-site": None}, (403, "wrong-origin")),
    ],
)
def test_wrong_headers(cast: Cast, settings: Any, headers: dict[str, str], refusal: tuple[int, str]) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    conversation, session = cast.asks(), session_of(cast.karla)
    before = Message.objects.count()
    answer = told(lambda: Door().say(conversation.pk, session=session, headers=headers, more={"client_id": ID}))
    assert answer.told == refusal
    assert Message.objects.count() == before


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://localhost"},
        {"origin": "http://localhost:8099", "host": "localhost:8099"},
        {"origin": None},
        {"content-type": "application/json; charset=utf-8"},
        {"idempotency-key": f'"{ID}"'},
        {"idempotency-key": ID},
    ],
)
def test_right_headers(cast: Cast, headers: dict[str, str]) -> None:
    conversation, session = cast.asks(), session_of(cast.karla)
    answer = told(lambda: Door().say(conversation.pk, session=session, headers=headers, more={"client_id": ID}))
    assert answer.status == 201


@pytest.mark.parametrize(
    ("method", "path", "status", "allow"),
    [
        ("GET", "/live/conversations", 405, "POST"),
        ("DELETE", f"/live/conversations/{ID}/messages", 405, "POST"),
        ("OPTIONS", f"/live/conversations/{ID}/messages", 405, "POST"),
        ("GET", f"/live/conversations/{ID}/signals", 405, "POST"),
        ("POST", "/live/stream", 405, "GET"),
        ("POST", "/live/ping", 405, "GET"),
        ("POST", "/live/", 404, None),
        ("POST", "/live/conversations/", 404, None),
        ("POST", f"/live/conversations/{ID}", 404, None),
        ("POST", f"/live/conversations/{ID}/messages/", 404, None),
        ("POST", f"/live/conversations/{ID}/nothing", 404, None),
        ("POST", f"/live/conversations/{ID.upper()}/messages", 404, None),
        ("POST", "/live/conversations/1/messages", 404, None),
        ("POST", f"/live/conversations/{ID}\n/messages", 404, None),
        ("POST", f"/live/conversations/{ID}/messages\n", 404, None),
        ("POST", "/live/conversations/../../etc/passwd", 404, None),
        ("GET", "/live/nothing", 404, None),
    ],
)
def test_other_addresses_and_ways(house: None, method: str, path: str, status: int, allow: str | None) -> None:
    answer = told(lambda: Door().knock(path, {}, method=method))
    assert (answer.status, answer.headers.get("allow")) == (status, allow)


def test_the_quickest_answer_and_the_stream_have_their_place(house: None) -> None:
    async def story() -> list[Answer]:
        door = Door()
        return [await door.knock(f"/live/{one}", method="GET", headers={"origin": "x"}) for one in ("ping", "stream")]

    ping, stream = told(story)
    assert (ping.status, ping.body, stream.body) == (204, b"", b"stream")
