"""Ada says what a concern is really about; the recogniser learns from it, and nobody else may say so."""

from django.test import Client
from django.urls import reverse

from oase.companies.models import Topic
from oase.conversations.models import Conversation
from oase.experts.topics.models import TopicCorrection
from tests.cast import Cast, current
from tests.portals.office.desk import Desk


def said(conversation: Conversation) -> list[tuple[Topic | None, Topic | None]]:
    return [(one.was, one.topic) for one in TopicCorrection.objects.filter(conversation=conversation)]


def test_the_case_leads_to_its_topics_and_the_present_one_is_chosen(cast: Cast, ada: Desk) -> None:
    conversation = cast.asks("Die Rechnung stimmt nicht.", topic=cast.invoices)
    address = reverse("office-correct-topic", args=["kaffeewerk", conversation.pk])
    assert address in ada.get("case", conversation.pk)
    page = ada.get("correct-topic", conversation.pk)
    assert f'value="{cast.invoices.pk}" required checked' in page
    assert page.count('name="topic"') == cast.kaffeewerk.topics.count() + 1
    assert page.count(" checked") == 1


def test_another_topic_is_kept_with_who_said_it_and_the_holder_stays(cast: Cast, ada: Desk) -> None:
    conversation = cast.asks("Die Rechnung stimmt nicht.", topic=cast.invoices)
    held = current(conversation).pk
    answer = ada.post("correct-topic", conversation, topic=cast.machines.pk)
    assert answer["Location"] == f"/office/kaffeewerk/{conversation.pk}/?view=mine"
    conversation.refresh_from_db()
    assert conversation.topic == cast.machines
    assert said(conversation) == [(cast.invoices, cast.machines)]
    assert TopicCorrection.objects.get().by == cast.ada
    assert current(conversation).pk == held
    assert "recognised better" in ada.get("case", conversation.pk)


def test_none_of_the_topics_is_an_answer_and_the_same_again_is_none(cast: Cast, ada: Desk) -> None:
    conversation = cast.asks("Die Rechnung stimmt nicht.", topic=cast.invoices)
    ada.post("correct-topic", conversation, topic=cast.invoices.pk)
    assert said(conversation) == []
    ada.post("correct-topic", conversation, topic="none")
    assert said(conversation) == [(cast.invoices, None)]
    assert "none of ours" in ada.get("case", conversation.pk)
    assert 'value="none" required checked' in ada.get("correct-topic", conversation.pk)


def test_nonsense_and_the_topics_of_others_change_nothing(cast: Cast, ada: Desk) -> None:
    conversation = cast.asks("Die Rechnung stimmt nicht.", topic=cast.invoices)
    other = Topic.objects.create(company=cast.velotal, slug="other", name_de="Andere", name_en="Other")
    for topic in ("", "x", "-1", "1" * 40, "\u0661", str(other.pk)):
        page = ada.post("correct-topic", conversation, status=422, topic=topic).content.decode()
        assert "Please choose a topic, or that it is none of them." in page
        assert "Other" not in page
    ada.post("correct-topic", conversation, status=422)
    conversation.refresh_from_db()
    assert conversation.topic == cast.invoices
    assert said(conversation) == []


def test_while_experts_have_it_the_page_says_so_and_nothing_changes(cast: Cast, ada: Desk) -> None:
    conversation = cast.asks()
    page = ada.get("correct-topic", conversation.pk)
    assert "Experts have this concern now." in page
    assert 'name="topic"' not in page
    page = ada.post("correct-topic", conversation, status=422, topic="none").content.decode()
    assert page.count("Experts have this concern now.") == 1
    conversation.refresh_from_db()
    assert conversation.topic == cast.machines


def test_strangers_find_nothing(cast: Cast, ada: Desk) -> None:
    conversation = cast.asks("Die Rechnung stimmt nicht.", topic=cast.invoices)
    address = reverse("office-correct-topic", args=["kaffeewerk", conversation.pk])
    for somebody in (cast.karla, cast.emil, cast.mallory):
        assert Desk(somebody).client.get(address).status_code == 404
        assert Desk(somebody).client.post(address, {"topic": "none"}).status_code == 404
    assert Client().post(address, {"topic": "none"}).status_code == 302
    assert said(conversation) == []
