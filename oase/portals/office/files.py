"""An attachment, opened through a link that holds for five minutes and for one person."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oase.conversations.append import NotAllowed
from oase.conversations.links import BadLink, read_file_token
from oase.conversations.words import Refused
from oase.portals.look.files import file_response
from oase.portals.office.access import concern_at, member_at
from oase.privacy.vault import VaultError
from oase.second_level.actions import open_file


@require_safe
@login_required
def file(request: HttpRequest, slug: str, conversation_id: UUID, token: str) -> HttpResponseBase:
    """The bytes of one attachment; logged."""
    membership = member_at(request, slug)
    conversation = concern_at(membership, conversation_id)
    try:
        file_id = read_file_token(token, membership.person_id)
        return file_response(open_file(conversation_id=conversation.pk, file_id=file_id, membership=membership))
    except NotAllowed as error:
        raise Http404 from error
    except BadLink as error:
        if not error.expired:
            raise Http404 from error
        messages.info(request, _("That link was open for five minutes only. Please choose the file again."))
    except (VaultError, FileNotFoundError):
        messages.info(request, _("This file was erased and can no longer be opened."))
    except Refused as error:
        messages.info(request, str(error))
    return redirect("office-case", slug, conversation.pk)
