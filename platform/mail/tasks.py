from datetime import timedelta

from django.utils import timezone

from jobs.registry import nightly
from mail.models import DemoMessage


@nightly(hour=4, name="mail.empty_mailbox")
def empty_mailbox() -> None:
    """A demo's mail holds what its visitors typed: it goes after a week."""
    DemoMessage.objects.filter(sent_at__lt=timezone.now() - timedelta(days=7)).delete()
