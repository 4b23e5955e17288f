"""A programme of Kaffeewerk with two lessons and a bank of questions, and Emil who applied."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from django.utils import translation

from oase.companies.models import Membership, Topic
from oase.experts.models import Qualification
from oase.experts.programme import actions
from oase.experts.programme.models import Application, Attempt, Lesson, Question
from oase.people.models import Person
from tests.cast import Cast

RIGHT, WRONG = "right", "wrong"


@dataclass
class School:
    """`emil` has applied and is qualified for nothing; `sven` leads."""

    cast: Cast
    sven: Membership
    topic: Topic
    common: Lesson
    descaling: Lesson

    @property
    def emil(self) -> Person:
        return self.cast.emil

    def write(self, title: str, *, topic: Topic | None = None, material: bool = False, lesson: Lesson | None = None,
              body: str = "Immer freundlich.") -> Lesson:  # fmt: skip
        wanted = actions.LessonWanted(title, "", body, "", topic=topic, material=material)
        return actions.save_lesson(by=self.sven, lesson=lesson, wanted=wanted).lesson

    def ask(self, kind: str, text: str, *, right: tuple[int, ...] = (0,), options: int = 3) -> Question:
        free = kind == Question.FREE
        wanted = actions.QuestionWanted(
            kind, text, "", () if free else tuple((f"{text} {n}", "") for n in range(options)), right,
            guide_de="Nennt die Zitronensäure." if free else "", lesson=self.descaling,
        )  # fmt: skip
        return actions.save_question(by=self.sven, topic=self.topic, question=None, wanted=wanted)

    def rules(self, *, questions: int = 4, pass_percent: int = 75, minutes: int = 20, wait_hours: int = 24) -> None:
        actions.set_rules(
            by=self.sven, topic=self.topic, questions=questions, minutes=minutes, pass_percent=pass_percent,
            wait_hours=wait_hours,
        )  # fmt: skip

    def read_all(self, person: Person | None = None) -> None:
        for lesson in Lesson.objects.filter(retired_at=None):
            last = lesson.versions.order_by("-number")[0].number
            actions.acknowledge(by=person or self.emil, lesson_id=lesson.pk, number=last)

    def start(self) -> Attempt:
        self.read_all()
        return actions.start(by=self.emil, topic_id=self.topic.pk)

    def hand_in(self, attempt: Attempt, wrong: int = 0) -> Attempt:
        return actions.hand_in(by=self.emil, attempt_id=attempt.pk, answers=answers(attempt, wrong=wrong))


def answers(attempt: Attempt, wrong: int = 0, words: str = "Mit Zitronensäure.") -> Mapping[int, actions.Given]:
    """Right answers to a test but for the first `wrong` of them."""
    given: dict[int, actions.Given] = {}
    for place, drawn in enumerate(attempt.drawn.select_related("question__solution").order_by("place")):
        if drawn.question.kind == Question.FREE:
            given[drawn.pk] = words
            continue
        shown = [drawn.shuffle.index(at) for at in drawn.question.solution.right]
        if place < wrong:
            shown = shown[::-1] if drawn.question.kind == Question.ORDER else [(shown[0] + 1) % len(drawn.shuffle)]
        given[drawn.pk] = shown
    return given


@pytest.fixture
def school(cast: Cast) -> Iterator[School]:
    """Sentences come in English here."""
    with translation.override("en"):
        yield _opened(cast)


def _opened(cast: Cast) -> School:
    sven = cast.member(cast.sven)
    actions.set_programme(
        by=sven, inviting=True, welcome_de="Helfen Sie mit.", welcome_en="Help us.", valid_days=365, notice_days=14
    )
    Qualification.objects.all().delete()
    Application.objects.create(expert_id=cast.emil.pk, company=cast.kaffeewerk, experience="Röstet selbst.")
    school = School(cast, sven, cast.machines, common=None, descaling=None)  # type: ignore[arg-type]  # written next
    school.common = school.write("Freundlich sein")
    school.descaling = school.write("Entkalken", topic=cast.machines)
    for kind, text, right in (
        (Question.SINGLE, "Womit entkalken?", (1,)),
        (Question.MULTIPLE, "Was gehört in die Schale?", (0, 2)),
        (Question.ORDER, "In welcher Folge?", ()),
        (Question.SINGLE, "Was heißt E12?", (2,)),
    ):
        school.ask(kind, text, right=right)
    school.rules()
    return school
