"""How far the last of somebody's own messages came, as one quiet line below the thread."""

from dataclasses import dataclass

SENT, DELIVERED, READ = "sent", "delivered", "read"


@dataclass(frozen=True)
class SentMark:
    """`state` of the last message, where it is the reader's own side's and nobody has answered yet."""

    seq: int
    state: str


def sent_mark(own: int, other: int, *, delivered: int = 0, read: int) -> SentMark | None:
    """Of the last message of the reader's side, `own`, and of the other's, `other`; how far that one came.

    None where the last word is the other's: an answer says more than a mark.
    """
    if own <= other:
        return None
    return SentMark(own, READ if read >= own else DELIVERED if delivered >= own else SENT)
