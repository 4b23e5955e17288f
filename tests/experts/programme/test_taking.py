"""A test is drawn, has an end, and counts once."""

from datetime import timedelta

import pytest

from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused
from oase.experts.models import Expert, Qualification
from oase.experts.programme import actions
from oase.experts.programme.jobs import close_tests
from oase.experts.programme.models import Application, Attempt, DrawnQuestion, ProgrammeNotice, Question
from oase.jobs import clock
from tests.cast import person
from tests.experts.programme.school import School, answers

MINUTE = timedelta(minutes=1)


def held(school: School) -> list[int]:
    return list(Qualification.objects.filter(expert_id=school.emil.pk).values_list("topic_id", flat=True))


def test_lessons_then_the_test_then_the_qualification(school: School) -> None:
    with pytest.raises(Refused, match="2 lessons that are left"):
        actions.start(by=school.emil, topic_id=school.topic.pk)
    attempt = school.hand_in(school.start())
    assert (attempt.passed, attempt.percent) == (True, 100)
    qualification = Qualification.objects.get(expert_id=school.emil.pk)
    assert qualification.lapses_at == qualification.passed_at + timedelta(days=365)


def test_the_pass_mark_met_exactly_is_passing(school: School) -> None:
    attempt = school.hand_in(school.start(), wrong=1)
    assert (attempt.passed, attempt.percent) == (True, 75)


def test_one_point_below_the_pass_mark_is_not(school: School) -> None:
    school.rules(pass_percent=76)
    attempt = school.hand_in(school.start(), wrong=1)
    assert (attempt.passed, attempt.percent, held(school)) == (False, 75, [])


def test_after_a_failure_there_is_a_wait_and_then_another_test(school: School) -> None:
    school.hand_in(school.start(), wrong=4)
    with pytest.raises(Refused, match="in 24 hours"):
        school.start()
    with clock.standing_at(clock.now() + timedelta(hours=23, minutes=59)), pytest.raises(Refused, match="in 1 hour"):
        school.start()
    with clock.standing_at(clock.now() + timedelta(hours=24, seconds=1)):
        assert school.hand_in(school.start()).passed is True


def test_rules_that_change_meanwhile_do_not_move_a_running_test(school: School) -> None:
    attempt = school.start()
    school.rules(pass_percent=100, wait_hours=500)
    assert school.hand_in(attempt, wrong=1).passed is True


def test_a_test_sent_twice_counts_once(school: School) -> None:
    attempt = school.start()
    first = school.hand_in(attempt, wrong=4)
    with pytest.raises(actions.HandedIn, match="handed this test in already"):
        school.hand_in(attempt)
    attempt.refresh_from_db()
    assert (attempt.passed, attempt.percent, attempt.handed_in_at) == (False, 0, first.handed_in_at)
    assert held(school) == []


def test_starting_twice_is_one_test(school: School) -> None:
    first = school.start()
    assert school.start() == first
    assert Attempt.objects.count() == 1
    assert first.drawn.count() == 4


def test_after_its_time_what_was_kept_counts_and_nothing_else(school: School) -> None:
    attempt = school.start()
    kept = dict(list(answers(attempt).items())[:1])
    actions.keep(by=school.emil, attempt_id=attempt.pk, answers=kept)
    with clock.standing_at(attempt.due_at + MINUTE):
        with pytest.raises(actions.HandedIn, match="time for this test was over"):
            school.hand_in(attempt)
        with pytest.raises(actions.HandedIn, match="time for this test was over"):
            actions.keep(by=school.emil, attempt_id=attempt.pk, answers=answers(attempt))
    attempt.refresh_from_db()
    assert (attempt.passed, attempt.percent, attempt.handed_in_at) == (False, 25, attempt.due_at)
    assert DrawnQuestion.objects.filter(attempt=attempt).filter(answer__isnull=False).count() == 1


def test_what_was_on_its_way_at_the_end_still_counts(school: School) -> None:
    attempt = school.start()
    with clock.standing_at(attempt.due_at + timedelta(seconds=15)):
        close_tests(0)
        assert school.hand_in(attempt).passed is True


