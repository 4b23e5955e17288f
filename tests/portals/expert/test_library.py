"""Saved answers and similar solved questions on pages."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from oase.companies.care import customer_of
from oase.conversations import actions
from oase.conversations.models import Conversation
from oase.experts import actions as expert_actions
from oase.experts.answers import imprints
from oase.experts.answers.models import Reuse, SavedAnswer, Similar
from oase.experts.answers.similar import find
from oase.experts.matching.models import Standing
from oase.experts.reputation.suspending import suspend
from oase.experts.routing import receive
from tests.cast import Cast
from tests.experts.checks.story import answers, expert, held_by
from tests.portals.expert.conftest import SignedIn

ENGLISH = {"Accept-Language": "en"}
BODY = "Bitte das Sieb unter dem Tank herausnehmen, spülen und wieder einsetzen."


def form(cast: Cast, **changed: object) -> dict[str, object]:
    return {"topic": cast.machines.pk, "title": "Sieb spülen", "body": BODY, "language": "de"} | changed


def test_keeping_finding_changing_deleting(cast: Cast, emil: Client) -> None:
    assert emil.post(reverse("desk-answer-new"), form(cast)).status_code == 303
    saved = SavedAnswer.objects.get()
    assert (saved.title, saved.body, saved.shared) == ("Sieb spülen", BODY, False)
    assert "Sieb spülen" in emil.get(reverse("desk-answers"), {"q": "Tank"}).content.decode()
    assert "Sieb spülen" not in emil.get(reverse("desk-answers"), {"q": "quantenphysik"}).content.decode()
    page = reverse("desk-answer", args=[saved.pk])
    assert BODY in emil.get(page).content.decode()
    assert emil.post(page, form(cast, body="Neu.", shared="1")).status_code == 303
    saved.refresh_from_db()
    assert (saved.body, saved.shared) == ("Neu.", True)
    for _ in range(2):
        assert emil.post(reverse("desk-answer-delete", args=[saved.pk])).status_code == 303
    assert SavedAnswer.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"body": "  "}, "Please write a few words first."),
        ({"body": "x" * 4001}, "under 4000 characters"),
        ({"title": "x" * 121}, "under 120 characters"),
        ({"topic": "0"}, "Please choose one of your topics."),
        ({"topic": "9" * 30}, "Please choose one of your topics."),
        ({"language": "xx"}, "Please choose one of the languages shown."),
    ],
)
def test_what_is_refused_is_kept(cast: Cast, emil: Client, changed: dict[str, object], sentence: str) -> None:
    wanted = form(cast, **changed)
    refused = emil.post(reverse("desk-answer-new"), wanted, headers=ENGLISH)
    assert refused.status_code == 422
    assert sentence in refused.content.decode()
    assert str(wanted["body"]).strip() in refused.content.decode()
    assert SavedAnswer.objects.count() == 0


def test_a_foreign_topic_is_no_topic(cast: Cast, emil: Client) -> None:
    refused = emil.post(reverse("desk-answer-new"), form(cast, topic=cast.invoices.pk))
    assert (refused.status_code, SavedAnswer.objects.count()) == (422, 0)


def test_personal_data_do_not_come_to_rest_in_it(cast: Cast, emil: Client) -> None:
    page = emil.post(
        reverse("desk-answer-new"), form(cast, body="Frau Meier, 0160 5550199, meier@example.org"), follow=True,
        headers=ENGLISH,
    ).content.decode()  # fmt: skip
    body = SavedAnswer.objects.get().body
    assert "5550199" not in body
    assert "meier@" not in body
    assert "stand for personal data in it." in page


def test_others_find_nothing(cast: Cast, emil: Client, signed_in: SignedIn) -> None:
    emil.post(reverse("desk-answer-new"), form(cast))
    saved, nils = SavedAnswer.objects.get(), expert(cast, "Nils")
    browser = signed_in(nils)
    page = reverse("desk-answer", args=[saved.pk])
    assert browser.get(page).status_code == 404
    assert browser.post(page, form(cast, body="Gekapert.")).status_code == 404
    browser.post(reverse("desk-answer-delete", args=[saved.pk]))
    saved.refresh_from_db()
    assert saved.body == BODY
    for somebody in (cast.karla, cast.ada, cast.mallory):
        assert signed_in(somebody).get(reverse("desk-answers")).status_code == 404


def test_a_question_like_it_suggests_it_and_a_click_puts_it_in(cast: Cast, emil: Client) -> None:
    emil.post(reverse("desk-answer-new"), form(cast))
    conversation = held_by(cast, cast.emil, "Wie reinige ich bei der Aroma 4 das Sieb unter dem Tank?")
    page = reverse("desk-conversation", args=[conversation.pk])
    assert "Sieb spülen" in emil.get(page).content.decode()
    saved = SavedAnswer.objects.get()
    insert = reverse("desk-insert", args=[conversation.pk])
    both = emil.post(insert, {"insert": saved.pk, "text": "Guten Tag.", "client_id": str(uuid4())})
    assert both.status_code == 200
    assert f">Guten Tag.\n\n{BODY}</textarea>" in both.content.decode()
    assert f'name="inserted" value="{saved.pk}"' in both.content.decode()
    for wrong in ("0", "x", "", "9" * 40):
        assert emil.post(insert, {"insert": wrong, "text": "Guten Tag."}).status_code == 404
    suited = reverse("desk-suited", args=[conversation.pk])
    assert "Nothing with these words." in emil.get(suited, {"q": "quantenphysik"}, headers=ENGLISH).content.decode()


def test_a_colleague_sends_what_was_shared_and_the_author_is_noted(
    cast: Cast, emil: Client, signed_in: SignedIn
) -> None:
    emil.post(reverse("desk-answer-new"), form(cast, shared="1"))
    nils = expert(cast, "Nils", Standing.EXPERT)
    conversation, saved = held_by(cast, nils, "Wie spüle ich das Sieb?"), SavedAnswer.objects.get()
    browser = signed_in(nils)
    page = browser.get(reverse("desk-conversation", args=[conversation.pk]), headers=ENGLISH).content.decode()
    assert "by Emil" in page
    sent = {"text": f"Guten Tag. {BODY}", "client_id": str(uuid4()), "inserted": [str(saved.pk), "x", "999"]}
    for _ in range(2):
        assert browser.post(reverse("desk-reply", args=[conversation.pk]), sent).status_code == 303
    reuse = Reuse.objects.get()
    assert (reuse.author_id, reuse.by_id, reuse.conversation, reuse.answer) == (
        cast.emil.pk, nils.pk, conversation, saved,
    )  # fmt: skip


def test_whom_the_company_lets_rest_answers_nobody_by_a_colleagues_hand(
    cast: Cast, emil: Client, signed_in: SignedIn
) -> None:
    emil.post(reverse("desk-answer-new"), form(cast, shared="1"))
    nils = expert(cast, "Nils", Standing.EXPERT)
    conversation, saved = held_by(cast, nils, "Wie spüle ich das Sieb?"), SavedAnswer.objects.get()
    suspend(by=cast.member(cast.sven), expert_id=cast.emil.pk, reason="quality", words="Bitte ruhen Sie sich aus.")
    browser = signed_in(nils)
    page = browser.get(reverse("desk-conversation", args=[conversation.pk]), headers=ENGLISH).content.decode()
    assert "by Emil" not in page
    inserting = browser.post(reverse("desk-insert", args=[conversation.pk]), {"insert": saved.pk, "text": ""})
    assert inserting.status_code == 404
    sent = {"text": BODY, "client_id": str(uuid4()), "inserted": [str(saved.pk)]}
    assert browser.post(reverse("desk-reply", args=[conversation.pk]), sent).status_code == 303
    assert Reuse.objects.count() == 0
    # He himself still finds and mends what he kept.
    assert emil.get(reverse("desk-answer", args=[saved.pk])).status_code == 200


def test_ones_own_answer_is_kept_from_the_thread(cast: Cast, emil: Client, signed_in: SignedIn) -> None:
    conversation = held_by(cast, cast.emil)
    answers(cast.emil, conversation, BODY)
    conversation.refresh_from_db()
    seq = conversation.messages.get(author=cast.emil).seq
    new = reverse("desk-answer-new")
    page = emil.get(new, {"from": conversation.pk, "seq": seq}).content.decode()
    assert f">{BODY}</textarea>" in page
    for wrong in ({"from": conversation.pk, "seq": 1}, {"from": uuid4(), "seq": seq}, {"from": "x", "seq": "y"}):
        assert emil.get(new, wrong).status_code == 404
    assert signed_in(expert(cast, "Nils")).get(new, {"from": conversation.pk, "seq": seq}).status_code == 404


@pytest.fixture
def solved(cast: Cast) -> Conversation:
    """Mallory, a customer here too, had the same trouble, and Emil solved it."""
    imprints.forget_shelves()
    stranger = customer_of(person=cast.mallory, company=cast.kaffeewerk)
    conversation = receive(
        customer=stranger, text="Ich bin Mallory Grau. Meine Aroma 4 zeigt E12 und brüht nicht.", topic=cast.machines,
        client_id=uuid4(),
    )  # fmt: skip
    expert_actions.claim(offer_id=cast.offer_to(cast.emil, conversation).pk, by=cast.emil)
    answers(cast.emil, conversation, "Das Sieb war verstopft.", solved=True)
    actions.confirm_solution(conversation_id=conversation.pk, by=cast.mallory)
    assert imprints.make() == 1
    assert imprints.make() == 0
    return conversation


def test_a_similar_solved_question_shows_its_words_once_it_was_opened(
    cast: Cast, solved: Conversation, signed_in: SignedIn
) -> None:
    nils = expert(cast, "Nils")
    conversation = held_by(cast, nils, "Meine Aroma 4 brüht nicht mehr und zeigt E12.")
    browser = signed_in(nils)
    similar = reverse("desk-similar", args=[conversation.pk])
    found = browser.get(similar, headers={"HX-Request": "true", **ENGLISH}).content.decode()
    assert "% alike" in found
    assert "E12" not in found  # not a word of it, before it is counted as read
    assert str(solved.pk) not in found
    assert "Sieb war verstopft" not in found
    one = Similar.objects.get(conversation=conversation).pk
    page = reverse("desk-similar-one", args=[conversation.pk, one])
    assert browser.get(page).status_code == 404
    assert browser.get(reverse("desk-similar-report", args=[conversation.pk, one])).status_code == 404
    assert browser.post(reverse("desk-similar-open", args=[conversation.pk, one])).status_code == 303
    shown = browser.get(page).content.decode()
    assert "Das Sieb war verstopft." in shown
    assert "Mallory" not in shown
    assert "Grau" not in shown
    assert "zeigt E12 und brüht nicht" in browser.get(similar).content.decode()
    report = reverse("desk-similar-report", args=[conversation.pk, one])
    assert f'href="{report}"' in shown
    assert "Emil" in browser.get(report).content.decode()
    for somebody in (cast.karla, cast.ada, cast.mallory, cast.emil):
        assert signed_in(somebody).get(report).status_code == 404
        assert signed_in(somebody).post(report, {"expert": cast.emil.pk, "reason": "wrong"}).status_code == 404
    for somebody in (cast.karla, cast.ada, cast.mallory):
        assert signed_in(somebody).get(page).status_code == 404


def test_one_that_was_opened_stays_open_though_others_are_more_alike_now(
    cast: Cast, solved: Conversation, signed_in: SignedIn
) -> None:
    conversation = held_by(cast, cast.emil, "Meine Aroma 4 brüht nicht mehr und zeigt E12.")
    assert find(conversation_id=conversation.pk, by=cast.emil) == 1
    one = Similar.objects.get(conversation=conversation)
    browser = signed_in(cast.emil)
    assert browser.post(reverse("desk-similar-open", args=[conversation.pk, one.pk])).status_code == 303
    for _ in range(4):
        other = Conversation.objects.get(pk=solved.pk)
        other.pk, other.client_id = uuid4(), uuid4()
        other.save(force_insert=True)
        Similar.objects.create(expert_id=cast.emil.pk, conversation=conversation, other=other, alike=0.99)
    assert browser.get(reverse("desk-similar-one", args=[conversation.pk, one.pk])).status_code == 200


def test_her_own_earlier_concern_is_never_shown(cast: Cast) -> None:
    imprints.forget_shelves()
    first = held_by(cast, cast.emil, "Meine Aroma 4 zeigt E12 und brüht nicht.")
    answers(cast.emil, first, "Das Sieb war verstopft.", solved=True)
    actions.confirm_solution(conversation_id=first.pk, by=cast.karla)
    assert imprints.make() == 1
    second = held_by(cast, cast.emil, "Meine Aroma 4 zeigt E12 und brüht nicht.")
    assert find(conversation_id=second.pk, by=cast.emil) == 0
