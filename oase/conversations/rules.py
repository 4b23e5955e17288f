"""Who may do what with a conversation. Pure: everything needed comes as an argument."""

from dataclasses import dataclass

from oase.conversations.models import Assignment, Message

SECOND_LEVEL = frozenset({Assignment.ADVISOR, Assignment.DEPUTY, Assignment.TEAM, Assignment.SUPERVISORS})


@dataclass(frozen=True)
class Standing:
    """What decides who may write: read under the conversation's lock."""

    customer_id: int
    level: str | None
    holder_id: int | None
    company_id: int
    open: bool
    staff: frozenset[int]
    """Everyone on the company's staff now."""


def may_write(author_id: int, role: str, audience: str, standing: Standing) -> bool:
    """Customers always, in their own; experts while they hold it; staff in their company's, notes included."""
    match role:
        case Message.CUSTOMER:
            return author_id == standing.customer_id and audience == Message.CONVERSATION
        case Message.EXPERT:
            holds = standing.level == Assignment.EXPERT and standing.holder_id == author_id
            return holds and standing.open and audience == Message.CONVERSATION
        case Message.AGENT:
            return author_id in standing.staff and author_id != standing.customer_id
        case _:
            return False


def steps_in(author_id: int, role: str, audience: str, standing: Standing) -> bool:
    """Whether an agent answers what a colleague holds: welcome, and said, so that two never answer unawares."""
    held = standing.level in SECOND_LEVEL and standing.holder_id not in {None, author_id}
    return role == Message.AGENT and audience == Message.CONVERSATION and standing.open and held


def takes_over(role: str, audience: str, standing: Standing) -> bool:
    """Whether an agent's answer makes them the holder: nobody in the second level holds the open concern yet."""
    held = standing.level in SECOND_LEVEL and standing.holder_id is not None
    return role == Message.AGENT and audience == Message.CONVERSATION and standing.open and not held
