"""Certificates of volunteering: what somebody did, as far as they want it to be shown."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from privacy.fields import EncryptedTextField, PersonKeyField
from web.keys import ordered_uuid


class Certificate(models.Model):
    """One certificate, as it was issued. Its public page shows what the holder chose, and only
    to who has the code; withdrawn or erased, it says that it is not valid."""

    id = models.UUIDField(primary_key=True, default=ordered_uuid, editable=False)
    # Made by services/certificates.py from random letters; printed below the QR code.
    code = models.CharField(max_length=24, unique=True, editable=False)
    person_key = PersonKeyField(editable=False)
    name = EncryptedTextField(_("name"))
    campaign = models.ForeignKey(
        Campaign,
        models.PROTECT,
        related_name="certificates",
        null=True,
        blank=True,
        verbose_name=_("campaign"),
    )
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"))
    minutes = models.PositiveIntegerField(_("minutes helped"))
    # What was done, in the words of the day: [{"what": …, "minutes": …}, …] as JSON.
    deeds = EncryptedTextField(_("what was done"), blank=True)
    language = models.CharField(_("second language"), max_length=12, blank=True)
    # What the public page may show beside "valid": the holder's choice.
    shows_name = models.BooleanField(_("show my name"), default=False)
    shows_hours = models.BooleanField(_("show my hours"), default=True)
    shows_deeds = models.BooleanField(_("show what I did"), default=False)
    issued_at = models.DateTimeField(_("issued at"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo content"), default=False, editable=False)

    class Meta:
        ordering = ["-issued_at"]
        verbose_name = _("certificate of volunteering")
        verbose_name_plural = _("certificates of volunteering")

    def __str__(self) -> str:
        return self.code
