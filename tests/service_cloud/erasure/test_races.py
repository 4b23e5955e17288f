"""Two browsers at the same moment: what is left is one of the two, whole."""

from uuid import uuid4

from oase.conversations import actions
from oase.conversations.choices.models import Choice
from oase.conversations.models import Conversation, Draft, Message
from oase.conversations.words import Refused
from oase.privacy.models import Sealed, SealedFile
from oase.second_level.actions import reveal_conversation
from oase.service_cloud.erasure.erasing import erase
from oase.service_cloud.export.actions import ask_for_export, make
from oase.service_cloud.export.models import Export
from tests.cast import Cast
from tests.service_cloud.erasure.story import LAST, everything_stored, sing, singing, wish
from tests.threads import at_once


def _answer(cast: Cast, conversation: Conversation) -> None:
    actions.reply(
        conversation_id=conversation.pk,
        author=cast.ada,
        role=Message.AGENT,
        text=f"Liebe Frau {LAST}",
        client_id=uuid4(),
    )


def test_an_archive_asked_for_twice_is_one(cast: Cast) -> None:
    assert at_once(*[lambda: ask_for_export(person=cast.karla)] * 4) == []
    (export,) = Export.objects.all()
    assert at_once(*[lambda: make(export.pk)] * 2) == []
    assert SealedFile.objects.filter(person=cast.karla).count() == 1


def test_taken_back_while_she_replies_it_is_hidden_in_both(cast: Cast) -> None:
    text = "Mein Name ist Karla Blum. Meine Aroma 4 zeigt E12."
    conversation = cast.asks(text, wishes=actions.Wishes(opened=("Karla Blum",)))
    choice = Choice.objects.get()

    def take_back() -> None:
        actions.withdraw_choice(conversation_id=conversation.pk, choice_id=choice.pk, by=cast.karla)

    def reply() -> None:
        actions.reply(
            conversation_id=conversation.pk, author=cast.karla, role=Message.CUSTOMER, client_id=uuid4(),
            text="Noch einmal: ich bin Karla Blum.",
        )  # fmt: skip

    assert at_once(take_back, reply) == []
    assert [body for body in conversation.messages.values_list("body", flat=True) if "Blum" in body] == []
    assert conversation.messages.count() == 2


def test_forgotten_while_others_write_open_and_collect(cast: Cast) -> None:
    kept = sing(cast)["kept"]
    export, erasure = ask_for_export(person=cast.karla), wish(cast.karla)
    purpose = cast.kaffeewerk.purposes.first()
    assert purpose is not None
    raised = at_once(
        lambda: erase(erasure.pk),
        lambda: _answer(cast, kept),
        lambda: actions.save_draft(conversation_id=kept.pk, person=cast.ada, body=f"Liebe Frau {LAST}"),
        lambda: make(export.pk),
        lambda: reveal_conversation(
            conversation_id=kept.pk, membership=cast.member(cast.ada), purpose_id=purpose.pk
        ),
    )  # fmt: skip
    erase(erasure.pk)
    # Whoever came too late was told in a sentence, or found that it was not wanted any more.
    assert [error for error in raised if "deadlock" in str(error)] == []
    assert singing(everything_stored()) == []
    assert not Draft.objects.exists()
    assert not Sealed.objects.filter(person=cast.karla).exists()
    assert not SealedFile.objects.filter(person=cast.karla).exists()
    assert {type(error) for error in raised} <= {Refused}, raised
