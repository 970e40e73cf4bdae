from django.db import models
from django.utils import timezone


class DemoMessage(models.Model):
    """A mail that a demo would have sent. Written by the demo's mailbox only."""

    sent_at = models.DateTimeField(default=timezone.now)
    recipient = models.TextField()
    language = models.CharField(max_length=10, blank=True)
    subject = models.TextField()
    text = models.TextField()
    html = models.TextField(blank=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return f"Demo message {self.pk}"
