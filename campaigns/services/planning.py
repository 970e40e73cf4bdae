"""Making a campaign and its plan: words, goals, milestones, team."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from campaigns.models import ActionField, Campaign, CampaignGoal, Milestone, TeamMember
from languages import editing
from partners.models import Membership, Organisation
from pictures import services as pictures
from pictures.models import Picture
from privacy import audit
from web.slugs import insert_with_slug

GERMAN = settings.LANGUAGE_CODE


@transaction.atomic
def create_campaign(
    lead: Organisation, title: str, summary: str, *, actor: AbstractBaseUser
) -> Campaign:
    """Make a draft with its German title and sentence."""
    campaign = Campaign(lead=lead)
    insert_with_slug(campaign, title)
    words = {"title": title, "summary": summary, "story": ""}
    editing.write(campaign, GERMAN, words, seen=editing.NOTHING)
    audit.record("campaigns.created", actor, campaign)
    return campaign


@transaction.atomic
def write_text(
    campaign: Campaign,
    language: str,
    words: Mapping[str, str],
    *,
    seen: str,
    actor: AbstractBaseUser,
    **more: Any,
) -> None:
    """Write title, sentence and story in one language. Raises what `editing.write` raises."""
    editing.write(campaign, language, words, seen=seen, **more)
    audit.record("campaigns.written", actor, campaign, language=language)


@transaction.atomic
def settle(
    campaign: Campaign,
    *,
    visibility: str,
    fields: Iterable[ActionField],
    actor: AbstractBaseUser,
) -> None:
    """Say who finds the campaign, and to which fields of work it belongs."""
    Campaign.objects.filter(pk=campaign.pk).update(visibility=visibility)
    campaign.fields.set(fields)
    audit.record("campaigns.settled", actor, campaign, visibility=visibility)
    campaign.refresh_from_db()


@transaction.atomic
def show_picture(campaign: Campaign, picture: Picture | None, *, actor: AbstractBaseUser) -> None:
    """Give the campaign this picture, or none; one that nothing shows any more goes."""
    before = campaign.picture
    Campaign.objects.filter(pk=campaign.pk).update(picture=picture)
    campaign.picture = picture
    audit.record("campaigns.pictured", actor, campaign)
    if before is not None and before != picture:
        pictures.drop(before)


@transaction.atomic
def save_goal(
    campaign: Campaign,
    goal: CampaignGoal | None,
    title: str,
    *,
    measure: str,
    target: int,
    reported: int,
    actor: AbstractBaseUser,
) -> CampaignGoal:
    """Make a goal or change it; `title` is the German one."""
    goal = goal or CampaignGoal(campaign=campaign)
    goal.measure, goal.target, goal.reported = measure, target, reported
    goal.save()
    _title(goal, title)
    audit.record("campaigns.goal_set", actor, campaign, goal=goal.pk)
    return goal


@transaction.atomic
def save_milestone(
    campaign: Campaign,
    milestone: Milestone | None,
    words: Mapping[str, str],
    *,
    due_on: date,
    reached_on: date | None,
    actor: AbstractBaseUser,
) -> Milestone:
    """Make a milestone or change it; `words` are the German ones."""
    milestone = milestone or Milestone(campaign=campaign)
    milestone.due_on, milestone.reached_on = due_on, reached_on
    milestone.save()
    _words(milestone, words)
    audit.record("campaigns.milestone_set", actor, campaign, milestone=milestone.pk)
    return milestone


@transaction.atomic
def remove(part: CampaignGoal | Milestone, *, actor: AbstractBaseUser) -> None:
    """Take a goal or a milestone away, with its texts."""
    audit.record(f"campaigns.{part._meta.model_name}_removed", actor, part.campaign, part=part.pk)
    part.delete()


@transaction.atomic
def join_team(campaign: Campaign, user: User, task: str, *, actor: AbstractBaseUser) -> TeamMember:
    """Put somebody of the leading organisation on the team. Raises ValidationError for others."""
    if not Membership.objects.filter(organisation=campaign.lead_id, user=user).exists():
        raise ValidationError(_("Only people of the leading organisation can be on the team."))
    member, _created = TeamMember.objects.update_or_create(
        campaign=campaign, user=user, defaults={"task": task}
    )
    audit.record("campaigns.team_joined", actor, campaign, user=user.pk)
    return member


@transaction.atomic
def leave_team(member: TeamMember, *, actor: AbstractBaseUser) -> None:
    audit.record("campaigns.team_left", actor, member.campaign, user=member.user_id)
    member.delete()


def show_name(member: TeamMember, is_shown: bool) -> None:
    """Show or hide one's own name on the campaign's page; nobody decides that for another."""
    TeamMember.objects.filter(pk=member.pk).update(is_shown=is_shown)


@transaction.atomic
def put_in_order(slugs: Iterable[str], *, actor: AbstractBaseUser) -> None:
    """Give the campaigns the places in which their slugs come; those not named keep theirs."""
    for place, slug in enumerate(slugs, start=1):
        Campaign.objects.filter(slug=slug).exclude(position=place).update(position=place)
    audit.record("campaigns.ordered", actor)


def _title(goal: CampaignGoal, title: str) -> None:
    _words(goal, {"title": title})


def _words(part: CampaignGoal | Milestone, words: Mapping[str, str]) -> None:
    present = part.texts.filter(language=GERMAN).first()
    editing.write(part, GERMAN, words, seen=editing.state_of(present))
