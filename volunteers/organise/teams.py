"""A team in the workspace: the list, a new one, its words, what it belongs to, and its way."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partners.models import Membership
from partners.rules import open_to
from partners.workspace.access import Organising, find, require, workspace_page
from partners.workspace.texts import TextForm
from volunteers import services
from volunteers.forms.teams import NewTeamForm, TeamForm
from volunteers.models import Team, TeamMember, TeamText
from volunteers.services.applying import MOST_QUESTIONS
from volunteers.services.team_reading import team_page, team_room

GERMAN = settings.LANGUAGE_CODE
SEE, WRITE, CHANGE = "volunteers.view_team", "volunteers.add_team", "volunteers.change_team"
MANAGE, DELETE = "volunteers.manage_team", "volunteers.delete_team"
PER_PAGE = 50
State = TeamMember.State


def find_team(request: Organising, slug: str, need: str = "") -> Team:
    """The team, for whoever may look at it and has the right the page needs."""
    teams = Team.objects.select_related("organisation", "campaign").with_texts()
    return find(request, teams, SEE, need, slug=slug)


@require_safe
@workspace_page
def team_list(request: Organising) -> HttpResponse:
    mine = Team.objects.filter(organisation__in=open_to(request.user))
    teams = mine.annotate(
        belonging=Count("members", filter=Q(members__state=State.MEMBER)),
        waiting=Count("members", filter=Q(members__state=State.APPLIED)),
    ).order_by("slug")
    shown = teams.select_related("organisation").with_texts()
    context = {
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
        "may_add": request.user.has_perm(WRITE),
    }
    return render(request, "volunteers/organise/teams/team_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def add(request: Organising) -> HttpResponse:
    require(request, WRITE)
    mine = open_to(request.user, Membership.Role.EDITOR).active()
    form = NewTeamForm(request.POST or None, organisations=mine)
    if request.method == "POST" and form.is_valid():
        team = services.create_team(actor=request.user, **form.cleaned_data)
        messages.success(request, _("The draft is there. Nobody else sees it yet."))
        return redirect("teams_organise:detail", team.slug)
    status = 422 if form.errors else 200
    context = {"form": form}
    return render(request, "volunteers/organise/teams/team_new.html", context, status=status)


@require_safe
@workspace_page
def detail(request: Organising, slug: str) -> HttpResponse:
    """How the team stands; what its members share only for those who may manage it."""
    team = find_team(request, slug)
    texts = list(team.texts.all())
    written = {text.language for text in texts}
    may_manage = request.user.has_perm(MANAGE, team)
    context: dict[str, Any] = {
        "team": team,
        "missing_languages": [name for code, name in settings.LANGUAGES if code not in written],
        "stale": [text for text in texts if text.status == TeamText.Status.STALE],
        "number": team.members.active().count(),
        "waiting": team.members.applied().count(),
        "may_write": request.user.has_perm(WRITE, team),
        "may_change": request.user.has_perm(CHANGE, team),
        "may_delete": request.user.has_perm(DELETE, team),
        "may_manage": may_manage,
    }
    if may_manage:
        context |= team_room(team)
    return render(request, "volunteers/organise/teams/team_detail.html", context)


@require_safe
@workspace_page
def preview(request: Organising, slug: str) -> HttpResponse:
    """The page as visitors will see it."""
    find_team(request, slug)
    context = team_page(Team.objects.all(), slug) | {"preview": True}
    return render(request, "volunteers/teams/team_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def write(request: Organising, slug: str) -> HttpResponse:
    """The German text; the translations follow it on pages of their own."""
    team = find_team(request, slug, WRITE)
    present = team.texts.filter(language=GERMAN).first()
    form = TextForm(TeamText, present, GERMAN, request.POST or None, hints=_hints())
    if request.method == "POST" and form.is_valid():
        store = partial(services.write_team_text, team, GERMAN, actor=request.user)
        if form.save(store):
            messages.success(request, _("Saved."))
            return redirect("teams_organise:detail", team.slug)
    status = 409 if form.theirs is not None else 422 if form.errors else 200
    context = {"team": team, "form": form}
    return render(request, "volunteers/organise/teams/team_text.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def change(request: Organising, slug: str) -> HttpResponse:
    team = find_team(request, slug, WRITE)
    now = {
        "campaign": team.campaign,
        "fields_of_work": team.fields.all(),
        "takes_applications": team.takes_applications,
    }
    data = request.POST if request.method == "POST" else None
    form = TeamForm(data, initial=now, campaigns=services.campaigns_for_team(team))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        services.change_team(
            team,
            campaign=said["campaign"],
            fields=said["fields_of_work"],
            takes_applications=said["takes_applications"],
            actor=request.user,
        )
        messages.success(request, _("Saved."))
        return redirect("teams_organise:detail", team.slug)
    context = {"team": team, "form": form}
    status = 422 if form.errors else 200
    return render(request, "volunteers/organise/teams/team_form.html", context, status=status)


VERBS: dict[str, Callable[..., None]] = {
    "open": services.open_team,
    "close": services.close_team,
    "delete": services.delete_team,
}


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def lead(request: Organising, slug: str, deed: str) -> HttpResponse:
    """Ask once and do it."""
    team = find_team(request, slug, DELETE if deed == "delete" else CHANGE)
    title, about, button, done = _words(deed)
    if request.method == "POST":
        try:
            VERBS[deed](team, actor=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, done)
            if deed == "delete":
                return redirect("teams_organise:list")
        return redirect("teams_organise:detail", team.slug)
    context = {"team": team, "title": title, "about": about, "button": button}
    return render(request, "volunteers/organise/teams/team_lead.html", context)


def _words(deed: str) -> tuple[str, str, str, str]:
    """Heading, what follows, the button, and what is said afterwards."""
    return {
        "open": (
            _("Open the team"),
            _("Everybody sees its page from now on, and can apply where you allow it."),
            _("Open it"),
            _("The team is open."),
        ),
        "close": (
            _("Close the team"),
            _(
                "It leaves the list and takes nobody any more. Its page stays and says so; "
                "members can still read what they shared. Applications that wait stay until "
                "you answer them."
            ),
            _("Close it"),
            _("The team is closed."),
        ),
        "delete": (
            _("Delete the draft"),
            _("Nobody has seen it yet. It can't be brought back."),
            _("Delete"),
            _("The draft is deleted."),
        ),
    }[deed]


def _hints() -> dict[str, str]:
    return {
        "summary": _("What the team does, and for whom."),
        "about": _(
            "An empty line begins a paragraph, ## a heading, and [words](https://…) make a link."
        ),
        "questions": _(
            "Whoever applies answers each; at most %(number)d. Ask only what you need to decide."
        )
        % {"number": MOST_QUESTIONS},
    }
