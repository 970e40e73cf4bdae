"""Events: what happens when and where, who may come, and what has changed."""

from __future__ import annotations

import uuid
import zoneinfo
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.models import Campaign
from events.models.access import FEATURES, Presence, own_presence
from events.models.venues import Venue
from languages.models import Translated, TranslatedQuerySet, Translation
from languages.services import SPOKEN
from pictures.models import Picture, pictures_of


def venue_may_be_told() -> Q:
    """As Event.agreed_venue for a query: nothing of a kept venue before its keeper said yes."""
    hosts: Any = Event._meta.get_field("hosts").related_model
    parts = hosts.objects.shown().exclude(role=hosts.Role.SUPPORTER)
    agreed = parts.filter(event=OuterRef("pk"), organisation=OuterRef("venue__keeper"))
    return Q(venue__keeper=None) | Q(Exists(agreed))


class EventSeries(models.Model):
    """What repeats: a rule by RFC 5545, and the events made from it, each of its own.

    The rule is read in local time, so that "every Saturday at ten" stays at ten when the
    clocks change.
    """

    rule = models.CharField(_("rule (RRULE)"), max_length=200)
    starts_at = models.DateTimeField(_("starts at"))
    time_zone = models.CharField(_("time zone"), max_length=40, default=settings.TIME_ZONE)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def __str__(self) -> str:
        return self.rule


class EventQuerySet(TranslatedQuerySet["Event"]):
    def public(self) -> Self:
        """Whoever knows the address may read it; a cancelled one stays and says so."""
        return self.exclude(state=Event.State.DRAFT)

    def listed(self) -> Self:
        """Shown where visitors look around."""
        return self.public().filter(visibility=Event.Visibility.LISTED)

    def coming(self, now: datetime | None = None) -> Self:
        """Not over yet, postponed ones without a new time included."""
        return self.filter(ends_at__gte=now or timezone.now())

    def taking_place(self) -> Self:
        """What one may plan to go to: neither postponed nor cancelled."""
        return self.filter(state=Event.State.CONFIRMED)

    def past(self, now: datetime | None = None) -> Self:
        return self.filter(ends_at__lt=now or timezone.now())

    def held_in(self, language: str) -> Self:
        """Where this language is spoken or interpreted into."""
        return self.filter(languages__language=language).distinct()

    def offering(self, feature: str) -> Self:
        """By their own word, else their venue's, once that may be told.

        Raises KeyError for a word that is no feature, so that no address names a column.
        """
        if feature not in FEATURES:
            raise KeyError(feature)
        own = Q(**{feature: Presence.YES})
        by_venue = Q(**{feature: "", f"venue__{feature}": Presence.YES})
        return self.filter(own | by_venue & venue_may_be_told())

    def with_faces(self) -> Self:
        """With what a card or a page shows: texts, place, picture and accepted hosts."""
        hosts: Any = Event._meta.get_field("hosts").related_model
        shown = hosts.objects.shown().prefetch_related(pictures_of("organisation__logo"))
        return (
            self.select_related("venue__keeper")
            .with_texts()
            .prefetch_related(
                models.Prefetch("hosts", shown, to_attr="shown_hosts"),
                "languages",
                pictures_of("picture"),
            )
        )


