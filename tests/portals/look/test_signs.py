"""The line below a thread, and whether a page is looked at."""

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import reverse

from oase.conversations.links import link_token
from oase.conversations.marks import ReadMark
from oase.conversations.models import Message
from oase.people.models import Person
from oase.portals.look.signs import SentMark, is_looked_at, sent_mark
from tests.cast import Cast
from tests.conversations.story import says


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


def browser_of(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def marks() -> set[tuple[str, int | None]]:
    return set(ReadMark.objects.filter(read_seq__gt=0).values_list("role", "reader_id"))


def test_a_page_that_is_looked_at_was_read_by_its_reader_alone(cast: Cast) -> None:
    conversation = cast.claimed()
    pages = (
        reverse("concern", args=[conversation.pk]),
        reverse("desk-conversation", args=[conversation.pk]),
        reverse("office-case", args=[cast.kaffeewerk.slug, conversation.pk]) + "?view=experts",
    )
    assert [browser_of(cast.mallory).get(page).status_code for page in pages] == [404, 404, 404]
    assert marks() == set()
    assert browser_of(cast.karla).get(pages[0], headers={"Sec-Purpose": "prefetch"}).status_code == 200
    assert browser_of(cast.karla).get(reverse("concern-live", args=[conversation.pk])).status_code == 200
    assert browser_of(cast.emil).get(reverse("desk-thread", args=[conversation.pk])).status_code == 200
    assert marks() == set(), "what reads itself again may do so behind another window"
    seen = []
    for person, page in zip((cast.karla, cast.emil, cast.ada), pages, strict=True):
        assert browser_of(person).get(page).status_code == 200
        seen.append(marks())
    karla, emil, ada = ("customer", cast.karla.pk), ("expert", cast.emil.pk), ("agent", cast.ada.pk)
    assert seen == [{karla}, {karla, emil}, {karla, emil, ada}]


def test_a_guest_reads_for_the_conversation(cast: Cast) -> None:
    conversation = cast.claimed()
    guest = Client()
    guest.get(reverse("link", args=[link_token(conversation.pk)]))
    assert guest.get(reverse("concern", args=[conversation.pk])).status_code == 200
    assert marks() == {("customer", None)}
    assert guest.get(reverse("concern", args=[cast.asks().pk])).status_code == 404
    assert marks() == {("customer", None)}


def test_lists_say_how_much_is_new_and_only_to_whom_it_is(cast: Cast) -> None:
    conversation = cast.claimed()
    says(cast.emil, Message.EXPERT, conversation)
    says(cast.ada, Message.AGENT, conversation, "Nur für uns.", audience=Message.STAFF)
    new = f'data-unread="1" data-of="{conversation.pk}"'
    karla, emil = browser_of(cast.karla), browser_of(cast.emil)
    assert new in karla.get(reverse("concerns")).text
    assert "data-unread=" not in emil.get(reverse("desk")).text
    assert (
        "data-unread="
        not in browser_of(cast.ada).get(reverse("office-inbox", args=["kaffeewerk"]) + "?view=experts").text
    )
    assert "data-unread=" not in browser_of(cast.mallory).get(reverse("concerns")).text
    karla.get(reverse("concern", args=[conversation.pk]))
    assert "data-unread=" not in karla.get(reverse("concerns")).text
    says(cast.karla, Message.CUSTOMER, conversation)
    assert new in emil.get(reverse("desk")).text


def test_the_mark_below_the_thread_moves_on(cast: Cast) -> None:
    conversation = cast.claimed()
    says(cast.emil, Message.EXPERT, conversation)
    emil, page = browser_of(cast.emil), reverse("desk-thread", args=[conversation.pk])
    assert 'data-state="sent"' in emil.get(page).text
    browser_of(cast.karla).get(reverse("concern", args=[conversation.pk]))
    assert 'data-state="read"' in emil.get(page).text
    says(cast.karla, Message.CUSTOMER, conversation)
    assert "data-sent-mark" not in emil.get(page).text
