"""How a conversation of the demo may go: who may take which step when, and where the steps leave it.

This is how a question travels in the product (network → expert → advisor → deputy → team → supervisors), kept small
enough to tell an author what is wrong with a story before anything is loaded.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from oase.demo.shapes import Step

CUSTOMER_STEPS = ("ask", "reply", "confirm", "rate", "reopen", "ask_for_company")
STATES = (
    "waiting",  # in the network, nobody has claimed it
    "claimed",  # an expert holds it and has not answered
    "answered",  # whoever holds it has answered; the customer's turn
    "asked_back",  # whoever holds it asked something; the customer's turn
    "replied",  # the customer has written; the expert's turn
    "given_on",  # reached the advisor, who has not done anything yet
    "with_advisor",  # the advisor works on it
    "with_deputy",  # handed over to, or lapsed to, the deputy
    "late_team",  # promises lapsed; the team has it
    "late_supervisors",  # promises lapsed; the supervisors have it
    "proposed",  # proposed as solved, the customer has not confirmed
    "solved",  # confirmed, not rated
    "rated",
    "reopened",  # the customer wrote again after it was solved
)


class StoryError(ValueError):
    """A step that cannot follow; the message says why."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a conversation plays in. `advisor` and `deputy` are empty for a guest, whom the team cares for."""

    customer: str
    advisor: str
    deputy: str
    open_to_experts: bool
    qualified: frozenset[str]
    agents: frozenset[str]


@dataclass(slots=True)
class _Place:
    holder: str
    state: str


def walk(steps: tuple[Step, ...], setting: Setting) -> tuple[tuple[Step, ...], str, str]:
    """Follow the steps; answer them with `by` filled in, the state and the holder they end in.

    Raises StoryError for the first step that cannot follow.
    """
    if not steps or steps[0].kind != "ask":
        raise StoryError("the first step must be 'ask'")
    place = _Place("network", "waiting") if setting.open_to_experts else _second_level(setting)
    told = [replace(steps[0], by=setting.customer)]
    for before, step in pairwise(steps):
        if step.at < before.at:
            raise StoryError(f"'{step.kind}' comes earlier than the step before it")
        told.append(replace(step, by=_who(step, place, setting)))
        _RULES[step.kind](told[-1], place, setting)
    return tuple(told), place.state, place.holder


def _second_level(setting: Setting) -> _Place:
    return _Place(setting.advisor or "team", "given_on")


def _who(step: Step, place: _Place, setting: Setting) -> str:
    if step.kind in CUSTOMER_STEPS:
        return setting.customer
    if step.kind == "lapse":
        return ""
    return step.by or place.holder


def _need(condition: bool, step: Step, why: str) -> None:
    if not condition:
        raise StoryError(f"'{step.kind}' after {step.at}: {why}")


def _is_solved(place: _Place) -> bool:
    return place.state in ("solved", "rated")


def _ask(step: Step, place: _Place, setting: Setting) -> None:
    raise StoryError("'ask' can only be the first step")


def _claim(step: Step, place: _Place, setting: Setting) -> None:
    if place.holder == "network":
        _need(
            step.by in setting.qualified,
            step,
            f"{step.by} is not qualified for the topic and language",
        )
        place.holder, place.state = step.by, "claimed"
        return
    _need(
        place.holder in ("team", "supervisors"),
        step,
        f"{place.holder or 'nobody'} holds it, so it cannot be claimed",
    )
    _need(step.by in setting.agents, step, f"{step.by} is no agent")
    place.holder, place.state = step.by, "with_advisor"


def _speak(state: str) -> Callable[[Step, _Place, Setting], None]:
    def speak(step: Step, place: _Place, setting: Setting) -> None:
        _need(not _is_solved(place), step, "it is solved")
        _need(
            place.holder in setting.agents | setting.qualified,
            step,
            f"nobody has claimed it from {place.holder}",
        )
        _need(step.by == place.holder, step, f"{place.holder} holds it, not {step.by}")
        place.state = state

    return speak


