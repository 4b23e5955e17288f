"""Ada gives a concern back to experts: only what they may answer, and only as they will read it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from oase.conversations import actions, watching
from oase.conversations.append import NotAllowed
from oase.conversations.choices.models import Choice
from oase.conversations.models import Assignment, Conversation, Message
from oase.conversations.words import Refused
from oase.experts.desk import desk_of
from oase.experts.models import Expert, Offer
from oase.experts.reputation.guard import glimpse
from oase.jobs import clock
from oase.people.models import Person
from oase.privacy import vault
from oase.second_level.actions import give_back
from oase.second_level.giving_back import as_experts_read_it
from tests.cast import Cast, current, person, qualify


@pytest.fixture
def nils(cast: Cast) -> Person:
    nils = person("Nils", "Ohm")
    Expert.objects.create(person=nils, languages=["de", "en"])
    qualify(nils, cast.machines)
    return nils


def held_by_ada(cast: Cast, text: str = "Meine Aroma 4 zeigt E12. Die Tropfschale fehlt.") -> Conversation:
    return cast.asks(text, wants_company=True)


def writes(cast: Cast, conversation: Conversation, text: str, audience: str = Message.CONVERSATION) -> None:
    actions.reply(
        conversation_id=conversation.pk, author=cast.ada, role=Message.AGENT, text=text, client_id=uuid4(),
        audience=audience,
    )  # fmt: skip


def gives_back(cast: Cast, conversation: Conversation, *masked: str, hint: str = "") -> Assignment:
    member = cast.member(cast.ada)
    return give_back(conversation_id=conversation.pk, membership=member, masked=masked, hint=hint)


def test_experts_are_asked_and_karla_is_told(cast: Cast, nils: Person) -> None:
    conversation = held_by_ada(cast)
    writes(cast, conversation, "Frau Blum schimpft.", Message.STAFF)
    writes(cast, conversation, "Guten Tag Frau Blum, ich frage nach.")
    gives_back(cast, conversation, "Tropfschale", hint="Garantie geprüft, Frau Blum wartet")
    assignment = current(conversation)
    assert (assignment.level, assignment.holder, assignment.turn) == (Assignment.NETWORK, None, Assignment.HOLDER)
    assert assignment.due_at > clock.now()
    event = conversation.events.get(kind="offered")
    assert event.actor == cast.ada
    assert "Blum" not in str(event.detail)
    assert {offer.expert_id for offer in Offer.objects.all()} == {cast.emil.pk, nils.pk}
    glimpse(nils.pk)
    with desk_of(nils.pk) as desk:
        (offered,) = desk.offers()
        assert offered.excerpt == "Meine Aroma 4 zeigt E12. Die [Verborgen 1] fehlt."
    from oase.experts import actions as expert_actions

    expert_actions.claim(offer_id=Offer.objects.get(expert_id=nils.pk).pk, by=nils)
    with desk_of(nils.pk) as desk:
        said = [one.body for one in desk.messages(conversation.pk)]
        hints = [one.hint for one in desk.events(conversation.pk) if one.kind == "offered"]
    assert said[0] == "Meine Aroma 4 zeigt E12. Die [Verborgen 1] fehlt."
    assert "Blum" not in said[1]
    assert len(said) == 2
    assert hints == [event.detail["hint"]]


def test_what_was_hidden_says_who_and_lies_in_the_vault(cast: Cast, nils: Person) -> None:
    conversation = held_by_ada(cast)
    gives_back(cast, conversation, "Tropfschale")
    choice = Choice.objects.get()
    assert (choice.what, choice.by) == (Choice.MASKED, cast.ada)
    assert vault.read_own(person_id=cast.karla.pk, ids=[choice.word_id or uuid4()]) == {choice.word_id: "Tropfschale"}


def test_she_sees_what_they_will_see(cast: Cast, nils: Person) -> None:
    conversation = held_by_ada(cast, "Karla Blum hier, E12.")
    writes(cast, conversation, "Nur für uns", Message.STAFF)
    shown = as_experts_read_it(conversation, cast.member(cast.ada))
    assert [one.body for one in shown] == ["[Name 1] hier, E12."]


def test_unanswered_it_comes_back_by_itself(cast: Cast, nils: Person) -> None:
    conversation = held_by_ada(cast)
    gives_back(cast, conversation)
    with clock.standing_at(clock.now() + timedelta(days=3)):
        assert watching.move_on(conversation.pk)
    assert current(conversation).level == Assignment.ADVISOR


@pytest.mark.parametrize(
    ("text", "topic", "sentence"),
    [
        ("Meine Rechnung ist falsch.", "invoices", "company alone"),
        ("Die Aroma 4 zeigt E12, und es kommt Rauch aus dem Tank.", "machines", "safety"),
        ("Guten Tag, eine Frage.", "", "none"),
    ],
)
def test_what_is_the_companys_stays(cast: Cast, nils: Person, text: str, topic: str, sentence: str) -> None:
    from django.utils.translation import override

    topics = {"invoices": cast.invoices, "machines": cast.machines, "": None}
    conversation = cast.asks(text, topic=topics[topic], wants_company=True)
    with override("en"), pytest.raises(Refused, match=sentence):
        gives_back(cast, conversation, "Frage")
    assert current(conversation).level == Assignment.ADVISOR
    assert Choice.objects.count() == 0


def test_a_sensitive_word_behind_a_placeholder_still_counts(cast: Cast, nils: Person) -> None:
    conversation = held_by_ada(cast)
    actions.reply(
        conversation_id=conversation.pk, author=cast.karla, role=Message.CUSTOMER, text="Mein Anwalt fragt auch.",
        client_id=uuid4(), wishes=actions.Wishes(masked=("Anwalt",)),
    )  # fmt: skip
    with pytest.raises(Refused):
        gives_back(cast, conversation)


def test_nobody_there_no_message_closed_and_nothing_solved_is_given_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = held_by_ada(cast)
    Expert.objects.update(available=False)
    with pytest.raises(Refused):
        gives_back(cast, conversation)
    Expert.objects.update(available=True)

    def broken(*_a: object, **_k: object) -> None:
        raise RuntimeError("the shield broke")

    monkeypatch.setattr("oase.conversations.shielding.shield", broken)
    with pytest.raises(Refused):
        gives_back(cast, conversation, "Tropfschale")
    assert conversation.messages.get().body != ""
    monkeypatch.undo()
    actions.solve(conversation_id=conversation.pk, by=cast.ada)
    with pytest.raises(Refused):
        gives_back(cast, conversation)


def test_strangers_and_the_customer_herself_cannot(cast: Cast, nils: Person) -> None:
    conversation = held_by_ada(cast)
    with pytest.raises(NotAllowed):
        give_back(conversation_id=conversation.pk, membership=cast.member(cast.mallory))
    with pytest.raises(NotAllowed):
        as_experts_read_it(conversation, cast.member(cast.mallory))
    with pytest.raises(NotAllowed):
        give_back(conversation_id=uuid4(), membership=cast.member(cast.ada))
    assert current(conversation).level == Assignment.ADVISOR


def test_twice_is_once(cast: Cast, nils: Person) -> None:
    conversation = held_by_ada(cast)
    gives_back(cast, conversation)
    with pytest.raises(Refused):
        gives_back(cast, conversation)
    assert conversation.events.filter(kind="offered").count() == 1


def test_hiding_needs_no_consent_and_ends_one(cast: Cast, nils: Person) -> None:
    conversation = cast.asks("Karla Blum hier, E12.", wishes=actions.Wishes(opened=("Karla Blum",)), wants_company=True)
    gives_back(cast, conversation, "Blum")
    assert "Blum" not in conversation.messages.get().body
