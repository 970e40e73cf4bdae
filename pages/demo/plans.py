"""What the demo's campaigns want to reach, by when, and who works on it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from accounts.models import User
from campaigns.models import (
    Campaign,
    CampaignGoal,
    CampaignGoalText,
    Milestone,
    MilestoneText,
    TeamMember,
)
from campaigns.services import join_team, show_name
from pages.demo import content
from pages.demo.rows import put, put_texts


def load_plans(campaign: Campaign, found: dict[str, Any], today: date) -> None:
    for position, goal in enumerate(found.get("goals", []), start=1):
        _load_goal(campaign, position, goal)
    for milestone in found.get("milestones", []):
        _load_milestone(campaign, milestone, today)


def load_teams(logins: dict[str, User]) -> None:
    """Needs the memberships: only people of the leading organisation can be on a team."""
    for found in content.tables("campaigns"):
        campaign = Campaign.objects.get(slug=found["slug"])
        for member in found.get("team", []):
            user = logins[member["login"]]
            if not TeamMember.objects.filter(campaign=campaign, user=user).exists():
                show_name(join_team(campaign, user, member["task"], actor=user), True)


def _load_goal(campaign: Campaign, position: int, found: dict[str, Any]) -> None:
    goal = put(
        CampaignGoal,
        {"campaign": campaign, "position": position},
        measure=found.get("measure", CampaignGoal.Measure.REPORTED),
        target=found["target"],
        reported=found.get("reported", 0),
    )
    put_texts(CampaignGoalText, goal, content.texts_of(found))


def _load_milestone(campaign: Campaign, found: dict[str, Any], today: date) -> None:
    ahead = found.get("due_in_days", -found.get("due_days_ago", 0))
    passed = found.get("reached_days_ago")
    milestone = put(
        Milestone,
        {"campaign": campaign, "due_on": today + timedelta(days=ahead)},
        reached_on=None if passed is None else today - timedelta(days=passed),
    )
    put_texts(MilestoneText, milestone, content.texts_of(found))
