"""Ada gives from the concern, Sven decides on one page, Karla reads it with a name; what was typed is kept."""

from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from oase.channels.email.delivering import deliver_due
from oase.companies.models import Membership
from oase.conversations.models import Conversation, Outbox
from oase.jobs import clock
from oase.people.models import Person
from oase.second_level.goodwill.actions import withdraw
from oase.second_level.goodwill.models import Goodwill, GoodwillBudget, GoodwillKind, GoodwillWish
from tests.cast import Cast
from tests.portals.office.desk import Desk
from tests.second_level.goodwill.story import budgets, gives, voucher


def _sent(cast: Cast, **changed: Any) -> dict[str, Any]:
    return {"kind": voucher(cast).pk, "client_id": str(uuid4()), "value": "", "words": "Danke!"} | changed


def _karla(cast: Cast, address: str, *args: object) -> str:
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.karla, backend=settings.AUTHENTICATION_BACKENDS[0])
    answer = client.get(reverse(address, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_ada_gives_and_karla_reads_it_on_her_concern_and_in_her_own_place(cast: Cast, ada: Desk) -> None:
    budgets(cast)
    voucher(cast)
    conversation = cast.given_on()
    assert reverse("office-give", args=["kaffeewerk", conversation.pk]) in ada.get("case", conversation.pk)
    assert "You still have €25.00 of €25.00 this month." in ada.get("give", conversation.pk)
    answer = ada.post("give", conversation, **_sent(cast))
    assert answer["Location"] == f"/office/kaffeewerk/{conversation.pk}/?view=mine"
    beside = ada.get("case", conversation.pk)
    assert "Voucher" in beside
    assert "<b>Ada</b> gave: Voucher (€10.00). “Danke!”" in beside
    on_concern = _karla(cast, "concern", conversation.pk)
    assert "<b>Ada</b> has something for you: Voucher (€10.00). “Danke!”" in on_concern
    for page in (on_concern, _karla(cast, "concerns")):
        assert "from Ada" in page
        assert "€10.00" in page
        assert "Der Code liegt bei." in page


def test_a_value_beyond_the_budget_is_kept_and_leads_to_whoever_decides(cast: Cast, ada: Desk) -> None:
    budgets(cast)
    conversation, sent = cast.given_on(), _sent(cast, value="90,00")
    refused = ada.post("give", conversation, status=422, **sent).content.decode()
    assert "Your budget holds €25.00 this month" in refused
    assert 'value="90,00"' in refused
    assert str(sent["client_id"]) in refused
    assert "Danke!</textarea>" in refused
    again = ada.post("give", conversation, status=422, ask="1", reason="", **sent).content.decode()
    assert "Please say in a few words why" in again
    ada.post("give", conversation, ask="1", reason="Drei Wochen", **sent)
    assert "Ada asked; not decided yet" in ada.get("case", conversation.pk)
    sven, wish = Desk(cast.sven), GoodwillWish.objects.get()
    page = sven.get("goodwill")
    assert "Ada would like to give Karla Blum: Voucher, €90.00" in page
    address = reverse("office-goodwill-decide", args=["kaffeewerk", wish.pk])
    declined = sven.client.post(address, {"granted": "0", "answer": ""})
    assert declined.status_code == 422
    assert "Please say why not" in declined.content.decode()
    assert sven.client.post(address, {"granted": "1"}).status_code == 302
    assert Goodwill.objects.get().cents == 9000
    assert sven.client.post(address, {"granted": "1"}).status_code == 422
    assert "agreed by Sven" in sven.get("goodwill")


@pytest.mark.parametrize(
    "changed", [{"kind": ""}, {"kind": "9" * 30}, {"kind": "x"}, {"client_id": "x"}, {"value": "viel"}]
)
def test_a_broken_form_gives_nothing_and_says_so(cast: Cast, ada: Desk, changed: dict[str, Any]) -> None:
    budgets(cast)
    conversation = cast.given_on()
    answer = ada.post("give", conversation, status=422, **_sent(cast, **changed))
    assert 'role="alert"' in answer.content.decode()
    assert not Goodwill.objects.exists()


def test_taking_back_asks_for_a_word_and_the_customer_is_told(cast: Cast, ada: Desk) -> None:
    budgets(cast)
    conversation = cast.given_on()
    given = gives(cast, conversation)
    address = reverse("office-withdraw", args=["kaffeewerk", given.pk])
    assert address in ada.get("case", conversation.pk)
    assert address not in Desk(cast.dora).get("case", conversation.pk)
    assert Desk(cast.dora).client.get(address).status_code == 404
    assert ada.client.post(address, {"words": " "}).status_code == 422
    assert ada.client.post(address, {"words": "Versehen"}).status_code == 302
    assert ada.client.post(address, {"words": "Versehen"}).status_code == 422
    assert "had to take back: Voucher (€10.00). We are sorry. “Versehen”" in _karla(cast, "concern", conversation.pk)


def test_agents_see_what_they_gave_and_nobody_elses(cast: Cast, ada: Desk) -> None:
    budgets(cast)
    conversation = cast.given_on()
    gives(cast, conversation, by=cast.dora, cents=777)
    gives(cast, conversation, cents=888)
    own = ada.get("goodwill")
    assert "€8.88" in own
    assert "€7.77" not in own
    everything = Desk(cast.sven).get("goodwill")
    assert "€8.88" in everything
    assert "€7.77" in everything
    assert "€16.65" in everything


def _mails(cast: Cast, kind: str, language: str) -> str:
    Person.objects.filter(pk=cast.karla.pk).update(language=language)
    Conversation.objects.update(address_confirmed_at=clock.now())
    Outbox.objects.exclude(kind=kind).delete()
    mail.outbox.clear()
    deliver_due()
    [sent] = mail.outbox
    return f"{sent.subject}\n{sent.body}"


@pytest.mark.parametrize(
    ("language", "says", "gift"),
    [
        ("de", "Ada von Kaffeewerk hat etwas für Sie:", "Gutschein (10,00\xa0€)"),
        ("en", "Ada of Kaffeewerk has something for you:", "Voucher (€10.00)"),
    ],
)
def test_the_mail_names_the_giver_and_the_gift(cast: Cast, language: str, says: str, gift: str) -> None:
    budgets(cast)
    given = gives(cast, cast.given_on(), words="Danke!")
    told = _mails(cast, "goodwill", language)
    assert says in told
    assert f"{gift}\nDer Code liegt bei.\nDanke!" in told
    withdraw(goodwill_id=given.pk, by=cast.member(cast.ada), words="Versehen.")
    assert f"{gift}\nVersehen." in _mails(cast, "goodwill_withdrawn", language)


def test_sven_sets_kinds_and_budgets_and_what_is_wrong_stays_typed(cast: Cast) -> None:
    sven, ada = Desk(cast.sven), cast.member(cast.ada)
    new = reverse("office-goodwill-kind-new", args=["kaffeewerk"])
    wrong = sven.client.post(new, {"name_de": "Blumen", "value": "sehr viel"})
    assert wrong.status_code == 422
    assert 'value="sehr viel"' in wrong.content.decode()
    assert sven.client.post(new, {"name_de": "Blumen", "value": "25,00", "icon": "leaf"}).status_code == 302
    assert sven.client.post(new, {"name_de": "blumen", "value": "25,00"}).status_code == 422
    kind = GoodwillKind.objects.get()
    assert (kind.name_en, kind.cents, kind.icon) == ("Blumen", 2500, "leaf")
    here = reverse("office-goodwill-kinds", args=["kaffeewerk"])
    wrong = sven.client.post(here, {"usual": "50", f"own-{ada.pk}": "-3"})
    assert wrong.status_code == 422
    assert "Ada: An amount cannot be negative." in wrong.content.decode()
    assert not GoodwillBudget.objects.exists()
    assert sven.client.post(here, {"usual": "50", f"own-{ada.pk}": "80,50"}).status_code == 302
    assert sorted(GoodwillBudget.objects.values_list("cents", flat=True)) == [5000, 8050]
    retire = reverse("office-goodwill-retire", args=["kaffeewerk", kind.pk])
    assert sven.client.post(retire, {"retired": "1"}).status_code == 302
    assert "given no more" in sven.get("goodwill-kinds")


def test_another_companys_things_are_not_there(cast: Cast) -> None:
    budgets(cast)
    given = gives(cast, cast.given_on())
    mallory = Desk(cast.mallory).client
    Membership.objects.filter(person=cast.mallory).update(role=Membership.ADMIN)
    for address, thing in (("office-withdraw", given.pk), ("office-goodwill-kind", voucher(cast).pk)):
        for slug in ("kaffeewerk", "velotal"):
            assert mallory.get(reverse(address, args=[slug, thing])).status_code == 404
