"""The statement, where one's money goes, and one's own credit notes."""

from django.conf import settings
from django.test import Client
from django.urls import reverse

from oase.experts.rewards.payouts.details import own_details, save_details
from oase.experts.rewards.payouts.models import PaymentDetails, Payout
from oase.privacy.models import AccessLog, Sealed
from tests.cast import Cast
from tests.experts.rewards.months import EMILS, close, earn, ready

ENGLISH = {"Accept-Language": "en"}
TYPED = {
    "holder": "Emil Hartmann", "street": "Bergstraße 4", "postcode": "79098", "town": "Freiburg", "country": "DE",
    "iban": "DE89 3704 0044 0532 0130 00", "tax_number": "181/815/08155", "small_business": "on", "agreed": "on",
}  # fmt: skip


def _page(client: Client, name: str = "desk-rewards") -> str:
    answer = client.get(reverse(name), headers=ENGLISH)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_statement_says_what_is_owed_and_that_it_waits(cast: Cast, emil: Client) -> None:
    earn(cast.emil, cast.kaffeewerk, 420)
    earn(cast.emil, cast.velotal, 80, reason="reuse")
    page = _page(emil)
    for words in ("€4.20", "€0.80", "€5.00", "It waits", "saved answer used", "Kaffeewerk", "Velotal"):
        assert words in page


def test_saying_where_it_goes_seals_it(cast: Cast, emil: Client) -> None:
    assert emil.post(reverse("desk-payment"), TYPED).status_code == 303
    details = own_details(cast.emil.pk)
    assert details == EMILS
    sealed = Sealed.objects.get(person=cast.emil, kind="payment")
    assert b"Hartmann" not in bytes(sealed.ciphertext)
    page = _page(emil, "desk-payment")
    assert ("DE89370400440532013000" in page, "Bergstraße 4" in page) == (True, True)


def test_what_cannot_stand_says_why_and_keeps_what_was_typed(cast: Cast, emil: Client) -> None:
    for wrong, words in (
        ({"iban": "DE89 3704 0044 0532 0130 01"}, "no valid IBAN"),
        ({"iban": "QA54QNBA000000000000693123456"}, "SEPA area only"),
        ({"tax_number": "12"}, "neither a tax number nor a VAT id"),
        ({"country": "AT"}, "no VAT id of the country"),
        ({"country": "US"}, "valid choice"),
        ({"agreed": ""}, "Without your consent"),
        ({"holder": ""}, "required"),
        ({"holder": "x" * 71}, "at most 70"),
    ):
        answer = emil.post(reverse("desk-payment"), TYPED | wrong, headers=ENGLISH)
        page = answer.content.decode()
        assert (answer.status_code, words in page, "Bergstraße 4" in page) == (422, True, True), wrong
    assert (PaymentDetails.objects.count(), Sealed.objects.filter(kind="payment").count()) == (0, 0)


def test_details_can_be_forgotten(cast: Cast, emil: Client) -> None:
    emil.post(reverse("desk-payment"), TYPED)
    assert emil.post(reverse("desk-payment"), {"remove": "1"}).status_code == 303
    assert (own_details(cast.emil.pk), Sealed.objects.filter(kind="payment").count()) == (None, 0)


def test_a_credit_note_is_its_experts(cast: Cast, emil: Client, client: Client) -> None:
    ready(cast)
    earn(cast.emil, cast.kaffeewerk, 420)
    close(cast)
    payout = Payout.objects.get()
    address = reverse("desk-credit-note", args=[payout.pk])
    before = AccessLog.objects.count()
    answer = emil.get(address)
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert AccessLog.objects.count() == before  # whoever reads their own leaves no entry
    assert address in _page(emil)
    assert client.get(address).status_code == 302
    for who in (cast.karla, cast.sven, cast.mallory):
        client.force_login(who, backend=settings.AUTHENTICATION_BACKENDS[0])
        assert client.get(address).status_code == 404


def test_only_experts_say_where_money_goes(cast: Cast, client: Client) -> None:
    for who in (cast.karla, cast.ada):
        client.force_login(who, backend=settings.AUTHENTICATION_BACKENDS[0])
        assert client.post(reverse("desk-payment"), TYPED).status_code == 404
        assert client.get(reverse("desk-payment")).status_code == 404
    assert PaymentDetails.objects.count() == 0


def test_an_author_does_not_read_whose_concern_their_saved_answer_helped(cast: Cast, emil: Client) -> None:
    conversation = cast.asks("Meine Aroma 4 brüht nicht und knattert.")
    reward = earn(cast.emil, cast.kaffeewerk, 42, reason="reuse", conversation=conversation)
    assert reward.conversation_id == conversation.pk
    assert "knattert" not in _page(emil)
    save_details(by=cast.emil, wanted=EMILS, agreed=True)
    assert "paid when its month is closed" in _page(emil)
