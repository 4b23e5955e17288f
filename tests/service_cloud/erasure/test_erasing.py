"""Forgetting is whole: killed in the middle it goes on, done twice it is done once, and nothing grows back."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from oase.channels.widget.identity import read
from oase.channels.widget.keys import make_secret
from oase.channels.widget.visits import begin_signed, load
from oase.companies.models import Customer, Membership
from oase.conversations import actions
from oase.conversations.links import link_token
from oase.conversations.models import Assignment, Conversation, Message, Outbox
from oase.conversations.words import Refused
from oase.experts.models import Expert
from oase.experts.rewards.models import Reward
from oase.jobs import clock
from oase.people.actions import person_for_email
from oase.people.models import Person
from oase.privacy import forgotten, vault
from oase.privacy.erasures import Erasure
from oase.privacy.files import path_of
from oase.privacy.models import PersonKey, SealedFile
from oase.ratings.models import Rating
from oase.service_cloud.erasure import asking, erasing, history, letter, replay, retention, sweeping
from oase.service_cloud.erasure.erasing import erase
from oase.service_cloud.erasure.retention import Rule
from tests.cast import Cast, current
from tests.channels.widget.tokens import signed
from tests.service_cloud.erasure.story import LAST, everything_stored, sing, singing, wish


@pytest.fixture(autouse=True)
def no_list_from_before(house: None) -> None:
    erasing.list_file().unlink(missing_ok=True)


def test_the_time_to_think_again_is_kept_and_the_wish_can_be_taken_back(cast: Cast) -> None:
    erasure = asking.ask_to_be_forgotten(person=cast.karla, language="de")
    assert erasure.due_at - erasure.asked_at == timedelta(hours=24)
    assert asking.due(clock.now()) == []
    assert asking.ask_to_be_forgotten(person=cast.karla, language="de") == erasure
    asking.keep(person=cast.karla)
    with clock.standing_at(clock.now() + timedelta(days=2)):
        assert asking.due(clock.now()) == []
    assert erase(erasure.pk).done_at is None
    assert Person.objects.get(pk=cast.karla.pk).first_name == "Karla"
    with pytest.raises(Refused):
        asking.keep(person=cast.karla)


def test_a_visit_at_a_widget_ends_though_nothing_was_asked_in_it(cast: Cast) -> None:
    Customer.objects.filter(pk=cast.customer.pk).update(number="K-2077")
    _, secret = make_secret(company=cast.kaffeewerk)
    theirs, others = (
        begin_signed(cast.kaffeewerk, read(signed(secret, sub=number), company=cast.kaffeewerk), language="de")
        for number in ("K-2077", "K-2078")
    )
    erase(wish(cast.karla).pk)
    assert (load(str(theirs.session_key)), load(str(others.session_key)) is not None) == (None, True)


def test_nobody_is_forgotten_behind_their_back(cast: Cast) -> None:
    erasure = asking.ask_to_be_forgotten(person=cast.karla, language="de")
    letter.tell_it_was_asked(erasure)
    (told,) = mail.outbox
    assert told.to == [cast.karla.email]
    assert reverse("leaving") in told.body
    assert erasure.token in told.body


def test_staff_leave_the_staff_first(cast: Cast) -> None:
    with pytest.raises(Refused, match="Kaffeewerk"):
        asking.ask_to_be_forgotten(person=cast.ada, language="de")
    assert not Erasure.objects.exists()


def test_who_was_taken_on_a_staff_meanwhile_stays(cast: Cast) -> None:
    erasure = wish(cast.karla)
    Membership.objects.create(person=cast.karla, company=cast.velotal)
    assert erase(erasure.pk).key_destroyed_at is None
    assert Person.objects.get(pk=cast.karla.pk).is_active


def test_an_open_concern_is_closed_and_its_holder_sees_why(cast: Cast) -> None:
    conversation = cast.given_on()
    actions.reply(
        conversation_id=conversation.pk, author=cast.ada, role=Message.AGENT, text="Ich sehe nach.", client_id=uuid4()
    )
    erase(wish(cast.karla).pk)
    conversation.refresh_from_db()
    assert conversation.solved_at is not None
    assert not conversation.assignments.filter(ended_at=None).exists()
    assert conversation.events.get(kind="forgotten").actor is None


def test_an_answer_is_paid_though_the_asker_goes(cast: Cast) -> None:
    conversation = cast.claimed()
    actions.reply(
        conversation_id=conversation.pk, author=cast.emil, role=Message.EXPERT, text="Entkalken.", client_id=uuid4()
    )
    erase(wish(cast.karla).pk)
    assert not Conversation.objects.filter(pk=conversation.pk).exists()
    reward = Reward.objects.get(expert_id=cast.emil.pk)
    assert (reward.cents, reward.conversation) == (420, None)


class Killed(BaseException):
    """As by kill -9: no handler of ours runs."""


@pytest.mark.parametrize(
    ("room", "place"), [(vault, "destroy_key"), (history, "delete"), (history, "take_hints_out"), (letter, "send")]
)
def test_killed_in_the_middle_it_goes_on(cast: Cast, monkeypatch: pytest.MonkeyPatch, room: object, place: str) -> None:
    sing(cast)
    files = [path_of(pk) for pk in SealedFile.objects.values_list("pk", flat=True)]
    erasure = wish(cast.karla)

    def killed(*_args: object, **_named: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(room, place, killed)
        with pytest.raises(Killed):
            erase(erasure.pk)
    if place == "destroy_key":
        # The transaction was undone as a whole: she is there with all she has, and only the list knows better.
        assert Person.objects.get(pk=cast.karla.pk).last_name == LAST
        assert all(path.exists() for path in files)
        assert len(replay.due(forgotten.read(erasing.list_file()))) == 1
    assert erase(erasure.pk).done_at is not None
    assert singing(everything_stored()) == []
    assert not any(path.exists() for path in files)


def test_twice_is_once(cast: Cast) -> None:
    sing(cast)
    first = erase(wish(cast.karla).pk)
    before = everything_stored()
    again = erase(first.pk)
    assert (again.done_at, again.report) == (first.done_at, first.report)
    assert everything_stored() == before
    assert len(forgotten.read(erasing.list_file())) == 1


def test_a_mail_server_that_is_away_does_not_keep_the_address_for_ever(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*_args: object) -> None:
        raise OSError(f"450 {cast.karla.email}: try later")

    monkeypatch.setattr(letter, "_mail", away)
    erasure = wish(cast.karla)
    for attempt in range(1, letter.MOST_ATTEMPTS + 1):
        erasure = erase(erasure.pk)
        assert erasure.attempts == attempt
        assert (erasure.done_at is None) == (attempt < letter.MOST_ATTEMPTS)
    assert "to" not in erasure.report
    assert cast.karla.email not in caplog.text


def test_no_key_grows_back_whoever_tries(cast: Cast) -> None:
    erase(wish(cast.karla).pk)
    with pytest.raises(vault.VaultError):
        vault.cipher_of(cast.karla.pk, create=True)
    tries = (
        "UPDATE oase_personkey SET erased_at = NULL WHERE person_id = %s",
        "DELETE FROM oase_personkey WHERE person_id = %s",
        "INSERT INTO oase_sealed (id, person_id, kind, ciphertext, created_at)"
        " VALUES (gen_random_uuid(), %s, 'message', '', now())",
        "INSERT INTO oase_customer (person_id, company_id, number, since) SELECT %s, id, '', now() FROM oase_company",
    )
    for statement in tries:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [cast.karla.pk])


def test_an_old_link_opens_nothing_any_more(cast: Cast) -> None:
    conversation = cast.given_on()
    actions.reply(
        conversation_id=conversation.pk, author=cast.ada, role=Message.AGENT, text="Ich sehe nach.", client_id=uuid4()
    )
    erase(wish(cast.karla).pk)
    client = Client(raise_request_exception=False)
    client.get(reverse("link", args=[link_token(conversation.pk)]))
    assert client.get(reverse("concern", args=[conversation.pk])).status_code == 404
    actions.send_link(conversation_id=conversation.pk)
    assert not Outbox.objects.filter(recipient=cast.karla).exists()
    with pytest.raises(Refused, match=r"forgotten|vergessen"):
        actions.reply(
            conversation_id=conversation.pk, author=cast.ada, role=Message.AGENT, text="Noch da?", client_id=uuid4()
        )


def test_the_address_may_come_back_as_somebody_new(cast: Cast) -> None:
    address = cast.karla.email
    erase(wish(cast.karla).pk)
    again = person_for_email(email=address, first_name="Karla")
    assert again.pk != cast.karla.pk
    assert not Customer.objects.filter(person=again).exists()


def test_an_expert_leaves_answers_and_hands_on_what_they_hold(cast: Cast) -> None:
    answered = cast.claimed("Meine Aroma 4 zeigt E12.")
    actions.reply(
        conversation_id=answered.pk, author=cast.emil, role=Message.EXPERT, text="Bitte entkalken.", client_id=uuid4()
    )
    actions.reply(
        conversation_id=answered.pk, author=cast.karla, role=Message.CUSTOMER, text="Danke Emil!", client_id=uuid4()
    )
    assert "Emil" in answered.messages.order_by("-seq")[0].body
    erase(wish(cast.emil).pk)
    assert current(answered).holder == cast.ada
    assert answered.messages.get(author_role=Message.EXPERT).body == "Bitte entkalken."
    assert "Emil" not in "".join(answered.messages.values_list("body", flat=True))
    emil = Person.objects.get(pk=cast.emil.pk)
    assert (emil.first_name, emil.last_name, emil.is_active) == (erasing.NOBODY, "", False)
    assert Expert.objects.get(person=emil).introduction_de == ""
    assert not Rating.objects.filter(thanks__contains="Emil").exists()
    assert Assignment.objects.filter(holder=emil, ended_at=None).count() == 0


def test_the_report_names_nobody_and_says_until_when(cast: Cast) -> None:
    sing(cast)
    erasure = erase(wish(cast.karla).pk)
    assert singing(str(erasure.report)) == []
    assert erasure.report["stays"][0][:3] == ["Kaffeewerk", "company", 2]
    assert erasure.report["counts"]["concerns"] == 1
    assert erasure.report["counts"]["closed"] == 2


def test_a_replay_forgets_again_and_writes_to_nobody(cast: Cast) -> None:
    """As after an older backup: the database knows nothing, the list does."""
    sing(cast)
    forgotten.add(erasing.list_file(), [forgotten.Forgotten(clock.now(), cast.karla.pk)])
    assert replay.replay() == 1
    assert replay.replay() == 0
    assert singing(everything_stored()) == []
    assert mail.outbox == []
    assert len(forgotten.read(erasing.list_file())) == 1


def test_a_replay_leaves_alone_whoever_joined_later_with_the_number(cast: Cast) -> None:
    forgotten.add(
        erasing.list_file(), [forgotten.Forgotten(cast.karla.joined_at - timedelta(seconds=1), cast.karla.pk)]
    )
    assert replay.replay() == 0
    assert Person.objects.get(pk=cast.karla.pk).first_name == "Karla"


def test_a_replay_forgets_who_was_on_a_staff_in_the_backup(cast: Cast) -> None:
    forgotten.add(erasing.list_file(), [forgotten.Forgotten(clock.now(), cast.ada.pk)])
    assert replay.replay() == 1
    assert not Membership.objects.filter(person=cast.ada, left_at=None).exists()


def test_concerns_go_when_their_time_has_run_out(cast: Cast) -> None:
    """Counted from the end of the year of solving; nobody has to ask for it."""
    kept, gone = cast.given_on(), cast.claimed()
    actions.reply(
        conversation_id=kept.pk, author=cast.ada, role=Message.AGENT, text="Ich sehe nach.", client_id=uuid4()
    )
    for one in (kept, gone):
        actions.confirm_solution(conversation_id=one.pk, by=cast.karla)
    retention.set_rule(cast.kaffeewerk, retention.NETWORK, Rule(30, duty=False))
    solved = Conversation.objects.get(pk=gone.pk).solved_at
    assert solved is not None
    end_of_year = solved.replace(year=solved.year + 1, month=1, day=1, hour=0, minute=0)
    with clock.standing_at(end_of_year + timedelta(days=29)):
        assert sweeping.sweep() == 0
    with clock.standing_at(end_of_year + timedelta(days=31)):
        assert sweeping.sweep() == 1
    assert list(Conversation.objects.values_list("pk", flat=True)) == [kept.pk]
    assert PersonKey.objects.filter(person=cast.karla, erased_at=None).exists()


def test_a_rule_must_be_sensible(cast: Cast) -> None:
    with pytest.raises(ValueError, match="kinds are"):
        retention.set_rule(cast.kaffeewerk, "letters", Rule(1, duty=True))
    with pytest.raises(ValueError, match="days go"):
        retention.set_rule(cast.kaffeewerk, retention.NETWORK, Rule(-1, duty=True))


def test_the_list_lies_beside_the_vault() -> None:
    assert erasing.list_file() == Path(settings.VAULT_FILES).parent / "erasures.list"
