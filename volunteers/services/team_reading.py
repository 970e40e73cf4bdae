"""What is read of teams: by visitors, by members, and by those who coordinate."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from campaigns.models import Campaign
from languages.models import texts_of
from volunteers.models import (
    Shift,
    Task,
    Team,
    TeamFile,
    TeamMeeting,
    TeamMember,
    TeamQuerySet,
    TeamText,
)
from web.downloads import Download

# On a team's pages.
SHIFTS_SHOWN = TASKS_SHOWN = 6
ANNOUNCEMENTS_SHOWN = 20


def listed_teams(field: str = "", campaign: str = "") -> TeamQuerySet:
    """The teams that show, of one field of work and campaign where these are named."""
    teams = Team.objects.listed()
    if field:
        teams = teams.filter(fields__slug=field)
    if campaign:
        teams = teams.filter(campaign__in=Campaign.objects.public().filter(slug=campaign))
    return teams.with_belongings().order_by("slug")


def team_page(teams: TeamQuerySet, slug: str) -> dict[str, Any]:
    """What a team's public page shows. Raises Http404."""
    team = get_object_or_404(teams.with_belongings(), slug=slug)
    is_active = team.state == Team.State.ACTIVE
    return {
        "team": team,
        "campaign": team.campaign if team.campaign and team.campaign.is_public else None,
        "meetings": list(_coming(team).filter(is_open=True)) if is_active else [],
        "shifts": list(
            Shift.objects.listed().coming().filter(team=team).with_needs()[:SHIFTS_SHOWN]
        ),
        "tasks": list(Task.objects.listed().filter(team=team).with_texts()[:TASKS_SHOWN]),
    }


def team_room(team: Team) -> dict[str, Any]:
    """What the members share. Ask first whether whoever reads it may."""
    return {
        "announcements": list(team.announcements.all()[:ANNOUNCEMENTS_SHOWN]),
        "links": list(team.links.all()),
        # The files themselves are fetched one by one.
        "files": list(TeamFile.objects.filter(team=team).defer("content")),
        "meetings": list(_coming(team)),
        "members": members_of(team),
    }


def members_of(team: Team) -> list[TeamMember]:
    """Who belongs to it, coordinators first; by name, which is sealed in the database."""
    rows = team.members.active()
    return sorted(rows, key=lambda one: (not one.is_coordinator, one.name.casefold()))


def _coming(team: Team) -> Any:
    return TeamMeeting.objects.filter(team=team, ends_at__gt=timezone.now())


def teams_of(person_key: str) -> list[TeamMember]:
    """A person's teams, and those they have applied to and confirmed; each with its words."""
    states = (TeamMember.State.MEMBER, TeamMember.State.APPLIED)
    mine = TeamMember.objects.of(person_key).filter(state__in=states)
    return list(
        mine.select_related("team__organisation")
        .prefetch_related(texts_of(TeamText, "team__texts"))
        .order_by("-state", "team__slug")
    )


def file_of(file: TeamFile) -> HttpResponse:
    """A file as it is sent: to be kept, and taken for nothing but what it is."""
    answer = Download(file.name, file.content_type, bytes(file.content)).answer()
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
