"""A team's inner page, behind the secret of a member's own page.

Whoever is no member finds nothing: a team's room is as unknown to a stranger, to who has
applied or left, and to another team's member as one that never was.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from privacy.private_pages import opened_by_secret, private_page
from volunteers import services
from volunteers.models import Team, TeamFile, TeamMember
from volunteers.services.team_reading import file_of, team_room, teams_of
from web.origin import same_origin_required
from web.pressure import Order, sheds

type View = Callable[..., HttpResponse]


@private_page
@require_safe
@opened_by_secret
@sheds(Order.SIGNING)
def mine_teams(request: HttpRequest, secret: str, person_key: str) -> HttpResponse:
    """The teams I belong to, and those I wait to hear from."""
    context = {"secret": secret, "mine": teams_of(person_key)}
    return render(request, "volunteers/teams/mine_teams.html", context)


def members_only(view: View) -> View:
    """Let a member in, as `member` with its team and texts; everybody else gets 404."""

    @wraps(view)
    def let_in(request: HttpRequest, person_key: str, slug: str, **more: Any) -> HttpResponse:
        member = member_of(person_key, slug)
        if member is None:
            raise Http404
        return view(request, member=member, **more)

    return let_in


def member_of(person_key: str, slug: str) -> TeamMember | None:
    """The person's membership of the team, if there is one now."""
    mine = TeamMember.objects.of(person_key).active().filter(team__slug=slug)
    member = mine.first()
    if member is not None:
        teams = Team.objects.select_related("organisation").with_texts()
        member.team = teams.get(pk=member.team_id)
    return member


@private_page
@require_safe
@opened_by_secret
@members_only
@sheds(Order.SIGNING)
def room(request: HttpRequest, secret: str, member: TeamMember) -> HttpResponse:
    context = room_context(secret, member)
    return render(request, "volunteers/teams/room.html", context)


def room_context(secret: str, member: TeamMember, **more: object) -> dict[str, Any]:
    """What the inner page shows: to coordinators also who waits for an answer."""
    team = member.team
    context = {"secret": secret, "team": team, "me": member, **team_room(team)}
    context["coordinates"] = member.is_coordinator
    context["may_write"] = member.is_coordinator and team.state != Team.State.CLOSED
    if member.is_coordinator:
        context["applications"] = [
            (one, services.answers_of(one)) for one in team.members.applied()
        ]
    return context | more


@private_page
@require_safe
@opened_by_secret
@members_only
@sheds(Order.SIGNING)
def file(request: HttpRequest, secret: str, member: TeamMember, file_id: int) -> HttpResponse:
    """To be kept, never shown in the browser: what somebody wrote must not run as our page."""
    found: TeamFile = get_object_or_404(TeamFile, team=member.team_id, pk=file_id)
    return file_of(found)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@opened_by_secret
@members_only
@sheds(Order.SIGNING)
def leave(request: HttpRequest, secret: str, member: TeamMember) -> HttpResponse:
    """Ask first: to come back one has to apply anew."""
    if request.method == "POST":
        services.leave_team(member)
        messages.success(request, _("You have left the team."))
        return redirect("volunteering:mine_teams", secret)
    context = {"secret": secret, "team": member.team}
    return render(request, "volunteers/teams/leave.html", context)


@private_page
@require_POST
@same_origin_required
@opened_by_secret
@sheds(Order.SIGNING)
def take_back(request: HttpRequest, secret: str, person_key: str, slug: str) -> HttpResponse:
    """Take one's own application back while nobody has answered it."""
    mine = TeamMember.objects.of(person_key).applied().filter(team__slug=slug).first()
    if mine is not None and services.leave_team(mine):
        messages.success(request, _("Your application is taken back."))
    return redirect("volunteering:mine_teams", secret)
