"""The company writes lessons and questions: versions, and nothing that runs, loads or leaks."""

from html.parser import HTMLParser

import pytest

from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused
from oase.experts.programme import actions
from oase.experts.programme.models import Lesson, LessonVersion, Programme, Question, Solution, TopicTest
from oase.experts.setting_up import Wrong
from oase.portals.look.markdown import lesson as as_html
from tests.experts.programme.school import School


def test_each_saving_is_a_version_and_the_same_again_is_none(school: School) -> None:
    school.write("Entkalken", topic=school.topic, lesson=school.descaling, body="Neu.")
    school.write("Entkalken", topic=school.topic, lesson=school.descaling, body="Neu.")
    versions = LessonVersion.objects.filter(lesson=school.descaling).order_by("number")
    assert [(one.number, one.body_de) for one in versions] == [(1, "Immer freundlich."), (2, "Neu.")]


@pytest.mark.parametrize(
    "body",
    [
        "Bitte <script>alert(1)</script> lesen.",
        "<img src=x onerror=alert(1)>",
        "Ein <b>Wort</b>.",
        "<div>\nBlock\n</div>",
        "<!-- verborgen -->",
        "[hier](javascript:alert(1))",
        "[hier](data:text/html;base64,PHNjcmlwdD4=)",
        "[hier][1]\n\n[1]: vbscript:x",
        "<javascript:alert(1)>",
        "![Spur](https://example.org/pixel.png)",
        "![Spur][1]\n\n[1]: https://example.org/pixel.png",
    ],
)
def test_markup_in_lessons_is_refused_and_nothing_changes(school: School, body: str) -> None:
    with pytest.raises(Wrong) as caught:
        school.write("Entkalken", topic=school.topic, lesson=school.descaling, body=body, material=True)
    assert caught.value.field == "body_de"
    assert LessonVersion.objects.filter(lesson=school.descaling).count() == 1


