"""Programmes: a festival, a week or a series as the umbrella over many hosts' events."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.access import FEATURES, Presence
from events.models.events import Event
from events.models.venues import Venue
from languages.models import Translated, TranslatedQuerySet, Translation, texts_of
from partners.models import Organisation
from pictures.models import Picture


class ProgrammeQuerySet(TranslatedQuerySet["Programme"]):
    def public(self) -> Self:
        """Whoever knows the address may read it; an archived one stays."""
        return self.exclude(state=Programme.State.DRAFT)

    def listed(self) -> Self:
        return self.filter(state=Programme.State.PUBLISHED)

    def taking_events(self, now: datetime | None = None) -> Self:
        """Where an association can hand in an event now, also before it is published."""
        return self.filter(hand_in_until__gt=now or timezone.now()).exclude(
            state=Programme.State.ARCHIVED
        )


class Programme(Translated):
    class Kind(models.TextChoices):
        FESTIVAL = "festival", _("festival")
        WEEK = "week", _("week of events")
        SERIES = "series", _("series of events")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        ARCHIVED = "archived", _("archived")

    slug = models.SlugField(unique=True, max_length=80)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.FESTIVAL)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="programmes", verbose_name=_("edited by")
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="parts",
        null=True,
        blank=True,
        verbose_name=_("part of"),
    )
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    hand_in_until = models.DateTimeField(
        _("events can be handed in until"),
        null=True,
        blank=True,
        help_text=_("Empty: nobody can hand in an event."),
    )
    picture = models.ForeignKey(
        Picture,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("picture"),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    is_demo = models.BooleanField(_("demo content"), default=False, editable=False)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "slug"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="programme_ends_after_its_start"
            ),
            # Longer circles can't be seen in one row: services.programming.put_under refuses them.
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")), name="programme_not_its_own_part"
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("programmes:detail", args=[self.slug])

    @property
    def takes_events(self) -> bool:
        return (
            self.state != self.State.ARCHIVED
            and self.hand_in_until is not None
            and self.hand_in_until > timezone.now()
        )


class ProgrammeText(Translation):
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="texts")
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("in one sentence"), max_length=280, blank=True)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        verbose_name = _("text")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "language"], name="one_programme_text_per_language"
            )
        ]


class Stage(Translated):
    """A stage, tent, room or street of a programme; where it has none, the events' venues do."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="stages")
    venue = models.ForeignKey(
        Venue,
        models.PROTECT,
        related_name="stages",
        null=True,
        blank=True,
        verbose_name=_("venue"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    objects = TranslatedQuerySet["Stage"].as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("stage")
        verbose_name_plural = _("stages")


class StageText(Translation):
    stage = models.ForeignKey(Stage, models.CASCADE, related_name="texts")
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("text")
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "language"], name="one_stage_text_per_language"
            )
        ]


class ProgrammeEntryQuerySet(models.QuerySet["ProgrammeEntry"]):
    def accepted(self) -> Self:
        return self.filter(state=ProgrammeEntry.State.ACCEPTED)

    def waiting(self) -> Self:
        """Those the programme's organisation has to decide about."""
        return self.filter(state=ProgrammeEntry.State.HANDED_IN)

    def listed(self) -> Self:
        """Accepted, of an event that everybody finds."""
        return (
            self.accepted()
            .exclude(event__state=Event.State.DRAFT)
            .filter(event__visibility=Event.Visibility.LISTED)
        )

    def shown(self) -> Self:
        """What visitors see: those listed of a public programme."""
        return self.listed().exclude(programme__state=Programme.State.DRAFT)


class ProgrammeEntry(models.Model):
    """An event in a programme: handed in by who leads it, decided by who edits the programme.

    `proposed_*` is another time that the programme's editors would like; the event moves only
    when its lead agrees.
    """

    class State(models.TextChoices):
        HANDED_IN = "handed_in", _("handed in")
        RETURNED = "returned", _("returned to be changed")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="entries")
    event = models.ForeignKey(Event, models.CASCADE, related_name="programme_entries")
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.HANDED_IN)
    stage = models.ForeignKey(
        Stage,
        models.SET_NULL,
        related_name="entries",
        null=True,
        blank=True,
        verbose_name=_("stage"),
    )
    note = models.CharField(_("what the editors should know"), max_length=500, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    handed_in_at = models.DateTimeField(_("handed in at"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    proposed_starts_at = models.DateTimeField(_("proposed begin"), null=True, blank=True)
    proposed_ends_at = models.DateTimeField(_("proposed end"), null=True, blank=True)

    objects = ProgrammeEntryQuerySet.as_manager()

    class Meta:
        ordering = ["handed_in_at", "pk"]
        verbose_name = _("event in a programme")
        verbose_name_plural = _("events in programmes")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "event"], name="one_entry_per_event_in_a_programme"
            ),
            models.CheckConstraint(
                condition=Q(proposed_starts_at=None, proposed_ends_at=None)
                | Q(proposed_ends_at__gt=F("proposed_starts_at")),
                name="programme_proposal_has_both_times",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} → {self.programme_id} ({self.state})"

    @property
    def place(self) -> tuple[str, Any] | None:
        """A key for the place, and what is called so: the stage, else the agreed venue."""
        if self.stage is not None:
            return f"stage-{self.stage.pk}", self.stage
        venue = self.event.agreed_venue
        return None if venue is None else (f"venue-{venue.pk}", venue)

    @property
    def access_signs(self) -> list[Any]:
        """What is there for sure, in words."""
        return [
            words for name, words in FEATURES.items() if self.event.offers(name) == Presence.YES
        ]

    @property
    def marks(self) -> list[ProgrammeChange]:
        """What changed since publication, the latest of each kind; of a cancelled one, that."""
        latest = {change.kind: change for change in self.changes.all()}
        Kind = ProgrammeChange.Kind
        if self.event.state == Event.State.CANCELLED and Kind.CANCELLED in latest:
            return [latest[Kind.CANCELLED]]
        latest.pop(Kind.CANCELLED, None)
        return sorted(latest.values(), key=lambda one: one.at)


class ProgrammeChange(models.Model):
    """Something visitors of a published programme must notice: marked on it with the day."""

    class Kind(models.TextChoices):
        ADDED = "added", _("New")
        MOVED = "moved", _("Other time")
        PLACE = "place", _("Other place")
        CANCELLED = "cancelled", _("Cancelled")

    entry = models.ForeignKey(ProgrammeEntry, models.CASCADE, related_name="changes")
    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    at = models.DateTimeField(_("when"), default=timezone.now)
    # Where a time changed: when it was to begin.
    was_at = models.DateTimeField(_("before"), null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("change of a programme")
        verbose_name_plural = _("changes of programmes")

    def __str__(self) -> str:
        return self.get_kind_display()


def shown_programmes_of() -> models.Prefetch:
    """For an event's page: `shown_entries`, each with its programme's text."""
    entries = ProgrammeEntry.objects.shown().select_related("programme")
    return models.Prefetch(
        "programme_entries",
        entries.prefetch_related(texts_of(ProgrammeText, "programme__texts")),
        to_attr="shown_entries",
    )
