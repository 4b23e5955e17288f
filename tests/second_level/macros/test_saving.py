"""Sven sets what is written often: what cannot be is said at its field, and every change is written down."""

from typing import Any

import pytest

from oase.companies.audit.models import SettingChange
from oase.companies.words import NotAllowed, Wrong
from oase.second_level.macros.models import Macro
from oase.second_level.macros.saving import Wanted, retire_macro, save_macro
from oase.second_level.macros.steps import Step
from oase.second_level.shaping.models import Tag
from tests.cast import Cast

THANKS = Wanted("Danke", "Danke, {{customer.first_name}}!", "Thank you, {{customer.first_name}}!")


def save(cast: Cast, wanted: Wanted = THANKS, macro: Macro | None = None) -> Macro:
    return save_macro(by=cast.member(cast.sven), macro=macro, wanted=wanted)


def with_steps(*steps: Step) -> Wanted:
    return Wanted("Danke", "Danke!", "", steps=steps)


def test_saved_changed_and_retired_each_leaves_its_line(cast: Cast) -> None:
    macro = save(cast)
    save(cast, Wanted("Vielen Dank", "Danke!", ""), macro)
    retire_macro(by=cast.member(cast.sven), macro=macro)
    changes = SettingChange.objects.filter(area="macros").order_by("pk")
    assert [(one.subject, one.before is None, one.after is None) for one in changes] == [
        ("Danke", True, False), ("Vielen Dank", False, False), ("Vielen Dank", False, True),
    ]  # fmt: skip
    assert changes[1].before == {
        "name": "Danke", "text_de": THANKS.text_de, "text_en": THANKS.text_en,
    }  # fmt: skip
    assert save(cast).pk != macro.pk, "its name is free again"


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        ("name", Wanted(" \n", "Danke!", "")),
        ("name", Wanted("x" * 61, "Danke!", "")),
        ("text_de", Wanted("Danke", "", " ")),
        ("text_de", Wanted("Danke", "Hallo {{customer.firstname}}", "")),
        ("text_en", Wanted("Danke", "Hallo", "Hello {{ me }}")),
        ("text_en", Wanted("Danke", "Hallo", "Hello {{topic")),
        ("text_de", Wanted("Danke", "x" * 8001, "")),
        ("audience", Wanted("Danke", "Hallo", "", "everybody")),
        ("steps", with_steps({"kind": "tag", "tag": 0})),
        ("steps", with_steps({"kind": "burn"})),
        ("steps", with_steps({"kind": "propose", "why": "x"})),
        ("steps", with_steps({"kind": "snooze", "hours": 0})),
        ("steps", with_steps({"kind": "snooze", "hours": 4}, {"kind": "snooze", "hours": 5})),
        ("steps", with_steps({"kind": "hand_over", "to": "mallory"})),
        ("steps", with_steps({"kind": "hand_over", "team": 4711})),
        ("steps", with_steps({"kind": "hand_over", "to": {"team": 1}})),
        ("steps", with_steps({"kind": "hand_over", "to": ["advisor"]})),
        ("steps", with_steps({"kind": "propose"}, {"kind": "hand_over", "to": "advisor"})),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_kept(cast: Cast, field: str, wanted: Wanted) -> None:
    with pytest.raises(Wrong) as refused:
        save(cast, wanted)
    assert refused.value.field == field
    assert (Macro.objects.count(), SettingChange.objects.count()) == (0, 0)


def test_a_name_is_there_once(cast: Cast) -> None:
    save(cast)
    with pytest.raises(Wrong) as refused:
        save(cast)
    assert refused.value.field == "name"


@pytest.mark.parametrize("who", ["ada", "mallory"])
def test_only_those_who_lead_and_only_their_own(cast: Cast, who: str) -> None:
    macro = save(cast)
    by = cast.member(getattr(cast, who))
    with pytest.raises(NotAllowed):
        save_macro(by=by, macro=macro, wanted=THANKS)
    with pytest.raises(NotAllowed):
        retire_macro(by=by, macro=macro)
    if who == "ada":
        with pytest.raises(NotAllowed):
            save_macro(by=by, macro=None, wanted=THANKS)


def test_another_company_s_tag_or_colleague_is_no_step(cast: Cast) -> None:
    theirs = Tag.objects.create(company=cast.velotal, name="Rad")
    cases: list[dict[str, Any]] = [
        {"kind": "tag", "tag": theirs.pk}, {"kind": "hand_over", "to": cast.member(cast.mallory).pk},
    ]  # fmt: skip
    for step in cases:
        with pytest.raises(Wrong):
            save(cast, with_steps(step))


def test_steps_stand_in_the_order_in_which_they_are_done(cast: Cast) -> None:
    tag = Tag.objects.create(company=cast.kaffeewerk, name="Garantie")
    steps: list[Step] = [
        {"kind": "hand_over", "to": "deputy"}, {"kind": "snooze", "hours": 24}, {"kind": "tag", "tag": tag.pk},
        {"kind": "tag", "tag": tag.pk},
    ]  # fmt: skip
    assert [step["kind"] for step in save(cast, with_steps(*steps)).steps] == ["tag", "snooze", "hand_over"]
