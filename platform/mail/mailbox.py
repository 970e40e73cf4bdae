"""The demo's post office: mail lands in a table and is shown at /mailbox/."""

from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from mail.models import DemoMessage


class MailboxBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Store each message once for each recipient."""
        if not settings.DEMO:
            raise ImproperlyConfigured("The mailbox is for the demo only.")
        for message in email_messages:
            # Built as a real backend would, so that a bad header fails here as well.
            message.message()
            DemoMessage.objects.bulk_create(
                DemoMessage(
                    recipient=recipient,
                    language=message.extra_headers.get("Content-Language", ""),
                    subject=str(message.subject),
                    text=str(message.body),
                    html=_html_of(message),
                )
                for recipient in message.recipients()
            )
        return len(email_messages)


def _html_of(message: EmailMessage) -> str:
    if not isinstance(message, EmailMultiAlternatives):
        return ""
    return next((str(body) for body, kind in message.alternatives if kind == "text/html"), "")
