"""Read marks: forward only, never from the future, and nobody's but who may read."""

from uuid import UUID, uuid4

from django.db import transaction

from oase.conversations import actions
from oase.conversations.circle import circles_of
from oase.conversations.marks import ReadMark
from oase.conversations.models import Conversation, Message
from oase.conversations.progress import new_to_customer, new_to_staff, progress_of
from oase.conversations.reading import Mark, mark, mark_and_tell
from oase.experts.desk import desk_of
from oase.people.models import Person
from tests.cast import Cast
from tests.conversations.story import says, solved_by_ada

CUSTOMER, EXPERT, AGENT = Message.CUSTOMER, Message.EXPERT, Message.AGENT


def reads(conversation: Conversation, role: str, reader: Person | None, seq: int | None = None) -> list[Mark]:
    conversation.refresh_from_db()
    place = conversation.last_seq if seq is None else seq
    return mark([Mark(conversation.pk, role, reader.pk if reader else None, place, place)])


def rows() -> list[tuple[str, int | None, int, int]]:
    return list(ReadMark.objects.order_by("pk").values_list("role", "reader_id", "delivered_seq", "read_seq"))


def test_a_mark_moves_forward_and_never_back(cast: Cast) -> None:
    conversation = cast.claimed()
    says(cast.emil, EXPERT, conversation)
    key = (conversation.pk, CUSTOMER, cast.karla.pk)
    assert mark([Mark(*key, 3, 1)]) == [Mark(*key, 3, 1)]
    assert mark([Mark(*key, 2, 2)]) == [Mark(*key, 3, 2)]
    assert mark([Mark(*key, 1, 0), Mark(*key, 2, 1)]) == []
    assert rows() == [(CUSTOMER, cast.karla.pk, 3, 2)]


def test_marks_of_one_batch_are_one_mark_each(cast: Cast) -> None:
    conversation = cast.claimed()
    marks = [Mark(conversation.pk, CUSTOMER, cast.karla.pk, seq, 0) for seq in (1, 2, 1)]
    marks += [Mark(conversation.pk, CUSTOMER, None, 1, 1), Mark(conversation.pk, EXPERT, cast.emil.pk, 2, 2)]
    assert len(mark(marks)) == 3
    assert sorted(rows(), key=str) == sorted(
        [(CUSTOMER, cast.karla.pk, 2, 0), (CUSTOMER, None, 1, 1), (EXPERT, cast.emil.pk, 2, 2)], key=str
    )


def test_guests_of_one_conversation_share_one_mark(cast: Cast) -> None:
    conversation = cast.claimed()
    reads(conversation, CUSTOMER, None, 1)
    reads(conversation, CUSTOMER, None, 2)
    assert rows() == [(CUSTOMER, None, 2, 2)]


def test_nobody_reads_what_was_not_said_yet(cast: Cast) -> None:
    conversation = cast.claimed()
    conversation.refresh_from_db()
    assert reads(conversation, CUSTOMER, cast.karla, conversation.last_seq + 1) == []
    assert reads(conversation, CUSTOMER, cast.karla, 2**31 - 1) == []
    assert mark([Mark(conversation.pk, CUSTOMER, cast.karla.pk, delivered=1, read=2)]) == []
    assert mark([Mark(conversation.pk, CUSTOMER, cast.karla.pk, delivered=-1, read=-1)]) == []
    assert mark([Mark(uuid4(), CUSTOMER, cast.karla.pk, 1, 1)]) == []
    assert rows() == []


def test_the_wrong_person_marks_nothing(cast: Cast) -> None:
    conversation = cast.claimed()
    for role, reader in (
        (CUSTOMER, cast.emil),
        (CUSTOMER, cast.mallory),
        (CUSTOMER, cast.ada),
        (EXPERT, cast.karla),
        (EXPERT, cast.ada),
        (EXPERT, cast.mallory),
        (EXPERT, None),
        (AGENT, cast.karla),
        (AGENT, cast.emil),
        (AGENT, cast.mallory),
        (AGENT, None),
        ("stranger", cast.karla),
    ):
        assert reads(conversation, role, reader) == [], (role, reader)
    assert rows() == []


def test_an_expert_who_gave_it_on_marks_nothing_any_more(cast: Cast) -> None:
    conversation = cast.claimed()
    assert len(reads(conversation, EXPERT, cast.emil)) == 1
    before = rows()
    actions.ask_for_company(conversation_id=conversation.pk, by=cast.karla)
    assert reads(conversation, EXPERT, cast.emil) == []
    assert rows() == before


def test_who_left_the_staff_marks_nothing_any_more(cast: Cast) -> None:
    conversation = cast.given_on()
    member = cast.member(cast.dora)
    assert len(reads(conversation, AGENT, cast.dora)) == 1
    member.left_at = conversation.opened_at
    member.save()
    says(cast.karla, CUSTOMER, conversation)
    assert reads(conversation, AGENT, cast.dora) == []


def test_nothing_is_kept_of_the_forgotten(cast: Cast) -> None:
    conversation = cast.claimed()
    Person.objects.filter(pk=cast.karla.pk).update(is_active=False)
    assert reads(conversation, CUSTOMER, cast.karla) == []
    assert reads(conversation, CUSTOMER, None) == []
    assert circles_of([conversation.pk]) == {}


def test_marks_within_somebodys_transaction_leave_it_durable(cast: Cast) -> None:
    conversation = cast.claimed()
    with transaction.atomic():
        reads(conversation, CUSTOMER, cast.karla)
        with transaction.get_connection().cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone() == ("on",)
    with transaction.get_connection().cursor() as cursor:
        reads(conversation, CUSTOMER, None)
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",)


