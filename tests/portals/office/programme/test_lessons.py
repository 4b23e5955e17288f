"""Sven writes lessons and questions: looked at first, kept as versions, never half right."""

import pytest

from oase.companies.models import Topic
from oase.experts.models import Qualification
from oase.experts.programme.models import Lesson, LessonVersion, Question, Solution
from tests.cast import Cast
from tests.portals.office.programme.leader import LESSON, QUESTION, Leader, errors


def test_a_lesson_is_looked_at_and_then_saved_as_its_first_version(cast: Cast, sven: Leader) -> None:
    page = sven.post("lesson-new", status=200, preview="1", **LESSON)
    assert "<strong>short</strong>" in page
    assert "<strong>kurz</strong>" in page
    assert not Lesson.objects.exists()
    sven.post("lesson-new", **LESSON)
    version = LessonVersion.objects.get()
    assert (version.number, version.title_en, version.by) == (1, "How we speak", cast.sven)
    assert "How we speak" in sven.get("lessons")


def test_a_next_version_leaves_the_first_to_be_read_and_taken_up_again(cast: Cast, sven: Leader) -> None:
    sven.post("lesson-new", **LESSON)
    lesson = Lesson.objects.get()
    sven.post("lesson", lesson.pk, **LESSON | {"title_en": "How we answer", "seen": "1"})
    assert list(lesson.versions.order_by("number").values_list("number", "title_en")) == [
        (1, "How we speak"),
        (2, "How we answer"),
    ]
    assert 'value="How we answer"' in sven.get("lesson", lesson.pk)
    assert 'value="How we speak"' in sven.get("lesson", lesson.pk, version="1")
    assert 'value="How we answer"' in sven.get("lesson", lesson.pk, version="nonsense")


def test_two_who_write_at_once_both_keep_their_words(cast: Cast, sven: Leader) -> None:
    sven.post("lesson-new", **LESSON)
    lesson = Lesson.objects.get()
    sven.post("lesson", lesson.pk, **LESSON | {"title_en": "The first one", "seen": "1"})
    page = sven.post("lesson", lesson.pk, status=422, **LESSON | {"title_en": "The second one", "seen": "1"})
    assert errors(page)[0].startswith("Somebody saved version 2 while you were writing.")
    assert 'value="The second one"' in page
    assert '<input type="hidden" name="seen" value="2"' in page
    assert lesson.versions.count() == 2


def test_a_material_change_says_whom_it_concerns_before_it_does(cast: Cast, sven: Leader) -> None:
    sven.post("lesson-new", **LESSON)
    lesson = Lesson.objects.get()
    material = LESSON | {"title_en": "Something new", "material": "on", "seen": "1"}
    page = sven.post("lesson", lesson.pk, status=200, preview="1", **material)
    assert "1 expert would have to read it again, until" in page
    assert Qualification.objects.get().lapses_at is None
    sven.post("lesson", lesson.pk, **material)
    assert Qualification.objects.get().lapses_at is not None


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"title_de": "", "title_en": ""}, "Please give the lesson a title."),
        ({"body_de": "", "body_en": ""}, "Please write the lesson first."),
        ({"body_en": ""}, "In this language the title or the text is missing."),
        ({"body_en": "<script>alert(1)</script>"},
         "Please write Markdown without HTML: “&lt;script&gt;alert(1)&lt;/script&gt;” would not be shown."),
        ({"body_en": "[here](javascript:alert(1))"}, "Links begin with https://; “javascript:alert(1)” does not."),
        ({"topic": "leasing"},
         "Select a valid choice. That choice is not one of the available choices."),
        ({"position": "-1"}, "Ensure this value is greater than or equal to 0."),
    ],
)  # fmt: skip
def test_a_lesson_that_cannot_stand_is_not_stored(
    cast: Cast, sven: Leader, typed: dict[str, str], complaint: str
) -> None:
    for more in ({}, {"preview": "1"}):
        page = sven.post("lesson-new", status=422, **LESSON | typed | more)
        assert errors(page) == [complaint]
        assert "<script>alert" not in page
    assert not Lesson.objects.exists()


