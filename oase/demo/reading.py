"""Read the words of the demo from TOML into frozen values, checked whole: nothing half right reaches the database."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import chain
from pathlib import Path

from oase.demo.cast import agent_from, customer_from, expert_from
from oase.demo.conversations import conversation_from
from oase.demo.programme_reading import WEEKDAYS, programme_from
from oase.demo.second_level_reading import second_level_from
from oase.demo.second_level_shapes import SecondLevel
from oase.demo.shapes import (
    Choice,
    Company,
    Conversation,
    Demo,
    Opening,
    Person,
    Topic,
)
from oase.demo.tables import LANGUAGES, ContentError, Table

CONTENT = Path(__file__).parent / "content"
__all__ = ["CONTENT", "ContentError", "read"]


def read(folder: Path = CONTENT) -> Demo:
    """The demo in `folder`. Raises ContentError naming file, entry and field for whatever does not fit."""
    people = tuple(_person(key, table) for key, table in _file(folder / "people.toml", folder).named_tables())
    by_key = {person.key: person for person in people}
    _once("people.toml", "e-mail address", [person.email for person in people])
    companies = tuple(_company(path.parent, folder, by_key) for path in sorted(folder.glob("*/company.toml")))
    if not companies:
        raise ContentError(f"{folder}: no company found")
    _once(
        "content",
        "conversation",
        [story.key for company in companies for story in company.conversations],
    )
    return Demo(people=people, companies=companies)


def _file(path: Path, folder: Path) -> Table:
    where = str(path.relative_to(folder))
    try:
        return Table(tomllib.loads(path.read_text(encoding="utf-8")), where)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ContentError(f"{where}: {error}") from error


def _once(where: str, what: str, values: list[str]) -> None:
    twice = sorted({value for value in values if values.count(value) > 1})
    if twice:
        raise ContentError(f"{where}: {what} given twice: {', '.join(twice)}")


def _person(key: str, table: Table) -> Person:
    person = Person(
        key=key,
        first_name=table.text("first_name"),
        last_name=table.text("last_name"),
        email=table.text("email"),
        phone=table.text("phone"),
        address=table.text("address", default=""),
        face=table.text("face", default=""),
        language=table.one_of("language", LANGUAGES),
    )
    table.done()
    return person


def _company(home: Path, folder: Path, people: Mapping[str, Person]) -> Company:
    table = _file(home / "company.toml", folder)
    topics = tuple(_topic(item) for item in table.tables("topics", called="slug"))
    slugs = tuple(topic.slug for topic in topics)
    _once(table.where, "topic", list(slugs))
    agents = tuple(agent_from(item, people, slugs) for item in table.tables("agents", called="person"))
    agent_keys = tuple(agent.person for agent in agents)
    for agent in agents:
        if agent.deputy not in agent_keys or agent.deputy == agent.person:
            raise table.fail(f"the deputy of '{agent.person}' must be another agent, not '{agent.deputy}'")
    experts = tuple(expert_from(item, people, topics) for item in table.tables("experts", called="person"))
    programme = programme_from(
        _file(home / "programme.toml", folder),
        topics,
        {expert.person: expert.topics for expert in experts},
        frozenset(people),
    )
    company = Company(
        slug=table.text("slug"),
        name=table.text("name"),
        tagline=table.words("tagline"),
        description=table.words("description"),
        time_zone=table.text("time_zone"),
        email=table.text("email"),
        hours=_hours(table.table("hours")),
        vocabulary=table.texts("vocabulary"),
        topics=topics,
        purposes=_choices(table, "purposes"),
        reasons=_choices(table, "reasons"),
        experts=experts,
        agents=agents,
        customers=tuple(customer_from(key, item, people, agent_keys) for key, item in table.named_tables("customers")),
        programme=programme,
        second_level=_second_level(home, folder, agent_keys, slugs),
        conversations=(),
    )
    table.done()
    return _with_conversations(company, home, folder)


def _second_level(home: Path, folder: Path, agents: tuple[str, ...], topics: tuple[str, ...]) -> SecondLevel:
    if not (home / "second_level.toml").exists():
        return SecondLevel()
    return second_level_from(_file(home / "second_level.toml", folder), agents=agents, topics=topics)


def _with_conversations(company: Company, home: Path, folder: Path) -> Company:
    found: list[Conversation] = []
    for path in sorted((home / "conversations").glob("*.toml")):
        table = _file(path, folder)
        found += [conversation_from(item, company) for item in table.tables("conversations", called="key")]
        table.done()
    return replace(
        company,
        conversations=tuple(sorted(found, key=lambda story: story.age, reverse=True)),
    )


def _topic(table: Table) -> Topic:
    topic = Topic(
        slug=table.text("slug"),
        name=table.words("name"),
        description=table.words("description"),
        open_to_experts=table.truth("open_to_experts"),
        first_answer=_minutes(table, "first_answer_minutes"),
        next_answer=_minutes(table, "next_answer_minutes"),
        solution=_minutes(table, "solution_hours") * 60,
        reward_cents=table.number("reward_cents"),
        keywords=table.word_lists("keywords"),
        examples=table.word_lists("examples"),
    )
    table.done()
    if topic.open_to_experts != (topic.reward_cents > 0):
        raise table.fail("experts earn a reward for their topics, and for no other")
    return topic


def _minutes(table: Table, name: str) -> timedelta:
    return timedelta(minutes=table.number(name, at_least=1))


def _hours(table: Table) -> tuple[Opening, ...]:
    days = [[Opening(day, *span) for span in table.openings(name)] for day, name in enumerate(WEEKDAYS)]
    table.done()
    return tuple(chain.from_iterable(days))


def _choices(table: Table, name: str) -> tuple[Choice, ...]:
    inner = table.table(name)
    return tuple(Choice(key=key, text=inner.words(key)) for key in inner.names())
