"""A file through its short-lived link: for the one whose it is, and for staff who gave a purpose."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from oase.companies.queries import membership_of
from oase.conversations.links import BadLink, read_file_token
from oase.conversations.models import Attachment
from oase.conversations.queries import concerns_visible_to, office_visible_to
from oase.portals.customer.finding import signed_in
from oase.portals.look.files import file_response
from oase.portals.public.sessions import reader_of
from oase.privacy import vault
from oase.privacy.models import AccessLog
from oase.privacy.vault import VaultError


@require_safe
def file(request: HttpRequest, token: str) -> HttpResponseBase:
    """Send the file. A link of somebody else is not there; one that ran out says so."""
    try:
        file_id = _read(request, token)
    except BadLink as error:
        if error.expired:
            return render(request, "customer/file_expired.html", status=410)
        raise Http404 from error
    attachment = Attachment.objects.select_related("file", "message__conversation__company").filter(file_id=file_id)
    found = attachment.first()
    if found is None or not _may_open(request, found):
        raise Http404
    try:
        return file_response(found.file)
    except (VaultError, FileNotFoundError) as error:
        raise Http404 from error


def _read(request: HttpRequest, token: str) -> UUID:
    """The file the token opens for somebody this browser speaks for.

    Raises:
        BadLink: for nobody of them, or too late.
    """
    reader = reader_of(request)
    people = {reader.person_id} if reader.person_id is not None else set()
    links = concerns_visible_to(reader).filter(pk__in=reader.guest_of)
    people |= set(links.values_list("customer__person_id", flat=True)) if reader.guest_of else set()
    expired = False
    for person_id in people:
        try:
            return read_file_token(token, person_id)
        except BadLink as error:
            expired = expired or error.expired
    raise BadLink(expired=expired)


def _may_open(request: HttpRequest, attachment: Attachment) -> bool:
    conversation = attachment.message.conversation
    own = concerns_visible_to(reader_of(request)).filter(pk=conversation.pk)
    if own.exists():
        return True
    person = signed_in(request)
    member = membership_of(person, conversation.company) if person else None
    if member is None or not office_visible_to(member).filter(pk=conversation.pk).exists():
        return False
    purpose = vault.purpose_given(viewer_id=member.person_id, about=conversation.pk)
    if purpose is None:
        return False
    vault.log_access(
        viewer_id=member.person_id,
        purpose=purpose,
        about=conversation.pk,
        kind=AccessLog.FILE,
        person_id=attachment.file.person_id,
    )
    return True
