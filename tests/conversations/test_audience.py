"""Who is told that something changed: named people, and nobody of what is done about themself."""

from uuid import uuid4

from oase.conversations.audience import pokes_of
from oase.conversations.models import Assignment
from oase.conversations.rules import Standing
from oase.live.notify import guest, person

KARLA, ADA, DORA, COMPANY = 1, 2, 3, 9


def test_who_works_here_and_asks_is_not_told_what_colleagues_do_among_themselves() -> None:
    one = uuid4()
    standing = Standing(KARLA, Assignment.ADVISOR, ADA, COMPANY, True, frozenset({KARLA, ADA, DORA}))
    told = {poke.topic: poke.to for poke in pokes_of([(standing, one, 4, True)])}
    assert told[f"conversation:{one}"] == (person(ADA), person(DORA))


def test_what_she_may_read_she_is_told_of() -> None:
    one = uuid4()
    standing = Standing(KARLA, Assignment.ADVISOR, ADA, COMPANY, True, frozenset({KARLA, ADA}))
    told = {poke.topic: poke.to for poke in pokes_of([(standing, one, 4, False)])}
    assert told[f"conversation:{one}"] == (person(KARLA), person(ADA), guest(one))
