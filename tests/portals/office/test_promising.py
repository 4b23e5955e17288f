"""Saying how far it is, with a photo from the workshop: what is refused changes nothing and keeps the words."""

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from oase.conversations.models import Attachment, Conversation
from tests.cast import Cast, current
from tests.portals.office.desk import Desk

WORDS = "So sieht die Pumpe aus."


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("pumpe.png", b"\x89PNG", "image/png")


def address(conversation: Conversation) -> str:
    return reverse("office-progress", args=["kaffeewerk", conversation.pk])


def test_files_come_with_how_far_it_is(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    fields = {"text": WORDS, "client_id": str(uuid4())}
    for _ in range(2):
        answer = ada.client.post(address(conversation), fields | {"files": [photo(), photo()]})
        assert answer.status_code == 303
    # Sent twice with one id it is one report, with its two files.
    said = Attachment.objects.filter(message__conversation=conversation).values_list("message__body", flat=True)
    assert list(said) == [WORDS, WORDS]
    held = current(conversation)
    assert (held.turn, held.promise, held.holder) == ("holder", "progress", cast.ada)
    assert conversation.events.filter(kind="progress").count() == 1


def test_what_is_refused_keeps_the_words_and_says_that_the_files_are_gone(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    before = list(conversation.events.values_list("seq", "kind"))
    page = ada.client.post(address(conversation), {"text": WORDS, "client_id": "", "files": [photo()]})
    assert page.status_code == 422
    assert WORDS in page.content.decode()
    assert "Please attach your files once more" in page.content.decode()
    assert list(conversation.events.values_list("seq", "kind")) == before
    assert not Attachment.objects.filter(message__conversation=conversation).exists()


def test_nobody_else_sends_files_here(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    for person in (cast.mallory, cast.karla, cast.emil):
        ada = Desk(person)
        fields = {"text": WORDS, "client_id": str(uuid4()), "files": [photo()]}
        assert ada.client.post(address(conversation), fields).status_code == 404
    assert not Attachment.objects.filter(message__conversation=conversation).exists()
