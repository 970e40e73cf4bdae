"""What has to be known of an event at once."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from languages.models import Translated, TranslatedQuerySet, Translation, texts_of


class EventNotice(Translated):
    """Something to know at once, dated: the room has changed, bring a coat."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="notices")
    written_at = models.DateTimeField(default=timezone.now)

    objects = TranslatedQuerySet["EventNotice"].as_manager()

    class Meta:
        ordering = ["-written_at"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")


class EventNoticeText(Translation):
    notice = models.ForeignKey(EventNotice, models.CASCADE, related_name="texts")
    title = models.CharField(_("what there is to know"), max_length=280)

    class Meta:
        verbose_name = _("text")
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "language"], name="one_notice_text_per_language"
            )
        ]


def notices_of() -> models.Prefetch:
    """An event's notices, newest first, in the language of the page."""
    return models.Prefetch(
        "notices", EventNotice.objects.prefetch_related(texts_of(EventNoticeText))
    )
