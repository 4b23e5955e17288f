"""Karla takes her data with her: asked for, watched while it is made, downloaded, read. Mallory gets nowhere near."""

import json
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.visitors import Visitor

WORDS = "Der Wassertank meiner Aroma 4 hat einen Riss, ich bin Karla Blum."


def downloaded(visitor: Visitor, into: Path) -> zipfile.ZipFile:
    """The archive, as it lies on Karla's disk."""
    with visitor.page.expect_download() as download:
        visitor.press("#archive button.primary")
    path = into / "archive.zip"
    download.value.save_as(path)
    return zipfile.ZipFile(path)


@pytest.mark.parametrize("script", [True, False], ids=["live", "without script"])
def test_karla_takes_her_data_with_her(invite: Invite, tmp_path: Path, script: bool) -> None:
    karla = invite("karla", script=script)
    karla.go("/ask/kaffeewerk/")
    karla.find("textarea[name=text]").fill(WORDS)
    karla.find("main form").locator("button.primary").locator("visible=true").last.click()
    karla.page.wait_for_url("**/concerns/*/")
    karla.go("/profile/")
    karla.press("main a[href='/my-data/']")
    karla.press("#archive form[action$='/ask/'] button")
    # Not a single click more: it comes by itself, or by looking again.
    karla.meet(karla.page.get_by_role("heading", name="Ihr Archiv ist fertig"))
    archive = downloaded(karla, tmp_path)
    assert archive.testzip() is None
    data = json.loads(archive.read("data.json"))
    texts = [entry.get("text") for concern in data["concerns"] for entry in concern["entries"]]
    page = archive.read("index.html").decode()
    assert (WORDS in texts, WORDS in page) == (True, True)
    assert [word for word in ("mallory@example.org", "ada@example.org", "emil@example.org") if word in page] == []
    karla.go("/access/")
    karla.see("alles, was über Sie aufbewahrt wird")


def test_the_archive_reads_well_on_its_own(invite: Invite, tmp_path: Path) -> None:
    karla = invite("karla")
    karla.go("/my-data/")
    if karla.page.locator("#archive form[action$='/ask/'] button.primary").count():
        karla.press("#archive form[action$='/ask/'] button")
    karla.meet(karla.page.get_by_role("heading", name="Ihr Archiv ist fertig"))
    downloaded(karla, tmp_path).extractall(tmp_path)
    asked: list[str] = []
    karla.page.on("request", lambda request: asked.append(request.url))
    karla.page.goto((tmp_path / "index.html").as_uri())
    expect(karla.page.locator("h1")).to_be_visible()
    karla.check_access()
    karla.page.set_viewport_size({"width": 390, "height": 844})
    karla.check_access()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_mallory_gets_nowhere_near(invite: Invite) -> None:
    karla, mallory = invite("karla"), invite("mallory", language="en")
    karla.go("/my-data/")
    if karla.page.locator("#archive form[action$='/ask/'] button.primary").count():
        karla.press("#archive form[action$='/ask/'] button")
    karla.meet(karla.page.get_by_role("heading", name="Ihr Archiv ist fertig"))
    address = karla.page.locator("#archive form:has(button.primary)").get_attribute("action")
    assert address
    mallory.go("/my-data/")
    token = mallory.page.locator("#archive input[name=csrfmiddlewaretoken]").first.get_attribute("value")
    answers = [
        mallory.page.request.post(
            address, form={"csrfmiddlewaretoken": token or ""}, headers={"Referer": f"{mallory.address}/my-data/"}
        ).status,
        mallory.page.request.get(address).status,
    ]
    assert answers == [404, 405]
