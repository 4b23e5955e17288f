"""Ada opens what Karla wrote: with a purpose, within her company, and Karla can read that she did."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest

from oase.companies.models import Customer, Membership, Purpose
from oase.conversations import actions as conversation_actions
from oase.conversations.append import NotAllowed
from oase.conversations.models import Attachment, Conversation
from oase.conversations.words import IncomingFile, Refused
from oase.jobs import clock
from oase.jobs.clock import standing_at
from oase.privacy import vault
from oase.privacy.files import Description, describe, read_file
from oase.privacy.models import AccessLog, PersonKey
from oase.second_level import actions
from tests.cast import IBAN, PHONE, QUESTION, Cast


def warranty(cast: Cast) -> Purpose:
    return Purpose.objects.get(company=cast.kaffeewerk, text_en="check the warranty")


def opened(cast: Cast, conversation: Conversation) -> None:
    actions.reveal_conversation(
        conversation_id=conversation.pk, membership=cast.member(cast.ada), purpose_id=warranty(cast).pk
    )


def with_file(cast: Cast) -> tuple[Conversation, Attachment]:
    file = IncomingFile("Rechnung Blum.pdf", "application/pdf", 7, BytesIO(b"%PDF-12"))
    conversation = cast.asks(files=[file], topic=cast.invoices)
    return conversation, Attachment.objects.select_related("file").get(message__conversation=conversation)


def logged() -> list[tuple[int, str, str]]:
    return list(AccessLog.objects.order_by("pk").values_list("viewer_id", "kind", "purpose"))


def test_ada_reads_the_original_and_karla_can_see_that_she_did(cast: Cast) -> None:
    conversation = cast.given_on()
    originals = actions.reveal_conversation(
        conversation_id=conversation.pk, membership=cast.member(cast.ada), purpose_id=warranty(cast).pk
    )
    assert list(originals.values()) == [QUESTION]
    assert logged() == [(cast.ada.pk, "originals", "Garantie prüfen")]
    event = conversation.events.get(kind="revealed")
    assert (event.actor, event.detail) == (
        cast.ada,
        {"purpose": "Garantie prüfen", "purpose_de": "Garantie prüfen", "purpose_en": "check the warranty"},
    )


def test_the_log_is_in_the_language_of_the_one_who_reads_it(cast: Cast) -> None:
    conversation = cast.given_on()
    cast.karla.language = "en"
    cast.karla.save()
    opened(cast, conversation)
    assert logged() == [(cast.ada.pk, "originals", "check the warranty")]


def test_it_is_told_once_for_each_purpose_and_hour(cast: Cast) -> None:
    conversation = cast.given_on()
    callback = Purpose.objects.create(company=cast.kaffeewerk, text_de="Rückruf", text_en="call back")
    with standing_at(clock.now()):
        opened(cast, conversation)
        opened(cast, conversation)
        assert (len(logged()), conversation.events.filter(kind="revealed").count()) == (1, 1)
        actions.reveal_conversation(
            conversation_id=conversation.pk, membership=cast.member(cast.ada), purpose_id=callback.pk
        )
        opened(cast, conversation)
    assert (len(logged()), conversation.events.filter(kind="revealed").count()) == (2, 2)


def test_originals_are_there_for_whoever_gave_a_purpose_and_for_nobody_else(cast: Cast) -> None:
    conversation = cast.given_on()
    ada, dora = cast.member(cast.ada), cast.member(cast.dora)
    assert actions.originals_for(conversation=conversation, membership=ada) is None
    assert logged() == []
    opened(cast, conversation)
    originals = actions.originals_for(conversation=conversation, membership=ada)
    assert originals is not None
    assert list(originals.values()) == [QUESTION]
    assert actions.originals_for(conversation=conversation, membership=dora) is None
    other = cast.asks("Noch eine Frage zur Aroma 4.")
    assert actions.originals_for(conversation=other, membership=ada) is None


def test_a_purpose_holds_for_its_hour_only(cast: Cast) -> None:
    conversation, ada = cast.given_on(), cast.member(cast.ada)
    ten = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    with standing_at(ten + timedelta(minutes=59)):
        opened(cast, conversation)
        assert actions.originals_for(conversation=conversation, membership=ada) is not None
    with standing_at(ten + timedelta(minutes=60)):
        assert actions.originals_for(conversation=conversation, membership=ada) is None
        opened(cast, conversation)
    assert (len(logged()), conversation.events.filter(kind="revealed").count()) == (2, 2)


def test_without_a_purpose_of_the_company_nothing_opens(cast: Cast) -> None:
    conversation = cast.given_on()
    foreign = Purpose.objects.get(company=cast.velotal)
    for purpose_id in (foreign.pk, 0, 4711):
        with pytest.raises(Refused):
            actions.reveal_conversation(
                conversation_id=conversation.pk, membership=cast.member(cast.ada), purpose_id=purpose_id
            )
    assert logged() == []
    assert not conversation.events.filter(kind="revealed").exists()


def strangers(cast: Cast) -> list[Membership]:
    """Mallory of another company, Sven who has left, and Karla herself after she joined the staff."""
    sven = cast.member(cast.sven)
    sven.left_at = cast.customer.since
    sven.save()
    herself = Membership.objects.create(person=cast.karla, company=cast.kaffeewerk)
    return [cast.member(cast.mallory), sven, herself]


def test_strangers_and_customers_of_their_own_open_nothing(cast: Cast) -> None:
    conversation, attachment = with_file(cast)
    opened(cast, conversation)
    before = logged()
    for membership in strangers(cast):
        purpose = Purpose.objects.get(company=membership.company)
        with pytest.raises(NotAllowed):
            actions.reveal_conversation(conversation_id=conversation.pk, membership=membership, purpose_id=purpose.pk)
        with pytest.raises(NotAllowed):
            actions.reveal_contact(conversation_id=conversation.pk, membership=membership, purpose_id=purpose.pk)
        with pytest.raises(NotAllowed):
            actions.open_file(conversation_id=conversation.pk, membership=membership, file_id=attachment.file_id)
        assert actions.originals_for(conversation=conversation, membership=membership) is None
        assert actions.contact_for(conversation=conversation, membership=membership) is None
    assert logged() == before


def test_a_conversation_that_is_not_there_is_not_allowed_either(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.reveal_conversation(
            conversation_id=uuid4(), membership=cast.member(cast.ada), purpose_id=warranty(cast).pk
        )


def test_a_file_opens_after_a_purpose_was_given_and_is_logged(cast: Cast) -> None:
    conversation, attachment = with_file(cast)
    ada = cast.member(cast.ada)
    with pytest.raises(Refused):
        actions.open_file(conversation_id=conversation.pk, membership=ada, file_id=attachment.file_id)
    assert logged() == []
    opened(cast, conversation)
    file = actions.open_file(conversation_id=conversation.pk, membership=ada, file_id=attachment.file_id)
    assert (describe(file), b"".join(read_file(file))) == (
        Description("Rechnung Blum.pdf", "application/pdf"),
        b"%PDF-12",
    )
    assert [kind for _, kind, _ in logged()] == ["originals", "file"]


def test_a_file_of_another_conversation_does_not_open(cast: Cast) -> None:
    _, attachment = with_file(cast)
    other = cast.given_on()
    opened(cast, other)
    with pytest.raises(NotAllowed):
        actions.open_file(conversation_id=other.pk, membership=cast.member(cast.ada), file_id=attachment.file_id)
    assert [kind for _, kind, _ in logged()] == ["originals"]


def test_contact_data_are_shown_with_a_purpose_and_logged(cast: Cast) -> None:
    conversation = cast.given_on()
    ada = cast.member(cast.ada)
    assert actions.contact_for(conversation=conversation, membership=ada) is None
    with pytest.raises(Refused):
        actions.reveal_contact(conversation_id=conversation.pk, membership=ada)
    card = actions.reveal_contact(conversation_id=conversation.pk, membership=ada, purpose_id=warranty(cast).pk)
    assert card == actions.ContactCard(
        "karla@example.org",
        {"phone": PHONE, "street": "Lindenstraße 8", "place": "79098 Freiburg"},
        "Garantie prüfen",
    )
    assert logged() == [(cast.ada.pk, "contact", "Garantie prüfen")]
    assert actions.contact_for(conversation=conversation, membership=ada) == card
    assert actions.contact_for(conversation=conversation, membership=cast.member(cast.dora)) is None
    assert actions.originals_for(conversation=conversation, membership=ada) is None


def test_the_purpose_given_for_the_originals_holds_for_the_contact_data(cast: Cast) -> None:
    conversation = cast.given_on()
    opened(cast, conversation)
    card = actions.reveal_contact(conversation_id=conversation.pk, membership=cast.member(cast.ada))
    assert card.purpose == "Garantie prüfen"
    assert [kind for _, kind, _ in logged()] == ["originals", "contact"]


def test_what_was_erased_says_so_and_breaks_no_page(cast: Cast) -> None:
    conversation = cast.given_on()
    opened(cast, conversation)
    PersonKey.objects.filter(person=cast.karla).delete()
    ada = cast.member(cast.ada)
    assert actions.originals_for(conversation=conversation, membership=ada) is None
    with pytest.raises(Refused):
        opened(cast, conversation)


def test_ada_writes_karlas_name_and_only_karla_reads_it_without_asking(cast: Cast) -> None:
    conversation = cast.given_on()
    text = f"Guten Tag, Frau Blum. Ihr Konto {IBAN} ist erstattet."
    conversation_actions.reply(
        conversation_id=conversation.pk, author=cast.ada, role="agent", text=text, client_id=uuid4()
    )
    message = conversation.messages.get(author=cast.ada)
    assert "Blum" not in message.body
    assert IBAN not in message.body
    assert message.original_id is not None
    own = vault.read_own(person_id=cast.karla.pk, ids=[message.original_id])
    assert list(own.values()) == [text]


def test_karla_who_joined_the_staff_is_still_a_customer_in_her_own_concern(cast: Cast) -> None:
    conversation = cast.given_on()
    Membership.objects.create(person=cast.karla, company=cast.kaffeewerk)
    assert Customer.objects.filter(person=cast.karla).exists()
    with pytest.raises(NotAllowed):
        conversation_actions.take(conversation_id=conversation.pk, by=cast.karla)
