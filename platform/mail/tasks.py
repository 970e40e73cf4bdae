from datetime import timedelta

from django.utils import timezone

from jobs.registry import every, nightly
from mail import uptime
from mail.models import DemoMessage


@nightly(hour=4, name="mail.empty_mailbox")
def empty_mailbox() -> None:
    """A demo's mail holds what its visitors typed: it goes after a week."""
    DemoMessage.objects.filter(sent_at__lt=timezone.now() - timedelta(days=7)).delete()


@every(seconds=60, name="mail.knock")
def knock() -> None:
    """For what beat writes down of the mail server (jobs.uptime)."""
    uptime.knock()
