"""What campaigns bring to the workspace: what waits, and their deeds in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from campaigns import endorsements
from campaigns.models import (
    Campaign,
    CampaignGoal,
    CampaignGoalText,
    CampaignText,
    CampaignUpdate,
    CampaignUpdateText,
    Mailing,
    Milestone,
    MilestoneText,
)
from languages.models import Translation, texts_of
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
    "campaigns.update_written": gettext_lazy("wrote an update"),
    "campaigns.update_published": gettext_lazy("published an update"),
    "campaigns.update_scheduled": gettext_lazy("changed when an update is published"),
    "campaigns.update_taken_back": gettext_lazy("made an update a draft again"),
    "campaigns.test_mail_sent": gettext_lazy("sent a test mail"),
    "campaigns.mailing_scheduled": gettext_lazy("set the time of a mailing"),
    "campaigns.mailing_draft": gettext_lazy("took the time of a mailing back"),
    "campaigns.mailing_gathering": gettext_lazy("started a mailing"),
    "campaigns.mailing_running": gettext_lazy("went on with a mailing"),
    "campaigns.mailing_paused": gettext_lazy("paused a mailing"),
    "campaigns.mailing_cancelled": gettext_lazy("ended a mailing"),
    "campaigns.unsubscribed": gettext_lazy("unsubscribed from the news"),
    "campaigns.uncertain_sent_again": gettext_lazy("sent unclear letters once more"),
}


def register() -> None:
    attention.register("campaigns", waiting_for)
    attention.register("mailings", mailings_waiting_for)
    attention.register("endorsements", endorsements.waiting_for)
    trail.register("campaigns.campaign", _campaigns_of, DEEDS)
    trail.register("campaigns.endorsement", endorsements.things_of, endorsements.DEEDS)
    translatable.register(endorsements.KIND)
    trail.register("campaigns.campaignupdate", _updates_of, {})
    trail.register("campaigns.mailing", _mailings_of, {})
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
        ("update", CampaignUpdate, CampaignUpdateText),
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


def mailings_waiting_for(user: User) -> Iterator[Waiting]:
    """Mailings that stopped, or of whose letters somebody has to decide."""
    mailings = Mailing.objects.filter(
        Q(state=Mailing.State.PAUSED) | Q(uncertain__gt=0),
        update__campaign__lead__in=open_to(user, Membership.Role.ORGANISER),
    ).exclude(state=Mailing.State.CANCELLED)
    for mailing in mailings.select_related("update__campaign").prefetch_related(
        texts_of(CampaignUpdateText, "update__texts")
    ):
        is_paused = mailing.state == Mailing.State.PAUSED
        yield Waiting(
            _("A mailing is paused.")
            if is_paused
            else _("Of some letters it is unclear whether they arrived."),
            reverse(
                "campaigns_organise:update", args=[mailing.update.campaign.slug, mailing.update_id]
            ),
            Urgency.NOW,
            about=str(mailing.update),
            icon="mail",
        )


def _updates_of(organisation: Organisation) -> Iterator[tuple[object, str]]:
    for update in CampaignUpdate.objects.filter(campaign__lead=organisation).with_texts():
        yield update.pk, str(update)


def _mailings_of(organisation: Organisation) -> Iterator[tuple[object, str]]:
    mailings = Mailing.objects.filter(update__campaign__lead=organisation)
    for mailing in mailings.select_related("update").prefetch_related(
        texts_of(CampaignUpdateText, "update__texts")
    ):
        yield mailing.pk, str(mailing.update)


def _campaigns_of(organisation: Organisation) -> Iterator[tuple[object, str]]:
    for campaign in Campaign.objects.filter(lead=organisation).with_texts():
        yield campaign.pk, str(campaign)


def _page(campaign: Campaign) -> str:
    return reverse("campaigns_organise:detail", args=[campaign.slug])
