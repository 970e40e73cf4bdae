"""Who comes: registrations, the places they hold, and the list of those who wait."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.events import Event
from privacy.fields import EncryptedTextField, PersonKeyField
from web.keys import ordered_uuid

# A place waits so long for its address to be confirmed; then somebody else gets it.
PLACE_WAITS = timedelta(hours=2)
# domain.md: what was never confirmed is deleted after fourteen days.
UNCONFIRMED_KEPT = timedelta(days=14)
# Access needs are about health (Art. 9 GDPR): nobody needs them once the event is over.
NEEDS_KEPT = timedelta(days=1)
REGISTRATIONS_KEPT = timedelta(days=30)
REMIND_BEFORE = timedelta(days=1)


class EventPlaces(models.Model):
    """How many places of an event are held; the one row that all who register wait for.

    Beside the event and not in it, so that registering never waits for somebody who writes.
    It is locked before any registration of the event is read to be changed.
    """

    event = models.OneToOneField(
        Event, models.CASCADE, primary_key=True, related_name="places", verbose_name=_("event")
    )
    taken = models.PositiveIntegerField(default=0)
    # Figures of the door, which stay when the registrations are deleted.
    came = models.PositiveIntegerField(_("how many came"), default=0, db_default=0)
    walk_ins = models.PositiveIntegerField(
        _("how many came without registering"), default=0, db_default=0
    )

    # The last presses at the door, each by its own word: one sent twice counts once.
    presses = models.TextField(default="", db_default="", blank=True, editable=False)

    class Meta:
        verbose_name = _("places")
        verbose_name_plural = _("places")

    def __str__(self) -> str:
        return f"{self.event_id}: {self.taken}"


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def of(self, person_key: str) -> Self:
        return self.filter(person_key=person_key)

    def holding(self) -> Self:
        """Those for whom places are kept, confirmed or not."""
        return self.filter(has_place=True)

    def confirmed(self) -> Self:
        """Those who come."""
        return self.filter(state=Registration.State.CONFIRMED)

    def waiting(self) -> Self:
        """Those who wait for a place, in the order in which they asked."""
        return self.filter(state=Registration.State.WAITING).order_by("registered_at", "pk")

    def standing(self) -> Self:
        """Whose registration is not over: they hear of every change of the event."""
        return self.filter(state__in=Registration.STANDING)

    def run_out(self, now: datetime) -> Self:
        """Offers nobody took, and places whose address was never confirmed."""
        return self.holding().filter(
            Q(state=Registration.State.OFFERED, offered_until__lte=now)
            | Q(state=Registration.State.PENDING, registered_at__lte=now - PLACE_WAITS)
        )


class Registration(models.Model):
    """One person's wish to come to an event, alone or with others; known by key only.

    A `pending` one, whose address is not confirmed, may hold a place for a short while; one
    that is `waiting` never does; one to whom a place is `offered` holds it until
    `offered_until`.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("not yet confirmed")
        WAITING = "waiting", _("on the waiting list")
        OFFERED = "offered", _("a place is offered")
        CONFIRMED = "confirmed", _("registered")
        CANCELLED = "cancelled", pgettext_lazy("registration", "cancelled")
        LAPSED = "lapsed", _("run out")

    STANDING = (State.WAITING, State.OFFERED, State.CONFIRMED)

    id = models.UUIDField(primary_key=True, default=ordered_uuid, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="registrations")
    person_key = PersonKeyField(editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING)
    has_place = models.BooleanField(_("holds a place"), default=False)
    party_size = models.PositiveSmallIntegerField(_("how many people"), default=1)
    name = EncryptedTextField(_("name"), blank=True)
    email = EncryptedTextField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=12)
    source = models.CharField(_("came through"), max_length=40, blank=True)
    registered_at = models.DateTimeField(_("registered at"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    offered_until = models.DateTimeField(_("offered until"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("last mailed at"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)
    # The event's `sequence` of which this person was told last.
    told_sequence = models.PositiveIntegerField(default=0, editable=False)
    came = models.PositiveSmallIntegerField(_("how many came"), null=True, blank=True)
    checked_in_at = models.DateTimeField(_("checked in at"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo content"), default=False, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(
                fields=["person_key", "event"], name="one_registration_each_person"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "cancelled", "lapsed"], has_place=True)
                & ~Q(state__in=["offered", "confirmed"], has_place=False),
                name="registration_place_follows_state",
            ),
        ]
        indexes = [
            models.Index(
                fields=["event", "registered_at"],
                name="registration_waiting",
                condition=Q(state="waiting"),
            ),
            models.Index(
                fields=["offered_until"], name="registration_offered", condition=Q(state="offered")
            ),
            models.Index(
                fields=["registered_at"],
                name="registration_unconfirmed",
                condition=Q(state="pending"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_standing(self) -> bool:
        return self.state in self.STANDING

    @property
    def has_open_offer(self) -> bool:
        """Whether a place can be taken now."""
        is_offered = self.state == self.State.OFFERED
        return is_offered and bool(self.offered_until and self.offered_until > timezone.now())


class AccessNeeds(models.Model):
    """What somebody needs to take part: a row of its own, so that it can go before the rest."""

    registration = models.OneToOneField(
        Registration, models.CASCADE, primary_key=True, related_name="needs"
    )
    text = EncryptedTextField(_("what I need to take part"))

    class Meta:
        verbose_name = _("access needs")
        verbose_name_plural = _("access needs")

    def __str__(self) -> str:
        return str(self.pk)
