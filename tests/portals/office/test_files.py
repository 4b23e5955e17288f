"""Attachments: closed until a purpose was given, then for five minutes and one person."""

import time
from io import BytesIO

import pytest
from django.urls import reverse

from oase.conversations.links import file_token
from oase.conversations.models import Attachment, Conversation
from oase.conversations.words import IncomingFile
from oase.privacy.models import AccessLog
from tests.cast import Cast
from tests.portals.office.desk import Desk, purpose


def attached(cast: Cast) -> tuple[Conversation, Attachment]:
    file = IncomingFile("Rechnung Blum.html", "text/html", 8, BytesIO(b"<script>"))
    conversation = cast.asks(files=[file], topic=cast.invoices)
    return conversation, Attachment.objects.get(message__conversation=conversation)


def test_a_file_has_a_name_and_opens_once_a_purpose_was_given_and_never_runs(cast: Cast, ada: Desk) -> None:
    conversation, attachment = attached(cast)
    link = reverse("office-file", args=["kaffeewerk", conversation.pk, file_token(attachment.file_id, cast.ada.pk)])
    page = ada.get("case", conversation.pk)
    assert ("Attachment 1" in page, "Rechnung Blum" in page) == (True, False)
    assert ada.client.get(link).status_code == 302
    ada.post("reveal", conversation, purpose=purpose(cast))
    page = ada.get("case", conversation.pk)
    assert "Rechnung Blum.html" in page
    assert f"/office/kaffeewerk/{conversation.pk}/files/" in page
    answer = ada.client.get(link)
    assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        200,
        "application/octet-stream",
        "nosniff",
    )
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == b"<script>"  # type: ignore[attr-defined]  # a streaming response
    assert list(AccessLog.objects.values_list("kind", flat=True).order_by("pk")) == ["originals", "file"]


def test_a_link_of_someone_else_or_a_changed_one_is_not_there_and_an_old_one_explains(
    cast: Cast, ada: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation, attachment = attached(cast)
    ada.post("reveal", conversation, purpose=purpose(cast))
    for token in (file_token(attachment.file_id, cast.dora.pk), "x", file_token(attachment.file_id, cast.ada.pk)[:-1]):
        link = reverse("office-file", args=["kaffeewerk", conversation.pk, token])
        assert ada.client.get(link).status_code == 404
    link = reverse("office-file", args=["kaffeewerk", conversation.pk, file_token(attachment.file_id, cast.ada.pk)])
    later = time.time() + 301
    monkeypatch.setattr(time, "time", lambda: later)
    answer = ada.client.get(link, follow=True)
    assert "That link was open for five minutes only." in answer.content.decode()