def test_a_lesson_is_taken_out_and_back(cast: Cast, sven: Leader) -> None:
    sven.post("lesson-new", **LESSON)
    lesson = Lesson.objects.get()
    sven.post("lesson-retire", lesson.pk)
    assert Lesson.objects.get().retired_at is not None
    assert "taken out" in sven.get("lessons")
    sven.post("lesson-retire", lesson.pk, back="1")
    assert Lesson.objects.get().retired_at is None


def test_a_question_is_looked_at_and_saved_with_what_is_right_apart(cast: Cast, sven: Leader) -> None:
    typed = QUESTION | {"option_en": ["Stuck", "Empty", "", "Off", ""], "option_de": ["Klemmt", "Leer", "", "Aus", ""]}
    page = sven.post("question-new", "machines", status=200, preview="1", **typed | {"right": ["3"]})
    assert "Nothing has been changed yet." in page
    assert not Question.objects.exists()
    sven.post("question-new", "machines", **typed | {"right": ["3"]})
    question = Question.objects.get()
    assert [one["en"] for one in question.options] == ["Stuck", "Empty", "Off"]
    assert Solution.objects.get().right == [2]
    page = sven.get("question", "machines", question.pk)
    assert 'name="right" value="2" checked' in page


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"right": []}, "Please mark the one right answer."),
        ({"right": ["0", "1"]}, "Please mark the one right answer."),
        ({"right": ["4"]}, "An empty option is marked as right."),
        ({"option_en": ["Same", "same"]}, "Two options are the same."),
        ({"option_en": ["Alone"], "option_de": ["Allein"]}, "Please write between 2 and 10 options."),
        ({"option_en": ["Stuck", ""]}, "An option is empty. Please fill it in, or leave it out in both languages."),
        ({"kind": "poem"}, "Select a valid choice. poem is not one of the available choices."),
        ({"kind": "free"}, "Please say what a good answer holds: others mark by it."),
        ({"text_de": "", "text_en": ""}, "Please write the question first."),
    ],
)
def test_a_question_that_cannot_stand_is_not_stored(
    cast: Cast, sven: Leader, typed: dict[str, object], complaint: str
) -> None:
    for more in ({}, {"preview": "1"}):
        assert errors(sven.post("question-new", "machines", status=422, **QUESTION | typed | more)) == [complaint]
    assert not Question.objects.exists()


def test_more_rows_than_a_question_may_have_are_not_taken(cast: Cast, sven: Leader) -> None:
    many = [str(number) for number in range(400)]
    page = sven.post(
        "question-new", "machines", status=200, preview="1", **QUESTION | {"option_de": many, "option_en": many}
    )
    assert page.count('name="option_de"') == 10


def test_the_rules_of_a_test(cast: Cast, sven: Leader) -> None:
    rules = {"questions": "3", "minutes": "10", "pass_percent": "80", "wait_hours": "48"}
    sven.post("test", "machines", **rules)
    assert "0 questions, 3 drawn, passed from 80 %" in " ".join(sven.get("questions").split())
    assert "too few questions" in sven.get("questions")
    page = sven.post("test", "machines", status=422, **rules | {"pass_percent": "101"})
    assert errors(page) == ["Ensure this value is less than or equal to 100."]
    assert 'value="101"' in page


def test_a_question_of_another_topic_or_company_is_not_there(cast: Cast, sven: Leader) -> None:
    leasing = Topic.objects.get(slug="leasing")
    theirs = Question.objects.create(topic=leasing, kind="free", text_en="Theirs?")
    lesson = Lesson.objects.create(company=cast.velotal)
    sven.get("question", "leasing", theirs.pk, status=404)
    sven.get("question", "machines", theirs.pk, status=404)
    sven.post("question-retire", "machines", theirs.pk, status=404)
    sven.get("lesson", lesson.pk, status=404)
    sven.post("lesson", lesson.pk, status=404, **LESSON)
    sven.post("lesson-retire", lesson.pk, status=404)
    sven.post("test", "leasing", status=404, questions="1", minutes="1", pass_percent="1", wait_hours="1")
    assert errors(sven.post("question-new", "machines", status=422, **QUESTION | {"lesson": str(lesson.pk)})) == [
        "Select a valid choice. That choice is not one of the available choices."
    ]
