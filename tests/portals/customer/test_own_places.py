"""All concerns, the access log, the profile, and those who helped."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from oase.companies.care import customer_of
from oase.conversations import access, actions
from oase.conversations.links import link_token
from oase.conversations.models import Conversation
from oase.experts.routing import receive
from oase.jobs import clock
from oase.people.known import contact_of
from oase.portals.customer.profile import FACES
from oase.privacy import vault
from oase.privacy.models import AccessLog
from oase.ratings.actions import rate
from tests.cast import Cast
from tests.portals.customer.conftest import SignIn
from tests.portals.customer.test_asking import HTMX, body
from tests.portals.customer.test_concern import answered, at, solved


def looks(cast: Cast, conversation: Conversation, kind: str = AccessLog.ORIGINALS) -> None:
    vault.log_access(
        viewer_id=cast.ada.pk, purpose="Garantie prüfen", about=conversation.pk, kind=kind, person_id=cast.karla.pk
    )


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_karla_sees_hers_at_every_company_and_nobody_elses(cast: Cast, signed_in: SignIn) -> None:
    cast.asks(subject="Meine Maschine")
    velotal = customer_of(person=cast.karla, company=cast.velotal)
    receive(customer=velotal, text="Mein Rad klappert", client_id=uuid4(), subject="Mein Rad")
    receive(
        customer=customer_of(person=cast.mallory, company=cast.kaffeewerk), text="Nichts für Karla", client_id=uuid4()
    )
    page = body(signed_in(cast.karla).get("/concerns/"))
    assert [word in page for word in ("Meine Maschine", "Mein Rad", "Nichts für Karla")] == [True, True, False]
    assert "2 concerns are in good hands." in page
    assert "cares for you at Kaffeewerk" in page


def test_a_guest_sees_what_links_opened_and_no_subject(cast: Cast, nobody: Client) -> None:
    """A subject is shielded with what is known of the person, which would tell a stranger who typed their address."""
    conversation, other = cast.asks(subject="Maschine von Blum"), cast.asks(subject="Etwas anderes")
    nobody.get(f"/link/{link_token(conversation.pk)}/")
    page = body(nobody.get("/concerns/"))
    assert (str(conversation.pk) in page, str(other.pk) in page) == (True, False)
    assert ("Maschine von" in page, "Coffee machines" in page, "Sign in to see all" in page) == (False, True, True)


def test_to_htmx_the_cards_alone_are_answered(cast: Cast, signed_in: SignIn) -> None:
    cast.asks()
    page = body(signed_in(cast.karla).get("/concerns/", headers=HTMX))
    assert ("<html" in page, 'data-live="concerns"' in page) == (False, True)


def test_the_list_takes_the_same_queries_however_long_it_is(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.karla)

    def more() -> None:
        cast.asks()
        rate(conversation_id=solved(cast).pk, by=cast.karla, stars=5, thanks="Danke")

    more()
    few = queries(client, "/concerns/")
    for _ in range(3):
        more()
    assert queries(client, "/concerns/") == few


def test_the_log_says_who_what_when_and_for_what(cast: Cast, signed_in: SignIn) -> None:
    conversation = cast.given_on()
    looks(cast, conversation)
    looks(cast, conversation, AccessLog.FILE)
    page = body(signed_in(cast.karla).get("/access/"))
    assert "<b>Ada</b> (agent, Kaffeewerk) read <b>what you wrote, in full</b>. Purpose: Garantie prüfen" in page
    assert "<b>Ada</b> (agent, Kaffeewerk) opened <b>a file of yours</b>." in page
    assert f"/concerns/{conversation.pk}/" in page
    assert "Helped without seeing any of it" in page


def test_the_log_of_one_concern_and_of_nobody_elses(cast: Cast, signed_in: SignIn, nobody: Client) -> None:
    seen, unseen = cast.given_on(), cast.asks()
    looks(cast, seen)
    client = signed_in(cast.karla)
    assert "Garantie prüfen" in body(client.get(f"/access/?concern={seen.pk}"))
    assert "Nobody has opened your data in this concern." in body(client.get(f"/access/?concern={unseen.pk}"))
    assert signed_in(cast.mallory).get(f"/access/?concern={seen.pk}").status_code == 404
    assert "Garantie prüfen" not in body(signed_in(cast.mallory).get("/access/"))
    assert [client.get(f"/access/?concern={bad}").status_code for bad in ("x", uuid4())] == [404, 404]
    nobody.get(f"/link/{link_token(unseen.pk)}/")
    assert "Nobody has opened your data." in body(nobody.get("/access/"))
    nobody.get(f"/link/{link_token(seen.pk)}/")
    assert "Garantie prüfen" in body(nobody.get("/access/"))


def test_a_long_log_takes_the_same_queries(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.karla)
    looks(cast, cast.given_on())
    few = queries(client, "/access/")
    for _ in range(4):
        looks(cast, cast.given_on())
    assert queries(client, "/access/") == few


PROFILE = {
    "first_name": "Karla", "last_name": "Blum", "language": "en", "face": "lena",
    "phone": "0171 1", "street": "Neue Gasse 3", "place": "79098 Freiburg",
}  # fmt: skip


def test_the_profile_is_kept_and_what_it_says_is_hidden_from_then_on(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.karla)
    assert client.post("/profile/", PROFILE).status_code == 303
    cast.karla.refresh_from_db()
    assert (cast.karla.face, cast.karla.language) == ("lena", "en")
    assert contact_of(cast.karla) == {"phone": "0171 1", "street": "Neue Gasse 3", "place": "79098 Freiburg"}
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    page = body(client.post("/ask/kaffeewerk/preview/", {"text": "Bitte an Neue Gasse 3 liefern"}, headers=HTMX))
    assert "[Address 1]" in page


@pytest.mark.parametrize(
    "wrong", [{"first_name": ""}, {"face": "../x"}, {"language": "xx"}, {"first_name": "a\0"}, {"phone": "1" * 41}]
)
def test_a_profile_that_cannot_be_is_not_saved(cast: Cast, signed_in: SignIn, wrong: dict[str, str]) -> None:
    answer = signed_in(cast.karla).post("/profile/", PROFILE | wrong)
    assert (answer.status_code, "Neue Gasse 3" in body(answer)) == (422, True)
    cast.karla.refresh_from_db()
    assert cast.karla.face == "karla"


def test_the_profile_is_for_those_who_signed_in(cast: Cast, nobody: Client) -> None:
    answer = nobody.get("/profile/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/profile/")


def test_every_face_to_choose_from_is_drawn(cast: Cast) -> None:
    drawn = re.findall(r'id="f-([a-z]+)"', (settings.HOUSE / "static" / "faces.svg").read_text())
    assert sorted(drawn) == sorted(FACES)


def test_emils_page_shows_what_others_thanked_him_for(cast: Cast, signed_in: SignIn) -> None:
    rate(conversation_id=solved(cast).pk, by=cast.karla, stars=4, thanks="Das war schnell.")
    page = body(signed_in(cast.karla).get(f"/helpers/{cast.emil.pk}/"))
    assert [word in page for word in ("Emil", "Röstet selbst.", "Das war schnell.", "from 1 rating")] == [True] * 4
    assert [word in page for word in ("Hartmann", "emil@example.org")] == [False] * 2


def test_a_helper_is_shown_to_those_they_help_only(cast: Cast, signed_in: SignIn, nobody: Client) -> None:
    answered(cast)
    urls = [f"/helpers/{person.pk}/" for person in (cast.emil, cast.ada, cast.karla, cast.mallory)]
    assert [signed_in(cast.karla).get(url).status_code for url in urls] == [200, 404, 404, 404]
    for client in (signed_in(cast.mallory), signed_in(cast.ada), nobody):
        assert [client.get(url).status_code for url in urls] == [404] * 4


def test_karla_herself_is_no_helper_of_hers(cast: Cast, signed_in: SignIn) -> None:
    conversation = answered(cast)
    actions.reply(conversation_id=conversation.pk, author=cast.karla, role="customer", text="Danke", client_id=uuid4())
    assert signed_in(cast.karla).get(f"/helpers/{cast.karla.pk}/").status_code == 404
    assert signed_in(cast.karla).get(at(conversation)).status_code == 200


def test_the_log_goes_by_days_and_by_companies(cast: Cast, signed_in: SignIn) -> None:
    velotal = customer_of(person=cast.karla, company=cast.velotal)
    here, there = cast.given_on(), receive(customer=velotal, text="Mein Rad klappert", client_id=uuid4())
    looks(cast, here)
    client = signed_in(cast.karla)
    assert "?company=" not in body(client.get("/access/"))
    with clock.standing_at(clock.now() - timedelta(days=1)):
        vault.log_access(
            viewer_id=cast.mallory.pk, purpose="Leasing klären", about=there.pk, kind="file", person_id=cast.karla.pk
        )
    both = body(client.get("/access/"))
    words = ("<h2>Today</h2>", "<h2>Yesterday</h2>", "?company=kaffeewerk", "?company=velotal", "Leasing klären")
    assert [word in both for word in words] == [True] * 5
    only = body(client.get("/access/?company=kaffeewerk"))
    assert ("Garantie prüfen" in only, "Leasing klären" in only, "<h2>Yesterday</h2>" in only) == (True, False, False)
    assert client.get("/access/?company=nowhere").status_code == 404


def test_a_company_where_nothing_was_opened_is_calm(cast: Cast, signed_in: SignIn) -> None:
    assert "Nobody at Velotal has opened your data." in body(signed_in(cast.karla).get("/access/?company=velotal"))


def test_a_purpose_names_no_third_person(cast: Cast, signed_in: SignIn) -> None:
    conversation = cast.given_on()
    purpose = "Rückfrage von Frau Petersen, Tel. 0160 5550199"
    vault.log_access(
        viewer_id=cast.ada.pk, purpose=purpose, about=conversation.pk, kind="originals", person_id=cast.karla.pk
    )
    page = body(signed_in(cast.karla).get("/access/"))
    assert ("Petersen" in page, "5550199" in page, "Rückfrage von Frau [Name 1]" in page) == (False, False, True)


def test_a_purpose_that_cannot_be_shielded_is_not_shown(
    cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def errs(_text: str) -> None:
        raise RuntimeError

    looks(cast, cast.given_on())
    monkeypatch.setattr(vault, "shield", errs)
    access.harmless_purpose.cache_clear()
    page = body(signed_in(cast.karla).get("/access/"))
    access.harmless_purpose.cache_clear()
    assert ("Garantie" in page, "what you wrote, in full" in page) == (False, True)
