"""What was said in a rush is shielded a moment after the commit."""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

import psycopg
import pytest

from oase.config.data_folder import connection_parameters
from oase.conversations import catching_up, saying
from oase.conversations.actions import Wishes, reply
from oase.conversations.append import SHIELD_CHANNEL, Appended
from oase.conversations.catching_up import catch_up, closed_in, waiting
from oase.conversations.models import Conversation, Message
from oase.conversations.saying import Words, say
from oase.conversations.shielding import Hidden
from oase.management.commands import shield_waiting
from oase.people.models import Person
from tests.cast import PHONE, Cast


def rush(cast: Cast, conversation: Conversation, *texts: str) -> list[int]:
    """Karla says all this while many others write; the ids of messages that are closed yet."""
    saying.PATIENT, before = 0, saying.PATIENT
    try:
        written = say([Words(conversation.pk, uuid4(), cast.karla.pk, "customer", text) for text in texts])
    finally:
        saying.PATIENT = before
    ids = [one.id for one in written if isinstance(one, Appended)]
    assert set(Message.objects.filter(pk__in=ids).values_list("body", "shielded_at")) == {("", None)}
    return ids


def bodies(ids: list[int]) -> list[str]:
    return list(Message.objects.filter(pk__in=ids).order_by("seq").values_list("body", flat=True))


def test_what_waits_is_shielded_in_order_with_the_placeholders_of_the_conversation(cast: Cast) -> None:
    conversation = cast.given_on()
    ids = rush(cast, conversation, f"Rufen Sie an: {PHONE}", "Rosa Tellmann auch: 0171 3920099", "Frau Tellmann!")
    assert waiting() == [conversation.pk]
    assert catch_up(conversation.pk) == []
    assert bodies(ids) == ["Rufen Sie an: [Telefon 1]", "[Name 2] auch: [Telefon 2]", "Frau [Name 2]!"]
    assert waiting() == []


def test_nothing_waits_after_a_look_at_nothing(cast: Cast) -> None:
    conversation = cast.given_on()
    assert (waiting(), catch_up(conversation.pk)) == ([], [])


def test_who_waits_longest_comes_first_and_what_failed_steps_back(cast: Cast) -> None:
    first, second = cast.given_on(), cast.given_on("Zweite Frage zur Aroma.")
    ids = rush(cast, first, "eins")
    rush(cast, second, "zwei")
    assert waiting() == [first.pk, second.pk]
    assert waiting(ids) == [second.pk]
    assert closed_in(first.pk) == ids


def test_what_the_shield_cannot_vouch_for_stays_closed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    conversation = cast.given_on()
    ids = rush(cast, conversation, PHONE)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr("oase.conversations.shielding.shield", broken)
        assert catch_up(conversation.pk) == ids
    assert bodies(ids) == [""]
    assert catch_up(conversation.pk) == []
    assert bodies(ids) == ["[Telefon 1]"]


@pytest.mark.parametrize("change", ["a datum", "a wish", "a name"])
def test_what_changed_while_it_was_shielded_is_looked_at_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    conversation = cast.given_on()
    ids = rush(cast, conversation, "Die Blaukatze von Frieda Krummholz")
    hide = catching_up.hide_closed

    def meanwhile(one: Conversation, messages: Sequence[Message]) -> Mapping[int, tuple[str, Hidden]]:
        hidden = hide(one, messages)
        if change == "a name":
            Person.objects.filter(pk=cast.karla.pk).update(last_name="Blaukatze")
        else:
            text = "Es war Frieda Krummholz." if change == "a datum" else "die Blaukatze!"
            wishes = Wishes(masked=("Blaukatze",)) if change == "a wish" else Wishes()
            reply(
                conversation_id=one.pk, author=cast.karla, role="customer", text=text, client_id=uuid4(), wishes=wishes
            )
        return hidden

    with monkeypatch.context() as patched:
        patched.setattr(catching_up, "hide_closed", meanwhile)
        catch_up(conversation.pk)
    catch_up(conversation.pk)
    (body,) = bodies(ids)
    assert "Krummholz" not in body
    assert ("Blaukatze" in body) == (change == "a datum")
    placeholders = Conversation.objects.get(pk=conversation.pk).placeholders
    name = body[body.rindex("[") : body.rindex("]") + 1]
    assert name in placeholders.values()


def test_of_what_was_erased_meanwhile_nothing_comes_back(cast: Cast) -> None:
    conversation = cast.given_on()
    ids = rush(cast, conversation, "Geheim")
    Message.objects.filter(pk__in=ids).update(original=None)
    assert waiting() == []
    assert catch_up(conversation.pk) == []
    assert bodies(ids) == [""]


def test_the_part_that_follows_shields_all_that_waits_and_parks_what_fails(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = cast.given_on(), cast.given_on("Zweite Frage zur Aroma.")
    done, broken = rush(cast, first, PHONE), rush(cast, second, "zwei")
    cleanly = shield_waiting.catch_up

    def fails(conversation_id: UUID) -> list[int]:
        if conversation_id == second.pk:
            raise RuntimeError
        return cleanly(conversation_id)

    parked: dict[int, float] = {}
    with monkeypatch.context() as patched:
        patched.setattr(shield_waiting, "catch_up", fails)
        shield_waiting.Command()._catch_up(parked)
    assert (bodies(done), bodies(broken)) == (["[Telefon 1]"], [""])
    assert list(parked) == broken
    shield_waiting.Command()._catch_up({})
    assert bodies(broken) == ["zwei"]


def test_who_waits_for_the_shield_is_called_by_the_commit(cast: Cast) -> None:
    conversation = cast.given_on()
    with psycopg.connect(**connection_parameters("oase_app"), autocommit=True) as listener:  # type: ignore[arg-type]  # names
        listener.execute(f"LISTEN {SHIELD_CHANNEL}")
        rush(cast, conversation, "eins")
        (called,) = listener.notifies(timeout=10, stop_after=1)
    assert (called.channel, called.payload) == (SHIELD_CHANNEL, "")
