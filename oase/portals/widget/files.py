"""A file through its short-lived link, for the token whose conversation it is in."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from oase.conversations.links import BadLink, read_file_token
from oase.conversations.models import Attachment
from oase.conversations.queries import concerns_visible_to
from oase.portals.look.files import file_response
from oase.portals.widget.gate import Visit, framed, needs_token
from oase.privacy.vault import VaultError


@require_safe
@framed
@needs_token
def file(visit: Visit, token: str) -> HttpResponseBase:
    """Send the file; 410 when the link ran out, and the frame then reads the thread again.

    Raises:
        Http404: it is not in a conversation of this token.
    """
    own = concerns_visible_to(visit.reader).filter(company=visit.company)
    expired = False
    for person_id in set(own.values_list("customer__person_id", flat=True)):
        try:
            found = _attached(read_file_token(token, person_id), [one.pk for one in own])
        except BadLink as error:
            expired = expired or error.expired
            continue
        try:
            return file_response(found.file)
        except (VaultError, FileNotFoundError) as error:
            raise Http404 from error
    if expired:
        return HttpResponse(status=410)
    raise Http404


def _attached(file_id: UUID, conversations: list[UUID]) -> Attachment:
    rows = Attachment.objects.select_related("file").filter(file_id=file_id, message__conversation__in=conversations)
    found = rows.first()
    if found is None:
        raise Http404
    return found
