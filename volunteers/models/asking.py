"""What coordinators write to people: that they are asked to a shift, and words to all on it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.fields import PersonKeyField
from volunteers.models.requirements import Requirement
from volunteers.models.shifts import Shift


class ShiftAsk(models.Model):
    """Somebody was asked to a shift, and is so once: the row is what makes it once."""

    shift = models.ForeignKey(Shift, models.CASCADE, related_name="asks")
    requirement = models.ForeignKey(Requirement, models.CASCADE, related_name="asks")
    person_key = PersonKeyField(editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True
    )
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    is_demo = models.BooleanField(_("demo content"), default=False, editable=False)

    class Meta:
        verbose_name = _("person asked to a shift")
        verbose_name_plural = _("people asked to a shift")
        constraints = [
            models.UniqueConstraint(fields=["person_key", "shift"], name="asked_once_to_a_shift")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ShiftMessage(models.Model):
    """Words to everybody who comes to a shift, by mail once.

    The key is made with the form that one writes in: a second press brings the same one.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    shift = models.ForeignKey(Shift, models.CASCADE, related_name="messages")
    subject = models.CharField(_("subject"), max_length=120)
    body = models.TextField(_("text"))
    # To how many it went.
    people = models.PositiveSmallIntegerField(_("number of people"), default=0)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True
    )
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)
    is_demo = models.BooleanField(_("demo content"), default=False, editable=False)

    class Meta:
        ordering = ["-sent_at"]
        verbose_name = _("message to a shift")
        verbose_name_plural = _("messages to a shift")

    def __str__(self) -> str:
        return self.subject
