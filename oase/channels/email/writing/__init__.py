"""Words in, outgoing mails out. Pure functions: nothing is sent here, no database is asked, no clock is read."""

from .envelope import Envelope
from .notice import notice
from .texts import Kind, Language

__all__ = ["Envelope", "Kind", "Language", "notice"]
