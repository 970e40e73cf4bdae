"""What teams bring to the workspace: applications that wait, deeds in words, translations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from partners.models import Membership, Organisation
from partners.rules import open_to
from partners.workspace import attention, trail, translatable
from partners.workspace.attention import Urgency, Waiting
from partners.workspace.translatable import Kind
from volunteers.models import Team, TeamMember, TeamText
from volunteers.services.teams import COORDINATOR

DEEDS = {
    "volunteers.team_created": gettext_lazy("began the team"),
    "volunteers.team_written": gettext_lazy("wrote the text"),
    "volunteers.team_changed": gettext_lazy("changed what the team belongs to"),
    "volunteers.team_opened": gettext_lazy("opened the team"),
    "volunteers.team_closed": gettext_lazy("closed the team"),
    "volunteers.team_deleted": gettext_lazy("deleted the draft"),
    "volunteers.team_people_fetched": gettext_lazy("fetched the list of those who help"),
    "volunteers.member_accepted": gettext_lazy("took somebody into the team"),
    "volunteers.member_declined": gettext_lazy("declined an application"),
    "volunteers.member_role_changed": gettext_lazy("changed who coordinates the team"),
    "volunteers.member_ended": gettext_lazy("ended somebody's membership"),
    "volunteers.announced": gettext_lazy("wrote to all members"),
    "volunteers.team_link_added": gettext_lazy("added a link"),
    "volunteers.team_link_removed": gettext_lazy("removed a link"),
    "volunteers.team_file_added": gettext_lazy("added a file"),
    "volunteers.team_file_removed": gettext_lazy("removed a file"),
    "volunteers.meeting_planned": gettext_lazy("planned a meeting"),
    "volunteers.team_meeting_removed": gettext_lazy("removed a meeting"),
}


def register() -> None:
    attention.register("team_applications", waiting_for)
    trail.register("volunteers.team", _teams_of, DEEDS)
    trail.name_actor(COORDINATOR, gettext_lazy("a coordinator of the team"))
    translatable.register(
        Kind(
            name="team",
            label=gettext_lazy("team"),
            text_model=TeamText,
            of=lambda organisations: Team.objects.filter(organisation__in=organisations),
            owner=lambda team: team.organisation_id,
            url=lambda team: reverse("teams_organise:write", args=[team.slug]),
        )
    )


def waiting_for(user: User) -> Iterator[Waiting]:
    """For organisers: teams in which somebody waits for an answer."""
    applied = Q(members__state=TeamMember.State.APPLIED)
    teams = (
        Team.objects.filter(organisation__in=open_to(user, Membership.Role.ORGANISER))
        .annotate(
            waiting=Count("members", filter=applied),
            since=Min("members__confirmed_at", filter=applied),
        )
        .filter(waiting__gt=0)
    )
    team: Any
    for team in teams.with_texts():
        yield Waiting(
            ngettext(
                "%(number)d application for a team waits.",
                "%(number)d applications for a team wait.",
                team.waiting,
            )
            % {"number": team.waiting},
            reverse("teams_organise:members", args=[team.slug]),
            Urgency.NOW,
            about=str(team),
            at=team.since,
            icon="users",
        )


def _teams_of(organisation: Organisation) -> Iterator[tuple[object, str]]:
    for team in Team.objects.filter(organisation=organisation).with_texts():
        yield team.pk, str(team)