def test_what_is_new_to_the_customer(cast: Cast) -> None:
    conversation, other = cast.claimed(), cast.asks()
    assert new_to_customer([conversation.pk, other.pk]) == {}
    says(cast.emil, EXPERT, conversation)
    says(cast.emil, EXPERT, conversation)
    says(cast.ada, AGENT, conversation, "Nur für uns.", audience=Message.STAFF)
    assert new_to_customer([conversation.pk, other.pk]) == {conversation.pk: 2}
    reads(conversation, CUSTOMER, None)
    assert new_to_customer([conversation.pk]) == {}
    says(cast.emil, EXPERT, conversation)
    assert new_to_customer([conversation.pk]) == {conversation.pk: 1}
    says(cast.karla, CUSTOMER, conversation)
    assert new_to_customer([conversation.pk]) == {}


def test_what_is_delivered_is_still_new(cast: Cast) -> None:
    conversation = cast.claimed()
    says(cast.emil, EXPERT, conversation)
    conversation.refresh_from_db()
    mark([Mark(conversation.pk, CUSTOMER, cast.karla.pk, conversation.last_seq, 0)])
    assert new_to_customer([conversation.pk]) == {conversation.pk: 1}
    assert progress_of(conversation.pk).customer_delivered == conversation.last_seq
    assert progress_of(conversation.pk).customer_read == 1


def new_to(person: Person, *conversations: Conversation) -> dict[UUID, int]:
    return new_to_staff(person.pk, [one.pk for one in conversations])


def test_what_is_new_to_staff_is_theirs_to_read(cast: Cast) -> None:
    with_emil, conversation = cast.claimed(), cast.given_on()
    assert new_to(cast.ada, conversation, with_emil) == {conversation.pk: 1}
    assert new_to(cast.dora, conversation, with_emil) == {}
    reads(conversation, AGENT, cast.dora)
    assert new_to(cast.ada, conversation) == {conversation.pk: 1}
    reads(conversation, AGENT, cast.ada)
    assert new_to(cast.ada, conversation) == {}
    says(cast.dora, AGENT, conversation, "Kulanz?", audience=Message.STAFF)
    says(cast.karla, CUSTOMER, conversation)
    assert new_to(cast.ada, conversation) == {conversation.pk: 2}
    assert new_to(cast.mallory, conversation) == {}
    assert new_to(cast.ada, solved_by_ada(cast)) == {}


def test_the_customer_reads_that_their_helpers_read_and_not_that_somebody_looked_in(cast: Cast) -> None:
    conversation = cast.claimed()
    says(cast.karla, CUSTOMER, conversation)
    conversation.refresh_from_db()
    reads(conversation, AGENT, cast.sven)
    assert progress_of(conversation.pk).helpers_read == 0
    reads(conversation, EXPERT, cast.emil)
    assert progress_of(conversation.pk).helpers_read == conversation.last_seq
    actions.ask_for_company(conversation_id=conversation.pk, by=cast.karla)
    says(cast.karla, CUSTOMER, conversation)
    reads(conversation, AGENT, cast.ada)
    assert progress_of(conversation.pk).helpers_read == conversation.last_seq


def test_the_desk_reads_places_of_what_it_holds_and_nothing_else(cast: Cast) -> None:
    conversation = cast.claimed()
    says(cast.emil, EXPERT, conversation)
    conversation.refresh_from_db()
    answered = conversation.last_seq
    reads(conversation, CUSTOMER, cast.karla)
    says(cast.karla, CUSTOMER, conversation)
    says(cast.ada, AGENT, conversation, "Nur für uns.", audience=Message.STAFF)
    with desk_of(cast.emil.pk) as desk:
        held = desk.conversation(conversation.pk)
        assert held is not None
        assert (held.customer_read > answered, held.unread) == (True, 1)
    reads(conversation, EXPERT, cast.emil)
    with desk_of(cast.emil.pk) as desk:
        assert [one.unread for one in desk.held()] == [0]
    actions.ask_for_company(conversation_id=conversation.pk, by=cast.karla)
    with desk_of(cast.emil.pk) as desk:
        assert desk.held() == []


def heard(conversation: Conversation, role: str, reader: Person | None) -> set[tuple[str, str, str]]:
    conversation.refresh_from_db()
    place = conversation.last_seq
    signs = mark_and_tell([Mark(conversation.pk, role, reader.pk if reader else None, place, place)])
    assert {one.seq for one in signs} <= {place}
    assert {one.name for one in signs} <= {None}
    return {(one.kind, one.role, reader) for one in signs for reader in one.to}


def test_who_is_told_that_it_was_read(cast: Cast) -> None:
    conversation = cast.claimed()
    staff = {f"person:{one.pk}" for one in (cast.ada, cast.dora, cast.sven)}
    karla, emil, guest = f"person:{cast.karla.pk}", f"person:{cast.emil.pk}", f"guest:{conversation.pk}"
    assert heard(conversation, CUSTOMER, cast.karla) == {("read", "customer", one) for one in {*staff, emil}}
    assert heard(conversation, CUSTOMER, cast.karla) == set(), "what did not move is no news"
    assert heard(conversation, EXPERT, cast.emil) == {("read", "expert", one) for one in {*staff, karla, guest}}
    assert heard(conversation, AGENT, cast.ada) == set(), "looking in shows to nobody"
    actions.ask_for_company(conversation_id=conversation.pk, by=cast.karla)
    assert heard(conversation, AGENT, cast.ada) == {("read", "agent", one) for one in (karla, guest)}
    assert heard(conversation, CUSTOMER, None) == {("read", "customer", one) for one in staff}
