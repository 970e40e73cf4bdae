"""Campaigns, and the fields of work they belong to."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from languages.models import Translated, TranslatedQuerySet, Translation
from partners.models import Organisation


class ActionFieldQuerySet(TranslatedQuerySet["ActionField"]):
    def as_choices(self) -> list[tuple[str, str]]:
        """Slug and name of each, to choose from."""
        return [(field.slug, field.text.name) for field in self.with_texts() if field.text]


class ActionField(Translated):
    """A field of work (Handlungsfeld) of the body that runs the instance."""

    slug = models.SlugField(unique=True)
    icon = models.SlugField(_("icon"), default="flag")
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    objects = ActionFieldQuerySet.as_manager()

    class Meta:
        ordering = ["position", "slug"]
        verbose_name = _("field of work")
        verbose_name_plural = _("fields of work")

    def get_absolute_url(self) -> str:
        return reverse("campaigns:field_detail", args=[self.slug])


class ActionFieldText(Translation):
    field = models.ForeignKey(ActionField, models.CASCADE, related_name="texts")
    name = models.CharField(_("name"), max_length=120)
    summary = models.CharField(_("in one sentence"), max_length=280)
    body = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("text")
        constraints = [
            models.UniqueConstraint(
                fields=["field", "language"], name="one_field_text_per_language"
            )
        ]


class CampaignQuerySet(TranslatedQuerySet["Campaign"]):
    def public(self) -> Self:
        return self.exclude(state=Campaign.State.DRAFT)

    def running(self) -> Self:
        return self.filter(state=Campaign.State.PUBLISHED)


class Campaign(Translated):
    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("running")
        ARCHIVED = "archived", _("archived")

    slug = models.SlugField(unique=True)
    lead = models.ForeignKey(
        Organisation, models.PROTECT, related_name="led_campaigns", verbose_name=_("led by")
    )
    fields = models.ManyToManyField(
        ActionField, related_name="campaigns", blank=True, verbose_name=_("fields of work")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    is_urgent = models.BooleanField(_("most urgent, shown large on the home page"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo content"), default=False, editable=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-is_urgent", "position", "slug"]
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")

    def get_absolute_url(self) -> str:
        return reverse("campaigns:detail", args=[self.slug])


class CampaignText(Translation):
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="texts")
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("in one sentence"), max_length=280)
    story = models.TextField(_("story"), blank=True)

    class Meta:
        verbose_name = _("text")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "language"], name="one_campaign_text_per_language"
            )
        ]
