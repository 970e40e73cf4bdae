"""What organisations work on: a list of its own, below campaigns.

The fields of the body that runs the instance (campaigns.ActionField) are another list: "public
sessions" or "twin city" is a council's work, and "sport" is what an association answers.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from languages.models import Translated, TranslatedQuerySet, Translation


class FieldOfWorkQuerySet(TranslatedQuerySet["FieldOfWork"]):
    def as_choices(self) -> list[tuple[str, str]]:
        """Slug and name of each, to choose from. Two queries."""
        return [(field.slug, str(field)) for field in self.with_texts()]


class FieldOfWork(Translated):
    """Something an organisation can be found by; a fresh platform has a list to begin with."""

    slug = models.SlugField(unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    objects = FieldOfWorkQuerySet.as_manager()

    class Meta:
        ordering = ["position", "slug"]
        verbose_name = _("field of work of organisations")
        verbose_name_plural = _("fields of work of organisations")


class FieldOfWorkText(Translation):
    field = models.ForeignKey(FieldOfWork, models.CASCADE, related_name="texts")
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("text")
        constraints = [
            models.UniqueConstraint(
                fields=["field", "language"], name="one_field_of_work_text_per_language"
            )
        ]
