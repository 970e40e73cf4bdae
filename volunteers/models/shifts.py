"""Shifts: when and where help is needed."""

from __future__ import annotations

import zoneinfo
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.models import Campaign
from events.models import Event, EventHost, Venue
from languages.models import Translated, TranslatedQuerySet, Translation, texts_of
from volunteers.models.repeating import ShiftSeries
from volunteers.models.teams import Team


def shift_venue_may_be_told() -> Q:
    """As Shift.may_be_at for a query: nothing of a kept venue before its keeper said yes."""
    parts = EventHost.objects.shown().exclude(role=EventHost.Role.SUPPORTER)
    agreed = parts.filter(event=OuterRef("event"), organisation=OuterRef("venue__keeper"))
    return (
        Q(venue__keeper=None)
        | Q(venue__keeper=F("campaign__lead"))
        | Q(Exists(agreed), event__venue=F("venue"))
    )


class ShiftQuerySet(TranslatedQuerySet["Shift"]):
    def public(self) -> Self:
        """Whoever knows the address may read it; a cancelled one stays and says so."""
        return self.exclude(state=Shift.State.DRAFT).filter(campaign__in=Campaign.objects.public())

    def listed(self) -> Self:
        """Shown where people look for something to do."""
        return self.filter(state=Shift.State.OPEN, campaign__in=Campaign.objects.running())

    def coming(self, now: datetime | None = None) -> Self:
        """Those that have not begun."""
        return self.filter(starts_at__gt=now or timezone.now())

    def not_over(self, now: datetime | None = None) -> Self:
        return self.filter(ends_at__gt=now or timezone.now())

    def overlapping(self, starts_at: datetime, ends_at: datetime) -> Self:
        """Those that share a moment with this time; one may begin when another ends."""
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)

    def in_district(self, district: str) -> Self:
        """By their own word, else their venue's, once that may be told."""
        by_venue = Q(district="", venue__district=district)
        return self.filter(Q(district=district) | by_venue & shift_venue_may_be_told())

    def with_place(self) -> Self:
        """With what `agreed_venue` asks for, and no query more."""
        told = ExpressionWrapper(shift_venue_may_be_told(), models.BooleanField())
        return self.select_related("venue", "campaign", "event").annotate(is_place_told=told)

    def with_needs(self) -> Self:
        """With what a card or a page shows: texts, place, campaign and requirements."""
        return (
            self.with_place()
            .select_related("team")
            .with_texts()
            .prefetch_related(
                "requirements__languages",
                texts_of(Campaign._meta.get_field("texts").related_model, "campaign__texts"),
            )
        )


