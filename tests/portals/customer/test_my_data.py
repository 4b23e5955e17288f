"""My data: what is kept, the archive, and that nobody else comes near it."""

import io
import json
import time
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from oase.jobs import clock
from oase.people.models import Person
from oase.privacy.files import path_of
from oase.privacy.models import AccessLog
from oase.service_cloud.export import actions
from oase.service_cloud.export.models import Export
from tests.cast import IBAN, QUESTION, Cast
from tests.portals.customer.conftest import SignIn
from tests.portals.customer.test_asking import HTMX, body
from tests.service_cloud.export.reading import everything_in, made

PAGE = "/my-data/"


def just_signed_in(client: Client, person: Person, *, seconds_ago: float = 0) -> Client:
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time() - seconds_ago}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client


def sent(response: object) -> bytes:
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]  # a streaming answer


def test_the_whole_way(cast: Cast, signed_in: SignIn) -> None:
    """Karla asks, sees it being made, downloads it and finds her own words and nothing of Mallory's."""
    cast.given_on()
    client = just_signed_in(signed_in(cast.karla), cast.karla)
    assert "Make my archive" in body(client.get(PAGE))
    assert client.post(f"{PAGE}ask/").headers["Location"] == "/my-data/#archive"
    assert "It starts in a few seconds" in body(client.get(PAGE))
    export = Export.objects.get()
    Export.objects.update(started_at=clock.now(), done=47, total=100)
    assert "47 % done" in body(client.get(PAGE, headers=HTMX))
    actions.make(export.pk)
    assert "Your archive is ready" in body(client.get(PAGE))
    response = client.post(f"{PAGE}{export.pk}/")
    assert (response.status_code, response.streaming) == (200, True)
    assert response.headers["Content-Disposition"].startswith('attachment; filename="oase-')
    archive = zipfile.ZipFile(io.BytesIO(sent(response)))
    assert archive.testzip() is None
    concern = json.loads(archive.read("data.json"))["concerns"][0]
    assert QUESTION in [entry.get("text") for entry in concern["entries"]]
    assert IBAN in archive.read("index.html").decode()
    assert "mallory" not in everything_in(archive).lower()
    assert "You downloaded" in body(client.get("/access/"))


def test_mallory_is_nowhere_at_any_step(cast: Cast, signed_in: SignIn) -> None:
    cast.asks()
    mallory = just_signed_in(signed_in(cast.mallory), cast.mallory)
    export = actions.ask_for_export(person=cast.karla)
    for step in ("waiting", "ready", "failed", "over"):
        if step == "ready":
            actions.make(export.pk)
        elif step == "failed":
            Export.objects.filter(pk=export.pk).update(ready_at=None, expires_at=None, failed_at=clock.now())
        elif step == "over":
            past = clock.now() - timedelta(days=8)
            Export.objects.filter(pk=export.pk).update(
                failed_at=None, ready_at=past, expires_at=past + timedelta(days=7)
            )
        assert mallory.post(f"{PAGE}{export.pk}/").status_code == 404, step
        assert mallory.get(f"{PAGE}{export.pk}/").status_code in {404, 405}, step
        page = body(mallory.get(PAGE))
        assert (str(export.pk) in page, "Make my archive" in page) == (False, True), step
    assert AccessLog.objects.count() == 0


def test_staff_and_experts_get_no_archive_of_their_customer(cast: Cast, signed_in: SignIn) -> None:
    cast.given_on()
    export = made(cast.karla)
    for helper in (cast.ada, cast.sven, cast.emil):
        client = just_signed_in(signed_in(helper), helper)
        assert client.post(f"{PAGE}{export.pk}/").status_code == 404
    assert signed_in(cast.karla).post(f"{PAGE}{uuid4()}/").status_code == 404


def test_without_a_sign_in_there_is_the_way_to_one(cast: Cast, nobody: Client) -> None:
    export = made(cast.karla)
    ways = [nobody.get(PAGE), nobody.post(f"{PAGE}ask/"), nobody.post(f"{PAGE}{export.pk}/")]
    assert [(way.status_code, way.headers["Location"].partition("?")[0]) for way in ways] == [
        (302, "/account/login/")
    ] * 3


