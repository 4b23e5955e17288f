"""Own views on their pages, and the inbox from page to page."""

import re
from uuid import uuid4

from django.urls import reverse

from oase.conversations import actions
from oase.conversations.listing.reading import A_PAGE
from oase.second_level.views.models import OwnView
from tests.cast import Cast
from tests.conversations.listing.listed import many
from tests.portals.office.desk import Desk

NEW = reverse("office-own-view-new", args=["kaffeewerk"])


def shown_in(page: str) -> list[str]:
    return re.findall(r'id="row-([0-9a-f-]{36})"', page)


def test_ada_makes_a_view_and_finds_what_fits_with_its_count(cast: Cast, ada: Desk) -> None:
    machine = cast.given_on()
    invoice = cast.asks("Meine Rechnung stimmt nicht.", topic=cast.invoices)
    answer = ada.client.post(NEW, {"name": "Rechnungen", "topics": cast.invoices.pk, "shared": "private"})
    view = OwnView.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/office/kaffeewerk/?view=own-{view.pk}")
    page = ada.get("inbox", view=f"own-{view.pk}")
    assert shown_in(page) == [str(invoice.pk)]
    assert "Rechnungen" in page
    assert "Invoices" in ada.get("own-views")
    assert shown_in(ada.get("inbox", view="mine")) == [str(machine.pk), str(invoice.pk)]
    ada.client.post(
        reverse("office-own-view", args=["kaffeewerk", view.pk]), {"name": "Alle Mails", "channels": "email"}
    )
    assert shown_in(ada.get("inbox", view=f"own-{view.pk}")) == []
    ada.client.post(reverse("office-own-view-remove", args=["kaffeewerk", view.pk]))
    # Whoever still has it open is led to their own.
    assert shown_in(ada.get("queue", view=f"own-{view.pk}")) == [str(machine.pk), str(invoice.pk)]


def test_what_is_refused_is_said_and_what_was_typed_is_kept(cast: Cast, ada: Desk) -> None:
    answer = ada.client.post(NEW, {"name": "Blaues", "colour": "blue", "languages": "en"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is no filter “colour”. Please choose among those below." in page
    assert 'value="Blaues"' in page
    assert re.search(r'name="languages" value="en" checked', page)
    assert not OwnView.objects.exists()
    answer = ada.client.post(NEW, {"name": "", "older_days": "zwei"})
    assert "Please give the view a name." in answer.content.decode()
    assert 'value="zwei"' in answer.content.decode()


def test_how_many_fit_is_said_before_it_is_saved(cast: Cast, ada: Desk) -> None:
    cast.given_on()
    fits = reverse("office-own-view-fits", args=["kaffeewerk"])
    assert "1 concern fits this now." in ada.client.post(fits, {"name": "x", "holders": "me"}).content.decode()
    assert "0 concerns fit this now." in ada.client.post(fits, {"holders": "nobody"}).content.decode()
    assert "There is no filter “colour”." in ada.client.post(fits, {"colour": "blue"}).content.decode()


def test_somebody_elses_private_view_is_not_there(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    ada.client.post(NEW, {"name": "Adas Geheimnis", "holders": str(cast.ada.pk)})
    key = f"own-{OwnView.objects.get().pk}"
    dora = Desk(cast.dora)
    for name in ("inbox", "queue", "views", "own-views"):
        assert "Adas Geheimnis" not in dora.get(name, view=key)
    assert shown_in(dora.get("queue", view=key)) == []
    assert shown_in(ada.get("queue", view=key)) == [str(conversation.pk)]


def test_the_inbox_goes_from_page_to_page_and_a_row_leads_back_to_its_own(cast: Cast, ada: Desk) -> None:
    ids = [str(one) for one in many(cast, A_PAGE + 2)]
    first = ada.get("inbox", view="mine")
    assert shown_in(first) == ids[:A_PAGE]
    (older,) = re.findall(r'rel="next" href="\?([^"]+)"', first)
    place = older.replace("&amp;", "&").partition("after=")[2]
    second = ada.get("inbox", view="mine", after=place)
    assert shown_in(second) == ids[A_PAGE:]
    assert f"/office/kaffeewerk/{ids[-1]}/?view=mine&amp;after={place}" in second
    assert f"view=mine&amp;after={place}&amp;current=" in second
    (newer,) = re.findall(r'rel="prev" href="\?view=mine&amp;before=([^"]+)"', second)
    assert shown_in(ada.get("inbox", view="mine", before=newer)) == ids[:A_PAGE]
    for nonsense in ("x", "1", "0.0.0", "<script>", "9" * 99):
        assert shown_in(ada.get("inbox", view="mine", after=nonsense, before=nonsense)) == ids[:A_PAGE]


def test_the_views_say_where_something_is(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    page = ada.get("views")
    assert "I am named" not in page
    assert "For later" not in page
    assert "My team" not in page
    actions.reply(conversation_id=conversation.pk, author=cast.ada, role="agent", text="Gern.", client_id=uuid4())
    assert shown_in(ada.get("queue", view="waiting")) == []
