"""What the law offers, and to whom one can turn: data with a source and a check date."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from languages.models import Translated, TranslatedQuerySet, Translation


class Instrument(Translated):
    """A legal form of asking: who may sign, on what, and how many it takes."""

    class Channel(models.TextChoices):
        ONLINE = "online", _("online")
        PAPER = "paper", _("on paper")
        EXTERNAL = "external", _("on a portal of its own")

    class Nationality(models.TextChoices):
        ANY = "any", _("any nationality")
        EU = "eu", _("citizens of the European Union")
        GERMAN = "de", _("German citizens")

    slug = models.SlugField(unique=True)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    jurisdiction = models.CharField(_("jurisdiction"), max_length=80)
    legal_reference = models.CharField(_("legal reference"), max_length=120, blank=True)
    minimum_age = models.PositiveSmallIntegerField(_("minimum age"), null=True, blank=True)
    months_of_residence = models.PositiveSmallIntegerField(
        _("months of residence"), null=True, blank=True
    )
    nationality = models.CharField(
        _("nationality"), max_length=3, choices=Nationality, default=Nationality.ANY
    )
    quorum_percent = models.DecimalField(
        _("quorum in percent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    quorum_cap = models.PositiveIntegerField(_("quorum at most"), null=True, blank=True)
    quorum = models.PositiveIntegerField(_("quorum, fixed"), null=True, blank=True)
    window_days = models.PositiveSmallIntegerField(_("days to collect in"), null=True, blank=True)
    source = models.URLField(_("source"), blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)

    objects = TranslatedQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")


class InstrumentText(Translation):
    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="texts")
    name = models.CharField(_("name"), max_length=120)
    explanation = models.TextField(_("what it is"), blank=True)

    class Meta:
        verbose_name = _("text")
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "language"], name="one_instrument_text_per_language"
            )
        ]


class Addressee(Translated):
    """Who is asked: a parliament, a council, an office."""

    slug = models.SlugField(unique=True)
    website = models.URLField(_("website"), blank=True)

    objects = TranslatedQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("addressee")
        verbose_name_plural = _("addressees")


class AddresseeText(Translation):
    addressee = models.ForeignKey(Addressee, models.CASCADE, related_name="texts")
    name = models.CharField(_("name"), max_length=160)
    description = models.TextField(_("what it decides"), blank=True)

    class Meta:
        verbose_name = _("text")
        constraints = [
            models.UniqueConstraint(
                fields=["addressee", "language"], name="one_addressee_text_per_language"
            )
        ]
