"""Words in, outgoing mails out. Pure functions: nothing is sent here, no database is asked, no clock is read."""

from .desk_notice import desk_notice
from .desk_texts import DeskKind
from .envelope import Envelope
from .notice import notice
from .texts import Kind, Language

__all__ = ["DeskKind", "Envelope", "Kind", "Language", "desk_notice", "notice"]
