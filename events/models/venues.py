"""Places where events are, with what is known of how to get in and about."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.access import presence
from languages.models import Translated, TranslatedQuerySet, Translation
from partners.models import Organisation


class VenueQuerySet(TranslatedQuerySet["Venue"]):
    def in_use(self) -> Self:
        return self.filter(closed_at=None)

    def to_choose(self) -> Self:
        """For something new: in use, and nobody keeps it, or somebody who can still say yes."""
        keeper = Organisation.objects.public()
        return self.in_use().filter(models.Q(keeper=None) | models.Q(keeper__in=keeper))


class Venue(Translated):
    """A place. Where an organisation keeps it, that one decides who is announced there."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=160)
    keeper = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="venues",
        null=True,
        blank=True,
        verbose_name=_("kept by"),
        help_text=_("Leave it empty for a public square or a park."),
    )
    added_by = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, editable=False
    )
    street = models.CharField(_("street and number"), max_length=160, blank=True)
    postcode = models.CharField(_("postcode"), max_length=5, blank=True)
    city = models.CharField(_("city"), max_length=80, default="Dortmund")
    district = models.CharField(_("district"), max_length=40, blank=True)
    website = models.URLField(_("website"), blank=True)
    capacity = models.PositiveIntegerField(_("how many people fit in"), null=True, blank=True)
    step_free = presence("step_free")
    accessible_toilet = presence("accessible_toilet")
    induction_loop = presence("induction_loop")
    sign_language = presence("sign_language")
    quiet_room = presence("quiet_room")
    childcare = presence("childcare")
    checked_on = models.DateField(_("accessibility looked at on"), null=True, blank=True)
    closed_at = models.DateTimeField(_("not used any more since"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo content"), default=False, editable=False)

    objects = VenueQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("venue")
        verbose_name_plural = _("venues")

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """In one line, without the name: "Münsterstraße 1, 44145 Dortmund"."""
        town = f"{self.postcode} {self.city}".strip()
        return ", ".join(part for part in (self.street, town) if part)


class VenueText(Translation):
    venue = models.ForeignKey(Venue, models.CASCADE, related_name="texts")
    directions = models.TextField(_("how to get there"), blank=True)
    access_note = models.TextField(_("about accessibility"), blank=True)

    class Meta:
        verbose_name = _("text")
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "language"], name="one_venue_text_per_language"
            )
        ]
