"""News by mail: one mailing for an update, one delivery for each person who wants it."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models.updates import CampaignUpdate
from privacy.fields import EncryptedTextField, PersonKeyField
from web.keys import ordered_uuid


class MailingQuerySet(models.QuerySet["Mailing"]):
    def in_motion(self) -> Self:
        """Those that the workers are to go on with."""
        return self.filter(state__in=[Mailing.State.GATHERING, Mailing.State.RUNNING])

    def due_to_start(self, now: datetime) -> Self:
        return self.filter(state=Mailing.State.SCHEDULED, send_at__lte=now)

    def over(self) -> Self:
        return self.filter(state__in=[Mailing.State.DONE, Mailing.State.CANCELLED])


class Mailing(models.Model):
    """An update on its way to those who asked for news. There is one at most for an update.

    What was cancelled is not started again, because those who have got it would get it twice.
    The figures are written by the jobs that send (services.mailing.figures), never counted
    for a page. `total` is known once all are gathered.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("not sent")
        SCHEDULED = "scheduled", _("will be sent")
        GATHERING = "gathering", _("being prepared")
        RUNNING = "running", _("being sent")
        PAUSED = "paused", _("paused")
        DONE = "done", _("sent")
        CANCELLED = "cancelled", _("cancelled")

    update = models.OneToOneField(CampaignUpdate, models.PROTECT, related_name="mailing")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    send_at = models.DateTimeField(_("to be sent at"), null=True, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    gathered_at = models.DateTimeField(_("gathered at"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    # How far each audience is read, by its name; null once it is at its end.
    gathered_to = models.JSONField(default=dict, blank=True, editable=False)

    total = models.IntegerField(_("people"), default=0, editable=False)
    sent = models.IntegerField(_("sent"), default=0, editable=False)
    failed = models.IntegerField(_("refused"), default=0, editable=False)
    skipped = models.IntegerField(_("not wanted any more"), default=0, editable=False)
    uncertain = models.IntegerField(_("unclear whether sent"), default=0, editable=False)
    bounced = models.IntegerField(_("came back"), default=0, editable=False)
    complained = models.IntegerField(_("complained"), default=0, editable=False)
    unsubscribed = models.IntegerField(_("unsubscribed"), default=0, editable=False)

    objects = MailingQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        indexes = [
            models.Index(
                fields=["state"],
                condition=Q(state__in=["scheduled", "gathering", "running"]),
                name="mailing_in_motion",
            )
        ]

    def __str__(self) -> str:
        return f"{self.update_id} ({self.state})"

    @property
    def finished(self) -> int:
        """Of how many it is known that nothing more happens."""
        return self.total - self.waiting

    @property
    def waiting(self) -> int:
        """How many have not got it yet, as far as the figures know."""
        return self.total - self.sent - self.failed - self.skipped - self.uncertain


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def of(self, person_key: str) -> Self:
        return self.filter(person_key=person_key)

    def due(self, now: datetime) -> Self:
        return self.filter(state=Delivery.State.WAITING, due_at__lte=now)

    def held(self) -> Self:
        """In the hands of a worker."""
        return self.filter(state__in=Delivery.HELD)

    def unfinished(self) -> Self:
        return self.filter(state__in=[Delivery.State.WAITING, *Delivery.HELD])

    def uncounted(self) -> Self:
        """Finished, and not yet in their mailing's figures."""
        return self.filter(is_counted=False, finished_at__isnull=False)


class Delivery(models.Model):
    """One person's letter of one mailing, and what became of it.

    It is handed to the mail server at most once: `handing` is committed before the letter's
    bytes leave, `sent` after the answer. What is found in between is `uncertain` and is not
    sent again by itself. Address and name are emptied when it is finished.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        CLAIMED = "claimed", _("about to be sent")
        HANDING = "handing", _("being handed over")
        SENT = "sent", _("sent")
        FAILED = "failed", _("refused")
        SKIPPED = "skipped", _("not wanted any more")
        UNCERTAIN = "uncertain", _("unclear whether sent")

    HELD = (State.CLAIMED, State.HANDING)

    id = models.UUIDField(primary_key=True, default=ordered_uuid, editable=False)
    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="deliveries")
    person_key = PersonKeyField(editable=False)
    address = EncryptedTextField(_("e-mail address"), blank=True)
    given_name = EncryptedTextField(_("given name"), blank=True)
    language = models.CharField(_("language"), max_length=12)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    # The worker that holds it (mail.journal), and until when at most.
    claimed_by = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    is_counted = models.BooleanField(default=False)
    bounced_at = models.DateTimeField(_("came back at"), null=True, blank=True)
    complained_at = models.DateTimeField(_("complained at"), null=True, blank=True)
    unsubscribed_at = models.DateTimeField(_("unsubscribed at"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            # One letter each, however many petitions somebody signed.
            models.UniqueConstraint(
                fields=["person_key", "mailing"], name="one_delivery_each_person"
            )
        ]
        indexes = [
            models.Index(
                fields=["mailing", "due_at"], condition=Q(state="waiting"), name="delivery_waiting"
            ),
            models.Index(
                fields=["lease_until"],
                condition=Q(state__in=["claimed", "handing"]),
                name="delivery_held",
            ),
            models.Index(
                fields=["mailing"],
                condition=Q(is_counted=False, finished_at__isnull=False),
                name="delivery_uncounted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} ({self.state})"


class Suppression(models.Model):
    """A person whose mailbox refuses our news, or who called it spam: they get no more.

    It holds the key only. Every later mailing leaves the person out, whatever they agreed to.
    """

    class Reason(models.TextChoices):
        BOUNCE = "bounce", _("the mailbox does not exist")
        COMPLAINT = "complaint", _("called spam")

    person_key = PersonKeyField(unique=True, editable=False)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    class Meta:
        verbose_name = _("suppression")
        verbose_name_plural = _("suppressions")

    def __str__(self) -> str:
        return f"{self.pk} ({self.reason})"
