"""Who is told: those who are named, and nobody else; nonsense is nobody's."""

import json
from itertools import count
from typing import Any

import pytest

from oase.live.hub import RECENT_POKES, Hub
from oase.live.inbox import Inbox


class Page(Inbox):
    """A page whose connection takes everything at once."""

    __slots__ = ("heard",)

    def __init__(self, hub: Hub, *readers: str) -> None:
        self.heard: list[bytes] = []
        super().__init__(readers, "session", self._take, lambda: None)
        hub.open(self)
        self.begin([])
        self.told()

    def _take(self, message: Any) -> Any:
        self.heard.append(message["body"])
        return _Done()

    def told(self) -> list[str]:
        heard, self.heard = self.heard, []
        return [part.decode().partition("data: ")[2].strip() for part in heard]


class _Done:
    def __await__(self) -> Any:
        return iter(())


def _poke(to: list[str], seq: int = 1) -> str:
    return json.dumps([{"topic": "conversation:a", "seq": seq, "to": to}])


_marks = count()


def _hear(hub: Hub, payload: str) -> list[str]:
    """A payload nobody said before."""
    return hub.hear(payload, f"mark{next(_marks)}")


LINE = '{"topic":"conversation:a","seq":1}'


def test_only_who_is_named_is_told_and_learns_not_who_else() -> None:
    hub = Hub()
    karla, ada, guest = Page(hub, "person:1"), Page(hub, "person:3"), Page(hub, "guest:a", "guest:b")
    _hear(hub, _poke(["person:1", "guest:b"]))
    assert (karla.told(), ada.told(), guest.told()) == ([LINE], [], [LINE])
    _hear(hub, _poke([]))
    _hear(hub, _poke(["person", "person:", "person:11", "guest:"]))
    assert (karla.told(), ada.told(), guest.told()) == ([], [], [])


def test_a_page_with_two_names_is_told_once_and_every_page_of_a_person_is() -> None:
    hub = Hub()
    pages = [Page(hub, "person:1", "guest:a"), Page(hub, "person:1"), Page(hub, "person:1")]
    _hear(hub, _poke(["person:1", "guest:a"]))
    assert [page.told() for page in pages] == [[LINE]] * 3


def test_closing_ends_the_streams_of_those_who_are_named_and_says_whose() -> None:
    hub = Hub(lambda: 100.0)
    out, stays = Page(hub, "person:1", "guest:a"), Page(hub, "person:2")
    assert _hear(hub, '{"close":["person:1","person:9"]}') == ["person:1", "person:9"]
    assert (out.closed, stays.closed) == (True, False)
    assert [hub.closed_since([name], 100.0) for name in ("person:1", "person:9", "person:2")] == [True, True, False]
    assert not hub.closed_since(["person:1"], 100.5)


def test_a_page_that_is_gone_is_forgotten_and_the_others_of_that_name_are_not() -> None:
    hub = Hub()
    pages = [Page(hub, "person:1", "guest:a") for _ in range(3)]
    for number, page in enumerate(pages):
        hub.close(page)
        hub.close(page)
        _hear(hub, _poke(["person:1"]))
        assert [len(one.told()) for one in pages] == [0] * (number + 1) + [1] * (2 - number)
    assert not hub._inboxes


NONSENSE = [
    "",
    "{",
    "5",
    "null",
    "[5]",
    '"person:1"',
    "{}",
    '{"close": 5}',
    '[{"topic": "a"}]',
    '[{"to": ["person:1"]}]',
    '[{"topic": "a", "seq": 1, "to": [["person:1"]]}]',
    '[{"topic": "a", "kind": "typing", "to": ["person:1"]}]',
    "[" * 100_000,
]


@pytest.mark.parametrize("payload", NONSENSE, ids=lambda payload: payload[:20])
def test_what_cannot_be_read_is_nobodys_and_silences_nobody(payload: str) -> None:
    hub = Hub()
    page = Page(hub, "person:1")
    _hear(hub, payload)
    assert (page.told(), page.closed) == ([], False)
    _hear(hub, _poke(["person:1"]))
    assert page.told() == [LINE]


def test_what_was_said_last_is_kept_and_older_words_are_not() -> None:
    hub = Hub()
    begin = hub.last
    for seq in range(RECENT_POKES + 10):
        hub.hear(_poke(["person:1"], seq), str(seq))
    assert [hub.missed(["person:1"], last) for last in (begin, "0-0", "8-0")] == [None] * 3
    kept = hub.missed(["person:1"], "9-0")
    assert kept is not None
    assert (len(kept), b'"seq":10}' in kept[0]) == (RECENT_POKES, True)
    assert hub.missed(["person:2"], "9-0") == []
    assert hub.missed(["person:1"], hub.last) == []
    last = hub.last
    hub.begin_epoch()
    assert [hub.missed(["person:1"], one) for one in (last, hub.last)] == [None, []]


def test_another_process_that_heard_the_same_goes_on_from_there() -> None:
    one, other = Hub(), Hub()
    one.hear(_poke(["person:1"], 1), "before")
    for hub in (one, other):
        hub.hear(_poke(["person:1"], 2), "a")
    other.hear(_poke(["person:1"], 3), "b")
    missed = other.missed(["person:1"], one.last)
    assert missed is not None
    assert [b'"seq":3}' in line for line in missed] == [True]
    assert other.missed(["person:1"], "before-0") is None


def test_a_payload_that_is_played_again_is_told_once() -> None:
    hub = Hub()
    page = Page(hub, "person:1")
    for mark in ("a", "b", "a", "a"):
        hub.hear(_poke(["person:1"]), mark)
    assert (len(page.told()), hub.last, hub.missed(["person:1"], "b-0")) == (2, "b-0", [])


def test_words_to_whole_crowds_are_not_kept_at_any_price() -> None:
    hub = Hub()
    begin = hub.last
    crowd = [f"person:{number}" for number in range(60_000)]
    hub.hear(_poke(crowd), "a")
    hub.hear(_poke(crowd), "b")
    assert hub.missed(["person:1"], begin) is None
    assert len(hub.missed(["person:1"], "a-0") or []) == 1
