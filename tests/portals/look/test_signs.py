"""The line below a thread, and whether a page is looked at."""

import pytest
from django.test import RequestFactory

from oase.portals.look.signs import SentMark, is_looked_at, sent_mark


@pytest.mark.parametrize(
    ("own", "other", "delivered", "read", "mark"),
    [
        (0, 0, 0, 0, None),
        (3, 5, 9, 9, None),
        (5, 3, 0, 0, SentMark(5, "sent")),
        (5, 3, 4, 4, SentMark(5, "sent")),
        (5, 3, 5, 4, SentMark(5, "delivered")),
        (5, 3, 6, 5, SentMark(5, "read")),
    ],
)
def test_the_last_message_says_how_far_it_came(
    own: int, other: int, delivered: int, read: int, mark: SentMark | None
) -> None:
    assert sent_mark(own, other, delivered=delivered, read=read) == mark


def test_a_page_is_looked_at_when_somebody_goes_there() -> None:
    page = RequestFactory()
    assert is_looked_at(page.get("/"))
    assert is_looked_at(page.get("/", headers={"Sec-Fetch-Mode": "navigate"}))
    assert not is_looked_at(page.get("/", headers={"Sec-Fetch-Mode": "cors"}))
    assert not is_looked_at(page.get("/", headers={"Sec-Fetch-Mode": "navigate", "Sec-Purpose": "prefetch;prerender"}))
    assert not is_looked_at(page.head("/"))
    assert not is_looked_at(page.post("/"))
