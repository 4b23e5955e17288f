"""Pages of a check: what each side sees, and that nobody else sees anything."""

from uuid import uuid4

from django.test import Client
from django.urls import reverse

from oase.conversations.marks import ReadMark
from oase.conversations.models import Message
from oase.experts import actions
from oase.experts.checks import deciding
from oase.experts.checks.asking import Written
from oase.experts.matching.models import Standing
from oase.experts.reputation.models import Report
from oase.experts.rewards.models import Shares
from tests.cast import Cast, current
from tests.conversations.story import says
from tests.experts.checks.story import WORDS, answers, emil_is_senior, expert, held_by, outcome, said, waiting
from tests.portals.expert.conftest import SignedIn

ENGLISH = {"Accept-Language": "en"}


def test_a_newcomer_is_told_that_it_waits_and_takes_it_back(cast: Cast, signed_in: SignedIn) -> None:
    nils, conversation, check = waiting(cast)
    browser, page = signed_in(nils), reverse("desk-conversation", args=[conversation.pk])
    shown = browser.get(page, headers=ENGLISH).content.decode()
    assert "A colleague looks at it first" in shown
    assert WORDS in shown
    assert 'id="draft"' not in shown
    live = reverse("desk-waiting", args=[conversation.pk])
    assert "A colleague looks at it first" in browser.get(live, headers=ENGLISH).content.decode()
    # A second one is refused and kept.
    again = browser.post(
        reverse("desk-reply", args=[conversation.pk]),
        {"text": "Noch etwas.", "client_id": str(uuid4())},
        headers=ENGLISH,
    )
    assert (again.status_code, outcome(check)) == (422, "")
    assert browser.post(reverse("desk-take-back", args=[conversation.pk])).status_code == 303
    assert f">{WORDS}</textarea>" in browser.get(page).content.decode()
    assert f">{WORDS}</textarea>" in browser.get(live).content.decode()


def test_emil_takes_it_reads_it_and_agrees(cast: Cast, emil: Client) -> None:
    _, conversation, check = waiting(cast)
    desk = emil.get(reverse("desk"), headers=ENGLISH).content.decode()
    assert "A newcomer has answered. Is it good?" in desk
    assert WORDS not in desk
    page = reverse("desk-check", args=[check.pk])
    assert emil.get(page).status_code == 404
    assert emil.post(reverse("desk-check-take", args=[check.pk])).headers["Location"] == page
    shown = emil.get(page, headers=ENGLISH).content.decode()
    assert WORDS in shown
    assert "What Nils wants to answer" in shown
    assert 'id="m1"' in shown
    # Looking leaves no mark of a reader that the customer could be shown.
    assert not ReadMark.objects.filter(reader=cast.emil).exists()
    conversation.refresh_from_db()
    told = {"seen": str(conversation.last_seq), "remark": "Gut so."}
    for _ in range(2):
        assert emil.post(reverse("desk-check-agree", args=[check.pk]), told).status_code == 303
    assert said(conversation)[1:] == [("Nils", WORDS)]
    assert (
        "Nothing is left to decide here"
        in emil.get(reverse("desk-check-live", args=[check.pk]), headers=ENGLISH).content.decode()
    )
    seconds = emil.get(reverse("desk-checks"), headers=ENGLISH).content.decode()
    assert "agreed to" in seconds
    assert WORDS not in seconds


def test_what_was_not_read_is_not_agreed_to(cast: Cast, emil: Client) -> None:
    _, conversation, check = waiting(cast)
    emil.post(reverse("desk-check-take", args=[check.pk]))
    says(cast.karla, "customer", conversation, "Und jetzt tropft sie.")
    for seen in ("", "2", "-1", "99999999999999999999", "x"):
        refused = emil.post(
            reverse("desk-check-agree", args=[check.pk]), {"seen": seen, "remark": "Gut."}, headers=ENGLISH
        )
        assert refused.status_code == 422, seen
        assert "The asker has just written more." in refused.content.decode()
        assert 'value="Gut."' in refused.content.decode()
    assert outcome(check) == ""


