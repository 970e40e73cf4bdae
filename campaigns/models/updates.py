"""What happened in a campaign."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaigns import Campaign
from languages.models import Translated, TranslatedQuerySet, Translation


class CampaignUpdate(Translated):
    """Something that happened in a campaign, on a day."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="updates")
    slug = models.SlugField(blank=True)
    happened_on = models.DateField(_("happened on"))
    is_year_only = models.BooleanField(_("only the year is known"), default=False)

    objects = TranslatedQuerySet.as_manager()

    class Meta:
        ordering = ["happened_on", "pk"]
        verbose_name = _("update")
        verbose_name_plural = _("updates")


class CampaignUpdateText(Translation):
    update = models.ForeignKey(CampaignUpdate, models.CASCADE, related_name="texts")
    title = models.CharField(_("title"), max_length=160)
    body = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("text")
        constraints = [
            models.UniqueConstraint(
                fields=["update", "language"], name="one_update_text_per_language"
            )
        ]
