"""Tasks without a time: who claims one does it when they can."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.models import Campaign, CampaignText
from languages.models import Translated, TranslatedQuerySet, Translation, texts_of
from languages.services import SPOKEN
from privacy.fields import EncryptedTextField, PersonKeyField
from volunteers.models.teams import Team, TeamText
from web.keys import ordered_uuid

# On the page of a campaign or a team.
SHOWN = 3


class TaskQuerySet(TranslatedQuerySet["Task"]):
    def public(self) -> Self:
        return self.exclude(state=Task.State.DRAFT).filter(campaign__in=Campaign.objects.public())

    def listed(self) -> Self:
        """Those one can look at and claim, as far as there is room."""
        return self.filter(state=Task.State.OPEN, campaign__in=Campaign.objects.running())

    def with_room(self) -> Self:
        """Those of them that somebody can take today."""
        in_time = Q(due_on=None) | Q(due_on__gte=timezone.localdate())
        return self.listed().filter(in_time, taken__lt=F("maximum"))

    def to_read(self) -> Self:
        """With what a card or a page shows: texts, campaign and team."""
        return (
            self.select_related("campaign", "team")
            .with_texts()
            .prefetch_related(
                texts_of(CampaignText, "campaign__texts"), texts_of(TeamText, "team__texts")
            )
        )

    def to_show(self) -> Self:
        """The few that the page of a campaign or a team shows."""
        return self.with_room().to_read()[:SHOWN]


class Task(Translated):
    """Something to be done, by as many people as may take it. Its row is locked after the
    person's (`Volunteer`) by whoever claims it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        OPEN = "open", pgettext_lazy("task", "open")
        DONE = "done", pgettext_lazy("task", "done")
        CLOSED = "closed", pgettext_lazy("task", "closed")

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="tasks", verbose_name=_("campaign")
    )
    team = models.ForeignKey(
        Team, models.SET_NULL, related_name="tasks", null=True, blank=True, verbose_name=_("team")
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    maximum = models.PositiveSmallIntegerField(_("how many people may take it"), default=1)
    # Places taken: claimed, handed in or approved. Changed only while this row is locked.
    taken = models.PositiveSmallIntegerField(default=0, editable=False)
    district = models.CharField(_("district"), max_length=40, blank=True)
    language = models.CharField(
        _("language one needs"), max_length=12, choices=SPOKEN.items(), blank=True
    )
    due_on = models.DateField(_("to be done by"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("takes about so many minutes"), default=60)
    created_at = models.DateTimeField(auto_now_add=True)
    is_demo = models.BooleanField(_("demo content"), default=False, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__lte=F("maximum")), name="task_not_taken_too_often"
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("volunteering:task", args=[self.pk])

    @property
    def free(self) -> int:
        return max(0, self.maximum - self.taken)


class TaskText(Translation):
    task = models.ForeignKey(Task, models.CASCADE, related_name="texts")
    title = models.CharField(_("title"), max_length=120)
    description = models.TextField(_("what is to be done"), blank=True)

    class Meta:
        verbose_name = _("text")
        constraints = [
            models.UniqueConstraint(fields=["task", "language"], name="one_task_text_per_language")
        ]


class TaskSum(models.Model):
    """What erased people did of a task in a month: a sum that belongs to nobody any more.

    A shift has its month, and keeps such a sum itself; a task is done whenever people can.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="sums")
    month = models.DateField(_("first day of the month"))
    people = models.PositiveIntegerField(_("people"), default=0)
    minutes = models.PositiveIntegerField(_("minutes helped"), default=0)

    class Meta:
        verbose_name = _("sum of a task")
        verbose_name_plural = _("sums of tasks")
        constraints = [
            models.UniqueConstraint(fields=["task", "month"], name="one_sum_per_task_and_month")
        ]

    def __str__(self) -> str:
        return f"{self.task_id}: {self.month}"


class TaskClaim(models.Model):
    """One person's promise to do a task, and what came of it."""

    class State(models.TextChoices):
        CLAIMED = "claimed", _("taken on")
        HANDED_IN = "handed_in", _("handed in")
        RETURNED = "returned", _("given back with a remark")
        APPROVED = "approved", pgettext_lazy("task", "approved")
        DROPPED = "dropped", _("given up")

    HOLDING = (State.CLAIMED, State.HANDED_IN, State.RETURNED, State.APPROVED)

    id = models.UUIDField(primary_key=True, default=ordered_uuid, editable=False)
    task = models.ForeignKey(Task, models.PROTECT, related_name="claims")
    person_key = PersonKeyField(editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.CLAIMED)
    # What they hand in: words, or an address where it lies.
    result = EncryptedTextField(_("what was done"), blank=True)
    remark = EncryptedTextField(_("remark of the campaign"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes helped"), null=True, blank=True)
    claimed_at = models.DateTimeField(_("taken on at"), default=timezone.now)
    handed_in_at = models.DateTimeField(_("handed in at"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True
    )
    is_demo = models.BooleanField(_("demo content"), default=False, editable=False)

    class Meta:
        verbose_name = _("taken task")
        verbose_name_plural = _("taken tasks")
        constraints = [
            models.UniqueConstraint(fields=["person_key", "task"], name="one_claim_each_person")
        ]

    def __str__(self) -> str:
        return str(self.pk)
