"""Who is away, who leaves, who gets what: pages of Sven's, and Ada's own."""

from django.test import Client
from django.urls import reverse

from oase.companies.models import Customer, Membership
from oase.companies.teams.models import Team
from oase.people.models import Person
from oase.second_level.advisors.heirs import parting_of
from oase.second_level.advisors.models import Absence
from oase.second_level.macros.models import Macro
from tests.cast import Cast, current

PLAN = {"starts_at": "2027-08-01T08:00", "ends_at": "2027-08-10T08:00"}


def browser(who: Person, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(who)
    return client


def at(name: str, *args: object) -> str:
    return reverse(name, args=["kaffeewerk", *args])


def test_sven_plans_for_ada_and_both_take_it_back(cast: Cast) -> None:
    sven, ada, member = browser(cast.sven), browser(cast.ada), cast.member(cast.ada)
    there = at("office-absences", member.pk)
    assert there in sven.get(at("office-team")).content.decode()
    assert 'name="reason"' not in sven.get(there).content.decode()
    for back in (ada, sven):
        assert sven.post(there, PLAN | {"reason": "krank"}).status_code == 302
        absence = Absence.objects.get()
        assert (absence.membership, absence.by, absence.sealed) == (member, cast.sven, None)
        assert "entered by Sven" in ada.get(at("office-me")).content.decode()
        expected = at("office-me") if back is ada else there
        assert back.post(at("office-absence-cancel", absence.pk)).headers["Location"] == expected
        assert Absence.objects.count() == 0


def test_what_cannot_be_is_said_and_what_was_typed_stays(cast: Cast) -> None:
    sven, there = browser(cast.sven), at("office-absences", cast.member(cast.ada).pk)
    sven.post(there, PLAN)
    for wrong, words in (
        (PLAN | {"starts_at": "2027-08-05T08:00"}, "Ada is away then already."),
        (PLAN | {"ends_at": "2027-07-31T08:00"}, "An absence ends after it begins"),
        (PLAN | {"starts_at": "2020-08-05T08:00"}, "This begins in the past."),
        (PLAN | {"ends_at": "gestern"}, "Please choose a day and a time."),
    ):
        answer = sven.post(there, wrong)
        page = answer.content.decode()
        assert (answer.status_code, words in page, wrong["starts_at"] in page) == (422, True, True)
    assert Absence.objects.count() == 1


def test_nobody_but_who_leads_plans_for_others(cast: Cast) -> None:
    ada, mallory = cast.member(cast.ada), cast.member(cast.mallory)
    for who in (cast.ada, cast.dora, cast.karla, cast.emil, cast.mallory):
        assert browser(who).post(at("office-absences", ada.pk), PLAN).status_code == 404
    sven = browser(cast.sven)
    assert sven.post(at("office-absences", mallory.pk), PLAN).status_code == 404
    assert sven.get(at("office-absences", cast.member(cast.sven).pk)).headers["Location"] == at("office-me")
    assert Absence.objects.count() == 0


def test_ada_sees_who_gets_what_and_leaves(cast: Cast) -> None:
    conversation, ada, there = cast.given_on(), browser(cast.ada), at("office-me-leaving")
    member = cast.member(cast.ada)
    (heir,) = parting_of(member).heirs
    assert (heir.membership.person, heir.advises, heir.deputises, heir.concerns) == (cast.dora, 1, 0, 1)
    assert there in ada.get(at("office-me")).content.decode()
    page = ada.get(there).content.decode()
    for words in ("Dora Weiss", "Advises 1 of your customers from then on.", "Gets 1 open concern."):
        assert words in page
    unsure = ada.post(there)
    assert (unsure.status_code, "Please tick that you want to leave." in unsure.content.decode()) == (422, True)
    assert cast.member(cast.ada).left_at is None
    left = ada.post(there, {"sure": "1"})
    assert (left.status_code, left.headers["Location"]) == (302, reverse("home"))
    now = current(conversation)
    assert (now.level, now.holder, Customer.objects.get(pk=cast.customer.pk).advisor) == (
        "advisor", cast.dora, cast.member(cast.dora),
    )  # fmt: skip
    for page_name in ("office-me", "office-me-leaving", "office-inbox"):
        assert ada.get(at(page_name)).status_code == 404
    assert ada.post(there, {"sure": "1"}).status_code == 404


def test_with_nobody_left_the_team_has_it(cast: Cast) -> None:
    cast.given_on()
    Membership.objects.filter(person=cast.dora).update(left_at="2026-01-01T00:00Z")
    parting = parting_of(cast.member(cast.ada))
    assert (parting.heirs, parting.to_team, parting.alone) == ([], 1, 1)
    page = browser(cast.ada).get(at("office-me-leaving")).content.decode()
    assert "1 customer has no advisor then: the team takes care." in page


def test_the_last_administrator_stays(cast: Cast) -> None:
    Membership.objects.filter(person=cast.ada).update(role=Membership.ADMIN)
    ada, there = browser(cast.ada), at("office-me-leaving")
    answer = ada.post(there, {"sure": "1"})
    assert (answer.status_code, "This is the last administrator." in answer.content.decode()) == (422, True)
    Membership.objects.filter(person=cast.sven).update(role=Membership.ADMIN)
    assert ada.post(there, {"sure": "1"}).status_code == 302


def test_sven_lets_a_team_deal_and_sees_first_what_that_means(cast: Cast) -> None:
    team = Team.objects.create(company=cast.kaffeewerk, name_de="Büro", name_en="Desk")
    team.members.add(cast.member(cast.dora))
    conversation = cast.given_on()
    conversation.assignments.filter(ended_at=None).update(level="team", holder=None, team=team)
    sven, there = browser(cast.sven), at("office-team-edit", team.pk)
    wanted = {"name_de": "Büro", "name_en": "Desk", "members": [cast.member(cast.dora).pk], "deals": "turns"}
    seen = sven.post(there, wanted | {"preview": "1"}).content.decode()
    assert "1 concern that nobody has taken yet is dealt out at once, to who is there." in seen
    assert not Team.objects.get().deals
    assert (sven.post(there, wanted).status_code, Team.objects.get().deals) == (302, True)
    assert "by turns" in sven.get(at("office-teams")).content.decode()
    assert "Dealt out by turns" in sven.get(at("office-changes")).content.decode()
    assert sven.post(there, wanted | {"deals": "burn"}).status_code == 422
    assert (sven.post(there, wanted | {"deals": ""}).status_code, Team.objects.get().deals) == (302, False)


def test_a_macro_that_gives_it_to_a_team_is_saved_and_shown(cast: Cast) -> None:
    team = Team.objects.create(company=cast.kaffeewerk, name_de="Büro", name_en="Desk")
    foreign = Team.objects.create(company=cast.velotal, name_de="Räder", name_en="Wheels")
    sven, there = browser(cast.sven), at("office-macro-new")
    macro = {"name": "Büro", "text_de": "Moment bitte.", "text_en": "", "audience": "conversation"}
    assert sven.post(there, macro | {"hand_over": f"team-{foreign.pk}"}).status_code == 422
    assert sven.post(there, macro | {"hand_over": f"team-{team.pk}"}).status_code == 302
    saved = Macro.objects.get()
    assert saved.steps == [{"kind": "hand_over", "team": team.pk}]
    page = sven.get(at("office-macro", saved.pk)).content.decode()
    assert f'value="team-{team.pk}" selected' in page
    assert "Wheels" not in page
    assert "Give it to the team “Desk”" in sven.get(at("office-macros")).content.decode()


def test_the_office_speaks_the_language_one_chooses_on_any_page(cast: Cast) -> None:
    conversation = cast.given_on()
    ada = browser(cast.ada)
    for page in (at("office-inbox"), at("office-case", conversation.pk), at("office-team"), at("office-me")):
        assert 'name="language" value="de"' in ada.get(page).content.decode()
        answer = ada.post(reverse("set_language"), {"language": "de", "next": page})
        assert answer.headers["Location"] == page
        assert '<html lang="de">' in ada.get(page).content.decode()
        ada.post(reverse("set_language"), {"language": "en", "next": page})
