"""Kaffeewerk gives vouchers and flowers; Ada and Dora have budgets, and are a team with one."""

from uuid import uuid4

from oase.companies.teams.models import Team
from oase.conversations.models import Conversation
from oase.people.models import Person
from oase.second_level.goodwill.actions import give
from oase.second_level.goodwill.models import Goodwill, GoodwillBudget, GoodwillKind
from tests.cast import Cast

VOUCHER, OWN, SHARED = 1000, 2500, 1500
"""Euro cents: a voucher, what each member has in a month, and what the team has together."""


def voucher(cast: Cast) -> GoodwillKind:
    """A voucher of 10 euros, or of another value."""
    made = {"name_en": "Voucher", "text_de": "Der Code liegt bei.", "cents": VOUCHER, "adjustable": True}
    return GoodwillKind.objects.get_or_create(company=cast.kaffeewerk, name_de="Gutschein", defaults=made)[0]


def flowers(cast: Cast) -> GoodwillKind:
    """Flowers, always of 25 euros."""
    made = {"name_en": "Flowers", "cents": 2500, "icon": "leaf"}
    return GoodwillKind.objects.get_or_create(company=cast.kaffeewerk, name_de="Blumen", defaults=made)[0]


def budgets(cast: Cast, *, own: int = OWN, shared: int | None = None) -> Team | None:
    """Give everybody a budget of their own, and Ada and Dora one together."""
    GoodwillBudget.objects.create(company=cast.kaffeewerk, cents=own)
    if shared is None:
        return None
    team = Team.objects.create(company=cast.kaffeewerk, name_de="Werkstatt", name_en="Workshop")
    team.members.set([cast.member(cast.ada), cast.member(cast.dora)])
    GoodwillBudget.objects.create(company=cast.kaffeewerk, team=team, cents=shared)
    return team


def gives(
    cast: Cast, conversation: Conversation, *, by: Person | None = None, cents: int | None = None, words: str = ""
) -> Goodwill:
    """Ada, or `by`, gives a voucher."""
    membership = cast.member(by or cast.ada)
    return give(
        conversation_id=conversation.pk,
        membership=membership,
        kind=voucher(cast),
        client_id=uuid4(),
        cents=cents,
        words=words,
    )