def test_a_test_nobody_hands_in_is_closed_by_time_and_its_expert_is_told(school: School) -> None:
    attempt = school.start()
    actions.keep(by=school.emil, attempt_id=attempt.pk, answers=answers(attempt))
    with clock.standing_at(attempt.due_at + MINUTE):
        close_tests(0)
        close_tests(0)
    attempt.refresh_from_db()
    assert (attempt.passed, attempt.handed_in_at) == (True, attempt.due_at)
    assert held(school) == [school.topic.pk]
    assert [one.kind for one in ProgrammeNotice.objects.all()] == ["passed"]


def test_questions_of_another_test_are_refused_and_nothing_counts(school: School) -> None:
    attempt = school.start()
    nils = person("Nils")
    Expert.objects.create(person=nils, languages=["de"])
    Application.objects.create(expert_id=nils.pk, company=school.cast.kaffeewerk)
    school.read_all(nils)
    foreign = actions.start(by=nils, topic_id=school.topic.pk).drawn.first()
    assert foreign is not None
    with pytest.raises(Refused, match="not in your test"):
        actions.hand_in(by=school.emil, attempt_id=attempt.pk, answers={**answers(attempt), foreign.pk: [0]})
    attempt.refresh_from_db()
    assert attempt.handed_in_at is None
    assert not DrawnQuestion.objects.filter(answer__isnull=False).exists()


@pytest.mark.parametrize("given", [[7], [-1], [0, 0], [0, 1], "Zitrone"])
def test_what_is_no_answer_is_refused(school: School, given: actions.Given) -> None:
    attempt = school.start()
    single = attempt.drawn.filter(question__kind=Question.SINGLE)[0]
    with pytest.raises(Refused):
        actions.hand_in(by=school.emil, attempt_id=attempt.pk, answers={**answers(attempt), single.pk: given})
    attempt.refresh_from_db()
    assert attempt.handed_in_at is None


def test_half_an_order_is_refused(school: School) -> None:
    attempt = school.start()
    order = attempt.drawn.get(question__kind=Question.ORDER)
    with pytest.raises(Refused, match="a place of its own"):
        actions.hand_in(by=school.emil, attempt_id=attempt.pk, answers={order.pk: [0, 1]})


def test_an_empty_test_is_a_failed_one(school: School) -> None:
    attempt = actions.hand_in(by=school.emil, attempt_id=school.start().pk, answers={})
    assert (attempt.passed, attempt.percent) == (False, 0)


def test_nobody_takes_anothers_test(school: School) -> None:
    attempt = school.start()
    for stranger in (school.cast.mallory, school.cast.karla, school.cast.ada):
        with pytest.raises(NotAllowed):
            actions.hand_in(by=stranger, attempt_id=attempt.pk, answers={})
        with pytest.raises(NotAllowed):
            actions.keep(by=stranger, attempt_id=attempt.pk, answers={})
        with pytest.raises(NotAllowed):
            actions.start(by=stranger, topic_id=school.topic.pk)


def test_no_test_where_none_can_be(school: School) -> None:
    with pytest.raises(NotAllowed):
        actions.start(by=school.emil, topic_id=school.cast.invoices.pk)
    Question.objects.update(retired_at=clock.now())
    with pytest.raises(Refused, match="no questions"):
        school.start()
    Expert.objects.update(suspended_at=clock.now())
    with pytest.raises(Refused, match="suspended"):
        school.start()


def test_who_is_qualified_is_not_tested_until_it_ends_soon(school: School) -> None:
    school.hand_in(school.start())
    with pytest.raises(Refused, match="qualified for this already"):
        school.start()
    with clock.standing_at(clock.now() + timedelta(days=352)):
        renewed = school.hand_in(school.start())
    assert renewed.passed is True
    assert Qualification.objects.get().passed_at == renewed.decided_at


def test_a_failed_renewal_takes_nothing_away(school: School) -> None:
    school.hand_in(school.start())
    before = Qualification.objects.get().lapses_at
    with clock.standing_at(clock.now() + timedelta(days=352)):
        assert school.hand_in(school.start(), wrong=4).passed is False
    assert Qualification.objects.get().lapses_at == before
