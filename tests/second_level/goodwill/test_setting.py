"""Those who lead set kinds and budgets; each change is in the audit log."""

import pytest

from oase.companies.audit.models import SettingChange
from oase.companies.words import Wrong
from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused
from oase.second_level.goodwill.actions import retire_kind, save_budgets, save_kind
from oase.second_level.goodwill.budgets import Budget, budgets_of
from oase.second_level.goodwill.models import GoodwillBudget, GoodwillKind
from oase.second_level.goodwill.setting import KindWanted
from tests.cast import Cast
from tests.second_level.goodwill.story import budgets, voucher

CARD = KindWanted(name_de="Postkarte", name_en="Postcard", cents=150)


def test_a_kind_is_made_changed_and_given_no_more(cast: Cast) -> None:
    sven = cast.member(cast.sven)
    kind = save_kind(by=sven, wanted=CARD)
    save_kind(by=sven, wanted=KindWanted(" Karte ", "", 200), kind=kind)
    kind.refresh_from_db()
    assert (kind.name_de, kind.name_en, kind.cents) == ("Karte", "Karte", 200)
    retire_kind(by=sven, kind=kind)
    retire_kind(by=sven, kind=kind)
    changes = SettingChange.objects.order_by("pk").values_list("area", "subject", "before", "after")
    assert list(changes)[1:] == [
        ("goodwill", "Karte", {"name_de": "Postkarte", "name_en": "Postcard", "cents": 150},
         {"name_de": "Karte", "name_en": "Karte", "cents": 200}),
        ("goodwill", "Karte", {"given": True}, {"given": False}),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (KindWanted(" ", "", 100), "name_de"),
        (KindWanted("x" * 61, "y", 100), "name_de"),
        (KindWanted("gutschein", "Other", 100), "name_de"),
        (KindWanted("Andere", "VOUCHER", 100), "name_en"),
        (KindWanted("Andere", "Other", -1), "cents"),
        (KindWanted("Andere", "Other", 100_001), "cents"),
        (KindWanted("Andere", "Other", 1, icon="../x"), "icon"),
        (KindWanted("Andere", "Other", 1, text_en="x" * 301), "text_en"),
    ],
)
def test_what_cannot_stand_names_its_field_and_changes_nothing(cast: Cast, wanted: KindWanted, field: str) -> None:
    voucher(cast)
    with pytest.raises(Wrong) as wrong:
        save_kind(by=cast.member(cast.sven), wanted=wanted)
    assert wrong.value.field == field
    assert GoodwillKind.objects.count() == 1
    assert not SettingChange.objects.exists()


def test_only_those_who_lead_here_set_anything(cast: Cast) -> None:
    kind, others = voucher(cast), GoodwillKind.objects.create(company=cast.velotal, name_de="Rad", cents=1)
    ada, sven = cast.member(cast.ada), cast.member(cast.sven)
    with pytest.raises(NotAllowed):
        save_kind(by=ada, wanted=CARD)
    with pytest.raises(NotAllowed):
        retire_kind(by=ada, kind=kind)
    with pytest.raises(NotAllowed):
        save_budgets(by=ada, usual=1, own={}, teams={})
    with pytest.raises(NotAllowed):
        save_kind(by=sven, wanted=CARD, kind=others)
    with pytest.raises(NotAllowed):
        retire_kind(by=sven, kind=others)
    with pytest.raises(NotAllowed):
        save_budgets(by=sven, usual=1, own={cast.member(cast.mallory).pk: 5}, teams={})
    assert not SettingChange.objects.exists()


def test_budgets_of_one_and_of_a_team_and_of_everybody_else(cast: Cast) -> None:
    team, sven, ada, dora = (
        budgets(cast, shared=500),
        cast.member(cast.sven),
        cast.member(cast.ada),
        cast.member(cast.dora),
    )
    assert team is not None
    save_budgets(by=sven, usual=3000, own={ada.pk: 9000, dora.pk: None}, teams={team.pk: None})
    assert budgets_of(ada) == [Budget("own", 9000, 0)]
    assert budgets_of(dora) == [Budget("own", 3000, 0)]
    save_budgets(by=sven, usual=3000, own={ada.pk: None}, teams={team.pk: 700})
    assert budgets_of(ada) == [Budget("own", 3000, 0), Budget("team", 700, 0, team)]
    said = SettingChange.objects.order_by("pk").values_list("subject", "before", "after")
    assert list(said) == [
        ("", {"budget_cents": 2500}, {"budget_cents": 3000}),
        ("Ada", {"budget_cents": None}, {"budget_cents": 9000}),
        ("Werkstatt", {"budget_cents": 500}, {"budget_cents": None}),
        ("Ada", {"budget_cents": 9000}, {"budget_cents": None}),
        ("Werkstatt", {"budget_cents": None}, {"budget_cents": 700}),
    ]


@pytest.mark.parametrize("cents", [-1, 1_000_001])
def test_an_absurd_budget_is_refused_and_nothing_is_half_saved(cast: Cast, cents: int) -> None:
    ada = cast.member(cast.ada)
    with pytest.raises(Refused):
        save_budgets(by=cast.member(cast.sven), usual=100, own={ada.pk: cents}, teams={})
    assert not GoodwillBudget.objects.exists()
