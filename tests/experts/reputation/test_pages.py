"""Pages of reputation: who may open what, and that what was typed is never lost."""

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from oase.companies.models import Membership
from oase.conversations.models import Assignment, Conversation
from oase.experts import actions
from oase.experts.models import Expert
from oase.experts.reputation import guard, suspending
from oase.experts.reputation.guard import opening
from oase.experts.reputation.models import (
    Alarm,
    AlarmAnswer,
    Appeal,
    Disowned,
    Judgement,
    PublicPage,
    Report,
    Suspension,
)
from oase.people.models import Person
from tests.cast import Cast, current
from tests.experts.reputation.test_guard import concerns


@pytest.fixture
def conversation(cast: Cast) -> Conversation:
    """Emil answered Karla."""
    found = cast.claimed()
    actions.answer(conversation_id=found.pk, by=cast.emil, text="Bitte entkalken.", client_id=found.pk)
    return found


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def stopped(cast: Cast) -> Alarm:
    """Emil's account opened all it could."""
    for one in concerns(cast, guard.free(cast.emil.pk)):
        opening(cast.emil.pk, one, "a session")
    return Alarm.objects.get()


def codes(cast: Cast, address: str, **posted: object) -> dict[str, int]:
    """What each of the cast gets."""
    found = {}
    for name in ("karla", "emil", "ada", "sven", "mallory"):
        client = signed_in(getattr(cast, name))
        response = client.post(address, posted) if posted else client.get(address)
        found[name] = response.status_code
    return found


def test_who_enters(cast: Cast, conversation: Conversation) -> None:
    slug = cast.kaffeewerk.slug
    nobody = dict.fromkeys(("karla", "emil", "ada", "sven", "mallory"), 404)
    assert codes(cast, reverse("desk-standing")) == nobody | {"emil": 200}
    assert codes(cast, reverse("office-moderation", args=[slug])) == nobody | {"ada": 200, "sven": 200}
    assert codes(cast, reverse("office-moderated", args=[slug, cast.emil.pk])) == nobody | {"sven": 200}
    assert codes(cast, reverse("office-moderated", args=[slug, cast.karla.pk])) == nobody
    assert codes(cast, reverse("concern-report", args=[conversation.pk])) == nobody | {"karla": 200}
    assert codes(cast, reverse("office-report-expert", args=[slug, conversation.pk])) == nobody | {
        "ada": 200,
        "sven": 200,
    }
    # Emil holds it, and there is nobody in it whom he could report.
    assert codes(cast, reverse("desk-report", args=[conversation.pk])) == nobody
    assert Client().get(reverse("desk-standing")).status_code == 302


def test_who_decides(cast: Cast, conversation: Conversation) -> None:
    slug, alarm = cast.kaffeewerk.slug, stopped(cast)
    others = ("karla", "emil", "ada", "mallory")
    made = Report.objects.create(
        conversation=conversation, expert_id=cast.emil.pk, by=cast.karla, role="customer", reason="rude"
    )
    deeds = [
        ("office-alarm", alarm.pk, {"x": 1}),
        ("office-report", made.pk, {"upheld": "1"}),
        ("office-suspend", cast.emil.pk, {"reason": "conduct", "words": "Nein."}),
    ]
    for name, pk, posted in deeds:
        for who in others:
            answer = signed_in(getattr(cast, who)).post(reverse(name, args=[slug, pk]), posted)
            assert (name, who, answer.status_code) == (name, who, 404)
    assert [AlarmAnswer.objects.count(), Judgement.objects.count(), Suspension.objects.count()] == [0, 0, 0]
    for name, pk, posted in deeds:
        assert signed_in(cast.sven).post(reverse(name, args=[slug, pk]), posted).status_code == 302
    assert [AlarmAnswer.objects.count(), Judgement.objects.count(), Suspension.objects.count()] == [1, 1, 1]


def test_sven_sees_the_alarm_and_suspends_the_account(cast: Cast, conversation: Conversation) -> None:
    slug = cast.kaffeewerk.slug
    stopped(cast)
    sven, thief = signed_in(cast.sven), signed_in(cast.emil)
    page = sven.get(reverse("office-moderation", args=[slug])).content.decode()
    assert "Emil" in page
    assert reverse("office-moderated", args=[slug, cast.emil.pk]) in page
    refused = sven.post(
        reverse("office-suspend", args=[slug, cast.emil.pk]), {"reason": "", "words": "Bitte <b>melden</b>."}
    )
    assert refused.status_code == 422
    assert "Bitte &lt;b&gt;melden&lt;/b&gt;." in refused.content.decode()
    sven.post(
        reverse("office-suspend", args=[slug, cast.emil.pk]), {"reason": "account", "words": "Bitte melden Sie sich."}
    )
    assert thief.get(reverse("desk")).status_code == 302
    assert AlarmAnswer.objects.get().found == "suspended"
    assert current(conversation).level == Assignment.ADVISOR


