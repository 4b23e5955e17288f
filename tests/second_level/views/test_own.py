"""Own views: what they sort out, who sees them, and what is refused."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import translation

from oase.companies.audit.models import SettingChange
from oase.companies.models import Membership, Topic
from oase.companies.teams.models import Team
from oase.companies.words import NotAllowed, Wrong
from oase.conversations import actions
from oase.conversations.listing.counting import counts_of
from oase.conversations.listing.reading import page_of
from oase.conversations.models import Conversation
from oase.jobs import clock
from oase.people.models import Person
from oase.ratings.actions import rate
from oase.second_level.shaping.models import Tag, Tagging
from oase.second_level.views import own
from oase.second_level.views.actions import MOST_VIEWS, ViewWanted, remove_view, save_view
from oase.second_level.views.filters import read, stored
from oase.second_level.views.models import OwnView
from oase.second_level.views.own import view_of
from oase.second_level.views.queries import counts_visible_to, own_views_visible_to, view_visible_to
from tests.cast import Cast, current


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def found(cast: Cast, person: Person | None = None, **filters: Any) -> list[Conversation]:
    member = cast.member(person or cast.ada)
    view = view_of(read(filters, member), member, clock.now())
    ids = page_of(view).ids
    assert counts_of({"": view})[""].number == len(ids)
    return [Conversation.objects.get(pk=one) for one in ids]


def save(cast: Cast, person: Person, view: OwnView | None = None, **wanted: Any) -> OwnView:
    chosen = {"name": "Mails", "filters": {"channels": "email"}} | wanted
    return save_view(by=cast.member(person), view=view, wanted=ViewWanted(**chosen))


def tagged(cast: Cast, conversation: Conversation, name: str) -> Tag:
    tag, _ = Tag.objects.get_or_create(company=cast.kaffeewerk, name=name)
    Tagging.objects.create(conversation=conversation, tag=tag, by=cast.ada)
    return tag


def test_each_filter_finds_its_own(cast: Cast) -> None:
    here = cast.given_on()
    there = cast.asks("Meine Rechnung stimmt nicht.", topic=cast.invoices, channel="email")
    Conversation.objects.filter(pk=there.pk).update(language="en", opened_at=clock.now() - timedelta(days=5))
    actions.hand_over(conversation_id=there.pk, by=cast.ada, to=cast.member(cast.dora), note="Bitte.")
    tag = tagged(cast, there, "Garantie")
    for filters in (
        {"topics": [cast.invoices.pk]},
        {"tags": str(tag.pk)},
        {"languages": "en"},
        {"channels": ["email"]},
        {"holders": str(cast.dora.pk)},
        {"older_days": "4"},
        {"topics": [cast.invoices.pk], "tags": [tag.pk], "languages": ["en"], "holders": [cast.dora.pk]},
    ):
        assert found(cast, **filters) == [there]
    assert found(cast, holders="me") == [here]
    assert found(cast, person=cast.dora, holders="me") == [there]
    assert found(cast, younger_days="2") == [here]
    assert found(cast, topics=[cast.invoices.pk], languages="de") == []
    assert found(cast, holders="nobody") == []
    assert set(found(cast, holders=["me", str(cast.dora.pk)])) == {here, there}
    assert set(found(cast, topics=[cast.machines.pk, cast.invoices.pk])) == {here, there}


def test_each_state_is_its_own(cast: Cast) -> None:
    waits, answered, solved = (cast.given_on(f"Frage {number} zur Aroma 4.") for number in range(3))
    with_experts = cast.claimed("Noch eine Frage zur Aroma 4.")
    for one in (answered, solved):
        actions.reply(conversation_id=one.pk, author=cast.ada, role="agent", text="Gern.", client_id=uuid4())
    actions.solve(conversation_id=solved.pk, by=cast.ada)
    topic = {"topics": str(cast.machines.pk)}
    assert set(found(cast, **topic)) == {waits, answered, with_experts}
    assert found(cast, state="waiting", **topic) == [waits]
    assert found(cast, state="waiting", holders="me") == [waits]
    assert found(cast, state="solved", **topic) == [solved]
    assert found(cast, state="solved", holders="me") == [solved]
    assert found(cast, state="late", **topic) == []
    with clock.standing_at(current(waits).due_at):
        assert set(found(cast, state="late", **topic)) >= {waits}
        assert answered not in found(cast, state="late", **topic)


def test_ratings_are_found_newest_first(cast: Cast) -> None:
    concerns = []
    for stars in (1, 5, 2):
        one = cast.given_on("Frage zur Aroma 4.")
        actions.reply(conversation_id=one.pk, author=cast.ada, role="agent", text="Gern.", client_id=uuid4())
        actions.solve(conversation_id=one.pk, by=cast.ada)
        rate(conversation_id=one.pk, by=cast.karla, stars=stars)
        concerns.append(one)
    assert found(cast, state="solved", stars=["1", "2"]) == [concerns[2], concerns[0]]
    assert found(cast, state="solved", stars="5", topics=str(cast.machines.pk)) == [concerns[1]]
    assert found(cast, state="solved", stars="4") == []


@pytest.mark.parametrize("few", [0, 1000])
def test_few_or_many_with_a_tag_are_found_alike(cast: Cast, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(own, "FEW", few)
    concerns = [cast.given_on(f"Frage {number} zur Aroma 4.") for number in range(3)]
    tag, other = tagged(cast, concerns[0], "Garantie"), tagged(cast, concerns[2], "Eilt")
    tagged(cast, concerns[2], "Garantie")
    assert found(cast, tags=[tag.pk]) == [concerns[0], concerns[2]]
    assert found(cast, tags=[tag.pk, other.pk]) == [concerns[0], concerns[2]]
    assert found(cast, tags=[other.pk], holders="me") == [concerns[2]]
    assert found(cast, tags=[other.pk], state="solved") == []


def test_nothing_of_another_company_is_found(cast: Cast) -> None:
    elsewhere = cast.given_on()
    Conversation.objects.filter(pk=elsewhere.pk).update(company=cast.velotal)
    Membership.objects.create(person=cast.karla, company=cast.kaffeewerk)
    cast.given_on()
    for filters in ({"languages": "de"}, {"channels": "web"}, {"younger_days": "9"}):
        assert elsewhere not in found(cast, **filters)
        assert found(cast, person=cast.karla, **filters) == []


@pytest.mark.parametrize(
    ("filters", "sentence"),
    [
        ({"colour": "blue"}, "There is no filter “colour”. Please choose among those below."),
        ({"company_id": "2", "languages": "de"}, "There is no filter “company_id”. Please choose among those below."),
        ({}, "Please choose at least one filter: without any it is the view that is there already."),
        ({"state": "solved"}, "Please choose at least one filter: without any it is the view that is there already."),
        ({"state": "merged", "languages": "de"}, "Please choose which concerns it is about."),
        ({"languages": "fr"}, "Something you chose is not there any more. Please choose again."),
        ({"channels": "pigeon"}, "Something you chose is not there any more. Please choose again."),
        ({"stars": "6"}, "Something you chose is not there any more. Please choose again."),
        ({"tags": "1 OR 1=1"}, "Something you chose is not there any more. Please choose again."),
        ({"topics": "999999999999999999999"}, "Something you chose is not there any more. Please choose again."),
        ({"holders": "somebody"}, "Something you chose is not there any more. Please choose again."),
        ({"older_days": "0"}, "Please give the age as a whole number of days, from 1 to 3650."),
        ({"older_days": "two"}, "Please give the age as a whole number of days, from 1 to 3650."),
        ({"younger_days": "²"}, "Please give the age as a whole number of days, from 1 to 3650."),
        (
            {"older_days": "9", "younger_days": "3"},
            "Nothing is older and younger than that at once. Please look at both ages again.",
        ),
    ],
)
def test_what_is_no_filter_is_refused_with_a_sentence(cast: Cast, filters: dict[str, str], sentence: str) -> None:
    with pytest.raises(Wrong) as refused:
        save(cast, cast.ada, filters=filters)
    assert str(refused.value) == sentence
    assert not OwnView.objects.exists()


def test_what_is_another_companys_is_not_there(cast: Cast) -> None:
    theirs = Tag.objects.create(company=cast.velotal, name="Leasing")
    leasing = Topic.objects.get(company=cast.velotal)
    for filters in ({"tags": theirs.pk}, {"topics": leasing.pk}, {"holders": cast.mallory.pk}):
        with pytest.raises(Wrong):
            save(cast, cast.ada, filters=filters)


def test_a_private_view_is_its_owners_alone_and_in_no_log(cast: Cast) -> None:
    view = save(cast, cast.ada)
    assert list(own_views_visible_to(cast.member(cast.ada))) == [view]
    for person in (cast.dora, cast.sven, cast.mallory):
        assert list(own_views_visible_to(cast.member(person))) == []
        assert view_visible_to(cast.member(person), f"own-{view.pk}") is None
        with pytest.raises(NotAllowed):
            save(cast, person, view, name="Meine")
        with pytest.raises(NotAllowed):
            remove_view(by=cast.member(person), view=view)
    assert OwnView.objects.get() == view
    assert not SettingChange.objects.exists()


def test_a_shared_view_is_seen_by_those_it_is_for_and_written_down(cast: Cast) -> None:
    team = Team.objects.create(company=cast.kaffeewerk, name_de="Rechnung", name_en="Invoices")
    team.members.add(cast.member(cast.ada), cast.member(cast.dora))
    view = save(cast, cast.ada, shared="team", team_id=team.pk)
    seen = {person.first_name: list(own_views_visible_to(cast.member(person))) for person in (cast.dora, cast.sven)}
    assert seen == {"Dora": [view], "Sven": []}
    with pytest.raises(NotAllowed):
        save(cast, cast.dora, view, name="Doras")
    # Whoever leads may put it right, though they are in no team; it stays Ada's.
    save(cast, cast.sven, view, name="Nur Mails", shared="team", team_id=team.pk)
    save(cast, cast.sven, view, name="Nur Mails", shared="company")
    view.refresh_from_db()
    assert (view.owner, view.name, view.shared, view.team) == (cast.ada, "Nur Mails", "company", None)
    assert list(own_views_visible_to(cast.member(cast.sven))) == [view]
    assert list(own_views_visible_to(cast.member(cast.mallory))) == []
    log = SettingChange.objects.filter(area="views").order_by("pk").values_list("by__first_name", "before", "after")
    assert list(log) == [
        ("Ada", None, {"shared": "Rechnung", "state": "open", "channels": ["email"]}),
        ("Sven", {"shared": "Rechnung"}, {"shared": "company"}),
    ]


def test_a_view_whose_team_is_gone_is_its_owners_again(cast: Cast) -> None:
    team = Team.objects.create(company=cast.kaffeewerk, name_de="Rechnung", name_en="Invoices")
    team.members.add(cast.member(cast.ada), cast.member(cast.dora))
    view = save(cast, cast.ada, shared="team", team_id=team.pk)
    team.delete()
    assert list(own_views_visible_to(cast.member(cast.ada))) == [view]
    assert list(own_views_visible_to(cast.member(cast.dora))) == []


@pytest.mark.parametrize(
    ("wanted", "field", "sentence"),
    [
        ({"name": "  "}, "name", "Please give the view a name."),
        ({"name": "x" * 41}, "name", "Please keep the name under 40 characters."),
        ({"name": "MAILS"}, "name", "There is a view called “MAILS” already."),
        ({"name": "Neu", "shared": "everybody"}, "shared", "Please choose who sees the view."),
        ({"name": "Neu", "shared": "team"}, "shared", "Please choose one of your own teams."),
        ({"name": "Neu", "shared": "team", "team_id": 1}, "shared", "Please choose one of your own teams."),
    ],
)
def test_what_cannot_stand_is_refused(cast: Cast, wanted: dict[str, Any], field: str, sentence: str) -> None:
    Team.objects.create(pk=1, company=cast.kaffeewerk, name_de="Rechnung", name_en="Invoices")
    save(cast, cast.ada)
    with pytest.raises(Wrong) as refused:
        save(cast, cast.ada, **wanted)
    assert (refused.value.field, str(refused.value)) == (field, sentence)
    assert OwnView.objects.count() == 1


def test_there_is_an_end_to_views(cast: Cast) -> None:
    for number in range(MOST_VIEWS):
        save(cast, cast.ada, name=f"Nr. {number}")
    with pytest.raises(Wrong):
        save(cast, cast.ada, name="Eine mehr")
    save(cast, cast.dora)
    assert OwnView.objects.count() == MOST_VIEWS + 1


def test_own_views_are_counted_with_the_others(cast: Cast) -> None:
    cast.given_on()
    view = save(cast, cast.ada, filters={"languages": ["de"]})
    counts = counts_visible_to(cast.member(cast.ada), [view])
    assert (counts["mine"].number, counts[f"own-{view.pk}"].number) == (1, 1)
    assert stored(view.filters) == read({"languages": "de"}, cast.member(cast.ada))
