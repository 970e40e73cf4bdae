"""A petition, its versioned texts, and what happened to it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from languages.models import Translated, TranslatedQuerySet, Translation, texts_of
from partners.models import Organisation
from petitions.models.instruments import Addressee, Instrument

# How long the signatures stay after the handover.
HANDED_OVER_KEPT = timedelta(days=180)
# How long those of a closed petition wait for its handover.
CLOSED_KEPT = timedelta(days=365)
# Its count stands still a day earlier: nobody who counts finds half of them deleted.
CLOSED_COUNTS = CLOSED_KEPT - timedelta(days=1)


class PetitionQuerySet(TranslatedQuerySet["Petition"]):
    def public(self) -> Self:
        return self.exclude(state=Petition.State.DRAFT)

    def listed(self) -> Self:
        """Shown where visitors look around, unless its campaign is for those with the link."""
        return self.public().filter(campaign__visibility=Campaign.Visibility.LISTED)

    def open(self) -> Self:
        return self.filter(state=Petition.State.OPEN)

    def counting(self, now: datetime) -> Self:
        """Whose count may still move: neither handed over, nor closed for so long that it
        stands without the signatures."""
        return self.filter(
            Q(state=Petition.State.OPEN)
            | Q(state=Petition.State.CLOSED, closed_at=None)
            | Q(state=Petition.State.CLOSED, closed_at__gt=now - CLOSED_COUNTS)
        )

    def newest_first(self, now: datetime) -> Self:
        """Those that have opened, with the moment of the last change of the text."""
        changes: Any = Petition._meta.get_field("changes").related_model
        newest = changes.objects.filter(petition=models.OuterRef("pk")).published()
        moment = newest.order_by("-published_at").values("published_at")[:1]
        opened = self.filter(opens_at__lte=now).annotate(text_changed_at=models.Subquery(moment))
        return opened.order_by("-opens_at", "-pk")

    def due_to_open(self, now: datetime) -> Self:
        return self.filter(
            Q(closes_at=None) | Q(closes_at__gt=now),
            state=Petition.State.DRAFT,
            is_approved=True,
            opens_at__lte=now,
        )

    def due_to_close(self, now: datetime) -> Self:
        return self.filter(state=Petition.State.OPEN, closes_at__lte=now)

    def submitted(self) -> Self:
        """What waits to be looked through, whoever has waited longest first."""
        return self.filter(review=Petition.Review.SUBMITTED).order_by("submitted_at", "pk")

    def with_texts(self) -> Self:
        """Only the published version: a text being edited is nobody's yet."""
        return self.prefetch_related(
            texts_of(PetitionText, version=F("petition__published_version"))
        )


