"""What changed in a published text, and when: readable by everyone, told to those who signed."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from languages.models import Translated, TranslatedQuerySet, Translation
from petitions.models.petitions import Petition


class PetitionChangeQuerySet(TranslatedQuerySet["PetitionChange"]):
    def published(self) -> Self:
        return self.exclude(published_at=None)


class PetitionChange(Translated):
    """One version of a text that took the place of another. Its words say what is different."""

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="changes")
    version = models.PositiveSmallIntegerField(_("version"))
    replaces = models.PositiveSmallIntegerField(_("version before"), null=True)
    is_substantial = models.BooleanField(_("change in substance"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(_("published at"), null=True)
    # How far the mails to those who signed have come: signatures are written to in the order
    # of their keys, so this one place is enough to write to nobody twice.
    told_up_to = models.UUIDField(null=True, editable=False)
    # Up to which moment everybody who confirmed an earlier text has been told.
    told_at = models.DateTimeField(null=True, editable=False)

    objects = PetitionChangeQuerySet.as_manager()

    class Meta:
        ordering = ["petition", "-version"]
        verbose_name = _("change of the text")
        verbose_name_plural = _("changes of the text")
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "version"], name="one_change_per_petition_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} v{self.version}"


class PetitionChangeText(Translation):
    change = models.ForeignKey(PetitionChange, models.CASCADE, related_name="texts")
    note = models.TextField(_("what has changed"))

    class Meta:
        verbose_name = _("text")
        constraints = [
            models.UniqueConstraint(
                fields=["change", "language"], name="one_change_note_per_language"
            )
        ]
