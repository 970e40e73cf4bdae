"""The instance itself: its name and address, its legal pages, and reports of barriers on it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from languages.models import Translated, TranslatedQuerySet, Translation
from privacy.fields import EncryptedTextField

# Long enough to mend what was reported and to show what was done about it.
BARRIER_REPORTS_KEPT = timedelta(days=365)


class Instance(Translated):
    """Who runs this platform. There is one row; what the imprint must say is in it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    legal_name = models.CharField(_("legal name"), max_length=160, blank=True)
    represented_by = models.CharField(_("represented by"), max_length=160, blank=True)
    street = models.CharField(_("street and number"), max_length=120, blank=True)
    town = models.CharField(_("postcode and town"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    is_demo = models.BooleanField(_("demo content"), default=False, editable=False)

    objects = TranslatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("instance")
        verbose_name_plural = _("instance")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_instance")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.text.name if self.text else "Mitstimme"


class InstanceText(Translation):
    instance = models.ForeignKey(Instance, models.CASCADE, related_name="texts")
    name = models.CharField(_("name"), max_length=80)
    tagline = models.CharField(_("in one sentence"), max_length=200)
    about = models.TextField(_("who we are"), blank=True)

    class Meta:
        verbose_name = _("text")
        constraints = [
            models.UniqueConstraint(
                fields=["instance", "language"], name="one_instance_text_per_language"
            )
        ]


class LegalPage(Translated):
    """A page the law asks for. Its address always answers, even before its text is written."""

    class Slug(models.TextChoices):
        IMPRINT = "imprint", _("Imprint")
        PRIVACY = "privacy", _("Privacy")
        ACCESSIBILITY = "accessibility", _("Accessibility")

    slug = models.SlugField(_("page"), unique=True, choices=Slug)
    changed_on = models.DateField(_("changed on"), auto_now=True)
    is_demo = models.BooleanField(_("demo content"), default=False, editable=False)

    objects = TranslatedQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("legal page")
        verbose_name_plural = _("legal pages")

    def get_absolute_url(self) -> str:
        return reverse("pages:legal", args=[self.slug])


class LegalPageText(Translation):
    page = models.ForeignKey(LegalPage, models.CASCADE, related_name="texts")
    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("text"))

    class Meta:
        verbose_name = _("text")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "language"], name="one_legal_text_per_language"
            )
        ]


class BarrierReportQuerySet(models.QuerySet["BarrierReport"]):
    def reported_before(self, moment: datetime) -> Self:
        return self.filter(reported_at__lt=moment)


class BarrierReport(models.Model):
    """Something a person could not use, in the person's own words."""

    message = EncryptedTextField(_("what was the barrier"))
    page = EncryptedTextField(_("on which page"), blank=True)
    contact = EncryptedTextField(_("how to reach the person"), blank=True)
    language = models.CharField(_("language"), max_length=12)
    reported_at = models.DateTimeField(_("reported at"), auto_now_add=True)
    mailed_at = models.DateTimeField(_("mailed to the office at"), null=True, editable=False)

    objects = BarrierReportQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_at"]
        verbose_name = _("barrier report")
        verbose_name_plural = _("barrier reports")
        indexes = [models.Index(fields=["reported_at"], name="barrier_reported_at")]

    def __str__(self) -> str:
        return f"{self.reported_at:%Y-%m-%d %H:%M}"
