"""Thanks reach people: named when rating, once a week by mail; figures to oneself, and of a team from three on."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from oase.channels.email.thanking import send_thanks
from oase.companies.models import Membership
from oase.companies.teams.models import Team
from oase.conversations import actions
from oase.conversations.append import NotAllowed
from oase.conversations.models import Conversation
from oase.jobs import clock
from oase.people.models import Person
from oase.ratings.actions import rate
from oase.ratings.helping import nameable_in
from oase.ratings.models import Rating
from oase.second_level.people.digest import set_digest, wants_digest, write_digests
from oase.second_level.people.figures import Figures, Together, figures_together, own_figures
from oase.second_level.people.learning import save_learning
from oase.second_level.people.models import LearningWish, ThanksDigest
from oase.second_level.people.unsubscribing import NotAToken, person_in, token_for
from tests.cast import Cast
from tests.portals.office.desk import Desk, words
from tests.second_level.goodwill.story import budgets, gives

TUESDAY = datetime(2026, 11, 17, 12, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
"""Half past eight in Berlin, the week after."""


def _solved(cast: Cast, *by: Person) -> Conversation:
    conversation = cast.given_on()
    for one in by or (cast.ada,):
        Desk(one).post("reply", conversation, **words("Gern geschehen."))
    actions.confirm_solution(conversation_id=conversation.pk, by=cast.karla)
    return conversation


def _rated(cast: Cast, stars: int = 5, thanks: str = "Danke!", named: tuple[int, ...] = ()) -> Rating:
    conversation = _solved(cast)
    return rate(conversation_id=conversation.pk, by=cast.karla, stars=stars, thanks=thanks, named=named)


def _told(language: str = "de") -> list[str]:
    Person.objects.update(language=language)
    mail.outbox.clear()
    send_thanks()
    return [f"{one.to[0]}\n{one.subject}\n{one.body}" for one in mail.outbox]


def test_the_customer_names_who_it_was_among_those_who_had_to_do_with_it(cast: Cast) -> None:
    budgets(cast)
    conversation = cast.given_on()
    gives(cast, conversation, by=cast.dora)
    Desk(cast.ada).post("reply", conversation, **words("Gern geschehen."))
    actions.confirm_solution(conversation_id=conversation.pk, by=cast.karla)
    assert nameable_in(conversation) == [cast.ada, cast.dora, cast.emil]
    named = (cast.dora.pk, cast.sven.pk, cast.karla.pk)
    rating = rate(conversation_id=conversation.pk, by=cast.karla, stars=5, thanks="Dora war toll", named=named)
    assert list(rating.named.all()) == [cast.dora]
    assert {one.first_name for one in rating.helpers.all()} == {"Ada", "Dora"}
    assert "named you" in Desk(cast.dora).get("thanks")
    assert "named you" not in Desk(cast.ada).get("thanks")
    rate(conversation_id=conversation.pk, by=cast.karla, stars=4, named=())
    assert not rating.named.exists()


def test_karla_names_them_on_the_page(cast: Cast) -> None:
    conversation = _solved(cast)
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.karla, backend=settings.AUTHENTICATION_BACKENDS[0])
    page = client.get(reverse("concern", args=[conversation.pk])).content.decode()
    assert page.count('name="named"') == 2
    sent = {"stars": "5", "thanks": "x" * 1001, "named": [str(cast.ada.pk), "x", "9" * 40]}
    refused = client.post(reverse("concern-rate", args=[conversation.pk]), sent)
    assert f'value="{cast.ada.pk}" checked' in refused.content.decode()
    client.post(reverse("concern-rate", args=[conversation.pk]), sent | {"thanks": "Danke"})
    assert list(Rating.objects.get().named.all()) == [cast.ada]
    assert "named you" in Desk(cast.ada).get("thanks")


@pytest.mark.parametrize(("language", "greets", "says"), [("de", "Guten Tag Ada,", "war ein Mensch froh"),
                                                          ("en", "Hello Ada,", "one person was glad")])  # fmt: skip
def test_once_a_week_the_thanks_go_out_in_ones_own_language(cast: Cast, language: str, greets: str, says: str) -> None:
    with clock.standing_at(TUESDAY):
        _rated(cast, thanks="Danke, Ada!", named=(cast.ada.pk,))
    with clock.standing_at(MONDAY - timedelta(hours=1)):
        assert write_digests() == 0  # before eight nobody is written to
    with clock.standing_at(MONDAY):
        assert (write_digests(), write_digests()) == (1, 0)
        [told] = _told(language)
        assert told.startswith("ada@example.org\n")
        assert greets in told
        assert says in told
        assert "★★★★★ „Danke, Ada!“ (Kaffeewerk" in told
        assert reverse("no-thanks", args=[token_for(cast.ada.pk)]) in told
        assert mail.outbox[0].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert _told(language) == []
    with clock.standing_at(MONDAY + timedelta(days=7)):
        assert write_digests() == 0  # a week without thanks is a week without a mail


def test_after_an_outage_the_mail_goes_later_in_the_week(cast: Cast) -> None:
    with clock.standing_at(TUESDAY):
        _rated(cast)
    with clock.standing_at(MONDAY + timedelta(days=3)):
        assert write_digests() == 1
    assert str(ThanksDigest.objects.get().week) == "2026-11-16"


def test_low_stars_are_no_thanks_and_experts_are_told_elsewhere(cast: Cast) -> None:
    with clock.standing_at(TUESDAY):
        _rated(cast, stars=3, thanks="Ging so.")
        conversation = cast.claimed()
        actions.confirm_solution(conversation_id=conversation.pk, by=cast.karla)
    with clock.standing_at(MONDAY):
        assert write_digests() == 0


def test_who_wants_no_mail_gets_none_even_one_that_was_written_down(cast: Cast) -> None:
    with clock.standing_at(TUESDAY):
        _rated(cast)
    with clock.standing_at(MONDAY):
        write_digests()
        client, address = Client(), reverse("no-thanks", args=[token_for(cast.ada.pk)])
        assert client.get(address).status_code == 200
        assert wants_digest(cast.ada)
        assert client.post(address).status_code == 200
        assert not wants_digest(cast.ada)
        assert _told() == []
    with clock.standing_at(MONDAY + timedelta(days=1)):
        _rated(cast)
    with clock.standing_at(MONDAY + timedelta(days=7)):
        assert write_digests() == 0
        set_digest(person=cast.ada, wanted=True)
        assert write_digests() == 1


@pytest.mark.parametrize("token", ["", "x", "W10:abc", "WzFd"])
def test_a_made_up_address_turns_nothing_off(cast: Cast, token: str) -> None:
    with pytest.raises(NotAToken):
        person_in(token)


def test_who_has_left_by_monday_reads_nothing_of_customers(cast: Cast) -> None:
    with clock.standing_at(TUESDAY):
        _rated(cast)
    with clock.standing_at(MONDAY):
        write_digests()
        Membership.objects.filter(person=cast.ada).update(left_at=clock.now())
        assert _told() == []


def test_figures_are_ones_own_and_of_teams_from_three_people_on(cast: Cast) -> None:
    team = Team.objects.create(company=cast.kaffeewerk, name_de="Werkstatt", name_en="Workshop")
    team.members.set([cast.member(cast.ada), cast.member(cast.dora)])
    _rated(cast)
    _rated(cast, stars=2, thanks="")
    own = Figures(rated=2, stars=3.5, glad=1, words=1)
    assert own_figures(cast.member(cast.ada)) == own
    assert own_figures(cast.member(cast.dora)) == Figures(0, None, 0, 0)
    together = figures_together(cast.member(cast.dora))
    assert [(one.people, one.figures) for one in together] == [(2, None), (3, own)]
    team.members.add(cast.member(cast.sven))
    assert figures_together(cast.member(cast.sven))[0].figures == own
    assert figures_together(cast.member(cast.mallory)) == [Together("", 1, None)]


def test_nobodys_stars_stand_on_the_page_their_colleagues_and_customers_read(cast: Cast) -> None:
    rating = _rated(cast, thanks="Ada war wunderbar.")
    page = Desk(cast.dora).get("colleague", cast.member(cast.ada).pk)
    assert "Ada war wunderbar." in page
    assert "stars-s" not in page
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.karla, backend=settings.AUTHENTICATION_BACKENDS[0])
    public = client.get(reverse("helper", args=[cast.ada.pk])).content.decode()
    assert "Ada war wunderbar." in public
    assert "stars-s" not in public
    Rating.objects.filter(pk=rating.pk).update(stars=1)
    assert "Ada war wunderbar." not in Desk(cast.dora).get("colleague", cast.member(cast.ada).pk)


def test_what_one_would_like_to_learn_is_ones_own_to_say(cast: Cast) -> None:
    ada = cast.member(cast.ada)
    save_learning(membership=ada, topic_ids=[cast.invoices.pk, cast.machines.pk])
    save_learning(membership=ada, topic_ids=[cast.invoices.pk])
    assert list(LearningWish.objects.values_list("topic__slug", flat=True)) == ["invoices"]
    leasing = cast.velotal.topics.get().pk
    with pytest.raises(NotAllowed):
        save_learning(membership=ada, topic_ids=[leasing])
    assert "Invoices" in Desk(cast.dora).get("colleague", ada.pk)
    mallory = Desk(cast.mallory).client
    assert mallory.get(reverse("office-colleague", args=["velotal", ada.pk])).status_code == 404
