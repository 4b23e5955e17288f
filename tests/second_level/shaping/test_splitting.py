"""Some of Karla's words become a concern of their own: said again, sealed and shielded anew."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from oase.conversations import actions
from oase.conversations.append import NotAllowed
from oase.conversations.choices.models import Choice
from oase.conversations.choices.standing import Wishes
from oase.conversations.joining import parts_of
from oase.conversations.models import Assignment, Conversation, Message, Outbox
from oase.conversations.words import IncomingFile, Refused
from oase.privacy import vault
from oase.privacy.files import describe, path_of, read_file
from oase.second_level.actions import give_back
from oase.second_level.giving_back import why_not
from oase.second_level.shaping.actions import split, unmerge
from oase.second_level.shaping.models import Copied, Split
from oase.second_level.shaping.promised import promise_of
from tests.cast import IBAN, Cast, current
from tests.second_level.shaping.story import bodies, fresh, joined, karla_writes, read_by_karla, staff_writes, with_ada


@pytest.fixture
def both(cast: Cast) -> Conversation:
    """A concern in which Karla speaks of two things."""
    conversation = with_ada(cast, "Die Rechnung ist doppelt.")
    karla_writes(cast, conversation, f"Und das Paket kam nie an, bitte auf {IBAN} erstatten.")
    return conversation


def second(conversation: Conversation) -> Message:
    return conversation.messages.filter(author_role=Message.CUSTOMER).order_by("seq")[1]


def taken_out(cast: Cast, origin: Conversation, *messages: Message) -> Conversation:
    chosen = [message.pk for message in messages] or [second(origin).pk]
    return split(conversation_id=origin.pk, by=cast.member(cast.ada), message_ids=chosen, client_id=uuid4())


def test_the_words_are_said_in_both_and_karla_reads_them_in_full(cast: Cast, both: Conversation) -> None:
    said = second(both)
    before = bodies(both)
    concern = taken_out(cast, both)
    assert bodies(both) == before
    (copy,) = concern.messages.all()
    assert (copy.author, copy.author_role, copy.at) == (cast.karla, Message.CUSTOMER, said.at)
    assert IBAN not in copy.body
    assert copy.original_id not in {None, said.original_id}
    assert read_by_karla(cast, concern) == [f"Und das Paket kam nie an, bitte auf {IBAN} erstatten."]
    assert fresh(concern).subject.startswith("Und das Paket")
    assert (concern.customer, concern.company, concern.topic) == (both.customer, both.company, both.topic)
    assert [event.kind for event in concern.events.order_by("seq")] == ["asked", "split"]
    assert both.events.filter(kind="split").count() == 1
    assert Outbox.objects.filter(conversation=concern, kind="asked", recipient=cast.karla).count() == 1


def test_the_promise_goes_along(cast: Cast, both: Conversation) -> None:
    stands = current(both)
    begun = current(taken_out(cast, both))
    assert (begun.holder, begun.level, promise_of(begun)) == (stands.holder, stands.level, promise_of(stands))
    assert promise_of(current(both)) == promise_of(stands)


def test_what_was_answered_together_is_asked_anew(cast: Cast, both: Conversation) -> None:
    staff_writes(cast, cast.ada, both, "Die Rechnung ist storniert.")
    begun = current(taken_out(cast, both))
    assert begun.turn == Assignment.HOLDER
    assert current(both).turn == Assignment.CUSTOMER


def test_hidden_words_stay_hidden_and_opened_ones_are_closed(cast: Cast) -> None:
    origin = with_ada(cast, "Die Rechnung ist doppelt.")
    wishes = Wishes(masked=("Geheimwort",), opened=("E12",))
    karla_writes(cast, origin, "Das Geheimwort und E12 stehen auf dem Zettel.", wishes=wishes)
    concern = taken_out(cast, origin)
    assert "Geheimwort" not in bodies(concern)[0]
    (choice,) = concern.choices.all()
    assert (choice.what, choice.by) == (Choice.MASKED, cast.karla)
    opened = with_ada(cast, "Noch etwas.")
    karla_writes(cast, opened, f"Mein Konto ist {IBAN}.", wishes=Wishes(opened=(IBAN,)))
    assert IBAN in bodies(opened)[1]
    assert IBAN not in bodies(taken_out(cast, opened))[0]


def test_files_go_along_sealed_by_themselves(cast: Cast) -> None:
    origin = with_ada(cast, "Die Rechnung ist doppelt.")
    content = b"x" * (2**20 + 5)
    picture = IncomingFile("bild.png", "image/png", len(content), BytesIO(content))
    karla_writes(cast, origin, "Das Paket ist kaputt.", files=[picture])
    concern = taken_out(cast, origin)
    (one,) = second(origin).attachments.all()
    (other,) = concern.messages.get().attachments.all()
    assert other.file_id != one.file_id
    assert b"".join(read_file(other.file)) == content
    assert describe(other.file) == describe(one.file)
    assert path_of(other.file_id).read_bytes() != path_of(one.file_id).read_bytes()


def test_joining_the_two_undoes_it_and_each_message_is_there_once(cast: Cast, both: Conversation) -> None:
    concern = taken_out(cast, both)
    karla_writes(cast, concern, "Nur zum Paket.")
    merged = joined(cast, concern, both)
    texts = read_by_karla(cast, both, parts_of(both))
    assert texts == [
        "Die Rechnung ist doppelt.",
        f"Und das Paket kam nie an, bitte auf {IBAN} erstatten.",
        "Nur zum Paket.",
    ]
    unmerge(merge_id=merged.pk, by=cast.member(cast.ada))
    assert len(bodies(concern)) == 2
    assert fresh(concern).is_open


def test_asked_twice_it_is_made_once(cast: Cast, both: Conversation) -> None:
    client_id, chosen = uuid4(), [second(both).pk]
    made = [
        split(conversation_id=both.pk, by=cast.member(cast.ada), message_ids=chosen, client_id=client_id)
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert Split.objects.count() == Copied.objects.count() == 1


def test_what_cannot_be_taken_out_changes_nothing(cast: Cast, both: Conversation) -> None:
    staff_writes(cast, cast.ada, both, "Ich frage nach.")
    staff_writes(cast, cast.ada, both, "Interna.", Message.STAFF)
    answer, note = both.messages.filter(author_role=Message.AGENT).order_by("seq")
    other = with_ada(cast, "Etwas anderes.").messages.get()
    everything = [message.pk for message in both.messages.filter(author_role=Message.CUSTOMER)]
    for chosen in ([], [answer.pk], [note.pk], [other.pk], [10**12], everything, [second(both).pk, other.pk]):
        with pytest.raises(Refused):
            split(conversation_id=both.pk, by=cast.member(cast.ada), message_ids=chosen, client_id=uuid4())
    with pytest.raises(NotAllowed):
        split(
            conversation_id=both.pk,
            by=cast.member(cast.mallory),
            message_ids=[second(both).pk],
            client_id=uuid4(),
        )
    used = with_ada(cast, "Schon da.").client_id
    with pytest.raises(Refused):
        split(conversation_id=both.pk, by=cast.member(cast.ada), message_ids=[second(both).pk], client_id=used)
    assert not Split.objects.exists()
    assert Conversation.objects.count() == 3


def test_nothing_of_an_experts_is_split_nor_of_a_solved_or_joined_one(cast: Cast, both: Conversation) -> None:
    held = cast.claimed()
    karla_writes(cast, held, "Und noch etwas.")
    done = with_ada(cast, "Schon gut.")
    karla_writes(cast, done, "Wirklich.")
    actions.solve(conversation_id=done.pk, by=cast.ada)
    told = with_ada(cast, "Dasselbe.")
    karla_writes(cast, told, "Noch einmal.")
    joined(cast, told, both)
    for one in (held, done, told):
        with pytest.raises(Refused):
            taken_out(cast, one)


def test_what_was_made_of_another_never_goes_to_experts(cast: Cast) -> None:
    origin = cast.asks("Meine Aroma 4 zeigt E12.", wants_company=True)
    karla_writes(cast, origin, "Und sie brüht nicht.")
    concern = taken_out(cast, origin)
    with override("en"):
        assert "stays with you" in why_not(concern)
    with pytest.raises(Refused):
        give_back(conversation_id=concern.pk, membership=cast.member(cast.ada))
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(pk=current(concern).pk).update(level=Assignment.NETWORK, holder=None)
    staff_writes(cast, cast.ada, concern, "Ich kümmere mich.")
    actions.solve(conversation_id=concern.pk, by=cast.ada)
    karla_writes(cast, concern, "Doch nicht.")
    assert current(concern).holder == cast.ada


def test_of_a_forgotten_customer_nothing_is_made(cast: Cast, both: Conversation) -> None:
    vault.destroy_key(cast.karla.pk)
    with pytest.raises(Refused):
        taken_out(cast, both)
    assert not Split.objects.exists()
