"""Names and words that were made to do harm: in the archive they are names and words."""

import io
import re
import zipfile
from html.parser import HTMLParser
from io import BytesIO
from uuid import uuid4

import pytest

from oase.conversations import actions
from oase.conversations.models import Message
from oase.conversations.words import IncomingFile
from oase.people.actions import change_profile
from oase.privacy.files import read_file
from oase.service_cloud.export.actions import ask_for_export, make
from tests.cast import Cast

EVIL = (
    "../../../etc/cron.d/x",
    "..\\..\\Windows\\x.bat",
    "/etc/passwd",
    "C:\\x.txt",
    "a\r\nSet-Cookie: x=1\r\n.txt",
    "\u202egpj.exe",
    '"><script>alert(1)</script>.html',
    "javascript:alert(1)",
    "x" * 300 + ".pdf",
    "CON",
    "%2e%2e%2f%2e%2e%2fx",
    "rechnung#1?.pdf",
    ".",
    "..",
    "\x00nul",
    "ä\u0308\u200b.txt",
)
MARKUP = (
    '<script>alert(1)</script><img src=x onerror=alert(1)> {{ settings.SECRET_KEY }} {% now "Y" %} </title> %(by)s %s'
)


class Tags(HTMLParser):
    """The tags and links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        self.handlers += [name for name, _value in attrs if name.startswith("on")]


@pytest.fixture
def archive(cast: Cast) -> zipfile.ZipFile:
    change_profile(
        person=cast.karla, first_name=MARKUP[:80], last_name='"><b>', face="", language="en", contact={"phone": MARKUP}
    )
    conversation = cast.asks(MARKUP, subject=MARKUP[:150], wants_company=True)
    files = [IncomingFile(name, "text/html\r\nX: y", 4, BytesIO(b"<b>x")) for name in EVIL]
    actions.reply(
        conversation_id=conversation.pk, author=cast.karla, role=Message.CUSTOMER, text=MARKUP, client_id=uuid4(),
        files=files,
    )  # fmt: skip
    actions.save_draft(conversation_id=conversation.pk, person=cast.karla, body=MARKUP)
    export = ask_for_export(person=cast.karla)
    make(export.pk)
    export.refresh_from_db()
    assert export.file is not None
    return zipfile.ZipFile(io.BytesIO(b"".join(read_file(export.file))))


def test_every_file_stays_in_its_folder(archive: zipfile.ZipFile) -> None:
    names = [name for name in archive.namelist() if name.startswith("files/")]
    assert len(names) == len(EVIL)
    for name in names:
        assert re.fullmatch(r"files/\d{5}-[^/\\:\x00-\x1f\u202a-\u202e]{1,81}", name), name
        assert not name.endswith((".", " "))
    assert set(archive.namelist()) - set(names) == {"data.json", "index.html"}


def test_nothing_in_the_page_runs(archive: zipfile.ZipFile) -> None:
    page = archive.read("index.html").decode()
    tags = Tags()
    tags.feed(page)
    assert tags.tags & {"script", "img", "iframe", "object", "embed", "form", "base", "svg"} == set()
    assert tags.handlers == []
    assert all(link.startswith(("#", "files/")) for link in tags.links)
    assert "{{ settings.SECRET_KEY }}" in page


def test_every_link_leads_to_its_file(archive: zipfile.ZipFile) -> None:
    """`#`, `?` and `%` mean something in an address."""
    from urllib.parse import unquote

    tags = Tags()
    tags.feed(archive.read("index.html").decode())
    for link in (one for one in tags.links if one.startswith("files/")):
        assert not set(link) & set("#?")
        assert unquote(link) in archive.namelist()


def test_what_could_run_by_a_click_is_no_link(archive: zipfile.ZipFile) -> None:
    """A page somebody sent by mail would run as a page of this archive."""
    tags = Tags()
    tags.feed(archive.read("index.html").decode())
    assert [link for link in tags.links if link.lower().endswith((".html", ".svg", ".bat", ".exe"))] == []