def _reply(step: Step, place: _Place, setting: Setting) -> None:
    _need(not _is_solved(place), step, "it is solved; a reply is then a 'reopen'")
    if place.holder in setting.agents and place.state in (
        "answered",
        "asked_back",
        "proposed",
    ):
        place.state = "with_deputy" if place.holder == setting.deputy else "with_advisor"
    elif place.holder in setting.qualified and place.state != "claimed":
        place.state = "replied"


def _give_on(step: Step, place: _Place, setting: Setting) -> None:
    _need(
        place.holder in setting.qualified,
        step,
        "only an expert who holds it gives it on",
    )
    _need(bool(step.text), step, "the hint to the advisor is missing")
    _move(place, _second_level(setting))


def _ask_for_company(step: Step, place: _Place, setting: Setting) -> None:
    _need(
        place.holder == "network" or place.holder in setting.qualified,
        step,
        "the company holds it already",
    )
    _move(place, _second_level(setting))


def _note(step: Step, place: _Place, setting: Setting) -> None:
    _need(step.by in setting.agents, step, "only agents write notes")
    _need(
        place.holder not in setting.qualified and place.holder != "network",
        step,
        "the second level does not hold it",
    )
    if step.by == place.holder and place.state == "given_on":
        place.state = "with_advisor"


def _reveal(step: Step, place: _Place, setting: Setting) -> None:
    _need(place.holder in setting.agents, step, "only an agent who holds it reveals")
    if place.state == "given_on":
        place.state = "with_advisor"


def _goodwill(step: Step, place: _Place, setting: Setting) -> None:
    _need(step.by in setting.agents and step.by != setting.customer, step, "only an agent gives, and not to themself")


def _hand_over(step: Step, place: _Place, setting: Setting) -> None:
    _need(
        place.holder in setting.agents and not _is_solved(place),
        step,
        "only an agent who holds it hands it over",
    )
    _need(
        step.to in setting.agents and step.to != place.holder,
        step,
        f"{step.to} is not another agent",
    )
    _need(bool(step.text), step, "the hint to the next agent is missing")
    _move(
        place,
        _Place(step.to, "with_deputy" if step.to == setting.deputy else "with_advisor"),
    )


def _lapse(step: Step, place: _Place, setting: Setting) -> None:
    _need(
        not _is_solved(place) and place.holder != "supervisors",
        step,
        "nothing is promised that could lapse further",
    )
    if place.holder == "network" or place.holder in setting.qualified:
        _move(place, _second_level(setting))
    elif place.holder == setting.advisor and setting.deputy:
        _move(place, _Place(setting.deputy, "with_deputy"))
    elif place.holder == "team":
        _move(place, _Place("supervisors", "late_supervisors"))
    else:
        _move(place, _Place("team", "late_team"))


def _confirm(step: Step, place: _Place, setting: Setting) -> None:
    _need(place.state == "proposed", step, "nobody has proposed it as solved")
    place.state = "solved"


def _rate(step: Step, place: _Place, setting: Setting) -> None:
    _need(place.state == "solved", step, "it is rated once, after it is solved")
    _need(1 <= step.stars <= 5, step, "stars go from 1 to 5")
    place.state = "rated"


def _reopen(step: Step, place: _Place, setting: Setting) -> None:
    _need(_is_solved(place), step, "it is not solved")
    place.state = "reopened"


def _move(place: _Place, to: _Place) -> None:
    place.holder, place.state = to.holder, to.state


_RULES: dict[str, Callable[[Step, _Place, Setting], None]] = {
    "ask": _ask,
    "claim": _claim,
    "answer": _speak("answered"),
    "ask_back": _speak("asked_back"),
    "reply": _reply,
    "give_on": _give_on,
    "ask_for_company": _ask_for_company,
    "note": _note,
    "reveal": _reveal,
    "goodwill": _goodwill,
    "hand_over": _hand_over,
    "lapse": _lapse,
    "propose_solved": _speak("proposed"),
    "confirm": _confirm,
    "rate": _rate,
    "reopen": _reopen,
}
KINDS = tuple(_RULES)
