"""Tokens of programs, and the answers to what they sent with an idempotency key."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from access.scopes import spoken
from privacy.fields import EncryptedTextField
from web.keys import ordered_uuid


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    def usable(self, now: datetime) -> "AccessTokenQuerySet":
        """Those that open something, for people who could log in themselves."""
        usable = self.filter(revoked_at=None, expires_at__gt=now, user__is_active=True)
        return usable if settings.DEMO else usable.filter(user__is_demo=False)

    def ending(self, now: datetime, *, within: timedelta) -> "AccessTokenQuerySet":
        """Usable ones that end soon, made for longer than that, of which nobody was told."""
        made_for_longer = models.Q(created_at__lt=models.F("expires_at") - within)
        soon = self.usable(now).filter(expires_at__lte=now + within, reminded_at=None)
        return soon.filter(made_for_longer)

    def over_since(self, moment: datetime) -> "AccessTokenQuerySet":
        """Those that were revoked, or whose time was over, before then."""
        over = models.Q(expires_at__lt=moment) | models.Q(revoked_at__lt=moment)
        return self.filter(over)


class AccessToken(models.Model):
    """A personal access token: one program acts for one person, within these scopes.

    Its clear text is shown once and stored as a digest only; `beginning` (its first
    characters) is there to tell one from another in a list.
    """

    id = models.UUIDField(primary_key=True, default=ordered_uuid, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="access_tokens"
    )
    name = models.CharField(_("name"), max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    beginning = models.CharField(max_length=20)
    scopes = models.JSONField(_("scopes"), default=list)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    # When the mail went out that its time is over soon.
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = AccessTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.name

    @property
    def is_usable(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def spoken_scopes(self) -> list[str]:
        """What it may do, in words."""
        return spoken(self.scopes)


class IdempotentAnswer(models.Model):
    """What was answered to a request with an Idempotency-Key, to be said again for a day.

    `key` stands for who asked, for what address and with which key; `request` for what was
    sent. Both are keyed hashes. The answer is encrypted, since it may repeat what was sent.
    """

    key = models.CharField(primary_key=True, max_length=64)
    request = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = EncryptedTextField(default="", blank=True)
    location = models.TextField(default="", blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return self.key[:8]
