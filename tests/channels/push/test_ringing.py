"""News reach a phone: once, without content, and not when they are none any more."""

from datetime import timedelta
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

from oase.channels.email.delivering import deliver_due as send_mails
from oase.channels.email.models import LocalMail
from oase.channels.push import delivering
from oase.channels.push.delivering import deliver_due, take_back_read
from oase.channels.push.gathering import MAIL_WAITS, PAUSE, gather
from oase.channels.push.keys import signing_key, unpadded
from oase.channels.push.models import Push, PushDevice
from oase.channels.push.wishes import save_wishes
from oase.conversations import actions
from oase.conversations.models import Conversation, Message, Outbox
from oase.conversations.reading import Mark, mark
from oase.conversations.watching import note_late_solutions
from oase.experts import actions as expert_actions
from oase.experts.checks import deciding
from oase.jobs import clock
from oase.people.models import Person
from tests.cast import Cast
from tests.channels.push.conftest import Add
from tests.channels.push.service import PushService
from tests.experts.checks.story import waiting

WORDS = "E12 heißt: kein Wasserfluss."


def answered(cast: Cast) -> Conversation:
    conversation = cast.claimed()
    expert_actions.answer(conversation_id=conversation.pk, by=cast.emil, text=WORDS, client_id=uuid4())
    return conversation


def ring(after: timedelta = PAUSE + timedelta(seconds=1)) -> int:
    """What the job does, a little later; how many pushes left."""
    with clock.standing_at(clock.now() + after):
        gather()
        take_back_read()
        return deliver_due()


def wants_only(person: Person, *kinds: str) -> None:
    shown = ["answers", "hands", "offers", "held"]
    save_wishes(person=person, wanted=kinds, shown=shown, quiet=None, zone="Europe/Berlin")


def test_an_answer_rings_and_says_nothing(cast: Cast, add: Add, service: PushService) -> None:
    browser, _device, _client = add(cast.karla)
    wants_only(cast.karla, "answers")
    conversation = answered(cast)
    assert ring() == 1
    (rung,) = service.rung
    told = browser.opened(rung)
    assert told == {
        "title": "Oase",
        "words": told["words"],
        "open": f"/concerns/{conversation.pk}/",
        "tag": rung.headers["topic"],
    }
    assert told["words"] in {"Es gibt Neues für Sie.", "There is news for you."}
    assert (rung.headers["content-encoding"], rung.headers["urgency"]) == ("aes128gcm", "normal")
    assert 0 < int(rung.headers["ttl"]) <= 24 * 3600
    assert len(rung.headers["topic"]) == 32


def test_the_push_service_can_tell_nothing(cast: Cast, add: Add, service: PushService) -> None:
    """Neither the words nor the place nor their length; and the same concern looks different for two people."""
    add(cast.karla), add(cast.emil, "desk")
    conversation = answered(cast)
    actions.reply(conversation_id=conversation.pk, author=cast.karla, role="customer", text="Danke", client_id=uuid4())
    ring()
    assert len({len(rung.sealed) for rung in service.rung}) == 1
    assert len({rung.headers["topic"] for rung in service.rung}) == len(service.rung)
    seen = " ".join(f"{rung.path} {rung.headers} {rung.sealed!r}" for rung in service.rung)
    assert [
        one for one in (str(conversation.pk), conversation.pk.hex, "Karla", "Emil", "Kaffeewerk") if one in seen
    ] == []


def test_the_house_signs_as_itself(cast: Cast, add: Add, service: PushService) -> None:
    add(cast.karla)
    answered(cast)
    ring()
    scheme, _, rest = service.rung[0].headers["authorization"].partition(" ")
    token, key = (part.partition("=")[2] for part in rest.split(","))
    public = signing_key().public_key()
    claims = jwt.decode(token, public, algorithms=["ES256"], audience=service.address)
    assert scheme == "vapid"
    assert claims["sub"] == "mailto:service@localhost"
    assert claims["exp"] - clock.now().timestamp() < 24 * 3600
    numbers = public.public_numbers()
    point = b"\4" + numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big")
    assert key == unpadded(point)
    assert isinstance(public.curve, ec.SECP256R1)


def test_it_rings_once_however_often_the_job_runs(cast: Cast, add: Add, service: PushService) -> None:
    add(cast.karla)
    wants_only(cast.karla, "answers")
    answered(cast)
    assert [ring(), ring(), ring()] == [1, 0, 0]


