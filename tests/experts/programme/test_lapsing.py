"""What was earned lapses after a year, or when its lessons change materially; always with notice."""

from datetime import datetime, timedelta

import pytest

from oase.conversations.words import Refused
from oase.experts.matching.finding import qualified
from oase.experts.models import Qualification
from oase.experts.programme import actions
from oase.experts.programme.lapsing import tell
from oase.experts.programme.models import LessonVersion, ProgrammeNotice
from oase.jobs import clock
from tests.experts.programme.school import School

DAY = timedelta(days=1)


def told() -> list[tuple[str, str, datetime | None]]:
    return [(one.kind, one.reason, one.lapses_at) for one in ProgrammeNotice.objects.order_by("pk")]


@pytest.fixture
def earned(school: School) -> Qualification:
    school.hand_in(school.start())
    return Qualification.objects.get(expert_id=school.emil.pk)


def test_a_material_change_lapses_with_notice(school: School, earned: Qualification) -> None:
    school.write("Entkalken", topic=school.topic, lesson=school.descaling, body="Nur noch mit Pulver.", material=True)
    end = LessonVersion.objects.get(lesson=school.descaling, number=2).at + 14 * DAY
    earned.refresh_from_db()
    assert earned.lapses_at == end
    assert told() == [("lapses", "lessons", end)]
    assert qualified(school.cast.asks()).count() == 1
    with clock.standing_at(end + DAY):
        assert qualified(school.cast.asks()).count() == 0
        assert tell() == (0, 1)
        assert tell() == (0, 0)
    assert told()[1:] == [("lapsed", "lessons", end)]


def test_other_words_for_the_same_thing_lapse_nothing(school: School, earned: Qualification) -> None:
    before = earned.lapses_at
    school.write("Entkalken", topic=school.topic, lesson=school.descaling, body="Mit Zitronensäure, bitte.")
    earned.refresh_from_db()
    assert (earned.lapses_at, told()) == (before, [])


def test_a_lesson_of_another_topic_lapses_nothing(school: School, earned: Qualification) -> None:
    before = earned.lapses_at
    school.write("Rechnungen lesen", topic=school.cast.invoices, material=True)
    earned.refresh_from_db()
    assert (earned.lapses_at, told()) == (before, [])


def test_a_lesson_for_all_topics_lapses_them_all(school: School, earned: Qualification) -> None:
    school.write("Freundlich sein", lesson=school.common, body="Und kurz.", material=True)
    assert [one[:2] for one in told()] == [("lapses", "lessons")]


def test_who_reads_again_and_passes_again_keeps_it(school: School, earned: Qualification) -> None:
    school.write("Entkalken", topic=school.topic, lesson=school.descaling, body="Nur noch mit Pulver.", material=True)
    with pytest.raises(Refused, match="read the lesson that is left"):
        actions.start(by=school.emil, topic_id=school.topic.pk)
    school.hand_in(school.start())
    earned.refresh_from_db()
    assert earned.lapses_at == earned.passed_at + 365 * DAY
    with clock.standing_at(clock.now() + 20 * DAY):
        assert tell() == (0, 0)


def test_a_second_change_does_not_put_the_end_off(school: School, earned: Qualification) -> None:
    school.write("Entkalken", topic=school.topic, lesson=school.descaling, body="Nur noch mit Pulver.", material=True)
    earned.refresh_from_db()
    first = earned.lapses_at
    with clock.standing_at(clock.now() + 5 * DAY):
        school.write("Entkalken", topic=school.topic, lesson=school.descaling, body="Ganz neu.", material=True)
    earned.refresh_from_db()
    assert earned.lapses_at == first
    assert len(told()) == 1


def test_lessons_that_change_during_a_test_leave_the_time_of_notice(school: School) -> None:
    attempt = school.start()
    school.write("Entkalken", topic=school.topic, lesson=school.descaling, body="Nur noch mit Pulver.", material=True)
    school.hand_in(attempt)
    earned = Qualification.objects.get(expert_id=school.emil.pk)
    assert earned.lapses_at == earned.passed_at + 14 * DAY
    assert told() == [("lapses", "lessons", earned.lapses_at)]


def test_after_a_year_with_notice_before(school: School, earned: Qualification) -> None:
    end = earned.lapses_at
    assert end is not None
    with clock.standing_at(end - 15 * DAY):
        assert tell() == (0, 0)
    with clock.standing_at(end - 14 * DAY):
        assert tell() == (1, 0)
        assert tell() == (0, 0)
    with clock.standing_at(end):
        assert tell() == (0, 1)
    assert told() == [("lapses", "year", end), ("lapsed", "year", end)]


def test_what_never_lapses_is_left_alone(school: School, earned: Qualification) -> None:
    Qualification.objects.update(lapses_at=None)
    with clock.standing_at(clock.now() + 5000 * DAY):
        assert tell() == (0, 0)
