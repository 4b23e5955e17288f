"""Read how one becomes an expert of a company from `programme.toml`, checked whole."""

from datetime import time, timedelta

from oase.demo.programme import Answer, Beginner, Lesson, Price, Programme, Question, Test
from oase.demo.shapes import Topic
from oase.demo.tables import LANGUAGES, Table
from oase.demo.words import Opening, Words

DAYS = ("", "workdays", "weekend")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def programme_from(
    table: Table, topics: tuple[Topic, ...], experts: dict[str, tuple[str, ...]], people: frozenset[str]
) -> Programme:
    """The programme in a file. `experts`: topics by the key of each of the company's experts; `people`: all keys.

    Raises:
        ContentError: something in it does not fit, with file, entry and field.
    """
    slugs = tuple(topic.slug for topic in topics if topic.open_to_experts)
    programme = Programme(
        inviting=table.truth("inviting"),
        welcome=table.words("welcome"),
        valid_days=table.number("valid_days", at_least=1),
        notice_days=table.number("notice_days", at_least=1),
        lessons=tuple(_lesson(one, slugs) for one in table.tables("lessons", called="topic")),
        tests=tuple(_test(one, slugs) for one in table.tables("tests", called="topic")),
        shares=_shares(table.table("shares")),
        prices=tuple(_price(one, slugs) for one in table.tables("prices", called="topic")),
        seniors=_seniors(table.table("seniors"), experts),
        newcomers=tuple(_newcomer(one, slugs, people) for one in table.tables("newcomers", called="person")),
        applicants=tuple(_applicant(one, slugs, people) for one in table.tables("applicants", called="person")),
        hours=_hours(table.table("hours"), experts),
        answers=tuple(_answer(one, experts) for one in table.tables("answers", called="title")),
    )
    table.done()
    tested = {test.topic for test in programme.tests}
    if untested := [slug for slug in slugs if slug not in tested]:
        raise table.fail(f"no test of '{untested[0]}'")
    return programme


def _lesson(table: Table, slugs: tuple[str, ...]) -> Lesson:
    topic = table.one_of("topic", slugs) if table.has("topic") else ""
    lesson = Lesson(topic=topic, title=table.words("title"), body=table.words("body"))
    table.done()
    return lesson


def _test(table: Table, slugs: tuple[str, ...]) -> Test:
    test = Test(
        topic=table.one_of("topic", slugs),
        questions=table.number("questions", at_least=1),
        minutes=table.number("minutes", at_least=1),
        pass_percent=table.number("pass_percent", at_least=1),
        wait_hours=table.number("wait_hours"),
        bank=tuple(_question(one) for one in table.tables("bank", called="text")),
    )
    table.done()
    if len(test.bank) < test.questions:
        raise table.fail(f"draws {test.questions} of {len(test.bank)} questions")
    return test


def _question(table: Table) -> Question:
    text, none = table.words("text"), Words("", "")
    if table.has("guide"):
        question = Question("free", text, (), (), table.words("guide"))
    elif table.has("order"):
        steps = _pairs(table, "order")
        question = Question("order", text, steps, tuple(range(len(steps))), none)
    else:
        right, wrong = _pairs(table, "right"), _pairs(table, "wrong")
        kind = "single" if len(right) == 1 else "multiple"
        question = Question(kind, text, right + wrong, tuple(range(len(right))), none)
    table.done()
    return question


def _pairs(table: Table, name: str) -> tuple[Words, ...]:
    """A list of texts in both languages, each as [German, English]."""
    given = table.take(name)
    pairs = [tuple(one) for one in given if isinstance(one, list) and len(one) == 2 and all(one)]
    if not isinstance(given, list) or not pairs or len(pairs) != len(given):
        raise table.fail(f"'{name}' must be a list of pairs, German and English")
    return tuple(Words(de=str(german), en=str(english)) for german, english in pairs)


def _shares(table: Table) -> dict[str, int]:
    shares = {name: table.number(name) for name in ("handover", "checked", "reuse")}
    table.done()
    return shares


def _price(table: Table, slugs: tuple[str, ...]) -> Price:
    topic = table.one_of("topic", slugs)
    language = table.one_of("language", LANGUAGES) if table.has("language") else ""
    days = table.one_of("days", DAYS) if table.has("days") else ""
    begins, ends = (_time(table, name) for name in ("begins", "ends"))
    price = Price(topic, language, days, begins, ends, table.number("cents", at_least=1))
    table.done()
    return price


def _time(table: Table, name: str) -> time | None:
    if not table.has(name):
        return None
    try:
        return time.fromisoformat(table.text(name))
    except ValueError:
        raise table.fail(f"'{name}' must be a time such as '20:00'") from None


def _seniors(table: Table, experts: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    found = {}
    for person in table.names():
        found[person] = table.texts(person)
        for slug in found[person]:
            if slug not in experts.get(person, ()):
                raise table.fail(f"'{person}' is not qualified for '{slug}'")
    return found


def _newcomer(table: Table, slugs: tuple[str, ...], people: frozenset[str]) -> Beginner:
    topics = table.texts("topics")
    ago = timedelta(days=table.number("days_ago", at_least=1))
    return _beginner(table, slugs, people, topics=topics, ago=ago, words=table.text("words", default=""))


def _applicant(table: Table, slugs: tuple[str, ...], people: frozenset[str]) -> Beginner:
    ago = timedelta(hours=table.number("hours_ago", at_least=1))
    return _beginner(table, slugs, people, topics=(table.text("topic"),), ago=ago, words=table.text("words"))


def _beginner(
    table: Table,
    slugs: tuple[str, ...],
    people: frozenset[str],
    *,
    topics: tuple[str, ...],
    ago: timedelta,
    words: str = "",
) -> Beginner:
    beginner = Beginner(
        person=table.one_of("person", tuple(people)),
        introduction_de=table.text("introduction_de", default=""),
        introduction_en=table.text("introduction_en", default=""),
        experience=table.text("experience"),
        languages=table.texts("languages"),
        topics=topics,
        ago=ago,
        words=words,
    )
    table.done()
    if unknown := [slug for slug in topics if slug not in slugs]:
        raise table.fail(f"'{unknown[0]}' is no topic for experts")
    return beginner


def _hours(table: Table, experts: dict[str, tuple[str, ...]]) -> dict[str, tuple[Opening, ...]]:
    found = {}
    for person, days in table.named_tables():
        if person not in experts:
            raise table.fail(f"'{person}' is no expert here")
        found[person] = tuple(
            Opening(day, *span) for day, name in enumerate(WEEKDAYS) if days.has(name) for span in days.openings(name)
        )
        days.done()
    return found


def _answer(table: Table, experts: dict[str, tuple[str, ...]]) -> Answer:
    person = table.one_of("person", tuple(experts))
    answer = Answer(
        person=person,
        topic=table.one_of("topic", experts[person]),
        title=table.text("title"),
        body=table.text("body"),
        language=table.one_of("language", LANGUAGES),
        shared=table.truth("shared"),
    )
    table.done()
    return answer
