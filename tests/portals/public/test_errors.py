"""What goes wrong says so, keeps what was typed, and shows a way on."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from oase.config import urls
from oase.conversations.models import Conversation
from tests.cast import Cast

WAY_ON = 'class="btn primary" href="/"'
HTMX = {"hx-request": "true"}


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("Karla Blum, 0171 3920045")


def refuses(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Karla Blum")


handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
urlpatterns = [path("breaks/", breaks), path("refuses/", refuses), *urls.urlpatterns]
ours = pytest.mark.urls("tests.portals.public.test_errors")


def test_nothing_there(house: None, client: Client) -> None:
    page = client.get("/nowhere/")
    assert page.status_code == 404
    assert WAY_ON in page.content.decode()


@pytest.mark.parametrize("address", ["/%00/", "/concerns/%ff%fe/", "/ask/%2e%2e%2fx/", "/" + "x" * 6000])
def test_addresses_nobody_would_type(house: None, client: Client, address: str) -> None:
    page = client.get(address)
    assert page.status_code == 404
    assert WAY_ON in page.content.decode()


@ours
def test_our_fault(house: None, client: Client) -> None:
    client.raise_request_exception = False
    page = client.get("/breaks/")
    assert page.status_code == 500
    assert WAY_ON in page.content.decode()
    assert "Karla" not in page.content.decode()


@ours
def test_not_allowed(house: None, client: Client) -> None:
    page = client.get("/refuses/")
    assert page.status_code == 403
    assert WAY_ON in page.content.decode()
    assert "Karla" not in page.content.decode()


def test_a_form_from_elsewhere(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.post(reverse("account_login"), {"login": cast.karla.email, "password": "x"})
    assert page.status_code == 403
    assert WAY_ON in page.content.decode()


def test_opened_in_the_wrong_way(house: None, client: Client) -> None:
    for address in ("/", "/mail/", "/privacy/", "/healthz", "/robots.txt"):
        page = client.post(address)
        assert (page.status_code, page["Allow"]) == (405, "GET, HEAD")
        assert WAY_ON in page.content.decode()
    assert client.get(reverse("ask-preview", args=["kaffeewerk"])).status_code == 405


def test_more_text_than_any_page_takes(cast: Cast, client: Client) -> None:
    page = client.post(reverse("ask", args=["kaffeewerk"]), {"text": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})
    assert page.status_code == 413
    assert WAY_ON in page.content.decode()
    many = client.post(reverse("ask", args=["kaffeewerk"]), {f"f{n}": "x" for n in range(1100)})
    assert many.status_code == 413


def test_a_broken_body(cast: Cast, client: Client) -> None:
    page = client.generic("POST", reverse("ask", args=["kaffeewerk"]), b"--x", "multipart/form-data; boundary=")
    assert page.status_code == 400
    assert WAY_ON in page.content.decode()


def test_a_file_that_is_too_large_is_said_and_the_words_are_kept(cast: Cast, client: Client) -> None:
    class Large:
        name, content_type, size = "video.mp4", "video/mp4", 30 * 1024 * 1024

        def __init__(self) -> None:
            self.left = self.size

        def read(self, size: int = -1) -> bytes:
            part = self.left if size < 0 else min(size, self.left)
            self.left -= part
            return bytes(part)

    given = {"text": "Meine Aroma 4 zeigt E12.", "email": "guest@example.org", "client_id": str(uuid4())}
    page = client.post(reverse("ask", args=["kaffeewerk"]), given | {"files": Large()})
    assert page.status_code == 422
    assert "25" in page.content.decode()
    assert "Meine Aroma 4 zeigt E12." in page.content.decode()
    assert not Conversation.objects.exists()


@ours
def test_a_part_of_a_page_says_it_in_passing_and_leaves_the_page_alone(house: None, client: Client) -> None:
    client.raise_request_exception = False
    for address, status in (("/breaks/", 500), ("/refuses/", 403), ("/nowhere/", 404)):
        part = client.post(address, headers=HTMX)
        assert (part.status_code, part["HX-Retarget"], part["HX-Reswap"]) == (status, "#toasts", "beforeend")
        assert part.content.decode().startswith('<div class="toast warning"')
        live = client.get(address, headers=HTMX)
        assert (live.status_code, live["HX-Reswap"], live.content) == (status, "none", b"")
