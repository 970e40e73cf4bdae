"""What makes a signature look as if nobody stood behind it, and what was decided about it."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from petitions.models.petitions import Petition
from petitions.models.signatures import Signature

# What is shared by the suspicious of one day may stay as long as an unconfirmed signature.
GROUP_KEPT = timedelta(days=14)


class SuspicionQuerySet(models.QuerySet["Suspicion"]):
    def open(self) -> Self:
        return self.filter(decision=Suspicion.Decision.OPEN)

    def grouped(self, petition: Petition, signal: str, group: str) -> Self:
        """Those of one petition that have the same thing in common."""
        return self.filter(petition=petition, signal=signal, group=group)

    def traceable(self) -> Self:
        """Whose group is made from a network or a name."""
        return self.filter(signal__in=Suspicion.FROM_TRACES).exclude(group="")


class Suspicion(models.Model):
    """A hint that somebody should look at a signature. It refuses nothing and decides nothing.

    `group` is what it has in common with others of the same petition: a code of the network
    or of the name, which is another one each day, or the domain of the address.
    """

    class Signal(models.TextChoices):
        NETWORK = "network", _("many from one network")
        DISPOSABLE = "disposable", _("throw-away e-mail address")
        SAME_NAMES = "same_names", _("given name and family name are the same")
        NO_NAME = "no_name", _("digits or an internet address as a name")
        KEYBOARD = "keyboard", _("letters beside each other on the keyboard, or one repeated")
        ONE_LETTER = "one_letter", _("only one letter for each name")
        MANY_ALIKE = "many_alike", _("the same name many times in one day")

    class Decision(models.TextChoices):
        OPEN = "open", _("to be looked at")
        CLEARED = "cleared", _("all right")
        INVALIDATED = "invalidated", _("invalidated")

    FROM_TRACES = (Signal.NETWORK, Signal.MANY_ALIKE)

    petition = models.ForeignKey(
        Petition, models.CASCADE, related_name="suspicions", db_index=False
    )
    signature = models.ForeignKey(Signature, models.CASCADE, related_name="suspicions")
    signal = models.CharField(_("signal"), max_length=12, choices=Signal)
    group = models.CharField(_("in common"), max_length=80, blank=True)
    noticed_at = models.DateTimeField(_("noticed at"), default=timezone.now)
    decision = models.CharField(
        _("decision"), max_length=12, choices=Decision, default=Decision.OPEN
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = SuspicionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suspicion")
        verbose_name_plural = _("suspicions")
        constraints = [
            models.UniqueConstraint(fields=["signature", "signal"], name="one_suspicion_a_signal")
        ]
        indexes = [
            models.Index(
                fields=["petition", "signal", "group"],
                name="suspicion_open",
                condition=Q(decision="open"),
            ),
            models.Index(fields=["petition", "noticed_at"], name="suspicion_newest"),
            models.Index(fields=["noticed_at"], name="suspicion_grouped", condition=~Q(group="")),
        ]

    def __str__(self) -> str:
        return f"{self.signal} {self.signature_id}"


class Invalidation(models.Model):
    """Why a signature does not count although nobody took it back. Gone when it is restored."""

    class Reason(models.TextChoices):
        MACHINE = "machine", _("sent by a program, as far as we can tell")
        NO_PERSON = "no_person", _("no real name")
        TWICE = "twice", _("signed more than once by the same person")
        NOT_BY_OWNER = "not_by_owner", _("signed in somebody else's name")
        OTHER = "other", _("another reason")

    signature = models.OneToOneField(
        Signature, models.CASCADE, related_name="invalidation", verbose_name=_("signature")
    )
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    note = models.CharField(_("note"), max_length=200, blank=True)
    invalidated_at = models.DateTimeField(_("invalidated at"), default=timezone.now)

    class Meta:
        verbose_name = _("invalidation")
        verbose_name_plural = _("invalidations")

    def __str__(self) -> str:
        return f"{self.reason} {self.signature_id}"
