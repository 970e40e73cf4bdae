"""What shifts are made from: a rule by which they repeat, or a template."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.models import Organisation


class ShiftSeries(models.Model):
    """What repeats: a rule by RFC 5545 in local time, and the shifts made from it."""

    rule = models.CharField(_("rule (RRULE)"), max_length=200)
    starts_at = models.DateTimeField(_("starts at"))
    time_zone = models.CharField(_("time zone"), max_length=40, default=settings.TIME_ZONE)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("series of shifts")
        verbose_name_plural = _("series of shifts")

    def __str__(self) -> str:
        return self.rule


class ShiftTemplate(models.Model):
    """A shift to make others from: its words and requirements, without a day."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="shift_templates")
    name = models.CharField(_("name"), max_length=120)
    # As services/templates.py writes and reads it: hours, place, texts and requirements.
    content = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("template for shifts")
        verbose_name_plural = _("templates for shifts")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], name="one_shift_template_of_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.name
