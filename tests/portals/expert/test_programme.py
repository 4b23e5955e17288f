"""The programme's pages: from the invitation to the result, and what stands in their source."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.urls import reverse

from oase.experts.desk import desk_of
from oase.experts.desk import testing as read
from oase.experts.matching.models import Standing
from oase.experts.models import Qualification
from oase.experts.programme import actions
from oase.experts.programme.models import Attempt, DrawnQuestion, ProgrammeNotice, Question, Solution
from oase.jobs import clock
from tests.cast import person
from tests.experts.programme.school import School, answers, school
from tests.experts.programme.test_applying import photo
from tests.experts.programme.test_marking import senior
from tests.experts.test_views import READABLE, as_expert
from tests.portals.expert.conftest import SignedIn

__all__ = ["school"]
TOKEN = re.compile(r'(csrfmiddlewaretoken" value|nonce)="[^"]+"')


def form_of(attempt: Attempt, wrong: int = 0) -> dict[str, object]:
    """The answers as the page sends them."""
    form: dict[str, object] = {}
    kinds = {one.pk: one.question.kind for one in attempt.drawn.select_related("question")}
    for pk, given in answers(attempt, wrong=wrong).items():
        if kinds[pk] == Question.ORDER:
            form |= {f"q{pk}-{place}": rank for rank, place in enumerate(given, start=1)}
        else:
            form[f"q{pk}"] = given
    return form


def test_from_the_invitation_to_the_desk(school: School, signed_in: SignedIn) -> None:
    nele = person("Nele", "Petersen")
    browser = signed_in(nele)
    page = browser.get(reverse("invitation", args=["kaffeewerk"])).content.decode()
    assert "Kaffeemaschinen" in page
    assert reverse("apply", args=["kaffeewerk"]) in page
    form = {
        "first_name": "Nele", "introduction_de": "Ich mag Kaffee.", "experience": "Rösterei.", "languages": ["de"],
        "face": "pia",
    }  # fmt: skip
    sent = browser.post(reverse("apply", args=["kaffeewerk"]), form)
    assert (sent.status_code, sent["Location"]) == (303, reverse("desk-learn", args=["kaffeewerk"]))
    learn = browser.get(sent["Location"]).content.decode()
    assert "Freundlich sein" in learn
    assert "Entkalken" in learn


def test_what_was_typed_is_kept(school: School, signed_in: SignedIn) -> None:
    browser = signed_in(person("Nele"))
    form = {"first_name": "Nele", "introduction_de": "0171 3920045", "experience": "Rösterei.", "languages": ["de"]}
    refused = browser.post(reverse("apply", args=["kaffeewerk"]), form)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Rösterei." in page
    assert 'role="alert"' in page


def test_learning_failing_waiting_passing(school: School, emil: Client) -> None:
    start = reverse("desk-test-start", args=["kaffeewerk", school.topic.pk])
    refused = emil.post(start)
    assert refused.status_code == 422
    assert "2 lessons that are left" in refused.content.decode() or "2 Lektionen" in refused.content.decode()
    for lesson in (school.common, school.descaling):
        read_it = emil.post(reverse("desk-lesson", args=["kaffeewerk", lesson.pk]), {"number": "1"})
        assert read_it.status_code == 303
    attempt_page = emil.post(start)["Location"]
    attempt = Attempt.objects.get()
    assert attempt_page == reverse("desk-test", args=[attempt.pk])
    assert emil.post(attempt_page, form_of(attempt, wrong=4)).status_code == 303
    failed = emil.get(attempt_page).content.decode()
    assert "Entkalken" in failed  # worth reading again
    assert emil.post(start).status_code == 422
    with clock.standing_at(clock.now() + timedelta(hours=25)):
        again = emil.post(start)["Location"]
        attempt = Attempt.objects.latest("pk")
        assert emil.post(again, form_of(attempt)).status_code == 303
        assert Qualification.objects.filter(expert_id=school.emil.pk, topic=school.topic).exists()
        assert emil.get(again).status_code == 200


def test_the_page_is_the_same_whatever_is_right(school: School, emil: Client) -> None:
    """No answer stands in the source: with other solutions every byte is the same."""
    school.ask(Question.FREE, "Wie erklären Sie es?")
    school.rules(questions=5)
    attempt = school.start()
    address = reverse("desk-test", args=[attempt.pk])
    before = TOKEN.sub("", emil.get(address).content.decode())
    for solution in Solution.objects.all():
        solution.right = solution.right[::-1] if len(solution.right) > 2 else [0]
        solution.guide_de = "Etwas ganz anderes."
        solution.save()
    assert TOKEN.sub("", emil.get(address).content.decode()) == before
    assert "Zitronensäure" not in before


def test_the_desk_cannot_read_what_is_right(school: School) -> None:
    school.ask(Question.FREE, "Wie erklären Sie es?")
    school.rules(questions=5)
    Solution.objects.exclude(guide_de="").update(guide_de="GEHEIMNIS")
    school.start()
    seen = "\n".join(repr(as_expert(f"SELECT * FROM {view}", expert=school.emil.pk)) for view in READABLE)
    assert "GEHEIMNIS" not in seen
    assert "Womit entkalken?" in seen
    tables = ("oase_solution", "oase_question", "oase_drawnquestion", "oase_attempt", "oase_lessonversion")
    for table in tables:
        with connections["expert"].cursor() as cursor, pytest.raises(Exception, match="permission denied"):
            cursor.execute(f"SELECT * FROM public.{table}")


def test_the_order_in_which_options_are_shown_says_nothing(school: School) -> None:
    """Places are those of this drawing: the right one stands elsewhere in the next."""
    places = set()
    for _round in range(40):
        attempt = school.start()
        single = attempt.drawn.filter(question__text_de="Womit entkalken?").select_related("question__solution")[0]
        places.add(single.shuffle.index(single.question.solution.right[0]))
        attempt.delete()
    assert places == {0, 1, 2}


def test_after_it_was_handed_in_its_questions_are_gone(school: School, emil: Client) -> None:
    attempt = school.start()
    school.hand_in(attempt, wrong=4)
    assert as_expert("SELECT * FROM desk.question", expert=school.emil.pk) == []
    page = emil.get(reverse("desk-test", args=[attempt.pk])).content.decode()
    assert "Womit entkalken?" not in page


def test_sent_twice_says_so_and_changes_nothing(school: School, emil: Client) -> None:
    attempt = school.start()
    address = reverse("desk-test", args=[attempt.pk])
    emil.post(address, form_of(attempt, wrong=4))
    again = emil.post(address, form_of(attempt), follow=True)
    assert "toast" in again.content.decode()
    assert Attempt.objects.get().percent == 0


def test_what_is_kept_is_there_again_and_half_an_order_is_not(school: School, emil: Client) -> None:
    attempt = school.start()
    order = attempt.drawn.get(question__kind=Question.ORDER)
    single = attempt.drawn.filter(question__kind=Question.SINGLE)[0]
    form = {f"q{order.pk}-0": "1", f"q{order.pk}-1": "", f"q{order.pk}-2": "", f"q{single.pk}": "2"}
    assert emil.post(reverse("desk-test-keep", args=[attempt.pk]), form).status_code == 204
    assert (DrawnQuestion.objects.get(pk=order.pk).answer, DrawnQuestion.objects.get(pk=single.pk).answer) == (
        None,
        [2],
    )
    page = emil.get(reverse("desk-test", args=[attempt.pk])).content.decode()
    assert page.count(" checked") == 1


def test_a_refused_test_keeps_what_was_typed(school: School, emil: Client) -> None:
    attempt = school.start()
    order = attempt.drawn.get(question__kind=Question.ORDER)
    form = form_of(attempt) | {f"q{order.pk}-0": "2", f"q{order.pk}-1": "2", f"q{order.pk}-2": "1"}
    refused = emil.post(reverse("desk-test", args=[attempt.pk]), form)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert page.count("<option selected>") == 3
    assert page.count(" checked") == 4
    assert Attempt.objects.get().handed_in_at is None


@pytest.mark.parametrize("name", ["q999999", "q0", "q999999-1"])
def test_a_foreign_question_is_refused(school: School, emil: Client, name: str) -> None:
    attempt = school.start()
    refused = emil.post(reverse("desk-test", args=[attempt.pk]), form_of(attempt) | {name: "1"})
    assert refused.status_code == 422
    assert refused.content.decode().count(" checked") == 4
    assert Attempt.objects.get().handed_in_at is None


@pytest.mark.parametrize("value", ["9", "-1", "x", "1" * 30])
def test_an_option_that_is_not_there_is_refused(school: School, emil: Client, value: str) -> None:
    attempt = school.start()
    single = attempt.drawn.filter(question__kind=Question.SINGLE)[0]
    refused = emil.post(reverse("desk-test", args=[attempt.pk]), form_of(attempt) | {f"q{single.pk}": value})
    assert refused.status_code == 422
    assert Attempt.objects.get().handed_in_at is None


def test_after_its_time_the_page_says_so(school: School, emil: Client) -> None:
    attempt = school.start()
    with clock.standing_at(attempt.due_at + timedelta(minutes=1)):
        late = emil.post(reverse("desk-test", args=[attempt.pk]), form_of(attempt), follow=True)
    assert late.status_code == 200
    assert Attempt.objects.get().percent == 0
    assert Attempt.objects.get().handed_in_at == attempt.due_at


def test_the_wrong_person_finds_nothing(school: School, signed_in: SignedIn) -> None:
    attempt = school.start()
    notice = ProgrammeNotice.objects.create(expert_id=school.emil.pk, topic=school.topic, kind="passed", key="x")
    nils = senior(school.cast)
    addresses = [
        reverse("desk-learn", args=["kaffeewerk"]),
        reverse("desk-lesson", args=["kaffeewerk", school.common.pk]),
        reverse("desk-test", args=[attempt.pk]),
    ]
    posts = [
        (reverse("desk-lesson", args=["kaffeewerk", school.common.pk]), {"number": "1"}),
        (reverse("desk-test-start", args=["kaffeewerk", school.topic.pk]), {}),
        (reverse("desk-test", args=[attempt.pk]), form_of(attempt)),
        (reverse("desk-test-keep", args=[attempt.pk]), form_of(attempt)),
        (reverse("desk-mark", args=[attempt.drawn.all()[0].pk]), {"points": "100"}),
    ]
    for who in (school.cast.karla, school.cast.ada, school.cast.mallory, nils):
        browser = signed_in(who)
        assert [browser.get(one).status_code for one in addresses] == [404] * 3, who
        assert [browser.post(one, form).status_code for one, form in posts] == [404] * 5, who
        browser.post(reverse("desk-notice-read", args=[notice.pk]))
    anybody = Client()
    assert [anybody.get(one).status_code for one in addresses] == [302] * 3
    notice.refresh_from_db()
    attempt.refresh_from_db()
    assert (notice.read_at, attempt.handed_in_at) == (None, None)


def test_a_senior_marks_without_learning_who_wrote(school: School, signed_in: SignedIn) -> None:
    Question.objects.all().delete()
    school.ask(Question.FREE, "Wie erklären Sie es?")
    attempt = school.hand_in(school.start())
    drawn = attempt.drawn.get()
    nils = senior(school.cast)
    browser = signed_in(nils)
    page = browser.get(reverse("desk-marking")).content.decode()
    assert "Mit Zitronensäure." in page
    assert "Nennt die Zitronensäure." in page
    assert "Emil" not in page
    kept = browser.post(reverse("desk-mark", args=[drawn.pk]), {"points": "101", "remark": "Fast!"})
    assert kept.status_code == 422
    assert "Fast!" in kept.content.decode()
    assert browser.post(reverse("desk-mark", args=[drawn.pk]), {"points": "100"}).status_code == 303
    attempt.refresh_from_db()
    assert attempt.passed is True
    with desk_of(nils.pk) as desk:
        assert read.to_mark(desk) == []


def test_who_is_no_senior_reads_nothing_to_mark(school: School) -> None:
    Question.objects.all().delete()
    school.ask(Question.FREE, "Wie erklären Sie es?")
    school.hand_in(school.start())
    nils = senior(school.cast)
    assert len(as_expert("SELECT * FROM desk.marking", expert=nils.pk)) == 1
    Standing.objects.filter(expert_id=nils.pk).update(level=Standing.EXPERT)
    assert as_expert("SELECT * FROM desk.marking", expert=nils.pk) == []
    Standing.objects.filter(expert_id=nils.pk).update(level=Standing.SENIOR)
    Qualification.objects.filter(expert_id=nils.pk).update(lapses_at=clock.now() - timedelta(days=1))
    assert as_expert("SELECT * FROM desk.marking", expert=nils.pk) == []
    assert as_expert("SELECT * FROM desk.marking", expert=school.emil.pk) == []


def test_notices_stand_on_the_page_until_put_aside(school: School, emil: Client) -> None:
    school.hand_in(school.start())
    school.write("Entkalken", topic=school.topic, lesson=school.descaling, body="Neu.", material=True)
    notice = ProgrammeNotice.objects.get()
    assert f'/told/{notice.pk}/"' in emil.get(reverse("desk-topics")).content.decode()
    emil.post(reverse("desk-notice-read", args=[notice.pk]))
    assert f'/told/{notice.pk}/"' not in emil.get(reverse("desk-topics")).content.decode()


def test_a_picture_is_for_those_who_were_given_its_key(school: School, emil: Client) -> None:
    actions.show_picture(by=school.emil, picture=SimpleUploadedFile("me.jpg", photo()))
    school.emil.refresh_from_db()
    address = reverse("portrait", args=[school.emil.face])
    assert f'src="{address}"' in emil.get(reverse("desk-profile")).content.decode()
    shown = Client().get(address)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert Client().get(reverse("portrait", args=["own-" + "0" * 32])).status_code == 404
    school.emil.face = "emil"
    school.emil.save()
    assert Client().get(address).status_code == 404
