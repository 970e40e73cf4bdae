"""What there was to tell an organisation, and its way to each of its endpoints."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import Organisation
from privacy.fields import PersonKeyField
from web.keys import ordered_uuid
from webhooks.models.endpoints import Endpoint
from webhooks.types import TYPES


class Message(models.Model):
    """One thing that happened, for one organisation; its id is the `webhook-id`.

    `data` holds ids, slugs and addresses of public pages. What a consent opens of a person is
    read anew for each delivery (webhooks.people), so none of it is stored here.
    """

    id = models.UUIDField(primary_key=True, default=ordered_uuid, editable=False)
    type = models.CharField(_("kind"), max_length=40)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person_key = PersonKeyField(blank=True, editable=False)
    # What it is about, where somebody asks later whether that was told: a signature's id.
    subject = models.CharField(max_length=64, blank=True)
    occurred_at = models.DateTimeField(_("occurred at"), default=timezone.now)
    data = models.JSONField(_("data"), default=dict)
    emptied_at = models.DateTimeField(_("emptied at"), null=True, blank=True)

    class Meta:
        verbose_name = _("webhook message")
        verbose_name_plural = _("webhook messages")
        indexes = [
            models.Index(
                fields=["subject", "type"], condition=~Q(subject=""), name="webhook_by_subject"
            ),
            models.Index(fields=["occurred_at"], name="webhook_message_age"),
            models.Index(
                fields=["person_key"], condition=~Q(person_key=""), name="webhook_by_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.pk}"

    @property
    def label(self) -> str:
        known = TYPES.get(self.type)
        return str(known.label) if known else self.type


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def unfinished(self) -> Self:
        return self.filter(state__in=Delivery.UNFINISHED)

    def in_hand(self, now: datetime) -> Self:
        """On their way just now; a killed worker's are again due when its lease is over."""
        return self.unfinished().filter(lease_until__gte=now)

    def due(self, now: datetime) -> Self:
        nobody_has_it = Q(lease_until=None) | Q(lease_until__lt=now)
        return self.unfinished().filter(nobody_has_it, next_at__lte=now)


class Delivery(models.Model):
    """The way of a message to one endpoint. At least once: a receiver knows a repeat by its id."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        DONE = "done", _("delivered")
        FAILED = "failed", _("failed, tried again")
        GIVEN_UP = "given_up", _("given up")

    class Error(models.TextChoices):
        DNS = "dns", _("The name in the address leads nowhere.")
        ADDRESS = "address", _("The name leads to an address that is not public.")
        CONNECT = "connect", _("No connection.")
        TLS = "tls", _("The encrypted connection failed; is the certificate valid?")
        TIMEOUT = "timeout", _("No answer within ten seconds.")
        BROKEN = "broken", _("The answer was no HTTP.")
        REDIRECT = "redirect", _("It leads on to another address; we do not follow.")
        STATUS = "status", _("The answer was no success (2xx).")
        GONE = "gone", _("The address is gone for good (410).")
        EXPIRED = "expired", _("The message was older than 30 days.")
        REMOVED = "removed", _("The webhook was removed.")
        LEFT = "left", _("Not sent: the organisation has left.")
        OURS = "ours", _("Something went wrong on our side. We try again.")

    UNFINISHED = (State.WAITING, State.FAILED)

    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries")
    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="deliveries")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    # Of this delivery, since it was last begun: what its three days are counted from.
    failing_since = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(_("last attempt"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    status_code = models.PositiveSmallIntegerField(_("last status"), null=True, blank=True)
    duration = models.PositiveIntegerField(_("took (ms)"), null=True, blank=True)
    error = models.CharField(_("last error"), max_length=10, choices=Error, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook delivery")
        verbose_name_plural = _("webhook deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["message", "endpoint"], name="one_delivery_each_endpoint"
            )
        ]
        indexes = [
            models.Index(
                fields=["endpoint", "next_at"],
                condition=Q(state__in=["waiting", "failed"]),
                name="webhook_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} → {self.endpoint_id}"

    @property
    def is_unfinished(self) -> bool:
        return self.state in self.UNFINISHED

    @property
    def was_begun(self) -> bool:
        """Whether there is something to send again; what only waits, waits its turn."""
        return bool(self.attempts) or not self.is_unfinished
