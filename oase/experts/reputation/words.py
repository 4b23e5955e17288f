"""What is said about or to an expert: clean, short, and shielded like all that experts read."""

import logging
from collections.abc import Collection

from django.utils.translation import gettext as _

from oase.conversations.models import Conversation
from oase.conversations.shielding import hide_in
from oase.conversations.words import Refused, clean_text
from oase.privacy.shield import shield

log = logging.getLogger(__name__)
LONGEST = 1000


def said(
    text: str, *, about: Conversation | None = None, expert_id: int | None = None, names: Collection[str] = ()
) -> str:
    """The words as they may be kept: without personal data, known in this conversation or recognised.

    expert_id: whose words they are, if an expert's. names: of those they are about, left readable.

    Raises:
        Refused: they are empty, too long, or could not be shielded just now.
    """
    text = clean_text(text)
    if len(text) > LONGEST:
        raise Refused(_("Please keep it under %(most)d characters.") % {"most": LONGEST})
    body = _shielded(text, names) if about is None else _shielded_in(about, text, expert_id, names)
    if body is None:
        raise Refused(_("Your words could not be checked for personal data just now. Please try again in a moment."))
    return body


def _shielded(text: str, names: Collection[str]) -> str | None:
    try:
        return shield(text, opened=list(names)).text
    except Exception:  # whatever went wrong in there, nothing unshielded may come out
        log.exception("the shield failed on words about an expert")
        return None


def _shielded_in(about: Conversation, text: str, expert_id: int | None, names: Collection[str]) -> str | None:
    hidden = hide_in(about, text, expert_id=expert_id, consents=False, opened=list(names))
    if hidden.shielded_at is None:
        return None
    about.save(update_fields=["placeholders"])
    return hidden.body
