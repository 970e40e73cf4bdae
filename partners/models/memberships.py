"""Who acts for an organisation, and who was asked to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models.organisations import Organisation
from privacy.fields import EncryptedTextField

INVITATION_LASTS = timedelta(days=14)


class MembershipManager(models.Manager["Membership"]):
    """A membership is never shown without its organisation: one query for both."""

    def get_queryset(self) -> models.QuerySet[Membership]:
        return super().get_queryset().select_related("organisation")


class Membership(models.Model):
    """What a person may do for an organisation; each role includes those before it."""

    class Role(models.TextChoices):
        VIEWER = "viewer", _("may look")
        EDITOR = "editor", _("may write")
        ORGANISER = "organiser", _("may publish")
        OWNER = "owner", _("may decide who belongs")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.VIEWER)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = MembershipManager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"], name="one_membership_per_organisation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation} ({self.role})"

    def includes(self, role: str) -> bool:
        """True where this membership's role is `role` or one above it."""
        roles = list(self.Role.values)
        return roles.index(self.role) >= roles.index(role)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        """Neither accepted nor taken back, and still in time."""
        return self.filter(
            accepted_at=None, revoked_at=None, created_at__gt=timezone.now() - INVITATION_LASTS
        )


class Invitation(models.Model):
    """A mailed offer to act for an organisation: works once, for two weeks, unless taken back."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    email = EncryptedTextField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=10, choices=Membership.Role)
    language = models.CharField(_("language"), max_length=12)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"{self.organisation_id} ({self.role})"

    @property
    def expires_at(self) -> datetime:
        return self.created_at + INVITATION_LASTS

    @property
    def is_open(self) -> bool:
        return not self.accepted_at and not self.revoked_at and timezone.now() < self.expires_at