class Petition(Translated):
    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        OPEN = "open", _("open for signing")
        CLOSED = "closed", _("closed")
        HANDED_OVER = "handed_over", _("handed over")
        ANSWERED = "answered", _("answered")
        REJECTED = "rejected", _("rejected")

    class Review(models.TextChoices):
        """Where a site has petitions looked through: what waits, and what came back."""

        NONE = "", _("not submitted")
        SUBMITTED = "submitted", _("being looked through")
        RETURNED = "returned", _("returned")

    slug = models.SlugField(unique=True)
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="petitions", verbose_name=_("campaign")
    )
    initiator = models.ForeignKey(
        Organisation, models.PROTECT, related_name="petitions", verbose_name=_("who asks")
    )
    # A draft grows page by page: these two are empty until somebody has chosen.
    addressee = models.ForeignKey(
        Addressee, models.PROTECT, null=True, related_name="petitions",
        verbose_name=_("who is asked"),
    )  # fmt: skip
    instrument = models.ForeignKey(
        Instrument, models.PROTECT, null=True, related_name="petitions",
        verbose_name=_("legal form"),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    is_approved = models.BooleanField(
        _("may open at its date"),
        default=False,
        help_text=_("A draft opens by itself at its date once this is ticked."),
    )
    goal = models.PositiveIntegerField(_("goal"), default=1000)
    opens_at = models.DateTimeField(_("opens at"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    handed_over_at = models.DateTimeField(_("handed over at"), null=True, blank=True)
    published_version = models.PositiveSmallIntegerField(_("published version"), default=1)
    # The texts of an open petition that is being changed; nobody else sees them before
    # services.publish_change makes them the published ones.
    draft_version = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    change_begun_at = models.DateTimeField(null=True, editable=False)
    review = models.CharField(
        _("review"), max_length=10, choices=Review, default=Review.NONE, db_default=Review.NONE,
        blank=True, editable=False,
    )  # fmt: skip
    submitted_at = models.DateTimeField(_("submitted at"), null=True, editable=False)
    # Written by one job only (services.tally), never by a signing: no hot row.
    confirmed_count = models.PositiveIntegerField(
        _("confirmed signatures"), default=0, editable=False
    )
    is_demo = models.BooleanField(_("demo content"), default=False, editable=False)

    text_changed_at: datetime | None  # by newest_first()

    objects = PetitionQuerySet.as_manager()

    class Meta:
        ordering = ["-confirmed_count", "slug"]
        verbose_name = _("petition")
        verbose_name_plural = _("petitions")
        constraints = [
            models.CheckConstraint(condition=Q(goal__gt=0), name="petition_goal_is_positive"),
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(opens_at=None) | Q(closes_at__gt=F("opens_at")),
                name="petition_closes_after_it_opens",
                violation_error_message=_("A petition must close after it opens."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(addressee__isnull=False, instrument__isnull=False),
                name="only_drafts_lack_addressee_or_instrument",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("petitions:detail", args=[self.slug])

    def is_open(self, now: datetime | None = None) -> bool:
        """Whether signatures are taken; the dates count even before the job has seen them."""
        now = now or timezone.now()
        return (
            self.state == self.State.OPEN
            and (self.opens_at is None or self.opens_at <= now)
            and (self.closes_at is None or now < self.closes_at)
        )

    def opens_later(self, now: datetime | None = None) -> bool:
        """Whether it is published with a date that is still to come."""
        now = now or timezone.now()
        return self.state == self.State.OPEN and self.opens_at is not None and now < self.opens_at

    @property
    def written_version(self) -> int | None:
        """The version that is being written: a draft's own, else the change under way."""
        return self.published_version if self.state == self.State.DRAFT else self.draft_version

    @property
    def is_scheduled(self) -> bool:
        """A finished draft that opens by itself at its date."""
        return self.state == self.State.DRAFT and self.is_approved

    @property
    def is_submitted(self) -> bool:
        return self.review == self.Review.SUBMITTED

    def _texts(self) -> list[Any]:
        texts = super()._texts()
        return [text for text in texts if text.version == self.published_version]


class PetitionText(Translation):
    """One version of the wording in one language. A signature is bound to the one it saw."""

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="texts")
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    title = models.CharField(_("title"), max_length=140)
    demand = models.TextField(_("demand"), help_text=_("What exactly is asked for."))
    summary = models.CharField(_("in one sentence"), max_length=280)
    reasons = models.TextField(_("reasons"), blank=True)

    class Meta:
        ordering = ["petition", "-version", "language"]
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "version", "language"],
                name="one_petition_text_per_version_and_language",
            )
        ]


class PetitionStep(Translated):
    """A step on a petition's way: started, a thousand reached, handed over, answered."""

    class Kind(models.TextChoices):
        MILESTONE = "milestone", _("milestone")
        HANDOVER = "handover", _("handover")
        RESPONSE = "response", _("response")

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="steps")
    slug = models.SlugField(blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MILESTONE)
    happened_on = models.DateField(_("happened on"))

    objects = TranslatedQuerySet.as_manager()

    class Meta:
        ordering = ["happened_on", "pk"]
        verbose_name = _("step")
        verbose_name_plural = _("steps")


class PetitionStepText(Translation):
    step = models.ForeignKey(PetitionStep, models.CASCADE, related_name="texts")
    title = models.CharField(_("title"), max_length=160)
    body = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("text")
        constraints = [
            models.UniqueConstraint(fields=["step", "language"], name="one_step_text_per_language")
        ]
