"""Which experts were asked about a concern, and why: for its company's staff alone."""

from django.test import Client
from django.urls import reverse

from tests.cast import Cast


def page(client: Client, cast: Cast, slug: str = "kaffeewerk") -> tuple[int, str]:
    conversation = cast.asks()
    response = client.get(reverse("office-asked", args=[slug, conversation.pk]))
    return response.status_code, response.content.decode()


def test_staff_read_who_was_asked_and_why(cast: Cast, client: Client) -> None:
    client.force_login(cast.ada)
    status, html = page(client, cast)
    assert status == 200
    assert "Emil" in html
    assert html.count('class="row"') == 1


def test_a_concern_that_went_to_the_company_asked_nobody(cast: Cast, client: Client) -> None:
    client.force_login(cast.ada)
    conversation = cast.asks(wants_company=True)
    html = client.get(reverse("office-asked", args=["kaffeewerk", conversation.pk])).content.decode()
    assert "Emil" not in html


def test_nobody_else_reads_it(cast: Cast, client: Client) -> None:
    assert page(client, cast)[0] == 302
    for stranger in (cast.mallory, cast.karla, cast.emil):
        client.force_login(stranger)
        assert page(client, cast)[0] == 404
    client.force_login(cast.mallory)
    assert page(client, cast, slug="velotal")[0] == 404
