"""Who is meant by `@Dora` in an internal note."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from oase.companies.models import Membership
from oase.companies.teams.models import Team

# Not within an address or a word: "info@dora.example" means nobody.
MARK = re.compile(r"(?<![\w@.+-])@(?=\w)")


@dataclass(frozen=True)
class Named:
    """Whom a text names, in order and once each; `unclear` are the names that several colleagues have."""

    people: tuple[int, ...]
    unclear: tuple[str, ...] = ()


def named_in(text: str, colleagues: Iterable[Membership], teams: Sequence[Team] = ()) -> Named:
    """Whom `@name` in the text means among these colleagues, by first name, first and last name, or their team's name.

    The longest name that fits counts. `teams` come with their members.
    """
    if not MARK.search(text):
        return Named(())
    names = _names(colleagues, teams)
    people: dict[int, None] = {}
    unclear: dict[str, None] = {}
    longest_first = sorted(names, key=len, reverse=True)
    for mark in MARK.finditer(text):
        name = next((one for one in longest_first if _stands(text, one, mark.end())), None)
        if name is None:
            continue
        of_team, meant = names[name]
        if len(meant) > 1 and not of_team:
            unclear[name] = None
        else:
            people |= dict.fromkeys(meant)
    return Named(tuple(people), tuple(unclear))


def _stands(text: str, name: str, at: int) -> bool:
    # As long as it is written: folding may change how many letters there are.
    after = at + len(name)
    if text[at:after].casefold() != name.casefold():
        return False
    return not (after < len(text) and (text[after].isalnum() or text[after] == "_"))


def _names(colleagues: Iterable[Membership], teams: Sequence[Team]) -> dict[str, tuple[bool, tuple[int, ...]]]:
    spelled: dict[str, str] = {}
    by_name: dict[str, list[int]] = defaultdict(list)
    for one in colleagues:
        for name in filter(None, {one.person.first_name, one.person.full_name}):
            by_name[spelled.setdefault(name.casefold(), name)].append(one.person_id)
    there = {person_id for ids in by_name.values() for person_id in ids}
    names = {name: (False, tuple(ids)) for name, ids in by_name.items()}
    for team in teams:
        members = tuple(one.person_id for one in team.members.all() if one.person_id in there)
        for name in (team.name_de, team.name_en):
            if spelled.setdefault(name.casefold(), name) not in names:
                names[name] = (True, members)
    return names
