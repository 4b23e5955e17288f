"""Who left the staff a minute ago finds nothing there, whatever page they still have open."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from oase.companies.models import Membership
from oase.companies.roles.actions import change_place, invite
from oase.companies.setting_up import CompanyWanted, save_company
from oase.companies.teams.actions import TeamWanted, save_team
from oase.companies.words import NotAllowed
from oase.conversations.append import NotAllowed as NotAllowedHere
from oase.experts.programme.actions import LessonWanted, save_lesson, set_programme
from oase.experts.reputation.levels import appoint
from oase.experts.rewards.payouts.payer import save_payer
from oase.experts.setting_up import TopicWanted, save_topic, wanted_of
from oase.jobs import clock
from oase.second_level.goodwill.setting import KindWanted, save_budgets, save_kind
from oase.second_level.macros.saving import Wanted, save_macro
from oase.second_level.promising.actions import save_holidays, save_hours
from oase.second_level.shaping.actions import make_tag
from oase.second_level.views.actions import ViewWanted, save_view
from oase.service_cloud.erasure.retention import Rule
from oase.service_cloud.erasure.setting import save_retention
from tests.cast import Cast
from tests.experts.rewards.months import KAFFEEWERKS
from tests.portals.test_every_page import addresses, answer
from tests.portals.world import arguments, build, posted

LEADS_ON = {"office", "office-invited"}
"""Where everybody who is signed in is led on, or asked whether they would like to join."""


def test_every_address_is_gone(cast: Cast) -> None:
    world = build(cast)
    found = []
    for name, wanted in addresses():
        if not name.startswith("office-") or name in LEADS_ON:
            continue
        url, data = reverse(name, kwargs=arguments(world, name, wanted)), posted(world, name)
        for who in ("ada", "sven"):
            for method in ("GET", "POST"):
                with transaction.atomic():
                    Membership.objects.filter(person__in=[cast.ada, cast.sven]).update(left_at=clock.now())
                    status, body = answer(world, who, method, url, data)
                    transaction.set_rollback(True)
                if status not in (404, 405) or "Karoline" in body:
                    found.append(f"{method} {name} as {who}: {status}")
    assert found == []


Verb = Callable[[Cast, Membership], Any]
VERBS: dict[str, Verb] = {
    "team": lambda cast, by: save_team(by=by, team=None, wanted=TeamWanted("Büro", "Desk", [], [])),
    "company": lambda cast, by: save_company(by=by, wanted=CompanyWanted("Neu", "", "", 3, "", [("a", "b")])),
    "place": lambda cast, by: change_place(by=by, member=cast.member(cast.ada), role="admin", capacity=3),
    "invitation": lambda cast, by: invite(by=by, email="jana@example.org", role="agent"),
    "hours": lambda cast, by: save_hours(by=by, openings=[]),
    "holidays": lambda cast, by: save_holidays(by=by, region="DE-BY", own_days=[]),
    "retention": lambda cast, by: save_retention(by=by, rules={"company": Rule(1, False), "network": Rule(1, False)}),
    "macro": lambda cast, by: save_macro(by=by, macro=None, wanted=Wanted("Gruß", "Hallo", "")),
    "view": lambda cast, by: save_view(by=by, view=None, wanted=ViewWanted("Post", {"languages": "de"}, "company")),
    "kind": lambda cast, by: save_kind(by=by, wanted=KindWanted("Tee", "Tea", 300)),
    "budgets": lambda cast, by: save_budgets(by=by, usual=100_00, own={}, teams={}),
    "tag": lambda cast, by: make_tag(by=by, name="Retoure"),
    "topic": lambda cast, by: save_topic(
        by=by, topic=cast.machines, wanted=TopicWanted(**wanted_of(cast.machines) | {"name_de": "Anders"})
    ),
    "lesson": lambda cast, by: save_lesson(by=by, lesson=None, wanted=LessonWanted("Titel", "", "Text", "")),
    "programme": lambda cast, by: set_programme(
        by=by, inviting=True, welcome_de="", welcome_en="", valid_days=9, notice_days=9
    ),
    "senior": lambda cast, by: appoint(by=by, expert_id=cast.emil.pk, topic_id=cast.machines.pk),
    "account": lambda cast, by: save_payer(by=by, wanted=KAFFEEWERKS),
}


@pytest.mark.parametrize("name", VERBS)
def test_what_was_begun_before_is_not_done_after(cast: Cast, name: str) -> None:
    """The page was opened, and its member read, while Sven still led."""
    by = cast.member(cast.sven)
    Membership.objects.filter(pk=by.pk).update(left_at=clock.now())
    with pytest.raises((NotAllowed, NotAllowedHere)):
        VERBS[name](cast, by)


@pytest.mark.parametrize("name", sorted(VERBS.keys() - {"view", "tag"}))
def test_nor_by_whoever_leads_no_more(cast: Cast, name: str) -> None:
    by = cast.member(cast.sven)
    Membership.objects.filter(pk=by.pk).update(role=Membership.AGENT)
    with pytest.raises((NotAllowed, NotAllowedHere)):
        VERBS[name](cast, by)