class Shift(Translated):
    """Some hours at one place for which a campaign needs people.

    This row is locked, after the person's (`Volunteer`), by whatever takes or frees a place.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        OPEN = "open", pgettext_lazy("shift", "open")
        CANCELLED = "cancelled", pgettext_lazy("shift", "cancelled")

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="shifts", verbose_name=_("campaign")
    )
    event = models.ForeignKey(
        Event,
        models.PROTECT,
        related_name="shifts",
        null=True,
        blank=True,
        verbose_name=_("event"),
    )
    team = models.ForeignKey(
        Team, models.SET_NULL, related_name="shifts", null=True, blank=True, verbose_name=_("team")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    time_zone = models.CharField(_("time zone"), max_length=40, default=settings.TIME_ZONE)
    venue = models.ForeignKey(
        Venue,
        models.PROTECT,
        related_name="shifts",
        null=True,
        blank=True,
        verbose_name=_("venue"),
    )
    # Where there is no venue: "in front of the library". Names are not translated.
    place = models.CharField(_("place"), max_length=160, blank=True)
    district = models.CharField(_("district"), max_length=40, blank=True)
    minimum_age = models.PositiveSmallIntegerField(_("from which age"), default=16)
    contact_name = models.CharField(_("who to ask"), max_length=120, blank=True)
    contact_phone = models.CharField(_("telephone on the day"), max_length=40, blank=True)
    offer_hours = models.PositiveSmallIntegerField(
        _("for how many hours a free place is offered"), default=24
    )
    series = models.ForeignKey(
        ShiftSeries, models.SET_NULL, related_name="shifts", null=True, blank=True
    )
    # Goes up with each change that those on the shift must hear of.
    sequence = models.PositiveIntegerField(default=0, editable=False)
    # What erased people did here: sums that belong to nobody any more.
    erased_people = models.PositiveIntegerField(default=0, editable=False)
    erased_minutes = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True, editable=False)
    is_demo = models.BooleanField(_("demo content"), default=False, editable=False)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_its_start"
            ),
            models.UniqueConstraint(
                fields=["series", "starts_at"], name="one_shift_per_moment_of_a_series"
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at"], name="shift_by_start"),
            models.Index(fields=["campaign", "starts_at"], name="shift_of_campaign"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("shifts:detail", args=[self.pk])

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def starts_there(self) -> datetime:
        """When it starts by the clock on the wall there."""
        return self.starts_at.astimezone(self.zone)

    @property
    def ends_there(self) -> datetime:
        return self.ends_at.astimezone(self.zone)

    @property
    def length(self) -> timedelta:
        return self.ends_at - self.starts_at

    def may_be_at(self, venue: Venue) -> bool:
        """Whether it may take place there, and its page say so.

        Nobody keeps the venue, or the campaign's lead does, or its keeper said yes to the event
        that the shift is for, which is there as well.
        """
        if venue.keeper_id in (None, self.campaign.lead_id):
            return True
        event = self.event
        return event is not None and event.venue_id == venue.pk and event.may_be_told_at(venue)

    @property
    def agreed_venue(self) -> Venue | None:
        """Where it is, as far as that may be told (as Event.agreed_venue)."""
        if self.venue is None:
            return None
        # By with_place(), where there are many.
        is_told = self.__dict__.get("is_place_told")
        if is_told is None:
            is_told = self.may_be_at(self.venue)
        return self.venue if is_told else None

    @property
    def place_name(self) -> str:
        """The venue's name, or the place's where there is no venue; empty until that may be
        told."""
        venue = self.agreed_venue
        return venue.name if venue else self.place

    @property
    def planned_place_name(self) -> str:
        """As `place_name`, for those who plan it: also before a keeper has said yes."""
        return self.venue.name if self.venue else self.place

    @property
    def where(self) -> str:
        """The district, of the shift or of its venue."""
        if self.district:
            return self.district
        venue = self.agreed_venue
        return venue.district if venue else ""

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def takes_people(self) -> bool:
        """Whether one can sign up, be it on the waiting list. Also while it runs: somebody
        who comes late is better than nobody."""
        return self.state == self.State.OPEN and not self.is_over

    @property
    def missing(self) -> int:
        """How many people are missing until each requirement has its minimum."""
        return sum(one.missing for one in self.requirements.all())

    @property
    def free(self) -> int:
        return sum(one.free for one in self.requirements.all())

    @property
    def taken(self) -> int:
        return sum(one.taken for one in self.requirements.all())

    @property
    def is_full(self) -> bool:
        return self.free == 0

    @property
    def phase(self) -> str:
        """`draft`, `open`, `full`, `running`, `done` or `cancelled`: what its badge says."""
        if self.state != self.State.OPEN:
            return self.state
        if self.is_over:
            return "done"
        if self.has_begun:
            return "running"
        return "full" if self.is_full else "open"


class ShiftText(Translation):
    shift = models.ForeignKey(Shift, models.CASCADE, related_name="texts")
    title = models.CharField(_("title"), max_length=120)
    description = models.TextField(_("what one does there"), blank=True)
    meeting_point = models.CharField(_("where we meet"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("text")
        constraints = [
            models.UniqueConstraint(
                fields=["shift", "language"], name="one_shift_text_per_language"
            )
        ]