def test_two_answers_in_one_concern_ring_once(cast: Cast, add: Add, service: PushService) -> None:
    add(cast.karla)
    conversation = answered(cast)
    expert_actions.answer(conversation_id=conversation.pk, by=cast.emil, text="Noch etwas.", client_id=uuid4())
    assert ring() == 1


def test_what_was_read_by_then_neither_rings_nor_is_mailed(cast: Cast, add: Add, service: PushService) -> None:
    add(cast.karla)
    wants_only(cast.karla, "answers")
    conversation = answered(cast)
    LocalMail.objects.all().delete()
    gather()
    last = conversation.messages.order_by("seq").last()
    assert last is not None
    mark([Mark(conversation.pk, Message.CUSTOMER, cast.karla.pk, last.seq, last.seq)])
    assert ring() == 0
    assert not Outbox.objects.filter(kind="answered").exists()
    assert Push.objects.get().dropped_at is not None
    assert service.rung == []


def test_what_was_rung_is_mailed_only_when_nobody_looks(cast: Cast, add: Add, service: PushService) -> None:
    add(cast.karla)
    answered(cast)
    ring()
    with clock.standing_at(clock.now() + timedelta(minutes=5)):
        send_mails()
    assert Outbox.objects.get(kind="answered").sent_at is None
    with clock.standing_at(clock.now() + MAIL_WAITS + timedelta(minutes=1)):
        send_mails()
    assert Outbox.objects.get(kind="answered").sent_at is not None


def test_who_has_no_device_gets_the_mail_as_ever(cast: Cast, service: PushService) -> None:
    answered(cast)
    gather()
    with clock.standing_at(clock.now() + timedelta(minutes=1)):
        send_mails()
    assert Outbox.objects.get(kind="answered").sent_at is not None


def test_a_dead_subscription_goes_and_its_mail_is_hurried(cast: Cast, add: Add, service: PushService) -> None:
    for status in (404, 410):
        _browser, device, _client = add(cast.karla)
        service.answer = (status, {})
        answered(cast)
        ring()
        assert not PushDevice.objects.filter(pk=device.pk).exists()
        with clock.standing_at(clock.now() + timedelta(minutes=1)):
            assert not Outbox.objects.filter(kind="answered", not_before__gt=clock.now()).exists()


def test_a_busy_service_is_asked_again_when_it_said(cast: Cast, add: Add, service: PushService) -> None:
    add(cast.karla)
    wants_only(cast.karla, "answers")
    answered(cast)
    service.answer = (429, {"Retry-After": "600"})
    assert ring() == 0
    service.answer = (201, {})
    assert ring(timedelta(minutes=5)) == 0
    assert ring(timedelta(minutes=11)) == 1
    assert Push.objects.get().attempts == 2


def test_a_service_that_is_down_is_asked_later_and_later(cast: Cast, add: Add, service: PushService) -> None:
    add(cast.karla)
    wants_only(cast.karla, "answers")
    answered(cast)
    service.answer = (503, {})
    pauses = []
    at = clock.now() + PAUSE + timedelta(seconds=1)
    for _round in range(4):
        with clock.standing_at(at):
            gather()
            assert deliver_due() == 0
            waiting = Push.objects.get()
        pauses.append((waiting.not_before - at).total_seconds())
        at = waiting.not_before
    assert pauses == [20, 40, 80, 160]


def test_who_names_many_services_that_never_answer_is_waited_for_once(
    cast: Cast, add: Add, service: PushService
) -> None:
    add(cast.karla, "one")
    service.address = service.address.replace("127.0.0.1", "localhost")
    add(cast.karla, "two")
    answered(cast)
    service.answer = (503, {})
    assert ring() == 0
    assert len(service.rung) == 1


def test_one_silent_service_holds_up_nobody_else(cast: Cast, add: Add, service: PushService) -> None:
    add(cast.karla), add(cast.karla, "tablet")
    wants_only(cast.karla, "answers")
    answered(cast)
    service.answer = (500, {})
    ring()
    assert len(service.rung) == 1


def test_what_a_service_refuses_is_not_tried_for_ever(cast: Cast, add: Add, service: PushService) -> None:
    add(cast.karla)
    wants_only(cast.karla, "answers")
    answered(cast)
    service.answer = (400, {})
    assert [ring(), ring(timedelta(hours=1))] == [0, 0]
    assert len(service.rung) == 1


