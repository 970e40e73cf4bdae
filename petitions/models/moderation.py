"""Looking through petitions before they open, where the site asks for it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from petitions.models.petitions import Petition


class Moderation(models.Model):
    """Whether this site asks for it. There is one row at most; without it, it does not."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    is_asked = models.BooleanField(_("petitions are looked through before they open"))

    class Meta:
        verbose_name = _("moderation")
        verbose_name_plural = _("moderation")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_moderation")]

    def __str__(self) -> str:
        return str(self.is_asked)


class PetitionReview(models.Model):
    """One step of a petition through moderation: who did what, when, and why."""

    class Deed(models.TextChoices):
        SUBMITTED = "submitted", _("submitted")
        TAKEN_BACK = "taken_back", _("taken back to change it")
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("returned")
        REJECTED = "rejected", _("rejected")

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="reviews")
    version = models.PositiveSmallIntegerField(_("version"))
    deed = models.CharField(_("what"), max_length=10, choices=Deed)
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")

    def __str__(self) -> str:
        return f"{self.petition_id}: {self.deed}"
