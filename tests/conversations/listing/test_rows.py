"""The flat row says what its sources say, whatever happens to them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection, connections, transaction

from oase.companies.models import Customer, Topic
from oase.companies.teams.models import Team
from oase.conversations import actions
from oase.conversations.assignments import lock
from oase.conversations.listing.models import Listing
from oase.conversations.models import Conversation
from oase.conversations.watching import move_lapsed
from oase.experts import actions as expert_actions
from oase.jobs import clock
from oase.ratings.actions import rate
from oase.second_level.shaping.models import Snooze, Tag, Tagging
from tests.cast import Cast, current
from tests.threads import at_once


def row_of(conversation: Conversation) -> Listing:
    return Listing.objects.get(pk=conversation.pk)


def differing() -> list[object]:
    """Rows that are not what `oase_listed` makes of the sources, in either direction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT attname FROM pg_attribute WHERE attrelid = 'oase_listed'::regclass AND attnum > 0")
        names = ", ".join(name for (name,) in cursor.fetchall())
        cursor.execute(
            f"(SELECT {names} FROM oase_listing EXCEPT SELECT {names} FROM oase_listed)"
            f" UNION ALL (SELECT {names} FROM oase_listed EXCEPT SELECT {names} FROM oase_listing)"
        )
        return list(cursor.fetchall())


def says(cast: Cast, conversation: Conversation, role: str, text: str = "Danke.") -> None:
    author = {"customer": cast.karla, "expert": cast.emil, "agent": cast.ada}[role]
    actions.reply(conversation_id=conversation.pk, author=author, role=role, text=text, client_id=uuid4())


def test_a_row_follows_its_concern_from_the_question_to_the_thanks(cast: Cast) -> None:
    conversation = cast.asks()
    row = row_of(conversation)
    assert (row.is_open, row.with_experts, row.level, row.holder_id) == (True, True, "network", None)
    assert (row.company_id, row.person_id, row.topic_id) == (cast.kaffeewerk.pk, cast.karla.pk, cast.machines.pk)
    assert row.due_at == current(conversation).due_at

    expert_actions.claim(offer_id=cast.offer_to(cast.emil, conversation).pk, by=cast.emil)
    row = row_of(conversation)
    assert (row.with_experts, row.holder_id, row.customers_turn) == (True, cast.emil.pk, False)

    says(cast, conversation, "expert")
    assert row_of(conversation).customers_turn
    says(cast, conversation, "customer")
    assert not row_of(conversation).customers_turn

    expert_actions.give_on(conversation_id=conversation.pk, by=cast.emil, reason="documents", hint="")
    row = row_of(conversation)
    assert (row.with_experts, row.level, row.holder_id) == (False, "advisor", cast.ada.pk)

    says(cast, conversation, "agent")
    actions.solve(conversation_id=conversation.pk, by=cast.ada)
    row = row_of(conversation)
    solved_at = Conversation.objects.get(pk=conversation.pk).solved_at
    assert (row.is_open, row.solved_at, row.due_at) == (False, solved_at, None)
    assert (row.holder_id, row.customers_turn, row.stars) == (cast.ada.pk, False, None)

    rate(conversation_id=conversation.pk, by=cast.karla, stars=2)
    assert row_of(conversation).stars == 2
    rate(conversation_id=conversation.pk, by=cast.karla, stars=4)
    assert row_of(conversation).stars == 4

    says(cast, conversation, "customer", "Doch noch etwas.")
    row = row_of(conversation)
    assert (row.is_open, row.solved_at, row.holder_id) == (True, None, cast.ada.pk)
    assert differing() == []


def test_a_lapsed_promise_is_late_in_its_row(cast: Cast) -> None:
    conversation = cast.given_on()
    due_at = current(conversation).due_at
    with clock.standing_at(due_at):
        assert move_lapsed() == 1
    row = row_of(conversation)
    assert (row.late_since, row.level, row.holder_id) == (due_at, "deputy", cast.dora.pk)
    assert row.due_at == current(conversation).due_at
    assert differing() == []


def test_tags_and_sleep_are_in_the_row_and_go_again(cast: Cast) -> None:
    conversation = cast.given_on()
    tags = [Tag.objects.create(company=cast.kaffeewerk, name=name) for name in ("Garantie", "Eilt")]
    for tag in tags:
        Tagging.objects.create(conversation=conversation, tag=tag, by=cast.ada)
    assert row_of(conversation).tags == sorted(tag.pk for tag in tags)
    until = clock.now() + timedelta(minutes=5)
    Snooze.objects.create(conversation=conversation, by=cast.ada, until=until)
    assert row_of(conversation).snoozed_until == Snooze.objects.get().until
    tags[0].delete()
    Snooze.objects.all().delete()
    row = row_of(conversation)
    assert (row.tags, row.snoozed_until) == ([tags[1].pk], None)
    assert differing() == []