def test_emil_answers_instead_after_he_saw_what_stays_out(cast: Cast, emil: Client, signed_in: SignedIn) -> None:
    nils, conversation, check = waiting(cast)
    emil.post(reverse("desk-check-take", args=[check.pk]))
    words = {"text": "Rufen Sie 0160 5550199 an.", "client_id": str(uuid4()), "remark": "Bitte ausführlicher."}
    instead = reverse("desk-check-instead", args=[check.pk])
    refused = emil.post(instead, words, headers=ENGLISH)
    assert refused.status_code == 422
    assert "Contact data stay out" in refused.content.decode()
    assert ">Rufen Sie 0160 5550199 an.</textarea>" in refused.content.decode()
    look = emil.post(reverse("desk-check-look", args=[check.pk]), {"text": "0160 5550199"}, headers=ENGLISH)
    assert "Contact data stay out" in look.content.decode()
    for _ in range(2):
        done = emil.post(instead, words | {"told": "0160 5550199"})
        assert (done.status_code, done.headers["Location"]) == (303, f"/desk/{conversation.pk}/#newest")
    assert said(conversation)[1:] == [("Emil", "Rufen Sie [Telefon 1] an.")]
    assert current(conversation).holder == cast.emil
    # The newcomer reads what was said to them, and not the thread any more.
    told = signed_in(nils).get(reverse("desk-checks"), headers=ENGLISH).content.decode()
    assert "answered instead" in told
    assert "Bitte ausführlicher." in told
    assert WORDS in told
    assert signed_in(nils).get(reverse("desk-conversation", args=[conversation.pk])).status_code == 404


def test_nobody_else_gets_near_it(cast: Cast, signed_in: SignedIn) -> None:
    nils, conversation, check = waiting(cast)
    sonja = expert(cast, "Sonja", Standing.SENIOR)
    deciding.take(check_id=check.pk, by=cast.emil)
    words = {"text": "Anders.", "client_id": str(uuid4()), "seen": "99"}
    for somebody in (nils, sonja, cast.karla, cast.ada, cast.mallory):
        browser = signed_in(somebody)
        for name in ("desk-check", "desk-check-live"):
            response = browser.get(reverse(name, args=[check.pk]))
            assert response.status_code in (200, 404)
            assert WORDS not in response.content.decode()
        for name in ("take", "pass", "agree", "instead", "look"):
            assert browser.post(reverse(f"desk-check-{name}", args=[check.pk]), words).status_code == 404, name
        if somebody != nils:
            for name in ("desk-waiting", "desk-suited", "desk-similar"):
                assert browser.get(reverse(name, args=[conversation.pk])).status_code == 404, name
            for name in ("desk-take-back", "desk-preview", "desk-insert"):
                assert browser.post(reverse(name, args=[conversation.pk]), words).status_code == 404, name
    assert outcome(check) == ""
    assert not Message.objects.filter(author=nils).exists()


def test_a_colleague_who_is_too_late_is_told(cast: Cast, signed_in: SignedIn) -> None:
    sonja = expert(cast, "Sonja", Standing.SENIOR)
    _, _, check = waiting(cast)
    deciding.take(check_id=check.pk, by=cast.emil)
    page = (
        signed_in(sonja)
        .post(reverse("desk-check-take", args=[check.pk]), follow=True, headers=ENGLISH)
        .content.decode()
    )
    assert "Somebody else looks at it already" in page
    assert WORDS not in page


def test_what_a_look_earns_stands_where_it_is_offered(cast: Cast, emil: Client) -> None:
    _, _, check = waiting(cast)
    assert "€0.84 for your look" in emil.get(reverse("desk"), headers=ENGLISH).content.decode()
    deciding.take(check_id=check.pk, by=cast.emil)
    shown = emil.get(reverse("desk-check", args=[check.pk]), headers=ENGLISH).content.decode()
    assert "Your look earns €0.84 once the question is solved" in shown
    Shares.objects.create(company=cast.kaffeewerk, checked=0)
    for page in (reverse("desk"), reverse("desk-check", args=[check.pk])):
        shown = emil.get(page, headers=ENGLISH).content.decode()
        assert "for your look" not in shown
        assert "Your look earns" not in shown


def test_a_senior_who_lost_the_right_gets_a_sentence(cast: Cast, emil: Client) -> None:
    _, conversation, check = waiting(cast)
    deciding.take(check_id=check.pk, by=cast.emil)
    Standing.objects.filter(expert_id=cast.emil.pk).update(level=Standing.EXPERT)
    shown = emil.get(reverse("desk-check", args=[check.pk]), headers=ENGLISH)
    assert (shown.status_code, "Nothing is left to decide here" in shown.content.decode()) == (200, True)
    assert WORDS not in shown.content.decode()
    for name in ("take", "agree", "instead"):
        told = emil.post(
            reverse(f"desk-check-{name}", args=[check.pk]), {"text": "So.", "seen": "9"}, headers=ENGLISH, follow=True
        )
        assert "Second looks on this topic do not come to you any more." in told.content.decode(), name
    assert (outcome(check), len(said(conversation))) == ("", 1)
    # Nobody senior is left: his leaving lets it out.
    assert emil.post(reverse("desk-check-pass", args=[check.pk])).status_code == 303
    assert (outcome(check), said(conversation)[1:]) == ("unseen", [("Nils", WORDS)])


