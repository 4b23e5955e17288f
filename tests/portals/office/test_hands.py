"""From hand to hand: giving on, taking over, solving."""

from datetime import timedelta

from oase.companies.teams.models import Team
from oase.conversations.models import Assignment
from oase.jobs import clock
from tests.cast import PHONE, Cast, current
from tests.portals.office.desk import Desk


def test_handing_over_offers_the_deputy_first_and_tells_everyone(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    page = ada.get("case", conversation.pk, open="hand-over")
    assert page.index("Dora Weiss") < page.index("Sven Falk")
    assert '<dialog class="dialog" id="hand-over" aria-labelledby="hand-over-title" open>' in page
    dora = cast.member(cast.dora)
    ada.post("hand-over", conversation, to=dora.pk, note=f"Bitte anrufen: {PHONE}")
    assert current(conversation).holder == cast.dora
    thread = Desk(cast.dora).get("thread", conversation.pk)
    assert "Bitte anrufen" in thread
    assert PHONE not in thread


def test_handing_over_to_nobody_or_to_strangers_changes_nothing(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    page = ada.post("hand-over", conversation, status=422, note="Bitte übernehmen.").content.decode()
    assert "Please choose who takes care of it." in page
    assert "Bitte übernehmen.</textarea>" in page
    ada.post("hand-over", conversation, status=404, to=cast.member(cast.mallory).pk)
    away = cast.member(cast.dora)
    away.away_until = clock.now() + timedelta(days=1)
    away.save()
    ada.post("hand-over", conversation, status=422, to=away.pk)
    assert current(conversation).holder == cast.ada


def test_dora_takes_over_and_solves_and_the_page_says_what_can_be_done(cast: Cast) -> None:
    conversation, dora = cast.given_on(), Desk(cast.dora)
    assert "Take over" in dora.get("head", conversation.pk)
    dora.post("take", conversation)
    assert "Take over" not in dora.get("head", conversation.pk)
    dora.post("take", conversation, status=422)
    dora.post("solve", conversation)
    conversation.refresh_from_db()
    assert not conversation.is_open
    head = dora.get("head", conversation.pk)
    assert "A message opens it again." in head
    assert "Give on" not in head
    assert str(conversation.pk) in dora.get("inbox", view="solved")


def test_what_an_expert_works_on_is_taken_over_before_it_is_solved(cast: Cast, ada: Desk) -> None:
    conversation = cast.claimed()
    page = ada.post("solve", conversation, status=422).content.decode()
    assert "An expert is working on this. Take it over first." in page
    assert str(conversation.pk) in ada.get("inbox", view="experts")


def test_handing_over_to_a_team_is_for_whoever_of_it_is_there(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    team = Team.objects.create(company=cast.member(cast.ada).company, name_de="Werkstatt", name_en="Workshop")
    assert "Workshop" not in ada.get("case", conversation.pk, open="hand-over")
    team.members.add(cast.member(cast.dora))
    assert f'value="team-{team.pk}"' in ada.get("case", conversation.pk, open="hand-over")
    ada.post("hand-over", conversation, to=f"team-{team.pk}", note=f"Bitte anrufen: {PHONE}")
    now = current(conversation)
    assert (now.level, now.team, now.holder) == (Assignment.TEAM, team, None)
    thread = Desk(cast.dora).get("thread", conversation.pk)
    assert "Bitte anrufen" in thread
    assert PHONE not in thread


def test_handing_over_to_a_foreign_or_an_empty_team_changes_nothing(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    foreign = Team.objects.create(company=cast.member(cast.mallory).company, name_de="Fremd", name_en="Foreign")
    foreign.members.add(cast.member(cast.mallory))
    ada.post("hand-over", conversation, status=404, to=f"team-{foreign.pk}")
    empty = Team.objects.create(company=cast.member(cast.ada).company, name_de="Leer", name_en="Empty")
    page = ada.post("hand-over", conversation, status=422, to=f"team-{empty.pk}", note="Bitte sehen.").content.decode()
    assert "Nobody of the team “Empty” is there at the moment." in page
    assert "Bitte sehen.</textarea>" in page
    for nobody in ("team-", "team-0", "team-x", "0", "٣", "9" * 20):
        ada.post("hand-over", conversation, status=422, to=nobody)
    assert current(conversation).holder == cast.ada
