"""Who works at a company of the demo and whom it serves: experts, agents, customers, each looked up by key."""

from collections.abc import Mapping

from oase.demo.shapes import Agent, Customer, Expert, Person, Topic
from oase.demo.tables import LANGUAGES, Table


def _known(table: Table, key: str, people: Mapping[str, Person]) -> str:
    if key not in people:
        raise table.fail(f"'{key}' is not in people.toml")
    return key


def _slugs(table: Table, name: str, slugs: tuple[str, ...]) -> tuple[str, ...]:
    chosen = table.texts(name)
    for slug in chosen:
        if slug not in slugs:
            raise table.fail(f"'{name}' has the unknown topic '{slug}'")
    return chosen


def expert_from(table: Table, people: Mapping[str, Person], topics: tuple[Topic, ...]) -> Expert:
    expert = Expert(
        person=_known(table, table.text("person"), people),
        introduction=table.words("introduction"),
        languages=table.texts("languages"),
        topics=_slugs(
            table,
            "topics",
            tuple(topic.slug for topic in topics if topic.open_to_experts),
        ),
        since=table.day("since"),
    )
    table.done()
    if not expert.languages or not set(expert.languages) <= set(LANGUAGES):
        raise table.fail("'languages' must be some of de, en")
    return expert


def agent_from(table: Table, people: Mapping[str, Person], slugs: tuple[str, ...]) -> Agent:
    agent = Agent(
        person=_known(table, table.text("person"), people),
        role=table.one_of("role", ("agent", "supervisor", "admin")),
        introduction=table.words("introduction"),
        skills=_slugs(table, "skills", slugs),
        deputy=table.text("deputy"),
        since=table.day("since"),
    )
    table.done()
    return agent


def customer_from(key: str, table: Table, people: Mapping[str, Person], agents: tuple[str, ...]) -> Customer:
    customer = Customer(
        person=_known(table, key, people),
        number=table.text("number"),
        advisor=table.one_of("advisor", agents),
        since=table.day("since"),
    )
    table.done()
    return customer
