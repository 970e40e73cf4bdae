"""Signatures, and the ledger from which they are counted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from petitions.models.petitions import Petition, PetitionText
from petitions.parts import REMINDERS
from privacy.fields import EncryptedTextField, PersonKeyField
from web import switches
from web.keys import ordered_uuid

# domain.md, "Data protection": reminded once after three days, deleted after fourteen.
REMIND_AFTER = timedelta(days=3)
UNCONFIRMED_KEPT = timedelta(days=14)
WITHDRAWN_KEPT = timedelta(days=14)


class SignatureQuerySet(models.QuerySet["Signature"]):
    def pending(self) -> Self:
        return self.filter(state=Signature.State.PENDING)

    def confirmed(self) -> Self:
        return self.filter(state=Signature.State.CONFIRMED)

    def invalidated(self) -> Self:
        return self.filter(state=Signature.State.INVALIDATED)

    def of(self, person_key: str) -> Self:
        return self.filter(person_key=person_key)

    def shown_by_name(self) -> Self:
        return self.confirmed().filter(show_name=True)

    def due_for_reminder(self, now: datetime) -> Self:
        """Those to write to once more: nobody while reminders are switched off."""
        if switches.off(REMINDERS):
            return self.none()
        return self.pending().filter(
            reminded_at=None, signed_at__lte=now - REMIND_AFTER, petition__state="open"
        )


class Signature(models.Model):
    """The act of signing one petition, by one person (known by key only), once.

    Name, address and postcode are encrypted at rest. `district` is derived from
    the postcode when signing, so that no breakdown needs to decrypt anything.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("not yet confirmed")
        CONFIRMED = "confirmed", _("confirmed")
        WITHDRAWN = "withdrawn", _("withdrawn")
        INVALIDATED = "invalidated", _("invalidated")

    id = models.UUIDField(primary_key=True, default=ordered_uuid, editable=False)
    petition = models.ForeignKey(Petition, models.PROTECT, related_name="signatures")
    text = models.ForeignKey(PetitionText, models.PROTECT, related_name="+")
    person_key = PersonKeyField(editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PENDING)
    given_name = EncryptedTextField(_("given name"), blank=True)
    family_name = EncryptedTextField(_("family name"), blank=True)
    email = EncryptedTextField(_("e-mail address"), blank=True)
    postcode = EncryptedTextField(_("postcode"), blank=True)
    district = models.CharField(_("district"), max_length=40, blank=True)
    show_name = models.BooleanField(_("show the name"), default=False)
    language = models.CharField(_("language"), max_length=12)
    source = models.CharField(_("came through"), max_length=40, blank=True)
    signed_at = models.DateTimeField(_("signed at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("last mailed at"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo content"), default=False, editable=False)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [
            # The person first: what somebody has signed is found by it as well, and one more
            # index over random keys would write a page more for each signing.
            models.UniqueConstraint(
                fields=["person_key", "petition"], name="one_signature_each_person"
            )
        ]
        indexes = [
            # Written at its end only; the administration lists the newest first.
            models.Index(fields=["signed_at"], name="signature_newest"),
            models.Index(
                fields=["signed_at"], name="signature_unconfirmed", condition=Q(state="pending")
            ),
            models.Index(
                fields=["signed_at"],
                name="signature_left",
                condition=Q(state__in=["withdrawn", "invalidated"]),
            ),
            models.Index(
                fields=["petition", "-confirmed_at"],
                name="signature_shown",
                condition=Q(state="confirmed", show_name=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_set_aside(self) -> bool:
        """Invalidated, and not taken back since: its signatory may ask for it to count again."""
        return self.state == self.State.INVALIDATED and self.withdrawn_at is None

    @property
    def stays_in_the_number(self) -> bool:
        """Taken back only after the number was handed over, where it can't be taken out."""
        handed_over_at = self.petition.handed_over_at
        if self.state == self.State.INVALIDATED:
            return False
        if not (handed_over_at and self.confirmed_at and self.withdrawn_at):
            return False
        return self.withdrawn_at >= handed_over_at


class TallyEntry(models.Model):
    """One confirmed signature more (+1) or fewer (-1), waiting to be folded into the count."""

    # Without the database's check, which locks the one row that all confirmations share.
    petition = models.ForeignKey(
        Petition, models.CASCADE, related_name="tally_entries", db_constraint=False
    )
    delta = models.SmallIntegerField()
    day = models.DateField()
    # Which one, where it was confirmed or taken back: whoever folds the line tells of it.
    signature_id = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name = _("tally entry")
        verbose_name_plural = _("tally entries")

    def __str__(self) -> str:
        return f"{self.delta:+d}"


class PetitionDay(models.Model):
    """How much a petition's count changed on one day; the growth curve is drawn from these."""

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="days")
    day = models.DateField()
    confirmed = models.IntegerField(default=0)

    class Meta:
        ordering = ["day"]
        verbose_name = _("day")
        verbose_name_plural = _("days")
        constraints = [
            models.UniqueConstraint(fields=["petition", "day"], name="one_row_per_petition_day")
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.confirmed:+d}"