class Tags(HTMLParser):
    """The tags of a page with the names of their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[tuple[str, tuple[str, ...]]] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add((tag, tuple(sorted(name for name, _value in attrs))))


LINK = ("a", ("href", "rel", "target"))
WORDS = ("p", ("dir",))


@pytest.mark.parametrize(
    ("body", "tags"),
    [
        ("<script>alert(1)</script>", {WORDS}),
        ("<img src=x onerror=alert(1)>", {WORDS}),
        ("[hier](javascript:alert(1))", {WORDS}),
        ("[a](java&#115;cript:alert(1))", {WORDS}),
        ("![x](https://example.org/pixel.png)", {WORDS, LINK}),
        ('[x](https://example.org "onmouseover=alert(1)")', {WORDS, LINK}),
        ("```html\n<script>\n```", {("pre", ()), ("code", ())}),
        ("<a href='x' style='color:red'>x</a>", {WORDS}),
        ("\u202eevil", {WORDS}),
    ],
)
def test_what_came_in_otherwise_is_shown_as_words(body: str, tags: set[tuple[str, tuple[str, ...]]]) -> None:
    html = str(as_html(body))
    assert Tags(html).found == tags
    assert "\u202e" not in html
    assert 'href="java' not in html


def test_markdown_is_what_it_should_be() -> None:
    assert str(as_html("# Sieb\n\n1. **Lösen**\n2. [Spülen](https://example.org/)\n")) == (
        '<h3>Sieb</h3>\n<ol>\n<li dir="auto"><strong>Lösen</strong></li>\n<li dir="auto">'
        '<a href="https://example.org/" target="_blank" rel="noopener nofollow">Spülen</a></li>\n</ol>\n'
    )


def test_only_who_leads_edits_and_only_their_own(school: School) -> None:
    wanted = actions.LessonWanted("Fremd", "", "Fremd.", "")
    for name in ("ada", "mallory"):
        by = school.cast.member(getattr(school.cast, name))
        with pytest.raises(NotAllowed):
            actions.save_lesson(by=by, lesson=school.descaling, wanted=wanted)
        with pytest.raises(NotAllowed):
            actions.set_rules(by=by, topic=school.topic, questions=1, minutes=1, pass_percent=1, wait_hours=0)
        with pytest.raises(NotAllowed):
            actions.retire_question(by=by, question=Question.objects.all()[0])
    assert Lesson.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "number"),
    [("questions", 0), ("questions", 51), ("minutes", 0), ("minutes", -5), ("pass_percent", 101), ("wait_hours", -1)],
)
def test_absurd_rules_are_refused(school: School, field: str, number: int) -> None:
    rules = {"questions": 4, "minutes": 20, "pass_percent": 75, "wait_hours": 24} | {field: number}
    with pytest.raises(Wrong) as caught:
        actions.set_rules(by=school.sven, topic=school.topic, **rules)
    assert caught.value.field == field
    assert TopicTest.objects.get().questions == 4


def test_a_question_once_drawn_is_followed_not_changed(school: School) -> None:
    attempt = school.start()
    question = attempt.drawn.filter(question__kind=Question.SINGLE)[0].question
    wanted = actions.QuestionWanted("single", "Neu gefragt?", "", (("Ja", ""), ("Nein", "")), (1,))
    changed = actions.save_question(by=school.sven, topic=school.topic, question=question, wanted=wanted)
    question.refresh_from_db()
    assert (changed.pk != question.pk, question.retired_at is None, question.solution.right != [1]) == (
        True, False, Solution.objects.get(question=question).right != [1],
    )  # fmt: skip
    assert school.hand_in(attempt).percent == 100


def test_a_question_never_drawn_is_changed_in_place(school: School) -> None:
    question = Question.objects.filter(kind=Question.SINGLE)[0]
    wanted = actions.QuestionWanted("single", "Neu gefragt?", "", (("Ja", ""), ("Nein", "")), (1,))
    changed = actions.save_question(by=school.sven, topic=school.topic, question=question, wanted=wanted)
    assert (changed.pk, Solution.objects.get(question=question).right, Question.objects.count()) == (
        question.pk,
        [1],
        4,
    )


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (actions.QuestionWanted("riddle", "Was?", ""), "kind"),
        (actions.QuestionWanted("single", " ", ""), "text_de"),
        (actions.QuestionWanted("single", "Was?", "", (("A", ""),), (0,)), "options"),
        (actions.QuestionWanted("single", "Was?", "", (("A", ""), ("a", "")), (0,)), "options"),
        (actions.QuestionWanted("single", "Was?", "", (("A", ""), ("", "")), (0,)), "options"),
        (actions.QuestionWanted("single", "Was?", "", (("A", "A"), ("B", "")), (0,)), "options"),
        (actions.QuestionWanted("single", "Was?", "What?", (("A", ""), ("B", "")), ()), "right"),
        (actions.QuestionWanted("single", "Was?", "", (("A", ""), ("B", "")), (0, 1)), "right"),
        (actions.QuestionWanted("multiple", "Was?", "", (("A", ""), ("B", "")), ()), "right"),
        (actions.QuestionWanted("multiple", "Was?", "", (("A", ""), ("B", "")), (0, 7)), "right"),
        (actions.QuestionWanted("free", "Was?", ""), "guide_de"),
    ],
)
def test_half_a_question_is_refused(school: School, wanted: actions.QuestionWanted, field: str) -> None:
    with pytest.raises(Wrong) as caught:
        actions.save_question(by=school.sven, topic=school.topic, question=None, wanted=wanted)
    assert caught.value.field == field
    assert Question.objects.count() == 4


def test_a_lesson_that_was_rewritten_meanwhile_is_looked_at_again(school: School) -> None:
    school.write("Entkalken", topic=school.topic, lesson=school.descaling, body="Neu.")
    with pytest.raises(Refused, match="rewritten"):
        actions.acknowledge(by=school.emil, lesson_id=school.descaling.pk, number=1)
    with pytest.raises(NotAllowed):
        actions.acknowledge(by=school.emil, lesson_id=school.descaling.pk, number=7)
    with pytest.raises(NotAllowed):
        actions.acknowledge(by=school.cast.mallory, lesson_id=school.descaling.pk, number=2)


def test_a_welcome_holds_no_markup_either(school: School) -> None:
    with pytest.raises(Wrong):
        actions.set_programme(
            by=school.sven, inviting=False, welcome_de="<iframe src='//x'>", welcome_en="", valid_days=1, notice_days=1
        )
    assert Programme.objects.get().inviting is True
