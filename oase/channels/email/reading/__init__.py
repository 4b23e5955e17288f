"""Raw mails in, what a conversation needs out. Pure functions: no database, no network, no settings.

`text` is everything the sender wrote, `reply` what to show first. Every part of a mail is in the text or an attachment.
"""

from .files import read_files
from .mail import Address, Attachment, Mail, Unreadable
from .read import read_mail

__all__ = ["Address", "Attachment", "Mail", "Unreadable", "read_files", "read_mail"]
