"""Shifts: when and where help is needed, and what kind of it."""

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
from languages.services import SPOKEN
from partners.models import Organisation
from volunteers.models.people import Level
from volunteers.models.teams import Team


class Role(models.TextChoices):
    """What somebody does on a shift."""

    TALKING = "talking", _("talk with people")
    INTERPRETING = "interpreting", _("interpret")
    SETTING_UP = "setting_up", _("set up and take down")
    STEWARDING = "stewarding", _("show the way")
    DRIVING = "driving", _("drive")
    CHILDCARE = "childcare", _("look after children")
    FIRST_AID = "first_aid", _("first aid")
    COOKING = "cooking", _("cook and serve")
    LEADING = "leading", _("lead the shift")
    HELPING = "helping", _("help where needed")


def shift_venue_may_be_told() -> Q:
    """As Shift.may_be_at for a query: nothing of a kept venue before its keeper said yes."""
    parts = EventHost.objects.shown().exclude(role=EventHost.Role.SUPPORTER)
    agreed = parts.filter(event=OuterRef("event"), organisation=OuterRef("venue__keeper"))
    return (
        Q(venue__keeper=None)
        | Q(venue__keeper=F("campaign__lead"))
        | Q(Exists(agreed), event__venue=F("venue"))
    )


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


class Requirement(models.Model):
    """So many people in one role, from `minimum` to `maximum`; with languages, whoever speaks
    one of them."""

    shift = models.ForeignKey(Shift, models.CASCADE, related_name="requirements")
    role = models.CharField(_("what one does"), max_length=14, choices=Role, default=Role.HELPING)
    minimum = models.PositiveSmallIntegerField(_("how many at least"), default=1)
    maximum = models.PositiveSmallIntegerField(_("how many at most"), default=2)
    # How many places are held; changed only while the shift's row is locked.
    taken = models.PositiveSmallIntegerField(default=0, editable=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        constraints = [
            models.CheckConstraint(
                condition=Q(maximum__gte=F("minimum")) & Q(maximum__gte=1),
                name="requirement_maximum_not_below_minimum",
            )
        ]

    def __str__(self) -> str:
        return self.get_role_display()

    @property
    def free(self) -> int:
        """How many places are free; 0 also where more were taken than may be now."""
        return max(0, self.maximum - self.taken)

    @property
    def missing(self) -> int:
        return max(0, self.minimum - self.taken)

    @property
    def spare(self) -> int:
        """How many more may come once the minimum is reached."""
        return max(0, self.maximum - max(self.minimum, self.taken))

    @property
    def excess(self) -> int:
        """How many more there are than may be, after the maximum was lowered."""
        return max(0, self.taken - self.maximum)

    @property
    def is_full(self) -> bool:
        return self.taken >= self.maximum


class RequirementLanguage(models.Model):
    """A language that fits a requirement, from this level on."""

    requirement = models.ForeignKey(Requirement, models.CASCADE, related_name="languages")
    language = models.CharField(_("language"), max_length=12, choices=SPOKEN.items())
    level = models.CharField(
        _("how well at least"), max_length=1, choices=Level, default=Level.GOOD
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("language")
        verbose_name_plural = _("languages")
        constraints = [
            models.UniqueConstraint(
                fields=["requirement", "language"], name="one_row_per_requirement_language"
            )
        ]

    def __str__(self) -> str:
        return self.get_language_display()


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