def test_answered_instead_the_newcomer_finds_the_remark(cast: Cast, signed_in: SignedIn) -> None:
    nils, conversation, check = waiting(cast)
    deciding.take(check_id=check.pk, by=cast.emil)
    written = Written("Bitte entkalken.", uuid4())
    deciding.answer_instead(check_id=check.pk, by=cast.emil, written=written, remark="Fast!")
    part = signed_in(nils).get(
        reverse("desk-thread", args=[conversation.pk]), headers={**ENGLISH, "HX-Request": "true"}
    )
    assert (part.status_code, "Emil has answered in your place" in part.content.decode()) == (404, True)
    assert f'{reverse("desk-checks")}#checked-{check.pk}"' in part.content.decode()
    looks = signed_in(nils).get(reverse("desk-checks"), headers=ENGLISH).content.decode()
    assert f'id="checked-{check.pk}"' in looks
    assert "Fast!" in looks


def test_let_go_by_from_the_desk(cast: Cast, emil: Client) -> None:
    _, conversation, check = waiting(cast)
    part = emil.post(reverse("desk-check-pass", args=[check.pk]), headers={"HX-Request": "true"}, follow=True)
    assert 'id="checks"' in part.content.decode()
    assert (outcome(check), said(conversation)[1:]) == ("unseen", [("Nils", WORDS)])


def test_a_preview_shows_the_whole_answer_and_sends_nothing(cast: Cast, emil: Client) -> None:
    conversation = held_by(cast, cast.emil)
    preview = reverse("desk-preview", args=[conversation.pk])
    page = emil.post(preview, {"text": WORDS, "client_id": str(uuid4())}, headers=ENGLISH)
    assert page.status_code == 200
    assert "This is how it will be read" in page.content.decode()
    assert f">{WORDS}</textarea>" in page.content.decode()
    part = emil.post(preview, {"text": WORDS}, headers=ENGLISH | {"HX-Request": "true"}).content.decode()
    assert WORDS in part
    assert "<html" not in part
    assert len(said(conversation)) == 1
    answers(cast.emil, conversation)


def test_who_looks_at_an_answer_reports_it_and_nobody_else_does(cast: Cast, emil: Client, signed_in: SignedIn) -> None:
    nils, conversation, check = waiting(cast)
    page = reverse("desk-check-report", args=[check.pk])
    told = {"expert": nils.pk, "reason": "wrong"}
    assert (emil.get(page).status_code, emil.post(page, told).status_code) == (404, 404)
    emil.post(reverse("desk-check-take", args=[check.pk]))
    assert f'href="{page}"' in emil.get(reverse("desk-check", args=[check.pk])).content.decode()
    shown = emil.get(page).content.decode()
    assert ("Nils" in shown, str(conversation.pk) in shown) == (True, False)
    for somebody in (nils, cast.karla, cast.ada, cast.sven, cast.mallory):
        browser = signed_in(somebody)
        assert (browser.get(page).status_code, browser.post(page, told).status_code) == (404, 404)
    assert emil.post(page, told | {"reason": ""}).status_code == 422
    assert emil.post(page, told | {"expert": cast.emil.pk}).status_code == 404
    assert not Report.objects.exists()
    assert emil.post(page, told).status_code == 303
    made = Report.objects.get()
    assert (made.conversation_id, made.expert_id, made.by, made.role) == (conversation.pk, nils.pk, cast.emil, "peer")


def test_who_goes_on_after_another_reports_what_stands_in_the_thread(
    cast: Cast, emil: Client, signed_in: SignedIn
) -> None:
    emil_is_senior(cast)
    sonja = expert(cast, "Sonja", Standing.SENIOR)
    conversation = held_by(cast, cast.emil)
    link = f'href="{reverse("desk-report", args=[conversation.pk])}"'
    answers(cast.emil, conversation, WORDS)
    assert link not in emil.get(reverse("desk-conversation", args=[conversation.pk])).content.decode()
    actions.give_on(conversation_id=conversation.pk, by=cast.emil, reason="not_my_field")
    actions.claim(offer_id=sonja.expert.offers.get(assignment=current(conversation)).pk, by=sonja)
    for name in ("desk-conversation", "desk-thread"):
        assert link in signed_in(sonja).get(reverse(name, args=[conversation.pk])).content.decode()
