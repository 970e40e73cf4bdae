"""An address of an organisation's own programs, and the keys that sign what it is told."""

from __future__ import annotations

from datetime import datetime
from typing import Self
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import Organisation
from privacy.fields import EncryptedTextField
from webhooks.types import PING


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    def live(self) -> Self:
        """Those that are told, or will be once they are resumed."""
        return self.exclude(state=Endpoint.State.OFF)

    def told(self) -> Self:
        """Live ones of organisations that take part: who has left is told nothing more."""
        return self.live().filter(organisation__left_at=None)


class Endpoint(models.Model):
    """Told of what it has chosen. A removed one is `off`, keeps its log for a while, and no
    keys."""

    class State(models.TextChoices):
        ACTIVE = "active", _("active")
        PAUSED = "paused", _("paused")
        OFF = "off", _("removed")

    class Pause(models.TextChoices):
        """Why it is paused."""

        BY_HAND = "by_hand", _("Somebody of your organisation has paused it.")
        FAILING = "failing", _("For three days nothing could be delivered.")
        GONE = "gone", _("The address answered that it is gone for good (410).")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="webhooks")
    url = models.CharField(_("address"), max_length=500)
    description = models.CharField(_("what it is for"), max_length=120, blank=True)
    types = models.JSONField(_("told of"), default=list)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.ACTIVE)
    pause = models.CharField(_("why paused"), max_length=8, choices=Pause, blank=True)
    secret = EncryptedTextField(_("key"), blank=True)
    # Signs beside the new one for as long as the receiver may still know this one alone.
    previous_secret = EncryptedTextField(_("previous key"), blank=True)
    previous_until = models.DateTimeField(_("previous key until"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Since the first failure after the last success.
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    # Nothing is tried before, so that a target that hangs costs little.
    rests_until = models.DateTimeField(null=True, blank=True)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return self.description or self.host

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or self.url

    @property
    def is_active(self) -> bool:
        return self.state == self.State.ACTIVE

    @property
    def is_paused(self) -> bool:
        return self.state == self.State.PAUSED

    def hears(self, type: str) -> bool:
        return type == PING or type in self.types

    def secrets(self, now: datetime) -> list[str]:
        """What signs now, the newest first."""
        both = [self.secret]
        if self.previous_secret and self.previous_until and now < self.previous_until:
            both.append(self.previous_secret)
        return both
