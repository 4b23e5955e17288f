"""Words that go with a gesture: to the customer, or between colleagues. Shielded before they are stored."""

from django.utils.translation import gettext as _

from oase.conversations.models import Conversation
from oase.conversations.shielding import hide_in
from oase.conversations.words import Refused, clean_text

LONGEST = 500


def shielded(conversation: Conversation, text: str, *, needed: str = "") -> str:
    """The words as they may be stored, shielded; the conversation is locked, and remembers the placeholders.

    needed: the sentence that says so where they are missing.

    Raises:
        Refused: they are missing, too long, or could not be checked.
    """
    if not text.strip():
        if needed:
            raise Refused(needed)
        return ""
    text = clean_text(text)
    if len(text) > LONGEST:
        raise Refused(_("Please keep it under %(most)d characters.") % {"most": LONGEST})
    hidden = hide_in(conversation, text, consents=False)
    if hidden.shielded_at is None:
        raise Refused(_("This could not be checked for personal data just now. Please try again in a moment."))
    conversation.save(update_fields=["placeholders"])
    return hidden.body
