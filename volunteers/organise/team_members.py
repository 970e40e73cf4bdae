"""A team's people and what they share, for its organisation's organisers: by the same services
as the team's own coordinators."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partners.workspace.access import Organising, workspace_page
from volunteers import services
from volunteers.forms.teams import REFUSING, SHARING, ReasonForm
from volunteers.models import Team, TeamFile, TeamMember
from volunteers.organise.teams import MANAGE, find_team
from volunteers.services.team_reading import file_of, members_of
from volunteers.services.team_sharing import MOST_FILE_BYTES, REMOVABLE
from web.bodies import takes_files_of


@require_safe
@workspace_page
def members(request: Organising, slug: str) -> HttpResponse:
    """Who waits for an answer, with what they wrote, and who belongs."""
    team = find_team(request, slug, MANAGE)
    context = {
        "team": team,
        "applications": [(one, services.answers_of(one)) for one in team.members.applied()],
        "members": members_of(team),
    }
    return render(request, "volunteers/organise/teams/members.html", context)


@require_POST
@workspace_page
def accept(request: Organising, slug: str, member_id: UUID) -> HttpResponse:
    team = find_team(request, slug, MANAGE)
    if services.decide(_one_of(team, member_id), accepts=True, actor=request.user):
        messages.success(request, _("The person belongs to the team now, and gets a mail."))
    else:
        messages.warning(request, _("Somebody else has decided meanwhile."))
    return redirect("teams_organise:members", team.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def refuse(request: Organising, slug: str, member_id: UUID, deed: str) -> HttpResponse:
    """Decline an application, or end a membership: with a reason, which the person reads."""
    team = find_team(request, slug, MANAGE)
    if deed not in REFUSING:
        raise Http404
    person = _one_of(team, member_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if REFUSING[deed](person, actor=request.user, reason=form.cleaned_data["reason"]):
            messages.success(request, _("Done. The person gets a mail with your reason."))
        else:
            messages.warning(request, _("Somebody else has decided meanwhile."))
        return redirect("teams_organise:members", team.slug)
    context = {"team": team, "person": person, "form": form, "deed": deed}
    status = 422 if form.errors else 200
    return render(request, "volunteers/organise/teams/refuse.html", context, status=status)


@require_POST
@workspace_page
def change_role(request: Organising, slug: str, member_id: UUID) -> HttpResponse:
    team = find_team(request, slug, MANAGE)
    role = request.POST.get("role", "")
    if services.change_role(_one_of(team, member_id), role, actor=request.user):
        messages.success(request, _("Changed."))
    return redirect("teams_organise:members", team.slug)


@takes_files_of(MOST_FILE_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def share(request: Organising, slug: str, kind: str) -> HttpResponse:
    """Announce something to all members, or add a link, a file or a meeting."""
    team = find_team(request, slug, MANAGE)
    sharing = SHARING.get(kind)
    if sharing is None:
        raise Http404
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = sharing.form(*data)
    if request.method == "POST" and form.is_valid():
        try:
            sharing.store(team, actor=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, sharing.done)
            return redirect("teams_organise:detail", team.slug)
    context = {"team": team, "form": form, "sharing": sharing}
    status = 422 if form.errors else 200
    return render(request, "volunteers/organise/teams/share.html", context, status=status)


@require_POST
@workspace_page
def unshare(request: Organising, slug: str, kind: str, pk: int) -> HttpResponse:
    team = find_team(request, slug, MANAGE)
    if kind not in REMOVABLE:
        raise Http404
    if services.remove_shared(team, kind, pk, actor=request.user):
        messages.success(request, _("Removed."))
    return redirect("teams_organise:detail", team.slug)


@require_safe
@workspace_page
def file(request: Organising, slug: str, file_id: int) -> HttpResponse:
    team = find_team(request, slug, MANAGE)
    return file_of(get_object_or_404(TeamFile, team=team, pk=file_id))


def _one_of(team: Team, member_id: UUID) -> TeamMember:
    """Who waits or belongs; somebody of another team is as unknown as nobody."""
    waiting_or_in = (TeamMember.State.APPLIED, TeamMember.State.MEMBER)
    return get_object_or_404(team.members.filter(state__in=waiting_or_in), pk=member_id)
