"""What stands behind the addresses of goodwill: Ada gave a voucher to Karla, and would like to give another."""

from uuid import UUID, uuid4

from oase.second_level.goodwill.actions import ask_for
from oase.second_level.goodwill.models import Goodwill, GoodwillBudget, GoodwillWish
from tests.cast import Cast
from tests.second_level.goodwill.story import gives, voucher


def gestures(cast: Cast, conversation_id: UUID) -> dict[str, object]:
    """The ids, by their names in addresses."""
    conversation = cast.customer.conversations.get(pk=conversation_id)
    kind = voucher(cast)
    GoodwillBudget.objects.get_or_create(
        company=cast.kaffeewerk, membership=None, team=None, defaults={"cents": 50_000}
    )
    given = Goodwill.objects.filter(withdraws=None).first() or gives(cast, conversation)
    wish = GoodwillWish.objects.filter(verdict="").first() or ask_for(
        conversation_id=conversation_id, membership=cast.member(cast.ada), kind=kind, client_id=uuid4(), reason="Warten"
    )
    return {"goodwill_id": given.pk, "wish_id": wish.pk, "kind_id": kind.pk, "membership_id": cast.member(cast.ada).pk}


def forms(cast: Cast) -> dict[str, dict[str, object]]:
    """The forms, filled in rightly."""
    kind: dict[str, object] = {"name_de": "Postkarte", "name_en": "Postcard", "value": "1,50"}
    return {
        "office-give": {"kind": voucher(cast).pk, "client_id": str(uuid4()), "words": "Danke!"},
        "office-withdraw": {"words": "Versehen."},
        "office-goodwill-decide": {"granted": "1"},
        "office-goodwill-kinds": {"usual": "50,00"},
        "office-goodwill-kind": kind,
        "office-goodwill-kind-new": kind,
        "office-goodwill-retire": {"retired": "1"},
        "office-learning": {"topic": cast.invoices.pk},
        "office-thanks-mail": {"wanted": "0"},
    }
