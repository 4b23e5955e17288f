"""What a log may hold: places, kinds of errors and ids; no word of a person, and no address that is a key."""

import logging
from uuid import uuid4

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from oase.config import urls
from oase.config.logs import NothingPersonal
from oase.conversations.links import link_token


def breaks(request: HttpRequest, token: str) -> HttpResponse:
    raise RuntimeError(f"Karla Blum, 0171 3920045, {token}")


handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
urlpatterns = [path("breaks/<str:token>/", breaks), *urls.urlpatterns]


@pytest.fixture
def written(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """What the log of the house would hold."""
    caplog.handler.addFilter(NothingPersonal())
    caplog.set_level(logging.WARNING)
    return caplog


def test_a_link_that_still_opens_a_concern_is_in_no_log(house: None, written: pytest.LogCaptureFixture) -> None:
    token = link_token(uuid4())
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(f"/link/{token}/").status_code == 403
    assert browser.get(f"/files/{token}/").status_code == 404
    assert [record.getMessage() for record in written.records] == [
        "Forbidden (CSRF cookie not set.): /link/<str:token>/",
        "Not Found: /files/<str:token>/",
    ]


def test_ids_stay_and_what_somebody_typed_does_not(house: None, written: pytest.LogCaptureFixture) -> None:
    one = uuid4()
    Client().get(f"/concerns/{one}/")
    Client().get("/helpers/7/")
    Client().get("/karla@example.org/")
    assert [record.getMessage() for record in written.records] == [
        f"Not Found: /concerns/{one}/",
        "Not Found: /helpers/7/",
        "Not Found: an address without a page",
    ]


@pytest.mark.urls(__name__)
def test_of_an_error_only_its_kind_and_place_stay(house: None, written: pytest.LogCaptureFixture) -> None:
    assert Client(raise_request_exception=False).get("/breaks/secret/").status_code == 500
    (record,) = written.records
    said = record.getMessage()
    assert said.startswith("Internal Server Error: /breaks/<str:token>/: RuntimeError at breaks (")
    assert (record.exc_info, "Karla" in said, "secret" in said) == (None, False, False)
