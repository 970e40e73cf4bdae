"""Campaigns, and the fields of work they belong to."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from languages.models import Translated, TranslatedQuerySet, Translation
from partners.models import Organisation
from pictures.models import Picture, pictures_of


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
        """Whoever knows the address may read it."""
        return self.exclude(state=Campaign.State.DRAFT)

    def listed(self) -> Self:
        """Shown where visitors look around: lists, search, the home page."""
        return self.public().filter(visibility=Campaign.Visibility.LISTED)

    def running(self) -> Self:
        return self.listed().filter(state=Campaign.State.PUBLISHED)

    def carried_by(self, organisation: Organisation) -> Self:
        """Those that it leads, or stands behind by its own word."""
        endorsement: Any = Campaign._meta.get_field("endorsements").related_model
        stands = endorsement.objects.accepted().filter(organisation=organisation)
        return self.filter(
            models.Q(lead=organisation) | models.Q(pk__in=stands.values("campaign"))
        )

    def with_pictures(self) -> Self:
        return self.prefetch_related(pictures_of("picture"))

    def with_petitions(self, *, is_public: bool = False) -> Self:
        """With their petitions as pages show them, drafts included unless `is_public`."""
        # Petitions stand above campaigns: reached as rows, never imported.
        petition: Any = Campaign._meta.get_field("petitions").related_model
        petitions = petition.objects.select_related("initiator", "addressee").with_texts()
        return self.prefetch_related(
            models.Prefetch("petitions", petitions.public() if is_public else petitions)
        )

    def due_to_publish(self, now: datetime) -> Self:
        return self.filter(state=Campaign.State.DRAFT, publish_at__lte=now)


class Campaign(Translated):
    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("running")
        ARCHIVED = "archived", _("archived")

    class Visibility(models.TextChoices):
        LISTED = "listed", _("everybody finds it")
        UNLISTED = "unlisted", _("only who has the link")

    slug = models.SlugField(unique=True)
    lead = models.ForeignKey(
        Organisation, models.PROTECT, related_name="led_campaigns", verbose_name=_("led by")
    )
    fields = models.ManyToManyField(
        ActionField, related_name="campaigns", blank=True, verbose_name=_("fields of work")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    picture = models.ForeignKey(
        Picture,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("picture"),
    )
    visibility = models.CharField(
        _("who finds it"),
        max_length=10,
        choices=Visibility,
        default=Visibility.LISTED,
        db_default=Visibility.LISTED,
    )
    is_urgent = models.BooleanField(_("most urgent, shown large on the home page"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    publish_at = models.DateTimeField(_("to be published at"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo content"), default=False, editable=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-is_urgent", "position", "slug"]
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")

    def get_absolute_url(self) -> str:
        return reverse("campaigns:detail", args=[self.slug])

    @property
    def is_public(self) -> bool:
        """Whether anything of it may be told, be it its slug (as CampaignQuerySet.public)."""
        return self.state != self.State.DRAFT


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
