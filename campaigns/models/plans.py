"""What a campaign wants to reach, by when, and who works on it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaigns import Campaign
from languages.models import Translated, TranslatedQuerySet, Translation


class CampaignGoal(Translated):
    """Something that can be counted: signatures under its petitions, or what people report."""

    class Measure(models.TextChoices):
        SIGNATURES = "signatures", _("signatures under the campaign's petitions")
        REPORTED = "reported", _("a number you keep up to date yourselves")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="goals")
    measure = models.CharField(
        _("what is counted"), max_length=12, choices=Measure, default=Measure.REPORTED
    )
    target = models.PositiveIntegerField(_("how many"))
    reported = models.PositiveIntegerField(_("reached so far"), default=0)
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    objects = TranslatedQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        constraints = [
            models.CheckConstraint(condition=Q(target__gt=0), name="campaign_goal_is_positive")
        ]

    @property
    def reached(self) -> int:
        """How many there are now; the petitions' counts are kept by their own ledger."""
        if self.measure == self.Measure.REPORTED:
            return self.reported
        # Petitions stand above campaigns: reached as rows, never imported.
        petitions: Any = self.campaign.petitions
        return sum(petition.confirmed_count for petition in petitions.all())


class CampaignGoalText(Translation):
    goal = models.ForeignKey(CampaignGoal, models.CASCADE, related_name="texts")
    title = models.CharField(_("what you want to reach"), max_length=160)

    class Meta:
        verbose_name = _("text")
        constraints = [
            models.UniqueConstraint(fields=["goal", "language"], name="one_goal_text_per_language")
        ]


class MilestoneQuerySet(TranslatedQuerySet["Milestone"]):
    def ahead(self) -> MilestoneQuerySet:
        return self.filter(reached_on=None)

    def reached(self) -> MilestoneQuerySet:
        return self.exclude(reached_on=None)


class Milestone(Translated):
    """A point on a campaign's way: planned for a day, and reached on one."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="milestones")
    due_on = models.DateField(_("planned for"))
    reached_on = models.DateField(_("reached on"), null=True, blank=True)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")


class MilestoneText(Translation):
    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="texts")
    title = models.CharField(_("title"), max_length=160)
    body = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("text")
        constraints = [
            models.UniqueConstraint(
                fields=["milestone", "language"], name="one_milestone_text_per_language"
            )
        ]


class TeamMemberQuerySet(models.QuerySet["TeamMember"]):
    def of_the_house(self) -> TeamMemberQuerySet:
        """Those who still belong to the leading organisation."""
        return self.filter(user__memberships__organisation=F("campaign__lead"))


class TeamMember(models.Model):
    """Somebody of the leading organisation who works on a campaign.

    Only they themselves say whether visitors see their name.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="team")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="campaigns")
    task = models.CharField(_("task"), max_length=120)
    is_shown = models.BooleanField(_("name shown on the campaign's page"), default=False)

    objects = TeamMemberQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("member of the team")
        verbose_name_plural = _("team")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "user"], name="one_place_in_a_campaign_team"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.task}"
