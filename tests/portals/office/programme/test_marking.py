"""Ada marks what was written freely; whose it is she is not told. Sven says who is trusted, and what is earned."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from oase.companies.models import Membership, Topic
from oase.experts.matching.models import Standing
from oase.experts.models import Expert, Qualification
from oase.experts.programme.models import Application, Attempt, DrawnQuestion, Question, Solution
from oase.experts.rewards.models import Price
from oase.jobs import clock
from oase.people.models import Person
from tests.cast import Cast, person
from tests.portals.office.programme.leader import Leader, errors


def handed_in(topic: Topic, words: str, by: Person | None = None) -> DrawnQuestion:
    """Somebody answered a free question on a topic and waits."""
    writer = by or person(f"w{uuid4().hex[:12]}")
    expert = Expert.objects.get_or_create(person=writer, defaults={"languages": ["de"]})[0]
    Application.objects.get_or_create(expert=expert, company=topic.company)
    question = Question.objects.create(topic=topic, kind="free", text_en="What about mould?", text_de="Und Schimmel?")
    Solution.objects.create(question=question, guide_en="Reassures, and says what to do.")
    now = clock.now()
    attempt = Attempt.objects.create(
        expert=expert, topic=topic, due_at=now + timedelta(minutes=5), handed_in_at=now, pass_percent=70, wait_hours=1
    )
    return DrawnQuestion.objects.create(attempt=attempt, question=question, place=1, words=words)


def test_ada_reads_the_answer_beside_what_a_good_one_holds_but_not_whose_it_is(cast: Cast) -> None:
    handed_in(cast.machines, "Empty it and dry it.", by=cast.emil)
    page = Leader(cast.ada).get("marking")
    assert "Empty it and dry it." in page
    assert "Reassures, and says what to do." in page
    assert "Emil" not in page


def test_the_last_mark_decides_the_test(cast: Cast) -> None:
    drawn = handed_in(cast.machines, "Empty it and dry it.")
    Leader(cast.ada).post("mark", drawn=drawn.pk, points="80", remark="Well said.")
    drawn.refresh_from_db()
    assert (drawn.points, drawn.remark, drawn.marked_by) == (80, "Well said.", cast.ada)
    attempt = Attempt.objects.get()
    assert (attempt.passed, attempt.percent) == (True, 80)
    assert Qualification.objects.filter(expert=attempt.expert, topic=cast.machines).exists()
    assert "Nothing waits" in Leader(cast.ada).get("marking")


@pytest.mark.parametrize(
    ("points", "complaint"),
    [
        ("101", "Ensure this value is less than or equal to 100."),
        ("-1", "Ensure this value is greater than or equal to 0."),
        ("", "This field is required."),
        ("many", "Enter a whole number."),
    ],
)
def test_points_that_cannot_be_are_refused_and_the_remark_kept(cast: Cast, points: str, complaint: str) -> None:
    drawn, other = handed_in(cast.machines, "Empty it."), handed_in(cast.machines, "Dry it.")
    page = Leader(cast.ada).post("mark", status=422, drawn=drawn.pk, points=points, remark="Kindly meant")
    assert errors(page) == [complaint]
    assert page.count("Kindly meant") == 1
    assert (
        list(DrawnQuestion.objects.filter(pk__in=[drawn.pk, other.pk]).values_list("points", flat=True)) == [None] * 2
    )


def test_marking_twice_is_marking_once(cast: Cast) -> None:
    drawn = handed_in(cast.machines, "Empty it.")
    Leader(cast.ada).post("mark", drawn=drawn.pk, points="80")
    Leader(cast.dora).post("mark", drawn=drawn.pk, points="0")
    drawn.refresh_from_db()
    assert (drawn.points, drawn.marked_by) == (80, cast.ada)


def test_nobody_marks_their_own_or_another_companys(cast: Cast) -> None:
    leasing = Topic.objects.get(slug="leasing")
    theirs = handed_in(leasing, "Somebody else's words.")
    own = handed_in(cast.machines, "My own words.", by=cast.emil)
    Membership.objects.create(person=cast.emil, company=cast.kaffeewerk)
    page = Leader(cast.emil).get("marking")
    assert "My own words." not in page
    assert "Somebody else&#x27;s words." not in page
    Leader(cast.emil).post("mark", drawn=own.pk, points="100")
    Leader(cast.ada).post("mark", drawn=theirs.pk, points="100")
    Leader(cast.ada).post("mark", status=404, drawn="nonsense", points="100")
    assert not DrawnQuestion.objects.exclude(points=None).exists()


def test_words_of_an_answer_are_never_taken_for_markup(cast: Cast) -> None:
    handed_in(cast.machines, "<script>alert(1)</script>")
    assert "<script>alert" not in Leader(cast.ada).get("marking")


def test_sven_makes_emil_senior_and_takes_it_back(cast: Cast, sven: Leader) -> None:
    assert "Newcomer" in sven.get("expert", cast.emil.pk)
    sven.post("senior", cast.emil.pk, "machines")
    sven.post("senior", cast.emil.pk, "machines")
    assert Standing.objects.get(expert_id=cast.emil.pk).level == Standing.SENIOR
    assert "Take the appointment back" in sven.get("expert", cast.emil.pk)
    sven.post("senior", cast.emil.pk, "machines", back="1")
    assert "Make senior" in sven.get("expert", cast.emil.pk)


def test_who_is_not_qualified_or_not_theirs_is_not_appointed(cast: Cast, sven: Leader) -> None:
    sven.post("senior", cast.emil.pk, "invoices", status=404)
    sven.post("senior", cast.emil.pk, "leasing", status=404)
    sven.post("senior", cast.karla.pk, "machines", status=404)
    sven.get("expert", cast.karla.pk, status=404)
    mallory = Expert.objects.create(person=cast.mallory, languages=["de"])
    Application.objects.create(expert=mallory, company=cast.velotal)
    sven.get("expert", mallory.pk, status=404)
    assert "Mallory" not in sven.get("experts")


def test_experts_stand_by_name_with_what_they_may_do(cast: Cast, sven: Leader) -> None:
    Application.objects.create(
        expert=Expert.objects.create(person=person("Berta"), languages=["en"]), company=cast.kaffeewerk
    )
    page = " ".join(sven.get("experts").split())
    assert page.index("Berta") < page.index("Emil")
    assert "Is learning" in page
    assert "Coffee machines · newcomer" in page


def test_prices_by_day_and_hour_are_looked_at_and_then_hold(cast: Cast, sven: Leader) -> None:
    rows = {
        "base": "4,20",
        "language": ["", "en", ""],
        "days": ["", "weekend", ""],
        "begins": ["20:00", "", ""],
        "ends": ["07:00", "", ""],
        "amount": ["5.80", "6", ""],
    }
    page = sven.post("topic-prices", "machines", status=200, preview="1", **rows)
    cells = re.findall(r"<td(?: class=\"r\")?>(.*?)</td>", page, re.DOTALL)
    assert [cells[place : place + 3] for place in range(0, 18, 3)] == [
        ["workday, 02:00", "€5.80", "€5.80"],
        ["workday, 10:00", "€4.20", "€4.20"],
        ["workday, 21:00", "€5.80", "€5.80"],
        ["weekend, 02:00", "€5.80", "€6.00"],
        ["weekend, 10:00", "€4.20", "€6.00"],
        ["weekend, 21:00", "€5.80", "€6.00"],
    ]
    assert not Price.objects.exists()
    sven.post("topic-prices", "machines", **rows)
    stood = Price.objects.order_by("cents").values_list("language", "days", "cents")
    assert list(stood) == [("", "", 580), ("en", "weekend", 600)]
    sven.post("topic-prices", "machines", **rows | {"amount": ["", "7", ""], "begins": ["", "", ""], "ends": [""] * 3})
    assert list(Price.objects.values_list("language", "days", "cents")) == [("en", "weekend", 700)]


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"base": "-1"}, "An amount cannot be negative."),
        ({"base": "viel"}, "Please write the amount in euros and cents, such as 4,20."),
        ({"base": "42000"}, "That is more than €500.00. Please look at the amount once more."),
        ({"amount": ["", "", "-3"]}, "An amount cannot be negative."),
        ({"amount": ["", "", "5"], "days": ["", "", "never"]}, "Please choose on which days it stands."),
        ({"amount": ["", "", "5"], "language": ["", "", "tlh"]},
         "Questions come in the languages that are offered here. Please choose one of them."),
        ({"amount": ["", "", "5"], "begins": ["", "", "25:00"]}, "Please write hours such as 20:00."),
        ({"amount": ["", "", "5"], "begins": ["", "", "20:00"]},
         "Please say from when and until when it stands, or leave both empty."),
        ({"amount": ["", "", "5"]},
         "A price without a condition is the topic's own price. Please choose a language, days or hours."),
        ({"days": ["", "", "weekend"]}, "Please write the amount in euros and cents, such as 4,20."),
    ],
)  # fmt: skip
def test_prices_that_cannot_be_are_refused_where_they_stand(
    cast: Cast, sven: Leader, typed: dict[str, object], complaint: str
) -> None:
    empty = {name: ["", "", ""] for name in ("language", "days", "begins", "ends", "amount")}
    for more in ({}, {"preview": "1"}):
        page = sven.post("topic-prices", "machines", status=422, **{"base": "4,20"} | empty | typed | more)
        assert errors(page) == [complaint]
        assert ('id="row_error"' in page) == ("base" not in typed)
    assert not Price.objects.exists()
    assert Topic.objects.get(pk=cast.machines.pk).reward_cents == 420


def test_parts_of_the_reward(cast: Cast, sven: Leader) -> None:
    sven.post("prices", handover="15", checked="20", reuse="5")
    assert 'value="15"' in sven.get("prices")
    page = sven.post("prices", status=422, handover="51", checked="20", reuse="5")
    assert errors(page) == ["Ensure this value is less than or equal to 50."]


def test_the_invitation_is_looked_at_and_then_stands(cast: Cast, sven: Leader) -> None:
    words = {
        "inviting": "on",
        "welcome_de": "",
        "welcome_en": "Come and **help**.",
        "valid_days": "365",
        "notice_days": "14",
    }
    assert "<strong>help</strong>" in sven.post("invitation", status=200, preview="1", **words)
    assert not hasattr(cast.kaffeewerk, "programme")
    sven.post("invitation", **words)
    assert "<strong>help</strong>" in sven.get("invitation")
    page = sven.post("invitation", status=422, **words | {"welcome_en": "<iframe src=x>"})
    assert errors(page) == ["Please write Markdown without HTML: “&lt;iframe src=x&gt;” would not be shown."]


@pytest.mark.parametrize("who", ["karla", "emil", "ada", "mallory"])
def test_only_those_who_lead_here_get_in(cast: Cast, who: str) -> None:
    visitor = Leader(getattr(cast, who))
    for name, args in (
        ("topics", ()), ("topic-new", ()), ("topic", ("machines",)), ("invitation", ()), ("lessons", ()),
        ("lesson-new", ()), ("questions", ()), ("test", ("machines",)), ("question-new", ("machines",)),
        ("prices", ()), ("topic-prices", ("machines",)), ("experts", ()), ("expert", (cast.emil.pk,)),
    ):  # fmt: skip
        visitor.get(name, *args, status=404)
        visitor.post(
            name, *args, status=404 if name not in {"experts", "expert", "topics", "lessons", "questions"} else 405
        )
    visitor.post("senior", cast.emil.pk, "machines", status=404)
    visitor.post("recognised", status=404, question="E12")
