"""Experts hear of their programme by mail, in their language, once."""

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from oase.channels.email.learning import send_notices
from oase.channels.email.writing.learning_texts import TEXTS
from oase.experts.programme.models import ProgrammeNotice
from oase.people.models import Person
from tests.experts.programme.school import School, school

__all__ = ["school"]


@pytest.fixture
def told(school: School, settings: object) -> School:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]  # pytest's
    school.hand_in(school.start())
    school.write("Entkalken", topic=school.topic, lesson=school.descaling, body="Nur mit Pulver.", material=True)
    return school


@pytest.mark.parametrize(("language", "subject"), [("de", "Neues in den Lektionen"), ("en", "Something new in the")])
def test_a_material_change_is_mailed_once(told: School, language: str, subject: str) -> None:
    Person.objects.update(language=language)
    assert (send_notices(), send_notices()) == (1, 0)
    (sent,) = mail.outbox
    assert sent.to == ["emil@example.org"]
    assert sent.subject.startswith(subject)
    assert "/desk/learn/kaffeewerk/" in sent.body
    assert "{" not in sent.subject + str(sent.body)


def test_what_no_server_takes_is_tried_again(told: School, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_mail: EmailMessage) -> None:
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr(EmailMessage, "send", refuse)
        assert send_notices() == 0
    notice = ProgrammeNotice.objects.get()
    assert (notice.sent_at, notice.attempts) == (None, 1)
    assert notice.not_before > notice.at


def test_there_are_words_for_every_notice() -> None:
    wanted = {("lapses", "year"), ("lapses", "lessons"), ("lapsed", ""), ("passed", ""), ("failed", "")}
    assert set(TEXTS) == wanted
    assert {kind for kind, _reason in TEXTS} == {kind for kind, _label in ProgrammeNotice.KINDS}
