"""Organisations that carry campaigns, and the people who act for them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from languages.models import Translated, TranslatedQuerySet, Translation
from privacy.fields import EncryptedTextField

# Abbreviations of the Nazi state, which German number plates leave out as well.
INVITATION_LASTS = timedelta(days=14)
TAINTED_INITIALS = frozenset({"HJ", "KZ", "NS", "SA", "SD", "SS"})


class OrganisationQuerySet(TranslatedQuerySet["Organisation"]):
    def public(self) -> Self:
        return self.filter(is_public=True)


class Organisation(Translated):
    class Kind(models.TextChoices):
        COUNCIL = "council", _("elected council")
        MIGRANT = "migrant", _("migrant organisation")
        WELFARE = "welfare", _("welfare association")
        UNION = "union", _("union")
        YOUTH = "youth", _("youth association")
        ADMINISTRATION = "administration", _("administration")
        POLITICAL = "political", _("political group")
        OTHER = "other", _("other organisation")

    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=160)
    short_name = models.CharField(_("short name"), max_length=24, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    website = models.URLField(_("website"), blank=True)
    is_public = models.BooleanField(_("public"), default=True)
    is_demo = models.BooleanField(_("demo content"), default=False, editable=False)
    verified_at = models.DateTimeField(_("verified at"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partners:detail", args=[self.slug])

    @property
    def initials(self) -> str:
        """One to three letters that stand in for a logo."""
        if self.short_name and len(self.short_name) <= 4:
            return self.short_name
        initials = "".join(word[0] for word in self.name.split() if word[0].isupper())[:3]
        return initials[:1] if initials in TAINTED_INITIALS else initials


class OrganisationText(Translation):
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="texts")
    summary = models.CharField(_("in one sentence"), max_length=280)
    description = models.TextField(_("who we are"), blank=True)

    class Meta:
        verbose_name = _("text")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "language"], name="one_organisation_text_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.language})"


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
