"""A text that is still being written, as it would be read once it was shielded. Nothing is stored."""

from oase.conversations.choices.recording import heeded
from oase.conversations.choices.standing import NO_WISHES, Standing, Wishes, standing_in
from oase.conversations.digests import digest_in
from oase.conversations.knowing import readable_words
from oase.conversations.models import Conversation
from oase.conversations.shielding import Record, record_in
from oase.privacy.shield import Piece, preview


def pieces_of(
    conversation: Conversation,
    text: str,
    *,
    expert_id: int | None = None,
    wishes: Wishes = NO_WISHES,
    blind: bool = False,
) -> tuple[list[Piece], Standing]:
    """Readable text and masks in turn, and the words that were opened and hidden for it.

    expert_id: whose text it is, if an expert's. blind: without anything known of the customer, for whoever has only
    typed an address: what is masked must not tell whose it is.

    Raises:
        VaultError: what must be hidden does not open.
    """
    if blind:
        record = Record(None, readable_words(conversation.company, None), standing_in(conversation))
    else:
        record = record_in(conversation, expert_id=expert_id)
    standing = record.standing.heeding(heeded(text, wishes))
    pieces = preview(
        text,
        language=conversation.language,
        known=record.known,
        vocabulary=record.vocabulary,
        taken={} if blind else dict(conversation.placeholders),
        key=digest_in(conversation.pk),
        opened=standing.opened,
        masked=standing.masked,
        side=record.side,
    )
    return pieces, standing
