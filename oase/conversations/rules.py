"""Who may do what with a conversation. Pure: everything needed comes as an argument."""

from dataclasses import dataclass

from oase.conversations.models import Assignment, Message


@dataclass(frozen=True)
class Standing:
    """What decides who may write: read under the conversation's lock."""

    customer_id: int
    level: str | None
    holder_id: int | None
    company_id: int
    open: bool
    staff: frozenset[int]
    """Those among the authors in question who are staff of the company."""


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