def test_what_is_a_day_old_is_no_news(cast: Cast, add: Add, service: PushService) -> None:
    add(cast.karla)
    answered(cast)
    gather()
    assert ring(timedelta(days=1, seconds=1)) == 0
    assert service.rung == []


def test_an_offer_rings_at_once_and_only_while_it_stands(cast: Cast, add: Add, service: PushService) -> None:
    browser, _device, _client = add(cast.emil)
    cast.asks()
    assert ring(timedelta(0)) == 1
    (rung,) = service.rung
    assert browser.opened(rung)["open"] == "/desk/"
    assert rung.headers["urgency"] == "high"
    assert int(rung.headers["ttl"]) <= 15 * 60
    second = cast.asks()
    gather()
    expert_actions.decline(offer_id=cast.offer_to(cast.emil, second).pk, by=cast.emil)
    assert ring(timedelta(0)) == 0


def test_whoever_holds_a_concern_is_rung_when_the_customer_writes(cast: Cast, add: Add, service: PushService) -> None:
    conversation = cast.given_on()
    browser, _device, _client = add(cast.ada)
    actions.reply(
        conversation_id=conversation.pk, author=cast.karla, role=Message.CUSTOMER, text="Und?", client_id=uuid4()
    )
    assert ring() == 1
    assert browser.opened(service.rung[0])["open"] == f"/office/kaffeewerk/{conversation.pk}/"


def test_what_one_is_given_rings_and_what_one_takes_does_not(cast: Cast, add: Add, service: PushService) -> None:
    add(cast.ada), add(cast.dora, "doras")
    conversation = cast.given_on()
    assert ring() == 1
    actions.take(conversation_id=conversation.pk, by=cast.dora)
    assert ring() == 0


def test_nobody_else_is_rung(cast: Cast, add: Add, service: PushService) -> None:
    add(cast.mallory), add(cast.sven, "svens")
    answered(cast)
    assert ring() == 0


def test_a_kind_that_is_off_stays_silent(cast: Cast, add: Add, service: PushService) -> None:
    add(cast.karla)
    wants_only(cast.karla, "hands")
    answered(cast)
    ring()
    assert set(Push.objects.values_list("kind", flat=True)) <= {"hands"}


def test_the_job_forgets_what_was_told_long_ago(cast: Cast, add: Add, service: PushService) -> None:
    add(cast.karla)
    answered(cast)
    ring()
    with clock.standing_at(clock.now() + timedelta(days=3)):
        delivering.forget_old()
    assert Push.objects.count() == 0


def test_an_answer_to_look_at_rings_a_senior_unless_it_needs_no_look(
    cast: Cast, add: Add, service: PushService
) -> None:
    browser, _device, _client = add(cast.emil, "desk")
    wants_only(cast.emil, "offers")
    _nils, _conversation, check = waiting(cast)
    with clock.standing_at(clock.now() + timedelta(seconds=1)):
        assert (gather(), deliver_due()) == (1, 1)
    assert {browser.opened(rung)["open"] for rung in service.rung} == {"/desk/"}
    Push.objects.update(sent_at=None)
    deciding.let_go_by(check_id=check.pk, by=cast.emil)
    with clock.standing_at(clock.now() + timedelta(seconds=2)):
        assert (gather(), deliver_due()) == (0, 0)


def test_late_solutions_ring_once_with_whoever_leads_and_only_if_they_want(
    cast: Cast, add: Add, service: PushService
) -> None:
    browser, _device, _client = add(cast.sven)
    add(cast.ada, "desk")
    add(cast.mallory, "tablet")
    wants_only(cast.ada)
    cast.invoices.solution_minutes, cast.invoices.first_answer_minutes = 60, 6000
    cast.invoices.save()

    def late(number: int) -> None:
        with clock.standing_at(clock.now() - timedelta(minutes=number)):
            cast.asks("Meine Rechnung ist doppelt.", topic=cast.invoices)
        with clock.standing_at(clock.now() + timedelta(minutes=61 - number)):
            assert note_late_solutions() == 1

    late(2)
    late(1)
    assert ring(timedelta(minutes=62)) == 1
    assert browser.opened(service.rung[0])["open"] == "/office/kaffeewerk/?view=late"
    assert ring(timedelta(minutes=63)) == 0
    shown = ["answers", "hands", "held", "led"]
    save_wishes(person=cast.sven, wanted=["answers", "hands", "held"], shown=shown, quiet=None, zone="Europe/Berlin")
    late(0)
    assert ring(timedelta(minutes=64)) == 0