@pytest.mark.parametrize(("seconds", "status"), [(14 * 60, 200), (16 * 60, 303), (-3600, 303)])
def test_the_sign_in_must_be_fresh(cast: Cast, signed_in: SignIn, seconds: int, status: int) -> None:
    export = made(cast.karla)
    client = just_signed_in(signed_in(cast.karla), cast.karla, seconds_ago=seconds)
    assert client.post(f"{PAGE}{export.pk}/").status_code == status


def test_who_has_a_password_is_asked_for_it_and_comes_back(cast: Cast, signed_in: SignIn) -> None:
    cast.karla.set_password("sehr-geheim-7781")
    cast.karla.save()
    export = made(cast.karla)
    client = signed_in(cast.karla)
    asked = client.post(f"{PAGE}{export.pk}/")
    assert asked.headers["Location"].startswith("/account/reauthenticate/?next=%2Fmy-data%2F")
    back = client.post(asked.headers["Location"], {"password": "sehr-geheim-7781"})
    assert back.headers["Location"] == "/my-data/?again=1#archive"
    assert "Now you can download it" in body(client.get(back.headers["Location"]))
    assert client.post(f"{PAGE}{export.pk}/").status_code == 200


def test_who_signs_in_by_code_gets_a_new_one(cast: Cast, signed_in: SignIn) -> None:
    cast.karla.set_unusable_password()
    cast.karla.save()
    export = made(cast.karla)
    client = signed_in(cast.karla)
    asked = client.post(f"{PAGE}{export.pk}/")
    assert asked.headers["Location"].startswith("/account/login/code/?next=%2Fmy-data%2F")
    assert client.get(PAGE).status_code == 302


def test_nobody_is_told_that_they_showed_themselves_who_did_not(cast: Cast, signed_in: SignIn) -> None:
    assert "Now you can download" not in body(signed_in(cast.karla).get(f"{PAGE}?again=1"))


def test_the_fourth_of_a_day_is_refused_in_words(cast: Cast, signed_in: SignIn) -> None:
    for _ in range(3):
        made(cast.karla)
    response = signed_in(cast.karla).post(f"{PAGE}ask/")
    assert (response.status_code, "Tomorrow you can ask again" in body(response)) == (422, True)


def test_each_state_is_told_honestly(cast: Cast, signed_in: SignIn) -> None:
    client, export = signed_in(cast.karla), made(cast.karla)
    Export.objects.update(ready_at=None, expires_at=None, failed_at=clock.now())
    assert "Please try again" in body(client.get(PAGE))
    past = clock.now() - timedelta(days=8)
    Export.objects.update(failed_at=None, ready_at=past, expires_at=past + timedelta(days=7))
    assert "has run out" in body(client.get(PAGE))
    assert client.post(f"{PAGE}ask/").status_code == 303
    assert Export.objects.exclude(pk=export.pk).count() == 1


def test_an_archive_lost_on_disk_is_said(cast: Cast, signed_in: SignIn) -> None:
    export = made(cast.karla)
    path_of(export.file_id).unlink()  # type: ignore[arg-type]  # it is there
    client = just_signed_in(signed_in(cast.karla), cast.karla)
    response = client.post(f"{PAGE}{export.pk}/")
    assert (response.status_code, "You can ask for a new one" in body(response)) == (410, True)


def test_the_page_names_kinds_and_companies_and_no_other_company(cast: Cast, signed_in: SignIn) -> None:
    cast.asks()
    page = body(signed_in(cast.karla).get(PAGE))
    words = ("1 concern", "Kaffeewerk", "Ada cares for you here", "1 year", "6 years", "Karla Blum", "Velotal")
    assert [word in page for word in words] == [True, True, True, True, True, True, False]


def test_while_it_is_made_a_page_without_script_looks_again(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.karla)
    assert 'http-equiv="refresh"' not in body(client.get(PAGE))
    client.post(f"{PAGE}ask/")
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in body(client.get(PAGE))


def test_the_page_takes_the_same_queries_however_much_there_is(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.karla)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PAGE).status_code == 200
        return len(captured)

    cast.asks()
    few = queries()
    for _ in range(3):
        cast.asks()
    assert queries() == few
