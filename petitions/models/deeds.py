"""What became of all signatures by day, for the public: sums without anything of anybody."""

from __future__ import annotations

from django.db import models


class Deed(models.TextChoices):
    """What can happen to a signature that somebody has to answer for."""

    CONFIRMED = "confirmed"
    # By the person, from the count.
    WITHDRAWN = "withdrawn"
    # By the office: with a reason, counted or still waiting.
    INVALIDATED = "invalidated"
    RESTORED = "restored"
    # How many of those confirmed on that day were invalidated since and not restored.
    SET_ASIDE = "set_aside"


class DeedEntry(models.Model):
    """What happened to so many signatures on a day, written in the transaction in which it did.

    A job adds it to that day's row (services.deeds).
    """

    day = models.DateField()
    deed = models.CharField(max_length=12, choices=Deed)
    # An Invalidation.Reason where there is one.
    reason = models.CharField(max_length=12, blank=True)
    number = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.deed} {self.number:+d}"


class DeedDay(models.Model):
    """How often something happened on a day in Dortmund, over all petitions."""

    day = models.DateField()
    deed = models.CharField(max_length=12, choices=Deed)
    reason = models.CharField(max_length=12, blank=True)
    number = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "deed", "reason"], name="one_row_a_deed_and_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.deed}: {self.number}"