class Event(Translated):
    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        CONFIRMED = "confirmed", _("takes place")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", pgettext_lazy("event", "cancelled")

    class Visibility(models.TextChoices):
        LISTED = "listed", _("everybody finds it")
        UNLISTED = "unlisted", _("only who has the link")

    class Attendance(models.TextChoices):
        ON_SITE = "on_site", _("at a place")
        ONLINE = "online", _("online")
        MIXED = "mixed", _("at a place and online")

    class Audience(models.TextChoices):
        EVERYBODY = "everybody", _("everybody")
        FAMILIES = "families", _("families and children")
        YOUTH = "youth", _("young people")
        WOMEN = "women", _("women")
        ELDERLY = "elderly", _("elderly people")
        NEWCOMERS = "newcomers", _("people new in the city")
        PROFESSIONALS = "professionals", _("people of associations and offices")

    class Entry(models.TextChoices):
        OPEN = "open", _("just come")
        REGISTRATION = "registration", _("with registration")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(unique=True, max_length=80)
    campaign = models.ForeignKey(
        Campaign,
        models.PROTECT,
        related_name="events",
        null=True,
        blank=True,
        verbose_name=_("campaign"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    visibility = models.CharField(
        _("who finds it"), max_length=10, choices=Visibility, default=Visibility.LISTED
    )
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    time_zone = models.CharField(_("time zone"), max_length=40, default=settings.TIME_ZONE)
    attendance = models.CharField(
        _("where"), max_length=8, choices=Attendance, default=Attendance.ON_SITE
    )
    venue = models.ForeignKey(
        Venue,
        models.PROTECT,
        related_name="events",
        null=True,
        blank=True,
        verbose_name=_("venue"),
    )
    online_url = models.URLField(_("address to join online"), blank=True)
    audience = models.CharField(
        _("for whom"), max_length=14, choices=Audience, default=Audience.EVERYBODY
    )
    is_free = models.BooleanField(_("free of charge"), default=True)
    entry = models.CharField(_("entry"), max_length=12, choices=Entry, default=Entry.OPEN)
    capacity = models.PositiveIntegerField(
        _("how many people can come"), null=True, blank=True, help_text=_("Empty: no limit.")
    )
    registration_closes_at = models.DateTimeField(
        _("registration closes at"), null=True, blank=True
    )
    party_at_most = models.PositiveSmallIntegerField(
        _("how many people one registration may bring"), default=4
    )
    offer_hours = models.PositiveSmallIntegerField(
        _("for how many hours a free place is offered"), default=24
    )
    step_free = own_presence("step_free")
    accessible_toilet = own_presence("accessible_toilet")
    induction_loop = own_presence("induction_loop")
    sign_language = own_presence("sign_language")
    quiet_room = own_presence("quiet_room")
    childcare = own_presence("childcare")
    picture = models.ForeignKey(
        Picture,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("picture"),
    )
    contact_name = models.CharField(_("who to ask"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mail address for questions"), blank=True)
    contact_phone = models.CharField(_("telephone for questions"), max_length=40, blank=True)
    series = models.ForeignKey(
        EventSeries, models.SET_NULL, related_name="events", null=True, blank=True
    )
    # Goes up with each change that a calendar must hear of (SEQUENCE of RFC 5545).
    sequence = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True, editable=False)
    is_demo = models.BooleanField(_("demo content"), default=False, editable=False)

    objects = EventQuerySet.as_manager()
    # By with_faces().
    shown_hosts: list[Any]

    class Meta:
        ordering = ["starts_at", "slug"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_its_start"
            ),
            # Where two jobs make the same series, one occurrence is one event.
            models.UniqueConstraint(
                fields=["series", "starts_at"], name="one_event_per_moment_of_a_series"
            ),
        ]
        indexes = [models.Index(fields=["starts_at"], name="event_by_start")]

    def get_absolute_url(self) -> str:
        return reverse("events:detail", args=[self.slug])

    @property
    def shown_campaign(self) -> Campaign | None:
        """What it belongs to, as far as everybody may know."""
        return self.campaign if self.campaign and self.campaign.is_public else None

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
    def is_over(self) -> bool:
        return self.ends_at < timezone.now()

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def takes_registrations(self) -> bool:
        """Whether one can ask for a place now, be it on the waiting list."""
        return (
            self.entry == self.Entry.REGISTRATION
            and self.state == self.State.CONFIRMED
            and (self.registration_closes_at or self.starts_at) > timezone.now()
        )

    @property
    def agreed_venue(self) -> Venue | None:
        """Where it is, as far as that may be told: a kept venue shows once its keeper said yes."""
        return self.venue if self.venue and self.may_be_told_at(self.venue) else None

    def may_be_told_at(self, venue: Venue) -> bool:
        """Whether nobody keeps this place, or its keeper said yes to this event."""
        return venue.keeper_id is None or any(
            host.organisation_id == venue.keeper_id and host.role != "supporter"
            for host in self._shown_hosts()
        )

    def offers(self, feature: str) -> str:
        """`yes`, `no` or `unknown`: the event's own word, else that of the venue that agreed."""
        if own := getattr(self, feature):
            return str(own)
        venue = self.agreed_venue
        return Presence.UNKNOWN if venue is None else getattr(venue, feature)

    def _shown_hosts(self) -> Iterable[Any]:
        if "shown_hosts" in self.__dict__:
            return self.shown_hosts
        return self.hosts.shown()


class EventText(Translation):
    event = models.ForeignKey(Event, models.CASCADE, related_name="texts")
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("in one sentence"), max_length=280, blank=True)
    description = models.TextField(_("description"), blank=True)
    cost = models.CharField(_("what it costs"), max_length=160, blank=True)
    access_note = models.TextField(_("about accessibility"), blank=True)

    class Meta:
        verbose_name = _("text")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "language"], name="one_event_text_per_language"
            )
        ]


class EventLanguage(models.Model):
    """A language spoken at an event, or interpreted into."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="languages")
    language = models.CharField(_("language"), max_length=12, choices=SPOKEN.items())
    is_interpreted = models.BooleanField(_("interpreted"), default=False)

    class Meta:
        ordering = ["is_interpreted", "pk"]
        verbose_name = _("language")
        verbose_name_plural = _("languages")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "language"], name="one_row_per_event_language"
            )
        ]

    def __str__(self) -> str:
        return self.get_language_display()


class EventSpeaker(models.Model):
    """Who is announced by name: told to the public, so only with that person's word."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="speakers")
    name = models.CharField(_("name"), max_length=120)
    about = models.CharField(_("who that is"), max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")

    def __str__(self) -> str:
        return self.name
