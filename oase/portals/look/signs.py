"""How far the last of somebody's own messages came, as one quiet line below the thread."""

from dataclasses import dataclass

from django.http import HttpRequest

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


def is_looked_at(request: HttpRequest) -> bool:
    """Whether somebody is about to see the page; a browser that fetches it ahead, or to keep it, only stores it.

    By Sec-Purpose (Fetch Standard) and Sec-Fetch-Mode (Fetch Metadata), where a browser says so.
    """
    ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    return request.method == "GET" and not ahead and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
