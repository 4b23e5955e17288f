"""From `second_level.toml` to what the second level is set up with, every name looked up."""

from collections.abc import Collection

from oase.demo.second_level_shapes import Absence, Kind, Macro, SecondLevel, Team, Wish
from oase.demo.tables import Table


def second_level_from(table: Table, *, agents: Collection[str], topics: Collection[str]) -> SecondLevel:
    """Raises ContentError for whatever does not fit; conversations are looked up when they are told."""
    kinds = tuple(_kind(key, inner) for key, inner in table.named_tables("kinds"))
    teams = tuple(_team(inner, agents, topics) for inner in table.tables("teams", called="name"))
    tags = table.table("tags")
    carried = {name: tags.texts(name) for name in tags.names()}
    macros = tuple(_macro(inner, carried) for inner in table.tables("macros", called="name"))
    found = SecondLevel(
        kinds=kinds,
        budgets=_budgets(table.table("budgets"), agents),
        teams=teams,
        tags=carried,
        macros=macros,
        learning=_learning(table.table("learning"), agents, topics),
        absences=tuple(_absence(inner, agents) for inner in table.tables("absences", called="person")),
        wishes=tuple(_wish(inner, agents, {kind.key for kind in kinds}) for inner in table.tables("wishes", "kind")),
    )
    table.done()
    return found


def _known(table: Table, what: str, name: str, names: Collection[str]) -> str:
    if name not in names:
        raise table.fail(f"'{name}' is no {what} here")
    return name


def _kind(key: str, table: Table) -> Kind:
    kind = Kind(
        key=key,
        name=table.words("name"),
        text=table.words("text"),
        icon=table.text("icon"),
        cents=table.number("cents"),
        adjustable=table.truth("adjustable") if table.has("adjustable") else False,
    )
    table.done()
    return kind


def _team(table: Table, agents: Collection[str], topics: Collection[str]) -> Team:
    team = Team(
        name=table.words("name"),
        members=tuple(_known(table, "agent", one, agents) for one in table.texts("members")),
        topics=tuple(_known(table, "topic", one, topics) for one in table.texts("topics")),
        cents=table.number("cents"),
    )
    table.done()
    return team


def _macro(table: Table, tags: Collection[str]) -> Macro:
    tag = table.text("tag", default="")
    macro = Macro(name=table.text("name"), text=table.words("text"), tag=_known(table, "tag", tag, tags) if tag else "")
    table.done()
    return macro


def _budgets(table: Table, agents: Collection[str]) -> dict[str, int]:
    budgets = {"": table.number("everybody")}
    for name in table.names():
        budgets[_known(table, "agent", name, agents)] = table.number(name)
    return budgets


def _learning(table: Table, agents: Collection[str], topics: Collection[str]) -> dict[str, tuple[str, ...]]:
    return {
        _known(table, "agent", name, agents): tuple(_known(table, "topic", one, topics) for one in table.texts(name))
        for name in table.names()
    }


def _absence(table: Table, agents: Collection[str]) -> Absence:
    person = _known(table, "agent", table.text("person"), agents)
    absence = Absence(person, table.duration("begins"), table.duration("lasts"))
    table.done()
    return absence


def _wish(table: Table, agents: Collection[str], kinds: Collection[str]) -> Wish:
    wish = Wish(
        conversation=table.text("conversation"),
        by=_known(table, "agent", table.text("by"), agents),
        kind=_known(table, "kind", table.text("kind"), kinds),
        reason=table.text("reason"),
        words=table.text("words", default=""),
    )
    table.done()
    return wish
