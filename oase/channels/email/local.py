from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from oase.channels.email.models import LocalMail


class LocalMailBackend(BaseEmailBackend):
    """Keeps mail in the database while no mail server is configured; the demo shows it on a page."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        rows = [
            LocalMail(recipient=recipient, subject=str(message.subject)[:300], body=str(message.body))
            for message in email_messages
            for recipient in message.recipients()
        ]
        LocalMail.objects.bulk_create(rows)
        return len(email_messages)
