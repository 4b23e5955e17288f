"""Sven sets a topic up: he sees what it means first, and nothing is half changed."""

from typing import Any

import pytest

from oase.companies.models import Membership, Topic
from oase.conversations.append import NotAllowed
from oase.experts.setting_up import TopicWanted, save_topic, wanted_of
from tests.cast import Cast
from tests.portals.office.programme.leader import TOPIC, Leader, errors


def test_a_preview_says_what_it_means_and_changes_nothing(cast: Cast, sven: Leader) -> None:
    cast.asks("Meine Aroma 4 zeigt E12.")
    cast.asks("Mein Milchschaum ist dünn.", topic=None)
    before = Topic.objects.filter(pk=cast.machines.pk).values().get()
    page = sven.post("topic", "machines", status=200, preview="1", **TOPIC | {"keywords": "aroma\nmilch"})
    assert "Nothing has been changed yet." in page
    assert "Of your 2 latest questions: 1 as it stands, 2 with these words." in " ".join(page.split())
    assert "1 expert is qualified for it." in page
    assert [f'data-label="In all at most">{number}</td>' in page for number in (5, 15, 40)] == [True] * 3
    assert 'data-label="After minutes">0:45</td>' in page
    assert Topic.objects.filter(pk=cast.machines.pk).values().get() == before


def test_saving_holds_for_what_is_asked_from_then_on(cast: Cast, sven: Leader) -> None:
    asked = cast.asks()
    promised = asked.assignments.get(ended_at=None).due_at
    sven.post("topic", "machines", **TOPIC | {"first_answer_minutes": "5", "wave_sizes": "2 4;8", "wave_seconds": "30"})
    topic = Topic.objects.get(pk=cast.machines.pk)
    assert (topic.first_answer_minutes, topic.wave_sizes, topic.wave_seconds) == (5, [2, 4, 8], 30)
    assert (topic.slug, topic.reward_cents, topic.position) == ("machines", 420, 0)
    assert asked.assignments.get(ended_at=None).due_at == promised


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("name_en", " ", "This field is required."),
        ("name_en", "x" * 81, "Please keep the name under 80 characters."),
        ("first_answer_minutes", "0", "Ensure this value is greater than or equal to 1."),
        ("wave_sizes", "5, zehn", "Please write whole numbers with commas between, such as 5, 10, 25."),
        ("wave_sizes", "10, 5", "A later wave asks at least as many as the one before, so that help comes sooner."),
        ("wave_sizes", "5, 201", "A wave asks between 1 and 200 experts."),
        ("wave_sizes", ", ".join(["5"] * 11), "Please plan between one and 10 waves."),
        ("wave_sizes", "-5", "Please write whole numbers with commas between, such as 5, 10, 25."),
        ("wave_seconds", "901", "Please choose between 5 and 900 seconds, or leave it to the promise."),
        ("keywords", "x" * 81, f"Please shorten “{'x' * 40}…”: a keyword is a word or two."),
        ("examples", "x" * 401, f"Please shorten “{'x' * 40}…”: one question a line."),
        ("examples", "Rufen Sie 0171 3920045 an!",
         "Please leave out what says who asked (0171 3920045) in “Rufen Sie 0171 3920045 an!”."),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_said_and_what_was_typed_is_kept(
    cast: Cast, sven: Leader, field: str, value: str, complaint: str
) -> None:
    typed = TOPIC | {"description_en": "Typed with care", field: value}
    before = Topic.objects.filter(pk=cast.machines.pk).values().get()
    for more in ({}, {"preview": "1"}):
        page = sven.post("topic", "machines", status=422, **typed | more)
        assert errors(page) == [complaint]
        assert "Typed with care" in page
    assert Topic.objects.filter(pk=cast.machines.pk).values().get() == before


def test_names_in_examples_are_pointed_out_and_not_refused(cast: Cast, sven: Leader) -> None:
    typed = TOPIC | {"examples": "Ich heiße Karla Blum und meine Maschine zeigt E12."}
    page = " ".join(sven.post("topic", "machines", status=200, preview="1", **typed).split())
    assert "Karla Blum might be somebody&#x27;s name." in page or "Karla Blum might be somebody's name." in page


def test_a_new_topic_comes_last_under_a_name_of_its_own(cast: Cast, sven: Leader) -> None:
    names = {"name_de": "Milch", "name_en": "Machines"}
    assert "machines-2" not in sven.get("topics")
    sven.post("topic-new", **TOPIC | names)
    new = Topic.objects.get(slug="machines-2")
    assert (new.company, new.position, new.name_de, new.reward_cents) == (cast.kaffeewerk, 2, "Milch", 0)
    assert "Milch" in Leader(cast.sven).get("topic", "machines-2")


def test_a_question_can_be_tried(cast: Cast, sven: Leader) -> None:
    tried = {
        "Meine Aroma 4 zeigt E12": "It would be taken for “Coffee machines”.",
        "Wie ist das Wetter?": "No topic fits surely enough: it comes to your own people.",
        "Ich verklage Sie": "This touches life, law, fraud or personal data: it always comes to your own people.",
    }
    for question, answer in tried.items():
        assert answer in sven.post("recognised", status=200, question=question)
    assert errors(sven.post("recognised", status=422, question=" ")) == ["Please write a few words first."]


def test_the_verb_itself_refuses_whoever_does_not_lead_there(cast: Cast) -> None:
    leasing = Topic.objects.get(slug="leasing")
    wanted = TopicWanted(**wanted_of(leasing) | {"name_en": "Theirs"})
    for by, topic in ((cast.ada, cast.machines), (cast.sven, leasing), (cast.mallory, None)):
        with pytest.raises(NotAllowed):
            save_topic(by=cast.member(by), topic=topic, wanted=wanted)
    assert not Topic.objects.filter(name_en="Theirs").exists()


def test_what_the_page_shows_of_questions_leaves_out_ones_own(cast: Cast, sven: Leader) -> None:
    cast.asks("Meine Aroma 4 sprudelt.", subject="Meine Aroma 4 sprudelt")
    karla = Membership.objects.create(person=cast.karla, company=cast.kaffeewerk, role=Membership.SUPERVISOR)
    typed: dict[str, Any] = TOPIC | {"keywords": "milch", "preview": "1"}
    assert "sprudelt" in sven.post("topic", "machines", status=200, **typed)
    assert "sprudelt" not in Leader(karla.person).post("topic", "machines", status=200, **typed)
