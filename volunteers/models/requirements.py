"""What kind of help a shift needs, and how much of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from languages.services import SPOKEN
from volunteers.models.people import Level
from volunteers.models.shifts import Shift


class Role(models.TextChoices):
    """What somebody does on a shift."""

    TALKING = "talking", _("talk with people")
    INTERPRETING = "interpreting", _("interpret")
    SETTING_UP = "setting_up", _("set up and take down")
    STEWARDING = "stewarding", _("show the way")
    DRIVING = "driving", _("drive")
    CHILDCARE = "childcare", _("look after children")
    FIRST_AID = "first_aid", _("first aid")
    COOKING = "cooking", _("cook and serve")
    LEADING = "leading", _("lead the shift")
    HELPING = "helping", _("help where needed")


class Requirement(models.Model):
    """So many people in one role, from `minimum` to `maximum`; with languages, whoever speaks
    one of them."""

    shift = models.ForeignKey(Shift, models.CASCADE, related_name="requirements")
    role = models.CharField(_("what one does"), max_length=14, choices=Role, default=Role.HELPING)
    minimum = models.PositiveSmallIntegerField(_("how many at least"), default=1)
    maximum = models.PositiveSmallIntegerField(_("how many at most"), default=2)
    # How many places are held; changed only while the shift's row is locked.
    taken = models.PositiveSmallIntegerField(default=0, editable=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        constraints = [
            models.CheckConstraint(
                condition=Q(maximum__gte=F("minimum")) & Q(maximum__gte=1),
                name="requirement_maximum_not_below_minimum",
            )
        ]

    def __str__(self) -> str:
        return self.get_role_display()

    @property
    def free(self) -> int:
        """How many places are free; 0 also where more were taken than may be now."""
        return max(0, self.maximum - self.taken)

    @property
    def missing(self) -> int:
        return max(0, self.minimum - self.taken)

    @property
    def spare(self) -> int:
        """How many more may come once the minimum is reached."""
        return max(0, self.maximum - max(self.minimum, self.taken))

    @property
    def excess(self) -> int:
        """How many more there are than may be, after the maximum was lowered."""
        return max(0, self.taken - self.maximum)

    @property
    def is_full(self) -> bool:
        return self.taken >= self.maximum


class RequirementLanguage(models.Model):
    """A language that fits a requirement, from this level on."""

    requirement = models.ForeignKey(Requirement, models.CASCADE, related_name="languages")
    language = models.CharField(_("language"), max_length=12, choices=SPOKEN.items())
    level = models.CharField(
        _("how well at least"), max_length=1, choices=Level, default=Level.GOOD
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("language")
        verbose_name_plural = _("languages")
        constraints = [
            models.UniqueConstraint(
                fields=["requirement", "language"], name="one_row_per_requirement_language"
            )
        ]

    def __str__(self) -> str:
        return self.get_language_display()
