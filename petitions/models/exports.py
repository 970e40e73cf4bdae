"""Files made of signatures: by whom, for what, and until when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import Organisation
from petitions.models.petitions import Petition
from privacy.fields import EncryptedTextField
from web.keys import ordered_uuid

EXPORT_KEPT = timedelta(days=7)
# That it was made is in the audit trail for longer.
EXPORT_LISTED = timedelta(days=90)


class SignatureExportQuerySet(models.QuerySet["SignatureExport"]):
    def waiting(self) -> Self:
        return self.filter(state=SignatureExport.State.WAITING)

    def ready(self, now: datetime) -> Self:
        return self.filter(state=SignatureExport.State.READY, expires_at__gt=now)

    def expired(self, now: datetime) -> Self:
        return self.exclude(state=SignatureExport.State.EXPIRED).filter(expires_at__lte=now)

    def naming(self) -> Self:
        """Those that say who signed."""
        return self.filter(purpose=SignatureExport.Purpose.HANDOVER)


class SignatureExport(models.Model):
    """One file, made by a job and kept encrypted in parts (SignatureExportPart).

    The purpose decides what stands in it; nobody chooses columns.
    """

    class Purpose(models.TextChoices):
        HANDOVER = "handover", _("list for the handover: names and postcodes")
        FIGURES = "figures", _("figures: how many, never who")
        CONTACTS = "contacts", _("people who agreed to be written to")

    class Format(models.TextChoices):
        CSV = "csv", _("text file (CSV)")
        XLSX = "xlsx", _("spreadsheet (XLSX)")

    class State(models.TextChoices):
        WAITING = "waiting", _("being made")
        READY = "ready", _("ready")
        OUTDATED = "outdated", _("out of date: somebody on it left since")
        EXPIRED = "expired", _("expired")

    id = models.UUIDField(primary_key=True, default=ordered_uuid, editable=False)
    # What it is of: a petition's signatures, or the contacts of an organisation.
    petition = models.ForeignKey(
        Petition, models.CASCADE, related_name="exports", null=True, blank=True
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="contact_exports", null=True, blank=True
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="signature_exports"
    )
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose)
    format = models.CharField(_("format"), max_length=4, choices=Format)
    language = models.CharField(_("language"), max_length=12)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    row_count = models.PositiveIntegerField(_("rows"), null=True, blank=True)
    # The newest try, whose parts are the file: one that died has left some, too.
    attempt = models.UUIDField(null=True, blank=True, editable=False)
    part_count = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("asked for at"), default=timezone.now)
    # Somebody who may stand on it left at this time, while this try was under way.
    left_at = models.DateTimeField(null=True, blank=True, editable=False)
    ready_at = models.DateTimeField(_("ready at"), null=True, blank=True)
    expires_at = models.DateTimeField(_("expires at"))
    downloaded_at = models.DateTimeField(_("first downloaded at"), null=True, blank=True)

    objects = SignatureExportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("export of signatures")
        verbose_name_plural = _("exports of signatures")
        constraints = [
            # Asked for twice, it is made once.
            models.UniqueConstraint(
                fields=["petition", "asked_by", "purpose", "format"],
                condition=Q(state="waiting"),
                name="one_export_under_way",
            ),
            models.UniqueConstraint(
                fields=["organisation", "asked_by", "format"],
                condition=Q(state="waiting"),
                name="one_contact_export_under_way",
            ),
            models.CheckConstraint(
                condition=Q(petition__isnull=False, organisation__isnull=True)
                | Q(petition__isnull=True, organisation__isnull=False, purpose="contacts"),
                name="export_of_one_thing",
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"], name="export_alive", condition=~Q(state="expired")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose}.{self.format} {self.pk}"

    @property
    def about(self) -> Petition | Organisation:
        """The petition whose signatures it is of, or the organisation whose contacts."""
        if self.petition is not None:
            return self.petition
        if self.organisation is not None:
            return self.organisation
        raise ValueError("An export is of something: export_of_one_thing.")

    @property
    def job_key(self) -> str:
        """By which its job is found while that is unfinished, and how far it is."""
        return f"petitions.make_export:{self.pk}"

    @property
    def file_name(self) -> str:
        day = timezone.localdate(self.created_at)
        return f"{self.about.slug}-{self.purpose}-{day}.{self.format}"


class SignatureExportPart(models.Model):
    """A piece of the file, in Base64 and encrypted at rest."""

    export = models.ForeignKey(
        SignatureExport, models.CASCADE, related_name="parts", db_index=False
    )
    attempt = models.UUIDField(editable=False)
    number = models.PositiveIntegerField()
    content = EncryptedTextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["export", "attempt", "number"], name="one_part_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.export_id} {self.number}"
