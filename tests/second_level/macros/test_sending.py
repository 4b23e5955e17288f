"""Words and steps of a macro are one thing: all of it happens, once, or nothing."""

from uuid import UUID, uuid4

import pytest

from oase.companies.teams.models import Team
from oase.conversations import actions
from oase.conversations.append import NotAllowed
from oase.conversations.meanwhile import AnsweredMeanwhile
from oase.conversations.models import Conversation, Message
from oase.conversations.words import Refused
from oase.people.models import Person
from oase.second_level.macros.actions import write
from oase.second_level.macros.models import Macro
from oase.second_level.macros.queries import shown_in, values_in
from oase.second_level.macros.steps import Step
from oase.second_level.shaping.models import Snooze, Tag, Tagging
from tests.cast import Cast, current


def macro(cast: Cast, *steps: Step, text: str = "Danke, {{customer.first_name}}!") -> Macro:
    return Macro.objects.create(company=cast.kaffeewerk, name="Danke", text_de=text, steps=list(steps))


def send(cast: Cast, conversation: Conversation, by: Person, used: Macro, client_id: UUID | None = None) -> None:
    write(
        conversation_id=conversation.pk,
        by=cast.member(by),
        text="Danke!",
        client_id=client_id or uuid4(),
        macro=used,
        chosen=range(len(used.steps)),
    )


def test_the_steps_follow_the_words(cast: Cast) -> None:
    tag = Tag.objects.create(company=cast.kaffeewerk, name="Garantie")
    conversation, once = cast.given_on(), uuid4()
    used = macro(cast, {"kind": "tag", "tag": tag.pk}, {"kind": "hand_over", "to": "deputy"})
    for _ in range(2):
        send(cast, conversation, cast.ada, used, once)
    assert conversation.messages.filter(author=cast.ada).count() == 1
    assert Tagging.objects.get().tag == tag
    assert current(conversation).holder == cast.dora
    assert list(conversation.events.values_list("kind", flat=True)).count("handed_over") == 1


def test_whoever_proposes_or_puts_it_aside_holds_it(cast: Cast) -> None:
    for step in ({"kind": "propose"}, {"kind": "snooze", "hours": 24}):
        conversation = cast.given_on()
        Macro.objects.all().delete()
        send(cast, conversation, cast.dora, macro(cast, step))
        assert current(conversation).holder == cast.dora
        conversation.refresh_from_db()
        proposed, aside = conversation.solution_proposed_by, Snooze.objects.filter(conversation=conversation)
        assert (proposed == cast.dora, aside.exists()) == (step["kind"] == "propose", step["kind"] == "snooze")


def test_a_step_that_cannot_be_done_takes_the_words_back_too(cast: Cast) -> None:
    conversation = cast.given_on()
    cast.customer.deputy = None
    cast.customer.save()
    with pytest.raises(Refused):
        send(cast, conversation, cast.ada, macro(cast, {"kind": "hand_over", "to": "deputy"}))
    assert not conversation.messages.filter(author=cast.ada).exists()


def test_steps_that_were_taken_out_are_not_done(cast: Cast) -> None:
    conversation = cast.given_on()
    used = macro(cast, {"kind": "hand_over", "to": "deputy"})
    write(conversation_id=conversation.pk, by=cast.member(cast.ada), text="Danke!", client_id=uuid4(), macro=used)
    assert current(conversation).holder == cast.ada


def test_another_company_s_macro_does_nothing_here(cast: Cast) -> None:
    conversation, used = cast.given_on(), macro(cast, {"kind": "hand_over", "to": "deputy"})
    Macro.objects.update(company=cast.velotal)
    used.refresh_from_db()
    send(cast, conversation, cast.ada, used)
    assert current(conversation).holder == cast.ada


def test_a_stranger_sends_nothing(cast: Cast) -> None:
    conversation, used = cast.given_on(), macro(cast)
    with pytest.raises(NotAllowed):
        send(cast, conversation, cast.mallory, used)


def test_words_with_a_gap_do_not_go_to_the_customer(cast: Cast) -> None:
    conversation, ada = cast.given_on(), cast.member(cast.ada)
    with pytest.raises(Refused, match=r"customer\.number"):
        write(conversation_id=conversation.pk, by=ada, text="Nummer {{ customer.number }}", client_id=uuid4())
    write(
        conversation_id=conversation.pk, by=ada, text="{{customer.number}}?", client_id=uuid4(), audience=Message.STAFF
    )
    assert conversation.messages.filter(author=cast.ada).count() == 1


def test_the_values_are_those_of_the_concern_in_the_customer_s_language(cast: Cast) -> None:
    conversation = cast.given_on()
    conversation.language = "en"
    values = values_in(conversation, cast.member(cast.dora))
    assert {name: values[name] for name in values if name != "promise"} == {
        "customer.first_name": "Karla", "customer.last_name": "Blum", "customer.number": "", "advisor.name": "Ada",
        "deputy.name": "Dora", "agent.name": "Dora", "company.name": "Kaffeewerk", "topic": "Coffee machines",
    }  # fmt: skip
    assert values["promise"] != ""


def test_what_is_missing_is_shown_before(cast: Cast) -> None:
    used = macro(cast, {"kind": "tag", "tag": 4711}, text="Ihre Nummer {{customer.number}}, {{customer.first_name}}.")
    shown = shown_in(cast.given_on(), cast.member(cast.ada), used)
    assert (shown.filled.text, shown.filled.missing) == (
        "Ihre Nummer {{customer.number}}, Karla.", ("customer.number",),
    )  # fmt: skip
    assert shown.steps == (), "a tag that is gone is no step"


def test_somebody_answered_meanwhile_and_no_step_is_done(cast: Cast) -> None:
    conversation = cast.given_on()
    known = conversation.last_seq
    actions.reply(
        conversation_id=conversation.pk, author=cast.dora, role=Message.AGENT, text="Kommt.", client_id=uuid4()
    )
    used = macro(cast, {"kind": "hand_over", "to": "deputy"})
    with pytest.raises(AnsweredMeanwhile, match="Dora"):
        write(
            conversation_id=conversation.pk, by=cast.member(cast.ada), text="Danke!", client_id=uuid4(), known=known,
            macro=used, chosen={0},
        )  # fmt: skip
    assert current(conversation).holder == cast.ada


def test_it_goes_to_a_team_and_to_whose_turn_it_is_there(cast: Cast) -> None:
    team = Team.objects.create(company=cast.kaffeewerk, name_de="Werkstatt", name_en="Workshop")
    team.members.add(cast.member(cast.ada), cast.member(cast.sven))
    used = macro(cast, {"kind": "hand_over", "team": team.pk})
    for deals, holder in ((False, None), (True, cast.sven)):
        Team.objects.update(deals=deals)
        conversation = cast.given_on()
        send(cast, conversation, cast.ada, used)
        now = current(conversation)
        assert (now.level, now.team, now.holder) == ("team", team, holder)
        assert conversation.messages.filter(author=cast.ada).count() == 1


def test_a_team_that_is_gone_or_another_companys_takes_the_words_back_too(cast: Cast) -> None:
    conversation = cast.given_on()
    foreign = Team.objects.create(company=cast.velotal, name_de="Räder", name_en="Wheels")
    for pk in (foreign.pk, 4711):
        Macro.objects.all().delete()
        with pytest.raises(Refused):
            send(cast, conversation, cast.ada, macro(cast, {"kind": "hand_over", "team": pk}))
    assert not conversation.messages.filter(author=cast.ada).exists()
    assert current(conversation).holder == cast.ada
