"""Those who lead close months and fetch their files; nobody else comes near."""

import csv
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from oase.experts.rewards.models import Reward
from oase.experts.rewards.payouts.models import Payer, PayoutRun
from oase.jobs import clock
from oase.privacy import vault
from oase.privacy.models import AccessLog, Sealed
from tests.cast import Cast
from tests.experts.rewards.months import KAFFEEWERKS, close, earn, ready

ENGLISH = {"Accept-Language": "en"}
RUN = ["kaffeewerk", "2026-10"]


@pytest.fixture
def sven(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.sven, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def _closed(cast: Cast) -> None:
    ready(cast)
    earn(cast.emil, cast.kaffeewerk, 420)
    close(cast)


def test_a_leader_looks_closes_and_fetches(cast: Cast, sven: Client) -> None:
    ready(cast)
    earn(cast.emil, cast.kaffeewerk, 420)
    month = f"{clock.now():%Y-%m}"
    page = sven.get(reverse("office-payouts", args=["kaffeewerk"]), headers=ENGLISH).content.decode()
    assert ("€4.20" in page, "Emil" in page, "will be paid" in page) == (True, True, True)
    for wrong, status in ((month, 422), ("2026-13", 404), ("", 404), ("2026-1", 404), ("２０２６-10", 404)):
        answer = sven.post(reverse("office-payout-close", args=["kaffeewerk"]), {"month": wrong}, headers=ENGLISH)
        assert answer.status_code == status, wrong
    assert PayoutRun.objects.count() == 0
    for _ in range(2):
        answer = sven.post(reverse("office-payout-close", args=["kaffeewerk"]), {"month": "2026-10"})
        assert answer["Location"] == reverse("office-payout-run", args=RUN)
    assert PayoutRun.objects.count() == 1
    page = sven.get(reverse("office-payout-run", args=RUN), headers=ENGLISH).content.decode()
    assert ("GS-2026-10-00001" in page, "€4.20" in page) == (True, True)
    bank, accounts, notes = (
        sven.get(reverse("office-payout-file", args=[*RUN, kind])) for kind in ("bank", "table", "notes")
    )
    assert b"<EndToEndId>GS-2026-10-00001</EndToEndId>" in bank.content
    (row,) = csv.DictReader(StringIO(accounts.content.decode("utf-8-sig")))
    assert (row["name"], row["iban"], row["net_eur"], row["tax_eur"], row["total_eur"]) == (
        "Emil Hartmann", "DE89370400440532013000", "4.20", "0.00", "4.20",
    )  # fmt: skip
    assert ZipFile(BytesIO(notes.content)).namelist() == ["GS-2026-10-00001.pdf"]
    assert sven.get(reverse("office-payout-note", args=[*RUN, 1])).content[:5] == b"%PDF-"
    assert sven.get(reverse("office-payout-note", args=[*RUN, 2])).status_code == 404
    assert sven.get(reverse("office-payout-file", args=[*RUN, "everything"])).status_code == 404
    assert AccessLog.objects.filter(person=cast.emil, viewer=cast.sven, kind="payment").count() == 1  # once an hour


def test_without_an_account_nothing_is_closed(cast: Cast, sven: Client) -> None:
    earn(cast.emil, cast.kaffeewerk, 420)
    answer = sven.post(reverse("office-payout-close", args=["kaffeewerk"]), {"month": "2026-10"}, headers=ENGLISH)
    assert (answer.status_code, "from which account" in answer.content.decode()) == (422, True)
    assert PayoutRun.objects.count() == 0


def test_the_account_is_checked_and_what_was_typed_kept(cast: Cast, sven: Client) -> None:
    address, typed = reverse("office-payout-account", args=["kaffeewerk"]), dict(KAFFEEWERKS.__dict__)
    for field, value in (("iban", "DE12"), ("bic", "NOBANK"), ("tax_number", "x"), ("name", " ")):
        answer = sven.post(address, typed | {field: value}, headers=ENGLISH)
        page = answer.content.decode()
        assert (answer.status_code, "Hafenstraße 1" in page, Payer.objects.count()) == (422, True, 0), field
    assert sven.post(address, typed).status_code == 302
    assert Payer.objects.get().iban == "DE02500105170137075030"
    assert "DE02500105170137075030" in sven.get(address).content.decode()


def test_nobody_else_comes_near(cast: Cast, client: Client) -> None:
    _closed(cast)
    reading = [
        reverse("office-payouts", args=["kaffeewerk"]),
        reverse("office-payout-account", args=["kaffeewerk"]),
        reverse("office-payout-run", args=RUN),
        reverse("office-payout-note", args=[*RUN, 1]),
        *(reverse("office-payout-file", args=[*RUN, kind]) for kind in ("bank", "table", "notes")),
    ]
    writing = [(reverse("office-payout-close", args=["kaffeewerk"]), {"month": "2026-10"})]
    writing.append((reverse("office-payout-account", args=["kaffeewerk"]), dict(KAFFEEWERKS.__dict__)))
    logged = AccessLog.objects.count()
    for who in (cast.ada, cast.dora, cast.emil, cast.karla, cast.mallory):
        client.force_login(who, backend=settings.AUTHENTICATION_BACKENDS[0])
        assert [client.get(address).status_code for address in reading] == [404] * len(reading), who.first_name
        assert [client.post(address, data).status_code for address, data in writing] == [404, 404], who.first_name
    assert AccessLog.objects.count() == logged


def test_who_was_forgotten_is_in_no_file_any_more(cast: Cast, sven: Client) -> None:
    _closed(cast)
    vault.destroy_key(cast.emil.pk)
    Sealed.objects.filter(person=cast.emil).delete()
    page = sven.get(reverse("office-payout-run", args=RUN), headers=ENGLISH).content.decode()
    assert ("€4.20" in page, "1 expert was forgotten" in page) == (True, True)
    for kind in ("bank",):
        assert sven.get(reverse("office-payout-file", args=[*RUN, kind])).status_code == 302
    assert sven.get(reverse("office-payout-note", args=[*RUN, 1])).status_code == 302
    accounts = sven.get(reverse("office-payout-file", args=[*RUN, "table"])).content.decode()
    assert ("Hartmann" in accounts, "GS-2026-10-00001" in accounts, "4.20" in accounts) == (False, True, True)


def test_a_leader_writes_down_what_came_back_and_takes_back_and_nobody_else(
    cast: Cast, sven: Client, client: Client
) -> None:
    _closed(cast)
    reward = Reward.objects.get()
    back = reverse("office-take-back", args=["kaffeewerk", reward.pk])
    came = reverse("office-came-back", args=[*RUN, 1])
    page = reverse("office-rewards", args=["kaffeewerk"])
    for who in (cast.ada, cast.dora, cast.emil, cast.karla, cast.mallory):
        client.force_login(who, backend=settings.AUTHENTICATION_BACKENDS[0])
        codes = [client.get(page), client.post(back, {"reason": "fraud"}), client.post(came, {"reason": "AC04"})]
        assert [one.status_code for one in codes] == [404, 404, 404], who.first_name
    assert sven.post(reverse("office-came-back", args=[*RUN, 9]), {"reason": "AC04"}).status_code == 404
    assert sven.post(reverse("office-take-back", args=["kaffeewerk", 99999]), {"reason": "fraud"}).status_code == 404
    for address, words in ((came, "choose what the bank says"), (back, "choose why it is taken back")):
        refused = sven.post(address, {"reason": "x"}, headers=ENGLISH)
        assert (refused.status_code, words in refused.content.decode()) == (422, True)
    assert sven.post(came, {"reason": "AC04"}).status_code == 302
    assert "The account is closed" in sven.get(reverse("office-payout-run", args=RUN), headers=ENGLISH).content.decode()
    assert (
        "Sent back by the bank"
        in sven.get(reverse("office-payouts", args=["kaffeewerk"]), headers=ENGLISH).content.decode()
    )
    assert sven.post(back, {"reason": "mistake"}).status_code == 302
    shown = sven.get(page, headers=ENGLISH).content.decode()
    assert ("taken back" in shown, "Sven" in shown) == (True, True)
    client.force_login(cast.emil, backend=settings.AUTHENTICATION_BACKENDS[0])
    statement = client.get(reverse("desk-rewards"), headers=ENGLISH).content.decode()
    assert ("taken back" in statement, "sent back by your bank" in statement) == (True, True)
