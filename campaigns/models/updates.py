"""What happened in a campaign: told on its page, in its feed, and perhaps by mail."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaigns import Campaign
from languages.models import Translated, TranslatedQuerySet, Translation


class CampaignUpdateQuerySet(TranslatedQuerySet["CampaignUpdate"]):
    def published(self) -> Self:
        return self.filter(state=CampaignUpdate.State.PUBLISHED)

    def public(self) -> Self:
        """Published, in a campaign that everybody may see."""
        return self.published().exclude(campaign__state=Campaign.State.DRAFT)

    def listed(self) -> Self:
        """And shown where visitors look around."""
        return self.public().filter(campaign__visibility=Campaign.Visibility.LISTED)

    def with_page(self) -> Self:
        """Those that say more than their title: they have a page of their own."""
        told = CampaignUpdateText.objects.filter(
            update=models.OuterRef("pk"), language=settings.LANGUAGE_CODE
        )
        return self.exclude(slug="").filter(models.Exists(told.exclude(body="")))

    def newest_first(self) -> Self:
        """By the moment of publishing; of those from before there was one, by their day."""
        on_its_day = Cast("happened_on", models.DateTimeField())
        return self.order_by(Coalesce("published_at", on_its_day).desc(), "-pk")

    def due_to_publish(self, now: datetime) -> Self:
        return self.filter(state=CampaignUpdate.State.DRAFT, publish_at__lte=now)


class CampaignUpdate(Translated):
    """Something that happened in a campaign, on a day."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="updates")
    slug = models.SlugField(blank=True)
    happened_on = models.DateField(_("happened on"))
    is_year_only = models.BooleanField(_("only the year is known"), default=False)
    # What code before this field writes was shown at once.
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT, db_default=State.PUBLISHED
    )
    publish_at = models.DateTimeField(_("to be published at"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    objects = CampaignUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["happened_on", "pk"]
        verbose_name = _("update")
        verbose_name_plural = _("updates")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "slug"],
                condition=~Q(slug=""),
                name="one_update_per_campaign_and_slug",
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("campaigns:update", args=[self.campaign.slug, self.slug])

    @property
    def page_url(self) -> str:
        """The address of its own page; empty where the timeline says all there is."""
        is_told = self.state == self.State.PUBLISHED and self.slug and self.text and self.text.body
        return self.get_absolute_url() if is_told else ""


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
