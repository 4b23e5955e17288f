"""Emil learns: a programme of Kaffeewerk with a lesson, a question, and a test of his that is running."""

from datetime import timedelta

from oase.experts.programme import actions
from oase.experts.programme.models import Application, Attempt, DrawnQuestion, ProgrammeNotice
from oase.jobs import clock
from tests.cast import Cast


def learn(cast: Cast) -> None:
    """Write it all down."""
    sven, now = cast.member(cast.sven), clock.now()
    actions.set_programme(
        by=sven, inviting=True, welcome_de="Helfen Sie mit.", welcome_en="Help us.", valid_days=365, notice_days=14
    )
    Application.objects.create(expert_id=cast.emil.pk, company=cast.kaffeewerk, experience="Röstet selbst.")
    wanted = actions.LessonWanted("Entkalken", "Descaling", "Mit Zitronensäure.", "With citric acid.")
    lesson = actions.save_lesson(by=sven, lesson=None, wanted=wanted).lesson
    asked = actions.QuestionWanted("free", "Wie?", "How?", guide_de="Mit Säure.", guide_en="With acid.", lesson=lesson)
    question = actions.save_question(by=sven, topic=cast.machines, question=None, wanted=asked)
    attempt = Attempt.objects.create(
        expert_id=cast.emil.pk, topic=cast.machines, due_at=now + timedelta(hours=1), pass_percent=75, wait_hours=24
    )
    DrawnQuestion.objects.create(attempt=attempt, question=question, place=1)
    ProgrammeNotice.objects.create(expert_id=cast.emil.pk, topic=cast.machines, kind="passed", key="passed:1")
