"""Free answers are marked by staff and senior experts, and by nobody else."""

import pytest

from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused
from oase.experts.matching.models import Standing
from oase.experts.models import Expert, Qualification
from oase.experts.programme import actions, hiding
from oase.experts.programme.models import Attempt, DrawnQuestion, ProgrammeNotice, Question
from oase.experts.programme.queries import to_mark_visible_to
from oase.people.models import Person
from tests.cast import Cast, person
from tests.experts.programme.school import School, answers


@pytest.fixture
def waiting(school: School) -> DrawnQuestion:
    """Emil has handed in a test with one free question and three others right: 75 percent without it."""
    Question.objects.filter(kind=Question.ORDER).delete()
    school.ask(Question.FREE, "Wie erklären Sie das Entkalken?")
    school.rules(pass_percent=76)
    attempt = school.hand_in(school.start())
    assert attempt.decided_at is None
    return attempt.drawn.get(question__kind=Question.FREE)


def senior(cast: Cast, name: str = "Nils") -> Person:
    nils = person(name)
    Expert.objects.create(person=nils, languages=["de"])
    Qualification.objects.create(expert_id=nils.pk, topic=cast.machines)
    Standing.objects.update_or_create(expert_id=nils.pk, topic=cast.machines, defaults={"level": Standing.SENIOR})
    return nils


@pytest.mark.parametrize(("points", "passed", "percent"), [(100, True, 100), (4, True, 76), (3, False, 75)])
def test_an_agent_marks_and_the_test_is_decided(
    school: School, waiting: DrawnQuestion, points: int, passed: bool, percent: int
) -> None:
    attempt = actions.mark(by=school.cast.ada, drawn_id=waiting.pk, points=points, remark="Schön erklärt.")
    assert (attempt.passed, attempt.percent) == (passed, percent)
    assert Qualification.objects.filter(expert_id=school.emil.pk).exists() is passed
    waiting.refresh_from_db()
    assert (waiting.points, waiting.marked_by_id, waiting.remark) == (points, school.cast.ada.pk, "Schön erklärt.")
    assert [one.kind for one in ProgrammeNotice.objects.all()] == ["passed" if passed else "failed"]


def test_a_senior_expert_marks(school: School, waiting: DrawnQuestion) -> None:
    assert actions.mark(by=senior(school.cast), drawn_id=waiting.pk, points=50).passed is True


def test_nobody_else_marks(school: School, waiting: DrawnQuestion) -> None:
    cast, nils = school.cast, senior(school.cast)
    Standing.objects.filter(expert_id=nils.pk).update(level=Standing.EXPERT)
    Standing.objects.update_or_create(expert_id=cast.emil.pk, topic=cast.machines, defaults={"level": Standing.SENIOR})
    for stranger in (cast.karla, cast.mallory, cast.emil, nils):
        with pytest.raises(NotAllowed):
            actions.mark(by=stranger, drawn_id=waiting.pk, points=100)
    waiting.refresh_from_db()
    assert waiting.points is None


def test_it_is_marked_once(school: School, waiting: DrawnQuestion) -> None:
    actions.mark(by=school.cast.ada, drawn_id=waiting.pk, points=0)
    with pytest.raises(Refused, match="a moment ago"):
        actions.mark(by=school.cast.dora, drawn_id=waiting.pk, points=100)
    assert Attempt.objects.get().passed is False


@pytest.mark.parametrize("points", [-1, 101, 10**9])
def test_absurd_points_are_refused(school: School, waiting: DrawnQuestion, points: int) -> None:
    with pytest.raises(Refused, match="between 0 and 100"):
        actions.mark(by=school.cast.ada, drawn_id=waiting.pk, points=points)


def test_a_chosen_answer_is_not_marked_by_hand(school: School, waiting: DrawnQuestion) -> None:
    chosen = waiting.attempt.drawn.exclude(pk=waiting.pk)[0]
    with pytest.raises(NotAllowed):
        actions.mark(by=school.cast.ada, drawn_id=chosen.pk, points=100)


def test_what_waits_is_seen_by_the_companys_own(school: School, waiting: DrawnQuestion) -> None:
    cast = school.cast
    assert list(to_mark_visible_to(cast.member(cast.ada))) == [waiting]
    assert list(to_mark_visible_to(cast.member(cast.mallory))) == []


def test_when_it_cannot_be_passed_any_more_nobody_has_to_mark(school: School) -> None:
    school.ask(Question.FREE, "Wie erklären Sie das Entkalken?")
    Question.objects.filter(kind=Question.ORDER).delete()
    school.rules(pass_percent=80)
    attempt = school.hand_in(school.start(), wrong=4)
    assert (attempt.passed, attempt.percent) == (False, 0)
    assert list(to_mark_visible_to(school.sven)) == []


def test_an_answer_is_shielded_before_it_is_stored(school: School) -> None:
    Question.objects.all().delete()
    school.ask(Question.FREE, "Wie erklären Sie das Entkalken?")
    attempt = school.start()
    words = "Ich heiße Karla Blum, Telefon 0171 3920045, und nehme Zitronensäure."
    actions.hand_in(by=school.emil, attempt_id=attempt.pk, answers=answers(attempt, words=words))
    stored = DrawnQuestion.objects.get().words
    assert "Blum" not in stored
    assert "3920045" not in stored
    assert "Zitronensäure" in stored


def _fails(*_: object, **__: object) -> None:
    raise RuntimeError("the shield is out of order")


def test_without_the_shield_nothing_is_handed_in_or_marked(
    school: School, waiting: DrawnQuestion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hiding, "shield", _fails)
    with pytest.raises(Refused):
        actions.mark(by=school.cast.ada, drawn_id=waiting.pk, points=100, remark="Schön erklärt.")
    waiting.refresh_from_db()
    assert (waiting.points, waiting.remark) == (None, "")
    attempt = actions.mark(by=school.cast.ada, drawn_id=waiting.pk, points=0)
    assert attempt.passed is False


def test_a_free_answer_that_cannot_be_shielded_is_not_handed_in(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    Question.objects.all().delete()
    school.ask(Question.FREE, "Wie erklären Sie das Entkalken?")
    attempt = school.start()
    with monkeypatch.context() as broken:
        broken.setattr(hiding, "shield", _fails)
        with pytest.raises(Refused):
            actions.hand_in(by=school.emil, attempt_id=attempt.pk, answers=answers(attempt, words="Zitronensäure."))
    attempt.refresh_from_db()
    assert attempt.handed_in_at is None
    actions.hand_in(by=school.emil, attempt_id=attempt.pk, answers=answers(attempt, words="Zitronensäure."))
    assert DrawnQuestion.objects.get().words == "Zitronensäure."
