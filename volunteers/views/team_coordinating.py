"""What a team's coordinators do from its inner page, by the secret of their own page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from privacy.private_pages import opened_by_secret, private_page
from privacy.secrets import SELF_SERVICE, SecretError, look_up
from volunteers import services
from volunteers.forms.teams import REFUSING, SHARING, ReasonForm
from volunteers.models import Team, TeamMember
from volunteers.services.team_sharing import MOST_FILE_BYTES, REMOVABLE
from volunteers.services.teams import COORDINATOR
from volunteers.views.team_room import member_of, members_only
from web.bodies import takes_files_of
from web.origin import same_origin_required
from web.pressure import Order, sheds

type View = Callable[..., HttpResponse]


def coordinators_only(view: View) -> View:
    """Let in who coordinates the team; a member who doesn't finds no such page."""

    @wraps(view)
    def let_in(request: HttpRequest, secret: str, member: TeamMember, **more: Any) -> HttpResponse:
        if not member.is_coordinator:
            raise Http404
        return view(request, secret=secret, team=member.team, **more)

    return members_only(let_in)


def sends_files(request: HttpRequest, secret: str, slug: str, kind: str) -> bool:
    """Whether a large body may come in at all: it is read before the view can refuse it."""
    try:
        person_key = look_up(secret, SELF_SERVICE).person_key
    except SecretError:
        return False
    member = member_of(person_key, slug)
    return member is not None and member.is_coordinator and kind == "file"


@takes_files_of(MOST_FILE_BYTES, lets_in=sends_files)
@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@opened_by_secret
@coordinators_only
@sheds(Order.SIGNING)
def share(request: HttpRequest, secret: str, team: Team, kind: str) -> HttpResponse:
    """Announce something to all members, or add a link, a file or a meeting."""
    sharing = SHARING.get(kind)
    if sharing is None or team.state == Team.State.CLOSED:
        raise Http404
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = sharing.form(*data)
    if request.method == "POST" and form.is_valid():
        try:
            sharing.store(team, actor=COORDINATOR, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, sharing.done)
            return redirect("volunteering:team", secret, team.slug)
    context = {"secret": secret, "team": team, "form": form, "sharing": sharing}
    status = 422 if form.errors else 200
    return render(request, "volunteers/teams/share.html", context, status=status)


@private_page
@require_POST
@same_origin_required
@opened_by_secret
@coordinators_only
@sheds(Order.SIGNING)
def unshare(request: HttpRequest, secret: str, team: Team, kind: str, pk: int) -> HttpResponse:
    """Take a link, a file or a meeting away."""
    if kind not in REMOVABLE:
        raise Http404
    if services.remove_shared(team, kind, pk, actor=COORDINATOR):
        messages.success(request, _("Removed."))
    return redirect("volunteering:team", secret, team.slug)


@private_page
@require_POST
@same_origin_required
@opened_by_secret
@coordinators_only
@sheds(Order.SIGNING)
def accept(request: HttpRequest, secret: str, team: Team, member_id: UUID) -> HttpResponse:
    application = _one_of(team, member_id)
    if services.decide(application, accepts=True, actor=COORDINATOR):
        messages.success(request, _("The person belongs to the team now, and gets a mail."))
    else:
        messages.warning(request, _("Somebody else has decided meanwhile."))
    return redirect("volunteering:team", secret, team.slug)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@opened_by_secret
@coordinators_only
@sheds(Order.SIGNING)
def refuse(
    request: HttpRequest, secret: str, team: Team, member_id: UUID, deed: str
) -> HttpResponse:
    """Decline an application, or end a membership: with a reason, which the person reads."""
    if deed not in REFUSING:
        raise Http404
    person = _one_of(team, member_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if REFUSING[deed](person, actor=COORDINATOR, reason=form.cleaned_data["reason"]):
            messages.success(request, _("Done. The person gets a mail with your reason."))
        else:
            messages.warning(request, _("Somebody else has decided meanwhile."))
        return redirect("volunteering:team", secret, team.slug)
    context = {"secret": secret, "team": team, "form": form, "person": person, "deed": deed}
    status = 422 if form.errors else 200
    return render(request, "volunteers/teams/refuse.html", context, status=status)


@private_page
@require_POST
@same_origin_required
@opened_by_secret
@coordinators_only
@sheds(Order.SIGNING)
def change_role(request: HttpRequest, secret: str, team: Team, member_id: UUID) -> HttpResponse:
    person = _one_of(team, member_id)
    if services.change_role(person, request.POST.get("role", ""), actor=COORDINATOR):
        messages.success(request, _("Changed."))
    return redirect("volunteering:team", secret, team.slug)


def _one_of(team: Team, member_id: UUID) -> TeamMember:
    """Who waits or belongs; somebody of another team is as unknown as nobody."""
    waiting_or_in = (TeamMember.State.APPLIED, TeamMember.State.MEMBER)
    return get_object_or_404(team.members.filter(state__in=waiting_or_in), pk=member_id)
