"""Signed links: to one concern, to one file, for a while."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from unittest import mock
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client

from oase.conversations.actions import IncomingFile
from oase.conversations.links import FILE_SECONDS, LINK_DAYS, file_token, link_token
from oase.conversations.models import Attachment, Conversation, Outbox
from oase.privacy import vault
from oase.privacy.models import AccessLog
from tests.cast import Cast
from tests.portals.customer.conftest import SignIn, stranger
from tests.portals.customer.test_asking import body

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 2_000_000


def later(seconds: float) -> Any:
    """Links are read this much later than they were made."""
    made = signing.time.time()  # type: ignore[attr-defined]  # the module the signer asks for the time
    return mock.patch.object(signing.time, "time", return_value=made + seconds)  # type: ignore[attr-defined]


def with_file(
    cast: Cast, name: str = "bild.png", content_type: str = "image/png", content: bytes = PNG
) -> Conversation:
    return cast.asks(files=[IncomingFile(name, content_type, len(content), BytesIO(content))])


def file_of(conversation: Conversation) -> UUID:
    return Attachment.objects.get(message__conversation=conversation).file_id


def test_a_link_opens_one_concern_and_leaves_no_trace_in_referrers(cast: Cast, nobody: Client) -> None:
    conversation, other = cast.asks(), cast.asks()
    answer = nobody.get(f"/link/{link_token(conversation.pk)}/")
    assert (answer.status_code, answer["Location"]) == (303, f"/concerns/{conversation.pk}/")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert nobody.get(f"/concerns/{conversation.pk}/").status_code == 200
    assert nobody.get(f"/concerns/{other.pk}/").status_code == 404


@pytest.mark.parametrize("change", ["", "x", "swapped"])
def test_a_changed_link_is_not_there(cast: Cast, nobody: Client, change: str) -> None:
    conversation, other = cast.asks(), cast.asks()
    token = link_token(conversation.pk)
    token = token.replace(conversation.pk.hex, other.pk.hex) if change == "swapped" else token[:-2] + change
    assert nobody.get(f"/link/{token}/").status_code == 404
    assert nobody.post(f"/link/{token}/").status_code == 404


def test_an_old_link_opens_nothing_and_offers_a_fresh_one_once_an_hour(cast: Cast, nobody: Client) -> None:
    conversation = cast.asks()
    url = f"/link/{link_token(conversation.pk)}/"
    with later(LINK_DAYS * 24 * 3600 + 1):
        answer = nobody.get(url)
        assert (answer.status_code, "This link has run out" in body(answer)) == (410, True)
        answers = [body(nobody.post(url)) for _ in range(2)]
    assert ["A fresh link is on its way" in answer for answer in answers] == [True, True]
    sent = Outbox.objects.filter(kind="link")
    assert [(one.recipient_id, one.conversation_id) for one in sent] == [(cast.karla.pk, conversation.pk)]
    assert nobody.get(f"/concerns/{conversation.pk}/").status_code == 404


def test_an_old_link_to_what_is_gone_is_answered_the_same(cast: Cast, nobody: Client) -> None:
    url = f"/link/{link_token(uuid4())}/"
    with later(LINK_DAYS * 24 * 3600 + 1):
        assert "A fresh link is on its way" in body(nobody.post(url))
    assert Outbox.objects.filter(kind="link").exists() is False


def test_karla_opens_her_picture_and_it_can_do_no_harm(cast: Cast, signed_in: SignIn) -> None:
    token = file_token(file_of(with_file(cast)), cast.karla.pk)
    answer: Any = signed_in(cast.karla).get(f"/files/{token}/")
    assert b"".join(answer.streaming_content) == PNG
    headers = [answer[name] for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options")]
    assert headers == ["image/png", 'inline; filename="bild.png"', "nosniff"]
    assert answer["Content-Security-Policy"].startswith("sandbox;")
    assert answer["Content-Length"] == str(len(PNG))
    assert AccessLog.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content_type"), [("../../x.html", "text/html"), ("x.svg", "image/svg+xml"), ("x.pdf", "application/pdf")]
)
def test_what_could_carry_a_script_is_saved_not_shown(
    cast: Cast, signed_in: SignIn, name: str, content_type: str
) -> None:
    conversation = with_file(cast, name, content_type, b"<script>alert(1)</script>")
    answer = signed_in(cast.karla).get(f"/files/{file_token(file_of(conversation), cast.karla.pk)}/")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == f'attachment; filename="{name.rpartition("/")[2]}"'


def test_a_guest_opens_the_file_through_the_link_of_its_concern_only(cast: Cast, nobody: Client) -> None:
    conversation, other = with_file(cast), cast.asks()
    url = f"/files/{file_token(file_of(conversation), cast.karla.pk)}/"
    assert nobody.get(url).status_code == 404
    nobody.get(f"/link/{link_token(other.pk)}/")
    assert nobody.get(url).status_code == 404
    nobody.get(f"/link/{link_token(conversation.pk)}/")
    assert nobody.get(url).status_code == 200


@pytest.mark.parametrize("who", ["mallory", "emil", "ada", "dora"])
def test_karlas_link_is_of_no_use_to_others(cast: Cast, signed_in: SignIn, who: str) -> None:
    person = getattr(cast, who)
    file_id = file_of(with_file(cast))
    assert signed_in(person).get(f"/files/{file_token(file_id, cast.karla.pk)}/").status_code == 404


@pytest.mark.parametrize("who", ["mallory", "emil", "ada"])
def test_a_link_of_ones_own_to_a_file_one_may_not_open_is_of_no_use(cast: Cast, signed_in: SignIn, who: str) -> None:
    """Ada may once she has said what for; the others never."""
    person = getattr(cast, who)
    conversation = with_file(cast)
    assert signed_in(person).get(f"/files/{file_token(file_of(conversation), person.pk)}/").status_code == 404
    assert AccessLog.objects.count() == 0


def test_ada_opens_it_with_a_purpose_and_stands_in_the_log(cast: Cast, signed_in: SignIn) -> None:
    conversation = with_file(cast)
    about: dict[str, Any] = {"about": conversation.pk, "person_id": cast.karla.pk}
    vault.reveal(viewer_id=cast.ada.pk, purpose="Garantie prüfen", kind=AccessLog.ORIGINALS, ids=[], **about)
    answer = signed_in(cast.ada).get(f"/files/{file_token(file_of(conversation), cast.ada.pk)}/")
    assert answer.status_code == 200
    entry = AccessLog.objects.get(kind=AccessLog.FILE)
    assert (entry.viewer, entry.person, entry.purpose) == (cast.ada, cast.karla, "Garantie prüfen")


def test_a_link_to_a_file_runs_out_after_five_minutes(cast: Cast, signed_in: SignIn) -> None:
    token = file_token(file_of(with_file(cast)), cast.karla.pk)
    with later(timedelta(seconds=FILE_SECONDS + 1).total_seconds()):
        answer = signed_in(cast.karla).get(f"/files/{token}/")
    assert (answer.status_code, "This link has run out" in body(answer)) == (410, True)


def test_a_file_whose_bytes_are_gone_or_changed_is_not_there(cast: Cast, signed_in: SignIn) -> None:
    file_id = file_of(with_file(cast))
    client, url = signed_in(cast.karla), f"/files/{file_token(file_id, cast.karla.pk)}/"
    path = settings.VAULT_FILES / file_id.hex[-2:] / file_id.hex
    changed = bytearray(path.read_bytes())
    changed[100] ^= 1
    path.write_bytes(bytes(changed))
    assert client.get(url).status_code == 404
    path.unlink()
    assert client.get(url).status_code == 404


def test_no_token_at_all(cast: Cast, signed_in: SignIn) -> None:
    assert [signed_in(cast.karla).get("/files/x/").status_code, stranger().get("/files/x/").status_code] == [404, 404]
