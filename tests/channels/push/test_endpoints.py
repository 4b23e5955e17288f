"""Nobody makes the house call its own neighbours."""

import socket
from typing import Any

import pytest

from oase.channels.push.endpoints import NotAPushService, connection_to, looked_up, parsed
from oase.channels.push.sending import Outcome, Subscription, send
from tests.channels.push.service import Browser, PushService

BAD = (
    "http://push.example.org/x", "ftp://push.example.org/x", "file:///etc/passwd", "gopher://push.example.org",
    "https://localhost/x", "https://intranet/x", "https://push.example.org:8443/x", "https://push.example.org:22/x",
    "https://user:word@push.example.org/x", "https://user@push.example.org/x",
    "https://127.0.0.1/x", "https://10.0.0.1/x", "https://192.168.1.1/x", "https://172.16.0.9/x",
    "https://169.254.169.254/latest/meta-data", "https://100.64.0.1/x", "https://0.0.0.0/x", "https://224.0.0.1/x",
    "https://[::1]/x", "https://[fe80::1]/x", "https://[fc00::1]/x", "https://[::ffff:10.0.0.1]/x",
    "https://[2002:0a00:0001::]/x", "https://[64:ff9b::10.0.0.1]/x", "https://[::]/x",
    "", "push.example.org", "//push.example.org", "https://", "https:///x", "https://push.example.org:99999/x",
    "https://push.example.org/ x", "https://push.example.org/\r\nHost: evil", "https://pu\u0455h.example.org/x",
    "https://push.example.org/" + "x" * 1000,
)  # fmt: skip


@pytest.mark.parametrize("endpoint", BAD)
def test_an_address_that_is_none_of_a_push_service(endpoint: str) -> None:
    with pytest.raises(NotAPushService):
        parsed(endpoint)


def test_an_address_like_those_of_browsers() -> None:
    for endpoint in (
        "https://fcm.googleapis.com/fcm/send/abc:def",
        "https://updates.push.services.mozilla.com/wpush/v2/x",
    ):
        assert parsed(endpoint).geturl() == endpoint


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:192.168.0.1", "fe80::1"]
)
def test_a_good_name_that_stands_for_a_bad_place(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """One bad address among good ones is enough: which one is called is not ours to say."""

    def stands_for(*_args: Any, **_options: Any) -> list[tuple[Any, ...]]:
        return [(0, 0, 0, "", ("93.184.216.34", 443)), (0, 0, 0, "", (address, 443))]

    monkeypatch.setattr(socket, "getaddrinfo", stands_for)
    with pytest.raises(NotAPushService):
        looked_up("push.example.org", 443)
    with pytest.raises(NotAPushService):
        connection_to(parsed("https://push.example.org/x"))


def test_a_name_is_looked_up_once_and_called_where_it_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second look-up could say something else (DNS rebinding)."""
    called: list[tuple[str, int]] = []
    answers = iter(["93.184.216.34", "127.0.0.1"])

    def stands_for(*_args: Any, **_options: Any) -> list[tuple[Any, ...]]:
        return [(0, 0, 0, "", (next(answers), 443))]

    def connect(address: tuple[str, int], *_args: Any, **_options: Any) -> socket.socket:
        called.append(address)
        raise OSError("no network in tests")

    monkeypatch.setattr(socket, "getaddrinfo", stands_for)
    monkeypatch.setattr(socket, "create_connection", connect)
    connection = connection_to(parsed("https://push.example.org/x"))
    with pytest.raises(OSError, match="no network"):
        connection.connect()
    assert called == [("93.184.216.34", 443)]


def test_a_redirect_is_not_followed(service: PushService) -> None:
    browser = Browser(service, "first")
    service.answer = (302, {"Location": f"{service.address}/second"})
    outcome = send(Subscription(**browser.keys), b"{}", seconds=60, urgency="normal", topic="t")
    assert outcome == Outcome("refused")
    assert [rung.path for rung in service.rung] == ["/first"]


@pytest.mark.parametrize(
    ("status", "headers", "outcome"),
    [
        (200, {}, Outcome("sent")), (201, {}, Outcome("sent")), (404, {}, Outcome("gone")), (410, {}, Outcome("gone")),
        (400, {}, Outcome("refused")), (413, {}, Outcome("refused")), (500, {}, Outcome("later")),
        (429, {"Retry-After": "30"}, Outcome("later", 30.0)), (503, {"Retry-After": "soon"}, Outcome("later")),
        (503, {"Retry-After": "-5"}, Outcome("later")), (503, {"Retry-After": "9" * 400}, Outcome("later")),
    ],
)  # fmt: skip
def test_what_an_answer_means(service: PushService, status: int, headers: dict[str, str], outcome: Outcome) -> None:
    service.answer = (status, headers)
    browser = Browser(service, "one")
    assert send(Subscription(**browser.keys), b"{}", seconds=60, urgency="normal", topic="t") == outcome


def test_nobody_listens(service: PushService) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = Browser(PushService(f"http://127.0.0.1:{taken.getsockname()[1]}"), "x")
        outcome = send(Subscription(**nobody.keys), b"{}", seconds=60, urgency="normal", topic="t")
    assert outcome == Outcome("later")


def test_who_answers_one_byte_at_a_time_holds_up_nobody(service: PushService, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte comes in time, and all of them together would take as long as they like."""
    monkeypatch.setattr("oase.channels.push.endpoints.SECONDS", 0.3)
    service.slowly = 0.1
    browser = Browser(service, "first")
    outcome = send(Subscription(**browser.keys), b"{}", seconds=60, urgency="normal", topic="t")
    assert outcome == Outcome("later")
