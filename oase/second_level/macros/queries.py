"""Reading macros: always for a member of staff."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import override

from oase.companies.models import Membership, in_language
from oase.conversations.models import Assignment, Conversation
from oase.second_level.macros.models import Macro
from oase.second_level.macros.steps import in_words, ways_of
from oase.second_level.macros.variables import Filled, fill


def macros_visible_to(membership: Membership) -> QuerySet[Macro]:
    """What is offered to the staff of the member's company, in their order."""
    return Macro.objects.filter(company_id=membership.company_id, retired_at=None)


def values_in(conversation: Conversation, membership: Membership) -> Mapping[str, str]:
    """What each variable stands for in this concern, in the customer's language; empty where it is not known."""
    customer, language = conversation.customer, conversation.language
    topic, assignment = conversation.topic, conversation.assignments.filter(ended_at=None).first()
    return {
        "customer.first_name": customer.person.first_name,
        "customer.last_name": customer.person.last_name,
        "customer.number": customer.number,
        "advisor.name": customer.advisor.person.first_name if customer.advisor else "",
        "deputy.name": customer.deputy.person.first_name if customer.deputy else "",
        "agent.name": membership.person.first_name,
        "company.name": conversation.company.name,
        "topic": in_language(topic.name_de, topic.name_en, language) if topic else "",
        "promise": _time(assignment, language),
    }


def _time(assignment: Assignment | None, language: str) -> str:
    if assignment is None or assignment.turn != Assignment.HOLDER:
        return ""
    with override(language):
        local = localtime(assignment.due_at)
        return date_format(local, "l, j. F, H:i" if language == "de" else "l j F, H:i")


@dataclass(frozen=True)
class Shown:
    """A macro filled in for one concern. `steps`: their place in the macro and what each does."""

    macro: Macro
    filled: Filled
    steps: tuple[tuple[int, str], ...]


def shown_in(conversation: Conversation, membership: Membership, macro: Macro) -> Shown:
    """The macro's words in the customer's language; those for colleagues in the member's own."""
    language = conversation.language
    if macro.audience != Macro._meta.get_field("audience").default:
        language = membership.person.language or language
    filled = fill(macro.text(language), values_in(conversation, membership))
    ways = ways_of(membership.company_id)
    steps = [(place, in_words(step, ways)) for place, step in enumerate(macro.steps)]
    return Shown(macro, filled, tuple((place, words) for place, words in steps if words))
