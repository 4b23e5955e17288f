"""What Karla reads and does on the page of her concern; what nobody else may."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from oase.conversations import actions
from oase.conversations.links import link_token
from oase.conversations.models import Assignment, Conversation, Message
from oase.ratings.models import Rating
from tests.cast import IBAN, PHONE, Cast, current
from tests.portals.customer.conftest import SignIn
from tests.portals.customer.test_asking import HTMX, body, file

VERBS = ("reply", "company", "confirm", "decline", "rate")


def at(conversation: Conversation, verb: str = "") -> str:
    return f"/concerns/{conversation.pk}/" + (f"{verb}/" if verb else "")


def answered(cast: Cast) -> Conversation:
    conversation = cast.claimed()
    actions.reply(
        conversation_id=conversation.pk, author=cast.emil, role="expert", text="Sieb spülen.", client_id=uuid4()
    )
    return conversation


def solved(cast: Cast) -> Conversation:
    conversation = answered(cast)
    actions.confirm_solution(conversation_id=conversation.pk, by=cast.karla)
    return conversation


def test_karla_reads_her_own_words_and_who_holds_it(cast: Cast, signed_in: SignIn) -> None:
    page = body(signed_in(cast.karla).get(at(cast.given_on())))
    assert [word for word in ("Karla Blum", PHONE, IBAN) if word not in page] == []
    assert "Ada takes care" in page
    assert "Your advisor at Kaffeewerk" in page
    assert "If not, Dora, the deputy, takes over by then." in page
    assert "<b>Emil</b> took over after 1 minute and sees neither your name nor your attachments." in page
    assert "<b>Emil</b> passed it on to your advisor <b>Ada</b>: your documents need to be looked at." in page
    assert "Rechnung" not in page  # the hint is between those who hold it


@pytest.mark.parametrize("state", ["asks", "claimed", "given_on", "solved"])
def test_a_way_to_a_person_stands_on_every_state(cast: Cast, signed_in: SignIn, state: str) -> None:
    conversation = solved(cast) if state == "solved" else getattr(cast, state)()
    assert "Talk to a person" in body(signed_in(cast.karla).get(at(conversation)))


@pytest.mark.parametrize("who", ["mallory", "emil", "ada", "sven", None])
def test_to_everybody_else_there_is_nothing(cast: Cast, signed_in: SignIn, nobody: Client, who: str | None) -> None:
    conversation = answered(cast)
    client = signed_in(getattr(cast, who)) if who else nobody
    seen = [client.get(at(conversation, part)).status_code for part in ("", "live")]
    done = [client.post(at(conversation, verb), {"text": "Hallo", "stars": "5"}).status_code for verb in VERBS]
    assert (seen, done) == ([404, 404], [404] * 5)
    assert Message.objects.filter(conversation=conversation).count() == 2


def test_karla_replies_once_however_often_it_is_sent(cast: Cast, signed_in: SignIn) -> None:
    conversation, form = answered(cast), {"text": "Gespült, bleibt kalt.", "client_id": uuid4()}
    client = signed_in(cast.karla)
    answers = [client.post(at(conversation, "reply"), form) for _ in range(2)]
    assert [one["Location"] for one in answers] == [at(conversation) + "#newest"] * 2
    assert conversation.messages.count() == 3
    assert current(conversation).turn == Assignment.HOLDER


def test_with_htmx_the_thread_grows_and_the_composer_is_fresh(cast: Cast, signed_in: SignIn) -> None:
    conversation, old = answered(cast), uuid4()
    answer = signed_in(cast.karla).post(
        at(conversation, "reply"), {"text": "Bleibt kalt.", "client_id": old}, headers=HTMX
    )
    page = body(answer)
    assert "Bleibt kalt." in page.partition("hx-partial")[2]
    assert str(old) not in page


def test_a_refused_reply_stays_in_the_box(cast: Cast, signed_in: SignIn) -> None:
    conversation, text = answered(cast), "b" * 20_001
    client, form = signed_in(cast.karla), {"text": text, "client_id": uuid4()}
    answer = client.post(at(conversation, "reply"), form)
    assert (answer.status_code, text in body(answer)) == (422, True)
    answer = client.post(at(conversation, "reply"), form, headers=HTMX)
    assert (answer.status_code, answer["HX-Retarget"]) == (422, "#composer-refused")
    answer = client.post(at(conversation, "reply"), {"text": "", "client_id": uuid4()})
    assert "Please write a few words first." in body(answer)


def test_a_reply_with_a_file_too_large_changes_nothing(cast: Cast, signed_in: SignIn) -> None:
    conversation = answered(cast)
    form = {"text": "Bild", "client_id": uuid4(), "files": [file("big.mp4", b"\0" * (25 * 2**20 + 1))]}
    answer = signed_in(cast.karla).post(at(conversation, "reply"), form)
    assert (answer.status_code, conversation.messages.count()) == (422, 2)


def test_asking_for_the_company_brings_ada_and_asking_again_says_so(cast: Cast, signed_in: SignIn) -> None:
    conversation, client = cast.claimed(), signed_in(cast.karla)
    assert client.post(at(conversation, "company")).status_code == 303
    assert current(conversation).holder == cast.ada
    page = body(client.post(at(conversation, "company"), follow=True))
    assert "The company is already looking after this." in page


def test_emil_proposes_karla_declines_then_confirms(cast: Cast, signed_in: SignIn) -> None:
    conversation, client = answered(cast), signed_in(cast.karla)
    actions.propose_solution(conversation_id=conversation.pk, by=cast.emil)
    assert "Is it solved, as Emil believes?" in body(client.get(at(conversation)))
    client.post(at(conversation, "decline"))
    assert current(conversation).turn == Assignment.HOLDER
    client.post(at(conversation, "confirm"))
    conversation.refresh_from_db()
    assert conversation.is_open is False


def test_looking_rates_nothing_and_a_post_does(cast: Cast, signed_in: SignIn) -> None:
    conversation, client = solved(cast), signed_in(cast.karla)
    page = body(client.get(at(conversation) + "?stars=1"))
    assert ('name="stars"' in page, Rating.objects.count()) == (True, 0)
    assert client.get(at(conversation, "rate")).status_code == 405
    client.post(at(conversation, "rate"), {"stars": "5", "thanks": "Danke, Emil!"})
    rating = Rating.objects.get()
    assert (rating.stars, rating.thanks, list(rating.helpers.all())) == (5, "Danke, Emil!", [cast.emil])
    page = body(client.get(at(conversation)))
    assert ("Your thanks have arrived." in page, 'name="stars"' in page) == (True, False)


@pytest.mark.parametrize("stars", ["", "0", "6", "-1", "five", "٥٥", "1" * 5000])
def test_no_such_stars_keep_the_words(cast: Cast, signed_in: SignIn, stars: str) -> None:
    conversation = solved(cast)
    answer = signed_in(cast.karla).post(at(conversation, "rate"), {"stars": stars, "thanks": "Vielen Dank!"})
    assert (answer.status_code, "Vielen Dank!" in body(answer), Rating.objects.count()) == (422, True, 0)


def test_a_reply_to_what_is_solved_opens_it_with_emil_again(cast: Cast, signed_in: SignIn) -> None:
    conversation = solved(cast)
    client = signed_in(cast.karla)
    assert "Something is missing? Write again" in body(client.get(at(conversation)))
    client.post(at(conversation, "reply"), {"text": "Doch nicht.", "client_id": uuid4()})
    assert current(conversation).holder == cast.emil


def test_a_guest_with_a_link_writes_and_rates_like_karla(cast: Cast, nobody: Client) -> None:
    conversation = answered(cast)
    nobody.get(f"/link/{link_token(conversation.pk)}/")
    assert nobody.post(at(conversation, "reply"), {"text": "Danke", "client_id": uuid4()}).status_code == 303
    nobody.post(at(conversation, "confirm"))
    nobody.post(at(conversation, "rate"), {"stars": "4"})
    assert (conversation.messages.count(), Rating.objects.get().stars) == (3, 4)


def test_a_guest_with_a_link_hears_of_no_advisor_before_the_company_holds_it(cast: Cast, nobody: Client) -> None:
    conversation = cast.claimed()
    nobody.get(f"/link/{link_token(conversation.pk)}/")
    page = body(nobody.get(at(conversation)))
    assert "If not, the team of Kaffeewerk takes over by then." in page
    assert "Ada" not in page


def test_what_changes_by_itself_holds_no_box_to_write_in(cast: Cast, signed_in: SignIn) -> None:
    page = body(signed_in(cast.karla).get(at(answered(cast), "live")))
    assert "Sieb spülen." in page
    assert 'name="text"' not in page


def test_a_long_thread_takes_no_more_queries_than_a_short_one(cast: Cast, signed_in: SignIn) -> None:
    conversation, client = answered(cast), signed_in(cast.karla)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get(at(conversation))
        counts.append(len(captured))
        for _ in range(5):
            actions.reply(
                conversation_id=conversation.pk,
                author=cast.karla,
                role="customer",
                text="Noch etwas",
                client_id=uuid4(),
            )
    assert counts[0] == counts[1]


def test_pages_of_a_concern_are_never_cached(cast: Cast, signed_in: SignIn) -> None:
    assert "no-store" in signed_in(cast.karla).get(at(cast.asks()))["Cache-Control"]