def test_emil_says_it_was_not_him(cast: Cast, conversation: Conversation) -> None:
    thief, emil = signed_in(cast.emil), signed_in(cast.emil)
    assert emil.post(reverse("desk-not-me")).status_code == 404
    stopped(cast)
    page = emil.get(reverse("desk-standing")).content.decode()
    assert reverse("desk-not-me") in page
    assert emil.post(reverse("desk-not-me")).status_code == 303
    assert Disowned.objects.count() == 1
    assert thief.get(reverse("desk-standing")).status_code == 302
    page = signed_in(cast.sven).get(reverse("office-moderation", args=[cast.kaffeewerk.slug])).content.decode()
    assert reverse("office-moderated", args=[cast.kaffeewerk.slug, cast.emil.pk]) in page


def test_karla_reports_and_what_she_typed_comes_back(cast: Cast, conversation: Conversation) -> None:
    karla, address = signed_in(cast.karla), reverse("concern-report", args=[conversation.pk])
    refused = karla.post(address, {"expert": cast.emil.pk, "reason": "other", "words": " "})
    assert refused.status_code == 422
    for wrong in ("", "x", "-1", "9" * 30, str(cast.ada.pk)):
        answer = karla.post(address, {"expert": wrong, "reason": "rude", "words": "Unfreundlich."})
        assert (wrong, answer.status_code) == (wrong, 404)
    assert Report.objects.count() == 0
    assert (
        karla.post(address, {"expert": cast.emil.pk, "reason": "rude", "words": "Un\0freundlich."}).status_code == 302
    )
    assert Report.objects.get().role == "customer"


def test_emil_shows_himself_and_takes_it_back(cast: Cast, conversation: Conversation) -> None:
    emil = signed_in(cast.emil)
    emil.post(reverse("desk-public"), {"public": "1"})
    name = PublicPage.objects.get().name
    assert reverse("expert-page", args=[name]) in emil.get(reverse("desk-standing")).content.decode()
    emil.post(reverse("desk-public"), {"public": "0"})
    assert Client().get(reverse("expert-page", args=[name])).status_code == 404


def test_emil_appeals_on_his_page_and_sven_reads_it(cast: Cast, conversation: Conversation) -> None:
    made = suspending.suspend(
        by=cast.member(cast.sven), expert_id=cast.emil.pk, reason="conduct", words="Bitte freundlicher."
    )
    emil, address = signed_in(cast.emil), reverse("desk-appeal", args=[made.pk])
    assert "Bitte freundlicher." in emil.get(reverse("desk-standing")).content.decode()
    assert emil.post(address, {"words": " "}).status_code == 422
    long = "Ich war krank. " * 100
    kept = emil.post(address, {"words": long})
    assert kept.status_code == 422
    assert long.strip() in kept.content.decode()
    assert signed_in(cast.ada).post(address, {"words": "Für Emil."}).status_code == 404
    assert emil.post(address, {"words": "Ich war krank."}).status_code == 303
    assert Appeal.objects.get().words == "Ich war krank."
    sven, slug = signed_in(cast.sven), cast.kaffeewerk.slug
    assert "Ich war krank." in sven.get(reverse("office-moderation", args=[slug])).content.decode()
    decide = reverse("office-appeal", args=[slug, made.pk])
    assert sven.post(decide, {"granted": "0", "reply": ""}).status_code == 422
    assert signed_in(cast.mallory).post(decide, {"granted": "1"}).status_code == 404
    assert sven.post(decide, {"granted": "1"}).status_code == 302
    assert Expert.objects.get(pk=cast.emil.pk).suspensions.get().lifted_at is not None


def test_another_company_sees_nothing_of_it(cast: Cast, conversation: Conversation) -> None:
    alarm = stopped(cast)
    mallory = cast.member(cast.mallory)
    mallory.role = Membership.ADMIN
    mallory.save()
    theirs = signed_in(cast.mallory)
    page = theirs.get(reverse("office-moderation", args=["velotal"])).content.decode()
    assert "Emil" not in page
    for name, pk in (("office-moderated", cast.emil.pk), ("office-moderation", None)):
        arguments: list[str | int | UUID] = ["kaffeewerk"] if pk is None else ["kaffeewerk", pk]
        assert theirs.get(reverse(name, args=arguments)).status_code == 404
    assert theirs.get(reverse("office-moderated", args=["velotal", cast.emil.pk])).status_code == 404
    assert theirs.post(reverse("office-alarm", args=["velotal", alarm.pk])).status_code == 404
