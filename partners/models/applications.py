"""Asking to be listed as an organisation."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.models.organisations import Organisation
from privacy.fields import EncryptedTextField

# How long an application is kept after the last thing that happened to it.
APPLICATION_KEPT = timedelta(days=180)


class ApplicationQuerySet(models.QuerySet["OrganisationApplication"]):
    def waiting(self) -> Self:
        """To be decided by somebody who runs the site; who has waited longest first."""
        return self.filter(state=OrganisationApplication.State.APPLIED).order_by("handed_in_at")

    def open(self) -> Self:
        """Not yet decided for good."""
        states = OrganisationApplication.State
        return self.filter(state__in=[states.APPLIED, states.RETURNED])


class OrganisationApplication(models.Model):
    """One account's wish to have an organisation here. The organisation is made once verified.

    There is no draft: what was written when a session ended is kept by accounts.held_forms.
    """

    class State(models.TextChoices):
        APPLIED = "applied", _("handed in")
        RETURNED = "returned", _("came back")
        VERIFIED = "verified", _("verified")
        DECLINED = "declined", _("declined")

    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="organisation_applications"
    )
    # The language of the mails about it: that of the page on which it was handed in.
    language = models.CharField(_("language"), max_length=12)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.APPLIED)
    name = models.CharField(_("name"), max_length=160)
    short_name = models.CharField(_("short name"), max_length=24, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Organisation.Kind)
    # By language; German is always there.
    summaries = models.JSONField(_("in one sentence"), default=dict)
    website = models.URLField(_("website"), blank=True)
    district = models.CharField(_("city district"), max_length=40, blank=True)
    languages = models.JSONField(_("languages spoken"), default=list)
    contact_name = EncryptedTextField(_("contact person"))
    phone = EncryptedTextField(_("phone"), blank=True)
    why = EncryptedTextField(_("why you want to take part"))
    # Each time it is handed in; whoever decides names the one they read.
    handed_in_at = models.DateTimeField(_("handed in at"))
    reason = EncryptedTextField(_("reason"), blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="applications"
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-handed_in_at"]
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        indexes = [models.Index(fields=["state", "handed_in_at"], name="application_queue")]

    def __str__(self) -> str:
        return self.name

    @property
    def summary(self) -> str:
        return str(self.summaries.get(settings.LANGUAGE_CODE, ""))

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.APPLIED

    @property
    def is_open(self) -> bool:
        """Not decided for good: it can still be taken back."""
        return self.state in (self.State.APPLIED, self.State.RETURNED)
