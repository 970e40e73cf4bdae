"""Applying to a team: anonymous, for a plain form and for htmx at one address; then the link."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from privacy.private_pages import private_page
from privacy.secrets import SecretError
from volunteers import parts, services
from volunteers.forms.applying import ApplyForm
from volunteers.models import Team, TeamMember
from volunteers.services.applying import appliable_key
from volunteers.services.team_links import find_application
from volunteers.services.team_reading import team_page
from volunteers.views.teams import known_text, page_context
from web.addresses import address
from web.cache import cached_page, recall
from web.htmx import render_page, wants_part
from web.intake import refused
from web.limits import check, client_network
from web.origin import same_origin_required
from web.pressure import Order, sheds
from web.waiting import or_wait

State = TeamMember.State


def _form_waits(request: HttpRequest, slug: str, waiting: dict[str, object]) -> HttpResponse:
    """A small page with the form as it was typed; what it knows of the team it remembers."""
    team = recall(appliable_key(slug))
    if team is None:
        team = Team(slug=slug)
        text = known_text(slug)
        team.shown_texts = [text] if text else []
    context = {
        "team": team,
        "text": known_text(slug),
        "form": ApplyForm(request.POST, team=team),
        "waiting": waiting,
    }
    template = "volunteers/teams/apply_waiting.html"
    return render_page(request, template, context, part="apply_panel")


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@or_wait(_form_waits)
@sheds(Order.SIGNING)
def apply(request: HttpRequest, slug: str) -> HttpResponse:
    if request.method != "POST":
        return redirect("teams:detail", slug)
    try:
        team = services.appliable(slug)
    except Team.DoesNotExist:
        raise Http404 from None
    form = ApplyForm(request.POST, team=team)

    def again(status: int, **told: object) -> HttpResponse:
        return _form_again(request, slug, form, status, **told)

    def take() -> HttpResponse | None:
        if not form.is_valid():
            return again(422)
        try:
            services.apply_to_team(team, form.application())
        except services.TeamIsClosed:
            return again(409)
        return None

    about = f"team:{slug}"
    if answer := refused(
        request, take, again, part=parts.JOINING, limit="team:network", about=about
    ):
        return answer
    if wants_part(request):
        return render_page(request, "volunteers/teams/applied.html", {"team": team}, part="sent")
    return HttpResponseRedirect(address("teams:applied", slug))


@require_safe
@cached_page(params=())
@sheds(Order.SIGNING)
def applied(request: HttpRequest, slug: str) -> HttpResponse:
    """ "Look in your mailbox": the same for a first application and for a repeated one."""
    return render(request, "volunteers/teams/applied.html", team_page(Team.objects.public(), slug))


def _link_waits(
    request: HttpRequest, slug: str, secret: str, waiting: dict[str, object]
) -> HttpResponse:
    context = {"text": known_text(slug), "waiting": waiting}
    return render(request, "petitions/confirm_waiting.html", context)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@or_wait(_link_waits)
@sheds(Order.SIGNING)
def confirm(request: HttpRequest, slug: str, secret: str) -> HttpResponse:
    """GET shows what was typed, POST confirms it: mail scanners open links."""
    check("volunteering:network", client_network(request))
    try:
        member = find_application(secret)
    except SecretError as error:
        return _closed(request, slug, error)
    context = team_page(Team.objects.all(), member.team.slug)
    context |= {"member": member, "secret": secret}
    if member.state == State.PENDING and services.takes_applications(member.team):
        if request.method != "POST":
            return _to_confirm(request, member, context)
        seen = request.POST.get("seen", "")
        try:
            context["member"] = services.confirm_application(member, seen=seen)
        except services.HasChanged:
            member.refresh_from_db()
            return _to_confirm(request, member, context, is_newer=True)
        except services.TeamIsClosed:
            context["is_closed"] = True
    elif member.state == State.PENDING:
        context["is_closed"] = True
    is_over = context.get("is_closed") or context["member"].state in (State.DECLINED, State.LEFT)
    status = 410 if is_over else 200
    return render(request, "volunteers/teams/confirmed.html", context, status=status)


def _to_confirm(
    request: HttpRequest,
    member: TeamMember,
    context: dict[str, Any],
    *,
    is_newer: bool = False,
) -> HttpResponse:
    """What the press confirms; `is_newer` where that has changed since it was read."""
    context |= {
        "seen": member.applied_at.isoformat(),
        "answers": services.answers_of(member),
        "is_newer": is_newer,
    }
    status = 409 if is_newer else 200
    return render(request, "volunteers/teams/confirm.html", context, status=status)


def _form_again(
    request: HttpRequest, slug: str, form: ApplyForm, status: int, **more: object
) -> HttpResponse:
    """The page with the form as it was typed, and what to do next."""
    context = page_context(slug, form, **more)
    if not services.takes_applications(context["team"]):
        status = 409
    template = "volunteers/teams/team_detail.html"
    return render_page(request, template, context, part="apply_panel", status=status)


def _closed(request: HttpRequest, slug: str, error: SecretError) -> HttpResponse:
    """A link that opens nothing: never known, expired, or what it was for is deleted."""
    team = Team.objects.public().with_texts().filter(slug=slug).first()
    context = {"team": team, "was_known": error.secret is not None}
    status = 410 if error.secret is not None else 404
    return render(request, "volunteers/teams/link_closed.html", context, status=status)