def test_a_topic_that_gets_a_team_takes_what_is_open_along(cast: Cast) -> None:
    team = Team.objects.create(company=cast.kaffeewerk, name_de="Rechnung", name_en="Invoices")
    other = Team.objects.create(company=cast.kaffeewerk, name_de="Technik", name_en="Machines")
    conversation = cast.asks("Meine Rechnung stimmt nicht.", topic=cast.invoices)
    sent_elsewhere = cast.asks("Noch eine Rechnung.", topic=cast.invoices)
    held = current(sent_elsewhere)
    held.team = other
    held.save()
    assert (row_of(conversation).team_id, row_of(sent_elsewhere).team_id) == (None, other.pk)
    Topic.objects.filter(pk=cast.invoices.pk).update(team=team)
    assert (row_of(conversation).team_id, row_of(sent_elsewhere).team_id) == (team.pk, other.pk)
    other.delete()
    assert row_of(sent_elsewhere).team_id == team.pk
    team.delete()
    assert row_of(conversation).team_id is None
    assert differing() == []


def test_what_was_merged_is_closed_but_not_solved(cast: Cast) -> None:
    conversation, target = cast.given_on(), cast.given_on("Meine Aroma 4 brüht nicht.")
    with transaction.atomic():
        merged = lock(conversation.pk)
        held = current(merged)
        held.ended_at = clock.now()
        held.save()
        merged.solved_at, merged.merged_into = clock.now(), target
        merged.save()
    row = row_of(conversation)
    assert (row.is_open, row.solved_at) == (False, None)
    assert differing() == []


def test_a_concern_that_gets_another_topic_or_another_customers_person_says_so(cast: Cast) -> None:
    conversation = cast.asks()
    Conversation.objects.filter(pk=conversation.pk).update(topic=cast.invoices, language="en")
    Customer.objects.filter(pk=cast.customer.pk).update(person=cast.emil)
    row = row_of(conversation)
    assert (row.topic_id, row.language, row.person_id) == (cast.invoices.pk, "en", cast.emil.pk)
    assert differing() == []


def test_messages_that_turn_nothing_leave_the_row_untouched(cast: Cast) -> None:
    conversation = cast.given_on()

    def version() -> object:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT ctid::text, xmin::text FROM oase_listing WHERE conversation_id = %s", [conversation.pk]
            )
            return cursor.fetchone()

    says(cast, conversation, "customer")
    before = version()
    says(cast, conversation, "customer", "Und noch ein Wort.")
    Conversation.objects.get(pk=conversation.pk).save()
    current(conversation).save()
    assert version() == before
    says(cast, conversation, "agent")
    assert version() != before


def test_two_who_tag_at_once_lose_no_tag(cast: Cast) -> None:
    conversation = cast.given_on()
    tags = [Tag.objects.create(company=cast.kaffeewerk, name=f"Nr. {number}") for number in range(4)]

    def put(tag: Tag) -> None:
        with transaction.atomic():
            Tagging.objects.create(conversation=conversation, tag=tag, by=cast.ada)

    assert at_once(*(lambda tag=tag: put(tag) for tag in tags)) == []
    assert row_of(conversation).tags == sorted(tag.pk for tag in tags)


def test_the_house_itself_may_not_write_a_row(cast: Cast) -> None:
    conversation = cast.asks()
    for attack in (
        lambda: Listing.objects.filter(pk=conversation.pk).update(company_id=cast.velotal.pk),
        lambda: Listing.objects.filter(pk=conversation.pk).delete(),
        lambda: Listing(conversation=conversation).save(force_insert=True),
    ):
        with pytest.raises(ProgrammingError, match="permission denied"):
            attack()
    with connections["expert"].cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
        cursor.execute("SELECT count(*) FROM public.oase_listing")


def test_a_row_goes_with_its_concern(cast: Cast) -> None:
    conversation = cast.asks()
    conversation.delete(using="owner")
    assert not Listing.objects.exists()


def test_what_came_past_the_triggers_is_listed_by_the_laws(cast: Cast) -> None:
    known, new = cast.given_on(), cast.asks()
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM oase_listing WHERE conversation_id = %s", [new.pk])
    assert Listing.objects.count() == 1
    call_command("grant")
    assert {row.pk for row in Listing.objects.all()} == {known.pk, new.pk}
    assert differing() == []
