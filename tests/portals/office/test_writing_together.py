"""Two write at once, an old page of somebody else's, names in notes: what the office's pages make of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from oase.conversations import actions
from oase.conversations.models import Conversation, Draft, Message
from oase.jobs import clock
from oase.people.naming import name_of_person
from oase.portals.office.writing.names import with_names
from oase.second_level.mentions.models import Mention
from oase.second_level.mentions.queries import InNote
from tests.cast import Cast
from tests.portals.office.desk import Desk, words


def seq_of(conversation: Conversation) -> str:
    return str(Conversation.objects.get(pk=conversation.pk).last_seq)


def dora_answers(cast: Cast, conversation: Conversation, text: str = "Sie kommt morgen.") -> None:
    actions.reply(conversation_id=conversation.pk, author=cast.dora, role=Message.AGENT, text=text, client_id=uuid4())


def test_ada_looks_first_with_her_words_kept_and_then_sends(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    sent = words("Wir tauschen sie aus.") | {"known": seq_of(conversation)}
    dora_answers(cast, conversation)
    page = ada.post("reply", conversation, status=422, **sent).content.decode()
    assert "Dora answered meanwhile" in page
    assert "Sie kommt morgen." in page
    assert "Wir tauschen sie aus.</textarea>" in page
    assert f'name="known" value="{seq_of(conversation)}"' in page
    ada.post("reply", conversation, **sent | {"known": seq_of(conversation)})
    assert conversation.messages.filter(author=cast.ada).count() == 1


def test_a_draft_from_before_somebody_answered_looks_first_too(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    ada.post("draft", conversation, status=204, text="Ich frage beim Lager")
    Draft.objects.update(saved_at=clock.now() - timedelta(minutes=5))
    dora_answers(cast, conversation)
    seq = conversation.messages.get(author=cast.dora).seq
    assert f'name="known" value="{seq - 1}"' in ada.get("case", conversation.pk)


def test_what_was_begun_as_dora_is_not_sent_as_ada(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    old = words("Doras halber Satz.") | {"writer": name_of_person(cast.dora.pk)}
    page = ada.post("reply", conversation, status=422, **old).content.decode()
    assert "You are signed in as Ada now" in page
    assert "Doras halber Satz.</textarea>" in page
    assert f'name="writer" value="{name_of_person(cast.ada.pk)}"' in page
    ada.post("draft", conversation, status=409, text="Doras halber Satz.", writer=old["writer"])
    assert not Draft.objects.exists()
    assert not conversation.messages.filter(author=cast.ada).exists()
    ada.post("reply", conversation, **old | {"writer": name_of_person(cast.ada.pk)})
    assert conversation.messages.filter(author=cast.ada).count() == 1


@pytest.mark.parametrize("known", ["x", "-1", "99999999999999999999"])
def test_a_number_that_is_none_is_refused_with_the_words_kept(cast: Cast, ada: Desk, known: str) -> None:
    conversation = cast.given_on()
    page = ada.post("reply", conversation, status=422, **words("Hallo!") | {"known": known}).content.decode()
    assert "Hallo!</textarea>" in page


def test_a_name_in_a_note_is_marked_and_ticked_off(cast: Cast, ada: Desk) -> None:
    conversation, dora = cast.given_on(), Desk(cast.dora)
    ada.post("reply", conversation, **words("@Dora, schau <b>@Dora</b>", Message.STAFF))
    thread = dora.get("thread", conversation.pk)
    assert thread.count('<span class="mention me">@Dora</span>') == 2
    assert "<b>" not in thread.partition("mention me")[2].partition("</div>")[0]
    assert 'class="mention">@Dora' in ada.get("thread", conversation.pk)
    assert "Ada asks you in a note" in dora.get("head", conversation.pk)
    assert "asks you in a note" not in ada.get("head", conversation.pk)
    Desk(cast.sven).post("mentions-done", conversation)
    assert Mention.objects.get().done_at is None
    dora.post("mentions-done", conversation)
    assert "asks you in a note" not in dora.get("head", conversation.pk)


def test_an_address_keeps_its_letters() -> None:
    shown = with_names("@Ada: https://example.org/@Ada?x=@Ada", [InNote(1, "Ada", "Ada Lind", open=True)], 1)
    assert 'href="https://example.org/@Ada?x=@Ada"' in shown
    assert shown.startswith('<p dir="auto"><span class="mention me">@Ada</span>: ')


def test_colleagues_to_name_are_those_who_may_read_it(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    there = ada.get("colleagues", conversation.pk)
    assert ('data-name="Dora"' in there, 'data-name="Sven"' in there) == (True, True)
    assert ('data-name="Ada"' in there, "Mallory" in there, "Karla" in there) == (False, False, False)


def test_the_palette_offers_ones_own_and_no_other_s(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    shown = ada.get("case-palette", conversation.pk)
    assert f'data-href="{reverse("office-case", args=["kaffeewerk", conversation.pk])}"' in shown
    assert "Give on to Dora" in shown
    assert "/settings/macros/" not in shown
    assert f"{conversation.pk}" not in Desk(cast.dora).get("palette")
    assert "/settings/macros/" in Desk(cast.sven).get("palette")
