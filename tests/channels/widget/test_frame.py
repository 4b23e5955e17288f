"""The frame's own door: tokens that are no cookies, and nobody who reads what is another's."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from oase.channels.email.delivering import deliver_due
from oase.channels.widget.keys import make_secret
from oase.channels.widget.models import Widget
from oase.channels.widget.visits import SIGNED_LASTS
from oase.companies.care import customer_of
from oase.companies.models import OpeningHours
from oase.conversations.actions import confirm_solution
from oase.conversations.links import file_token, link_token
from oase.conversations.models import Attachment, Conversation
from oase.experts import actions as expert_actions
from oase.jobs import clock
from oase.people.models import Mailbox, Person
from oase.service_cloud.erasure import history
from oase.service_cloud.erasure.sweeping import sweep
from tests.cast import PHONE, Cast
from tests.channels.widget.tokens import signed

WORDS = "Meine Aroma 4 zeigt E12 und brüht nicht mehr."
SHOP = "https://shop.example"


class Frame:
    """The script of one frame: it holds a token, and no cookie."""

    def __init__(self, company: str = "kaffeewerk") -> None:
        self.client, self.company, self.token = Client(), company, ""

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        own = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return {"HX-Request": "true"} | own | more

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(f"/widget/{self.company}/{path}", headers=self._headers(headers))

    def post(self, path: str, data: Any = None, **headers: str) -> Any:
        return self.client.post(f"/widget/{self.company}/{path}", data or {}, headers=self._headers(headers))

    def begin(self, identity: str = "") -> Any:
        body = json.dumps({"identity": identity} if identity else {})
        answer = self.client.post(
            f"/widget/{self.company}/token/", body, content_type="application/json", headers=self._headers({})
        )
        if answer.status_code == 200:
            self.token = answer.json()["token"]
        return answer

    def ask(self, text: str = WORDS, **more: Any) -> Conversation:
        if not self.token:
            self.begin()
        answer = self.post("ask/", {"text": text, "client_id": str(uuid4())} | more)
        assert answer.status_code == 200, answer.content
        return Conversation.objects.order_by("-opened_at", "-pk")[0]


@pytest.fixture
def shop(cast: Cast) -> Cast:
    """Kaffeewerk and Velotal have set their widgets up."""
    cache.clear()
    for company in (cast.kaffeewerk, cast.velotal):
        Widget.objects.create(company=company, origins=[SHOP])
    return cast


def body(answer: HttpResponseBase) -> str:
    content: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return content.decode()


def link_in(sent: Any) -> str:
    link = next(line for line in str(sent.body).splitlines() if "/link/" in line)
    return link.removeprefix(settings.BASE_URL)


def test_only_the_companys_pages_may_frame_it(shop: Cast) -> None:
    answer = Client().get("/widget/kaffeewerk/")
    assert f"frame-ancestors {SHOP};" in answer["Content-Security-Policy"] + ";"
    assert "X-Frame-Options" not in answer
    assert answer.cookies == {}
    for path in ("/", "/ask/kaffeewerk/", "/privacy/"):
        other = Client().get(path)
        assert ("frame-ancestors 'none'" in other["Content-Security-Policy"], other["X-Frame-Options"]) == (
            True,
            "DENY",
        )


def test_a_company_without_a_widget_has_no_frame(cast: Cast) -> None:
    for path in ("", "home/", "news/"):
        answer = Client().get(f"/widget/kaffeewerk/{path}")
        assert (answer.status_code, answer.cookies) == (404, {})


def test_asking_answers_with_the_conversation_and_nobody_was_known(shop: Cast) -> None:
    frame = Frame()
    conversation = frame.ask(first_name="Karla")
    person = conversation.customer.person
    assert (person.email, person.first_name, conversation.channel) == ("", "Karla", "widget")
    assert conversation.address_confirmed_at is None
    assert WORDS in body(frame.get(f"{conversation.pk}/"))
    assert frame.client.cookies == {}


def test_two_frames_see_nothing_of_each_other(shop: Cast) -> None:
    mine, other, strange = Frame(), Frame(), Frame("velotal")
    conversation = mine.ask()
    other.begin()
    strange.begin()
    for frame in (other, strange, Frame()):
        assert WORDS not in body(frame.get("home/"))
        for path in ("", "live/"):
            assert frame.get(f"{conversation.pk}/{path}").status_code in (401, 404)
        for path in ("reply", "preview", "company", "confirm", "decline", "rate", "address"):
            sent = {"text": "Hallo", "stars": "5", "email": "mallory@example.org"}
            assert frame.post(f"{conversation.pk}/{path}/", sent).status_code in (401, 404)
    # The right token at the wrong company is none.
    strange.token = mine.token
    assert strange.get(f"{conversation.pk}/").status_code == 401
    assert strange.get("news/").status_code == 401


def test_a_token_is_nothing_as_a_cookie_and_a_cookie_is_nothing_here(shop: Cast) -> None:
    frame = Frame()
    conversation = frame.ask()
    stolen = Client()
    stolen.cookies[settings.SESSION_COOKIE_NAME] = frame.token
    assert stolen.get(reverse("concern", args=[conversation.pk])).status_code == 404
    assert WORDS not in body(stolen.get("/concerns/"))
    # What the page did with its cookie left the token's own row alone.
    assert frame.get(f"{conversation.pk}/").status_code == 200

    karla = Client()
    karla.force_login(shop.karla, backend=settings.AUTHENTICATION_BACKENDS[0])
    held = shop.asks()
    assert karla.get(f"/widget/kaffeewerk/{held.pk}/").status_code == 401
    key = karla.cookies[settings.SESSION_COOKIE_NAME].value
    answer = Client().get(f"/widget/kaffeewerk/{held.pk}/", headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 401
    assert karla.get(reverse("concern", args=[held.pk])).status_code == 200


@pytest.mark.parametrize("shown", ["", "Bearer", "Bearer ", "Bearer x", "Basic eDp5", "Bearer ../../etc", "Bearer é"])
def test_what_is_no_token(shop: Cast, shown: str) -> None:
    answer = Client().get("/widget/kaffeewerk/news/", headers={"Authorization": shown})
    assert answer.status_code == 401
    assert answer.cookies == {}


def test_requests_of_other_pages_are_refused(shop: Cast) -> None:
    frame = Frame()
    conversation = frame.ask()
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        for path, data in (("token/", {}), (f"{conversation.pk}/reply/", {"text": "Hallo"})):
            assert frame.post(path, data, **headers).status_code == 403
    assert conversation.messages.count() == 1


def test_the_thread_goes_on(shop: Cast) -> None:
    frame = Frame()
    conversation = frame.ask()
    expert_actions.claim(offer_id=shop.offer_to(shop.emil, conversation).pk, by=shop.emil)
    assert "Emil" in body(frame.get(f"{conversation.pk}/"))
    assert frame.post(f"{conversation.pk}/reply/", {"text": "Schon entkalkt."}).status_code == 200
    assert frame.post(f"{conversation.pk}/reply/", {"text": " "}).status_code == 422
    assert frame.get("news/").json() == {"answers": {}, "topics": [f"conversation:{conversation.pk}"]}
    assert frame.post(f"{conversation.pk}/company/").status_code == 200
    assert frame.post(f"{conversation.pk}/confirm/").status_code == 200
    conversation.refresh_from_db()
    assert conversation.solved_at is not None


def test_files_open_with_the_token_that_may_read_them(shop: Cast) -> None:
    frame, other = Frame(), Frame()
    file = BytesIO(b"%PDF-1.4 Rechnung")
    file.name = "Rechnung.pdf"
    conversation = frame.ask(files=file)
    person = conversation.customer.person
    attachment = Attachment.objects.get()
    other.begin()
    secret = file_token(attachment.file_id, person.pk)
    assert body(frame.get(f"files/{secret}/")) == "%PDF-1.4 Rechnung"
    assert other.get(f"files/{secret}/").status_code == 404
    assert Client().get(f"/widget/kaffeewerk/files/{secret}/").status_code == 401
    assert frame.get(f"files/{file_token(attachment.file_id, shop.karla.pk)}/").status_code == 404


def test_the_company_says_who_is_there(shop: Cast) -> None:
    key, secret = make_secret(company=shop.kaffeewerk)
    frame = Frame()
    token = signed(secret, kid=key.kid, given_name="Karla", email="karla@example.org")
    assert frame.begin(token).json()["signed"] is True
    conversation = frame.ask()
    customer = conversation.customer
    # Whoever has an account with this address is somebody else here: nothing of theirs opens.
    assert (customer.number, customer.person.email) == ("K-2077", "")
    assert customer.person != shop.karla
    assert conversation.address_confirmed_at is not None
    # The same token again shows nobody; another one finds what was asked here, and in another browser too.
    assert Frame().begin(token).json() == {"error": "identity", "code": "used"}
    elsewhere = Frame()
    elsewhere.begin(signed(secret))
    assert WORDS in body(elsewhere.get(f"{conversation.pk}/"))
    # Another customer sees nothing of it.
    stranger = Frame()
    stranger.begin(signed(secret, sub="K-1"))
    assert stranger.get(f"{conversation.pk}/").status_code == 404
    expiry = Session.objects.get(pk=elsewhere.token).expire_date - Session.objects.get(pk=frame.token).expire_date
    assert abs(expiry) < SIGNED_LASTS


def test_a_customers_number_opens_neither_their_account_nor_another_company(shop: Cast) -> None:
    shop.customer.number = "K-2077"
    shop.customer.save(update_fields=["number"])
    in_account = shop.asks("Meine Aroma 4 klemmt.")
    at_velotal = customer_of(person=shop.karla, company=shop.velotal)
    _, secret = make_secret(company=shop.kaffeewerk)
    frame = Frame()
    frame.begin(signed(secret))
    assert frame.get(f"{in_account.pk}/").status_code == 404
    assert "klemmt" not in body(frame.get("home/"))
    asked = frame.ask()
    assert asked.customer == shop.customer
    assert asked.customer != at_velotal
    # She finds it in her own account as well.
    karla = Client()
    karla.force_login(shop.karla, backend=settings.AUTHENTICATION_BACKENDS[0])
    assert karla.get(reverse("concern", args=[asked.pk])).status_code == 200
    theirs = Frame("velotal")
    assert theirs.begin(signed(secret, iss="velotal")).status_code == 401
    assert theirs.begin(signed(secret, company="velotal")).status_code == 401


@pytest.mark.parametrize("sent", ["[]", "{", '{"identity": 1}', '{"identity": null}', "x" * 10_000, '"a"', "[" * 4000])
def test_what_is_no_request_for_a_token(shop: Cast, sent: str) -> None:
    answer = Client().post("/widget/kaffeewerk/token/", sent, content_type="application/json")
    assert (answer.status_code, Session.objects.count()) == (400, 0)


def test_what_was_asked_a_moment_ago_stays_when_the_company_says_who_it_is(shop: Cast) -> None:
    _, secret = make_secret(company=shop.kaffeewerk)
    frame = Frame()
    conversation, before = frame.ask(), frame.token
    frame.begin(signed(secret))
    assert frame.get(f"{conversation.pk}/").status_code == 200
    frame.token = before
    assert frame.get(f"{conversation.pk}/").status_code == 401


def test_leaving_ends_the_token(shop: Cast) -> None:
    frame = Frame()
    conversation = frame.ask()
    assert frame.post("leave/").status_code == 204
    assert frame.get(f"{conversation.pk}/").status_code == 401
    assert Session.objects.count() == 0


def test_an_address_is_proven_by_the_mail(shop: Cast) -> None:
    frame = Frame()
    conversation = frame.ask()
    deliver_due()
    assert mail.outbox == []
    assert frame.post(f"{conversation.pk}/address/", {"email": "nele@example.org"}).status_code == 200
    deliver_due()
    (sent,) = mail.outbox
    assert sent.to == ["nele@example.org"]
    assert WORDS[:12] not in str(sent.body) + sent.subject
    Client().get(link_in(sent))
    conversation.refresh_from_db()
    person = conversation.customer.person
    person.refresh_from_db()
    assert (person.email, conversation.address_confirmed_at is not None) == ("nele@example.org", True)


def test_a_strangers_address_reveals_nothing_and_attaches_nothing(shop: Cast) -> None:
    karlas = shop.asks("Meine Aroma 4 klemmt.")
    known, new = Frame(), Frame()
    first, second = known.ask(), new.ask()
    answers = [
        body(frame.post(f"{one.pk}/address/", {"email": address})).replace(address, "…").replace(str(one.pk), "…")
        for frame, one, address in ((known, first, "karla@example.org"), (new, second, "niemand@example.org"))
    ]
    assert answers[0] == answers[1]
    assert known.get(f"{karlas.pk}/").status_code == 404
    deliver_due()
    for sent in mail.outbox:
        if sent.to == ["karla@example.org"]:
            Client().get(link_in(sent))
    # Even proven, it is another person than the one with the account.
    person = Person.objects.get(pk=first.customer.person_id)
    assert (person.email, Mailbox.objects.get(person=person).proven_at is not None) == ("", True)
    assert known.get(f"{karlas.pk}/").status_code == 404


def test_an_old_link_does_not_prove_a_new_address(shop: Cast) -> None:
    frame = Frame()
    conversation = frame.ask()
    frame.post(f"{conversation.pk}/address/", {"email": "falsch@example.org"})
    deliver_due()
    (sent,) = mail.outbox
    frame.post(f"{conversation.pk}/address/", {"email": "richtig@example.org"})
    Client().get(link_in(sent))
    Client().get(reverse("link", args=[link_token(conversation.pk)]))
    conversation.refresh_from_db()
    assert conversation.address_confirmed_at is None
    assert Person.objects.filter(email__in=["falsch@example.org", "richtig@example.org"]).count() == 0


@pytest.mark.parametrize(
    "typed", ["", "nele", "nele@", "a@b c.example", "x" * 300 + "@example.org", "a@b.example\nBcc: c@d.example"]
)
def test_what_is_no_address(shop: Cast, typed: str) -> None:
    frame = Frame()
    conversation = frame.ask()
    assert frame.post(f"{conversation.pk}/address/", {"email": typed}).status_code == 422
    assert Mailbox.objects.count() == 0


def test_nobody_can_fill_a_strangers_mailbox(shop: Cast) -> None:
    statuses = []
    for _ in range(7):
        frame = Frame()
        conversation = frame.ask()
        statuses.append(frame.post(f"{conversation.pk}/address/", {"email": "karla@example.org"}).status_code)
    assert statuses == [200] * 5 + [422] * 2


def test_outside_opening_hours_it_says_when_somebody_is_there(shop: Cast) -> None:
    frame = Frame()
    assert "opens" not in body(frame.get("home/"))
    tomorrow = (clock.now() + timedelta(days=1)).weekday()
    OpeningHours.objects.create(company=shop.kaffeewerk, weekday=tomorrow, opens="08:00", closes="17:00")
    shown = body(frame.get("home/"))
    assert 'class="small muted opens"' in shown
    assert "08:00" in shown


def test_everything_hidden_is_hidden_from_whoever_only_opened_a_frame(shop: Cast) -> None:
    frame = Frame()
    conversation = frame.ask(f"Ich bin Karla Blum, {PHONE}. {WORDS}")
    first = conversation.messages.get()
    assert (PHONE in first.body, "Blum" in first.body) == (False, False)


def test_visitors_go_with_their_last_concern(shop: Cast) -> None:
    frame = Frame()
    conversation = frame.ask(first_name="Karla")
    person = conversation.customer.person
    Person.objects.filter(pk=person.pk).update(joined_at=person.joined_at - timedelta(days=2))
    sweep()
    person.refresh_from_db()
    assert (person.first_name, person.is_active) == ("Karla", True)
    confirm_solution(conversation_id=conversation.pk, by=person)
    history.delete([conversation.pk])
    sweep()
    person.refresh_from_db()
    assert (person.first_name, person.is_active) == ("", False)


def test_the_script_is_small_and_asked_for_once(shop: Cast) -> None:
    answer = Client().get("/widget.js")
    assert answer.status_code == 200
    assert len(answer.content) <= 15 * 1024
    assert answer.cookies == {}
    again = Client().get("/widget.js", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    # No evaluation, nothing inline, and nobody else is asked.
    script = answer.content.decode()
    assert [
        word for word in ("eval(", "innerHTML", "document.cookie", "document.write", "localStorage") if word in script
    ] == []
