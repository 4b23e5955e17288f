"""Small signs of life: for each side what it may notice, never kept, and nothing for the wrong person."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError

from oase.channels.live.identity import Identity
from oase.channels.live.signals import BadSign, FromTheFuture, NotThere, Signals
from oase.conversations import actions
from oase.conversations.circle import Circle, Sign
from oase.conversations.marks import ReadMark
from oase.conversations.models import Conversation, Event, Message
from oase.conversations.reading import Mark
from oase.people.models import Person
from tests.cast import Cast
from tests.conversations.story import says


def signed_in(person: Person) -> Identity:
    return Identity(person.pk, frozenset(), frozenset({f"person:{person.pk}"}), "de")


def guest_of(*conversations: UUID) -> Identity:
    return Identity(None, frozenset(conversations), frozenset(f"guest:{one}" for one in conversations), "de")


class Ears:
    """Signals with ears that remember what was said, and a clock that stands."""

    def __init__(self, **options: Any) -> None:
        self.said: list[Sign] = []
        self.time = 100.0
        self.options = options

    async def say(self, signs: Sequence[Sign]) -> None:
        self.said += signs

    def run(self, story: Callable[[Signals], Awaitable[None]]) -> None:
        async def told() -> None:
            signals = Signals(self.say, now=lambda: self.time, **self.options)
            await signals.start()
            try:
                await story(signals)
            finally:
                await signals.stop()

        asyncio.run(told())

    def take(self, identity: Identity, conversation: Conversation | UUID, **payload: Any) -> list[tuple[str, ...]]:
        """One sign alone; who hears what of it."""
        where = conversation if isinstance(conversation, UUID) else conversation.pk
        self.said.clear()
        self.run(lambda signals: signals.take(identity, where, payload))
        return self.heard()

    def heard(self) -> list[tuple[str, ...]]:
        return sorted((reader, one.kind, one.role, one.name or "") for one in self.said for reader in one.to)


@pytest.fixture
def ears() -> Ears:
    return Ears()


def to(*people: Person) -> list[str]:
    return [f"person:{one.pk}" for one in people]


def test_the_customer_writes(cast: Cast, ears: Ears) -> None:
    conversation = cast.claimed()
    everyone = to(cast.emil, cast.ada, cast.dora, cast.sven)
    assert ears.take(signed_in(cast.karla), conversation, kind="typing") == sorted(
        (one, "typing", "customer", "") for one in everyone
    )
    assert ears.take(guest_of(conversation.pk), conversation, kind="typing") == sorted(
        (one, "typing", "customer", "") for one in everyone
    )


def test_the_expert_writes(cast: Cast, ears: Ears) -> None:
    conversation = cast.claimed()
    everyone = [*to(cast.karla, cast.ada, cast.dora, cast.sven), f"guest:{conversation.pk}"]
    assert ears.take(signed_in(cast.emil), conversation, kind="typing") == sorted(
        (one, "typing", "expert", "") for one in everyone
    )


def test_staff_hear_the_name_of_a_colleague_and_nobody_else_does(cast: Cast, ears: Ears) -> None:
    conversation = cast.given_on()
    assert ears.take(signed_in(cast.ada), conversation, kind="typing") == sorted(
        [(one, "typing", "agent", "Ada") for one in to(cast.dora, cast.sven)]
        + [(one, "typing", "agent", "") for one in [*to(cast.karla), f"guest:{conversation.pk}"]]
    )


def test_a_note_is_between_staff(cast: Cast, ears: Ears) -> None:
    conversation = cast.claimed()
    assert ears.take(signed_in(cast.ada), conversation, kind="typing", audience="staff") == sorted(
        (one, "noting", "agent", "Ada") for one in to(cast.dora, cast.sven)
    )
    for identity in (signed_in(cast.karla), signed_in(cast.emil), guest_of(conversation.pk)):
        with pytest.raises(BadSign):
            ears.take(identity, conversation, kind="typing", audience="staff")
        assert ears.said == []


def test_who_only_looks_in_shows_to_colleagues_alone(cast: Cast, ears: Ears) -> None:
    conversation = cast.claimed()
    assert ears.take(signed_in(cast.ada), conversation, kind="here") == sorted(
        (one, "here", "agent", "Ada") for one in to(cast.dora, cast.sven)
    )
    actions.ask_for_company(conversation_id=conversation.pk, by=cast.karla)
    assert (f"person:{cast.karla.pk}", "here", "agent", "") in ears.take(signed_in(cast.ada), conversation, kind="here")
    assert not set(to(cast.emil)) & {one[0] for one in ears.take(signed_in(cast.karla), conversation, kind="here")}


@pytest.mark.parametrize("kind", ["typing", "here", "delivered", "read"])
def test_the_wrong_person_finds_nothing(cast: Cast, ears: Ears, kind: str) -> None:
    conversation, other = cast.claimed(), cast.asks()
    strangers = [
        signed_in(cast.mallory),
        guest_of(other.pk),
        guest_of(),
        Identity(None, frozenset(), frozenset(), "de"),
        Identity(cast.karla.pk, frozenset(), frozenset(), "de", widget=str(cast.velotal.pk)),
        Identity(cast.ada.pk, frozenset(), frozenset(), "de", widget=str(cast.kaffeewerk.pk)),
    ]
    for stranger in strangers:
        with pytest.raises(NotThere):
            ears.take(stranger, conversation, kind=kind, seq=1)
    for role in ("expert", "agent", "stranger", 7, ["customer"]):
        with pytest.raises(NotThere):
            ears.take(signed_in(cast.karla), conversation, kind=kind, seq=1, role=role)
    with pytest.raises(NotThere):
        ears.take(signed_in(cast.karla), uuid4(), kind=kind, seq=1)
    assert ears.said == []
    assert not ReadMark.objects.exists()


def test_an_expert_who_gave_it_on_is_a_stranger(cast: Cast, ears: Ears) -> None:
    conversation = cast.given_on()
    for kind in ("typing", "here", "delivered", "read"):
        with pytest.raises(NotThere):
            ears.take(signed_in(cast.emil), conversation, kind=kind, seq=1)
    assert ears.said == []


def test_who_has_just_come_to_it_is_no_stranger(cast: Cast, ears: Ears) -> None:
    """What is remembered of the conversation is asked anew before somebody is turned away."""
    conversation = cast.asks()

    async def story(signals: Signals) -> None:
        with pytest.raises(NotThere):
            await signals.take(signed_in(cast.emil), conversation.pk, {"kind": "here"})
        await asyncio.to_thread(_claim, cast, conversation)
        ears.time += 0.3
        await signals.take(signed_in(cast.emil), conversation.pk, {"kind": "here"})

    ears.run(story)
    assert (f"person:{cast.karla.pk}", "here", "expert", "") in ears.heard()


def _claim(cast: Cast, conversation: Conversation) -> None:
    from django.db import connections

    from oase.experts import actions as expert_actions

    expert_actions.claim(offer_id=cast.offer_to(cast.emil, conversation).pk, by=cast.emil)
    connections.close_all()


def test_ten_thousand_signs_are_one(cast: Cast) -> None:
    asked: list[object] = []
    conversation = cast.claimed()
    ears = Ears()

    async def story(signals: Signals) -> None:
        read = signals._circles._read
        signals._circles._read = lambda ids: asked.append(ids) or read(ids)  # type: ignore[func-returns-value]
        for _ in range(10_000):
            await signals.take(signed_in(cast.karla), conversation.pk, {"kind": "typing"})
        assert len(ears.said) == 1
        ears.time += 2
        await signals.take(signed_in(cast.karla), conversation.pk, {"kind": "typing"})
        await signals.take(signed_in(cast.emil), conversation.pk, {"kind": "typing"})

    ears.run(story)
    assert [one.role for one in ears.said] == ["customer", "customer", "expert"]
    assert len(asked) == 1


def test_a_stranger_who_floods_has_the_database_asked_four_times_a_second_at_most(cast: Cast) -> None:
    asked: list[object] = []
    conversation = cast.claimed()
    ears = Ears()

    async def story(signals: Signals) -> None:
        read = signals._circles._read
        signals._circles._read = lambda ids: asked.append(ids) or read(ids)  # type: ignore[func-returns-value]
        for _ in range(1_000):
            with pytest.raises(NotThere):
                await signals.take(signed_in(cast.mallory), conversation.pk, {"kind": "typing"})
            with pytest.raises(FromTheFuture):
                await signals.take(signed_in(cast.karla), conversation.pk, {"kind": "read", "seq": 99})

    ears.run(story)
    assert len(asked) == 1


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"kind": "dancing"},
        {"kind": ["typing"]},
        {"kind": None},
        {"kind": "typing", "audience": "everyone"},
        {"kind": "typing", "audience": {"staff": 1}},
        {"kind": "read"},
        {"kind": "read", "seq": 0},
        {"kind": "read", "seq": -1},
        {"kind": "read", "seq": True},
        {"kind": "read", "seq": 1.0},
        {"kind": "read", "seq": "1"},
        {"kind": "delivered", "seq": 2**31},
        {"kind": "delivered", "seq": 10**30},
    ],
)
def test_nonsense_is_refused(cast: Cast, ears: Ears, payload: dict[str, Any]) -> None:
    conversation = cast.claimed()
    with pytest.raises(BadSign, match=r"\w+"):
        ears.take(signed_in(cast.karla), conversation, **payload)
    assert ears.said == []
    assert not ReadMark.objects.exists()


def test_nobody_reads_the_future(cast: Cast, ears: Ears) -> None:
    conversation = cast.claimed()
    conversation.refresh_from_db()
    for kind in ("delivered", "read"):
        with pytest.raises(FromTheFuture, match=str(conversation.last_seq + 1)):
            ears.take(signed_in(cast.karla), conversation, kind=kind, seq=conversation.last_seq + 1)
    assert not ReadMark.objects.exists()
    assert ears.said == []


def test_what_was_said_a_moment_ago_is_not_the_future(cast: Cast, ears: Ears) -> None:
    conversation = cast.claimed()

    async def story(signals: Signals) -> None:
        await signals.take(signed_in(cast.karla), conversation.pk, {"kind": "here"})
        seq = await asyncio.to_thread(_answer, cast, conversation)
        ears.time += 0.3
        await signals.take(signed_in(cast.karla), conversation.pk, {"kind": "read", "seq": seq})

    ears.run(story)
    conversation.refresh_from_db()
    assert [(one.kind, one.seq) for one in ears.said if one.kind == "read"] == [("read", conversation.last_seq)]


def _answer(cast: Cast, conversation: Conversation) -> int:
    from django.db import connections

    seq = says(cast.emil, Message.EXPERT, conversation).seq
    connections.close_all()
    return seq


def test_marks_are_gathered_into_one_statement(cast: Cast) -> None:
    conversation = cast.claimed()
    written: list[list[Mark]] = []
    ears = Ears(write=lambda marks: [written.append(list(marks))][:0])  # type: ignore[func-returns-value]

    async def story(signals: Signals) -> None:
        for seq in (1, 2, 1):
            await signals.take(signed_in(cast.karla), conversation.pk, {"kind": "read", "seq": seq})
            await signals.take(signed_in(cast.emil), conversation.pk, {"kind": "delivered", "seq": seq})

    ears.run(story)
    karla, emil = cast.karla.pk, cast.emil.pk
    assert written == [[Mark(conversation.pk, "customer", karla, 2, 2), Mark(conversation.pk, "expert", emil, 2, 0)]]


def test_marks_wait_for_a_database_that_is_away(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oase.channels.live.signals.GATHER_SECONDS", 0)
    monkeypatch.setattr("oase.channels.live.signals.AGAIN_SECONDS", 0)
    conversation = cast.claimed()
    tries: list[list[Mark]] = []

    def write(marks: Sequence[Mark]) -> list[Sign]:
        tries.append(list(marks))
        if len(tries) < 3:
            raise OperationalError
        return []

    ears = Ears(write=write)

    async def story(signals: Signals) -> None:
        await signals.take(signed_in(cast.karla), conversation.pk, {"kind": "read", "seq": 1})
        while len(tries) < 3:
            await asyncio.sleep(0.01)

    ears.run(story)
    assert tries == [[Mark(conversation.pk, "customer", cast.karla.pk, 1, 1)]] * 3


def test_marks_of_a_guest_are_the_conversations(cast: Cast, ears: Ears) -> None:
    conversation = cast.claimed()
    ears.take(guest_of(conversation.pk), conversation, kind="read", seq=1)
    both = Identity(cast.karla.pk, frozenset({conversation.pk}), frozenset(), "de")
    ears.take(both, conversation, kind="read", seq=1)
    somebody_with_the_link = Identity(cast.mallory.pk, frozenset({conversation.pk}), frozenset(), "de")
    ears.take(somebody_with_the_link, conversation, kind="delivered", seq=2)
    rows = ReadMark.objects.order_by("pk").values_list("reader_id", "delivered_seq", "read_seq")
    assert list(rows) == [(None, 2, 1), (cast.karla.pk, 1, 1)]


def test_nothing_of_writing_and_being_there_is_kept(cast: Cast, ears: Ears) -> None:
    conversation = cast.claimed()
    conversation.refresh_from_db()
    before = (Message.objects.count(), Event.objects.count(), conversation.last_seq)
    for kind in ("typing", "here"):
        ears.take(signed_in(cast.karla), conversation, kind=kind)
    conversation.refresh_from_db()
    assert (Message.objects.count(), Event.objects.count(), conversation.last_seq) == before
    assert not ReadMark.objects.exists()


def test_memory_has_an_end(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oase.channels.live.signals.MOST", 10)
    monkeypatch.setattr("oase.channels.live.circles.MOST", 10)
    ears = Ears()

    async def story(signals: Signals) -> None:
        signals._circles._read = lambda ids: {one: Circle(one, 1, 1, 5, "", None, {}) for one in ids}
        for _ in range(50):
            await signals.take(Identity(1, frozenset(), frozenset(), "de"), uuid4(), {"kind": "typing"})
        assert (len(signals._last), len(signals._circles._known)) == (10, 10)

    ears.run(story)
