"""Signatures in numbers by day, source, language and district, so that no page counts them."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from petitions.models.petitions import Petition


class SignatureScan(models.Model):
    """When a petition's signatures were last counted for its figures, and what changed since.

    No time is compared to tell whether something changed: `changes` rises with each fold of
    the ledger, and `seen` is what it was before the last scan began.
    """

    petition = models.OneToOneField(
        Petition, models.CASCADE, primary_key=True, related_name="signature_scan"
    )
    changes = models.PositiveBigIntegerField(default=0)
    seen = models.PositiveBigIntegerField(default=0)
    # The newest signing known before the scan began.
    newest_signed_at = models.DateTimeField(null=True)
    scanned_at = models.DateTimeField(null=True)
    took = models.DurationField(default=timedelta)
    # Counted after the petition was handed over: the figures stay, whatever is deleted.
    is_final = models.BooleanField(default=False)
    # The districts that the public sees (services.districts): number by name, small ones too.
    districts_published_at = models.DateTimeField(null=True)
    districts_published = models.JSONField(null=True)

    class Meta:
        verbose_name = _("count of signatures")
        verbose_name_plural = _("counts of signatures")

    def __str__(self) -> str:
        return str(self.pk)


class SignatureFigure(models.Model):
    """How many signatures share one value; all figures of a scan are of the same moment.

    They are written down as they are, small ones too: what people get to see comes from
    `services.figures_of`, which withholds what could point at somebody.
    """

    class Dimension(models.TextChoices):
        ALL = "all"
        # The day of signing, and that of leaving: in Dortmund, written YYYY-MM-DD.
        DAY = "day"
        WITHDRAWN = "withdrawn"
        SOURCE = "source"
        LANGUAGE = "language"
        DISTRICT = "district"

    scan = models.ForeignKey(SignatureScan, models.CASCADE, related_name="figures")
    dimension = models.CharField(max_length=10, choices=Dimension)
    value = models.CharField(max_length=40, blank=True)
    # All sources past the two hundred that are told apart.
    is_rest = models.BooleanField(default=False)
    signed = models.PositiveIntegerField(default=0)
    confirmed = models.PositiveIntegerField(default=0)
    pending = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    invalidated = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            models.UniqueConstraint(
                fields=["scan", "dimension", "value", "is_rest"], name="one_signature_figure"
            )
        ]

    def __str__(self) -> str:
        return f"{self.dimension} {self.value}: {self.confirmed}"
