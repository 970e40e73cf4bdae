"""What campaigns bring to the workspace: what waits, and their deeds in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from campaigns.models import (
    Campaign,
    CampaignGoal,
    CampaignGoalText,
    CampaignText,
    Milestone,
    MilestoneText,
)
from languages.models import Translation
from partners.models import Membership, Organisation
from partners.rules import open_to
from partners.workspace import attention, trail, translatable
from partners.workspace.attention import Urgency, Waiting
from partners.workspace.translatable import Kind

SOON = timedelta(days=7)
EDITOR = Membership.Role.EDITOR

DEEDS = {
    "campaigns.created": gettext_lazy("began the campaign"),
    "campaigns.written": gettext_lazy("wrote the text"),
    "campaigns.settled": gettext_lazy("changed who finds it, or its fields of work"),
    "campaigns.pictured": gettext_lazy("chose a picture or took it away"),
    "campaigns.published": gettext_lazy("published the campaign"),
    "campaigns.archived": gettext_lazy("archived the campaign"),
    "campaigns.scheduled": gettext_lazy("set the time of publishing"),
    "campaigns.unscheduled": gettext_lazy("took the time of publishing back"),
    "campaigns.goal_set": gettext_lazy("wrote a goal"),
    "campaigns.campaigngoal_removed": gettext_lazy("removed a goal"),
    "campaigns.milestone_set": gettext_lazy("wrote a milestone"),
    "campaigns.milestone_removed": gettext_lazy("removed a milestone"),
    "campaigns.team_joined": gettext_lazy("put somebody on the team"),
    "campaigns.team_left": gettext_lazy("took somebody off the team"),
}


def register() -> None:
    attention.register("campaigns", waiting_for)
    trail.register("campaigns.campaign", _campaigns_of, DEEDS)
    translatable.register(
        Kind(
            name="campaign",
            label=gettext_lazy("campaign"),
            text_model=CampaignText,
            of=lambda organisations: Campaign.objects.filter(lead__in=organisations),
            owner=lambda campaign: campaign.lead_id,
            url=_page,
        )
    )
    for name, part, text_model in (
        ("goal", CampaignGoal, CampaignGoalText),
        ("milestone", Milestone, MilestoneText),
    ):
        translatable.register(_kind_of_part(name, part, text_model))


def _kind_of_part(name: str, model: Any, text_model: type[Translation]) -> Kind:
    """A part of a campaign, translated by those who write the campaign."""
    return Kind(
        name=name,
        label=model._meta.verbose_name,
        text_model=text_model,
        of=lambda organisations: model.objects.filter(
            campaign__lead__in=organisations
        ).select_related("campaign"),
        owner=lambda part: part.campaign.lead_id,
        url=lambda part: _page(part.campaign),
    )


def waiting_for(user: User) -> Iterator[Waiting]:
    """Translations that the German text has left behind, and milestones whose day has come."""
    mine = Campaign.objects.filter(lead__in=open_to(user, EDITOR))
    stale = CampaignText.objects.filter(campaign__in=mine, status=CampaignText.Status.STALE)
    for campaign in mine.filter(texts__in=stale).distinct().with_texts():
        yield Waiting(
            _("A translation no longer fits the German text."),
            _page(campaign),
            Urgency.WHEN_THERE_IS_TIME,
            about=str(campaign),
            icon="languages",
        )
    near = timezone.localdate() + SOON
    due = Milestone.objects.ahead().filter(campaign__in=mine, due_on__lte=near)
    for milestone in due.select_related("campaign").with_texts():
        yield Waiting(
            _("A milestone is near: %(milestone)s") % {"milestone": milestone},
            _page(milestone.campaign),
            Urgency.SOON,
            icon="flag",
        )


def _campaigns_of(organisation: Organisation) -> Iterator[tuple[object, str]]:
    for campaign in Campaign.objects.filter(lead=organisation).with_texts():
        yield campaign.pk, str(campaign)


def _page(campaign: Campaign) -> str:
    return reverse("campaigns_organise:detail", args=[campaign.slug])
