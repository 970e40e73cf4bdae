"""A campaign's plan in the workspace: goals, milestones, team."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from campaigns import services
from campaigns.forms import GoalForm, MilestoneForm, TeamForm
from campaigns.models import Campaign, CampaignGoal, Milestone
from partners.workspace.access import Organising, find, require, workspace_page

SEE, CHANGE = "campaigns.view_campaign", "campaigns.change_campaign"
PARTS: dict[str, Any] = {"goal": CampaignGoal, "milestone": Milestone}


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def goal(request: Organising, slug: str, goal_id: int | None = None) -> HttpResponse:
    campaign = _campaign(request, slug)
    present = get_object_or_404(campaign.goals.with_texts(), pk=goal_id) if goal_id else None
    form = GoalForm(request.POST or None, initial=_goal_words(present))
    if request.method == "POST" and form.is_valid():
        services.save_goal(campaign, present, actor=request.user, **form.cleaned_data)
        return _saved(request, campaign)
    return _form(request, campaign, form, _("Goal"), "goal", present)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def milestone(request: Organising, slug: str, milestone_id: int | None = None) -> HttpResponse:
    campaign = _campaign(request, slug)
    milestones = campaign.milestones.with_texts()
    present = get_object_or_404(milestones, pk=milestone_id) if milestone_id else None
    form = MilestoneForm(request.POST or None, initial=_milestone_words(present))
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        words = {"title": given.pop("title"), "body": given.pop("body")}
        services.save_milestone(campaign, present, words, actor=request.user, **given)
        return _saved(request, campaign)
    return _form(request, campaign, form, _("Milestone"), "milestone", present)


@require_POST
@workspace_page
def remove(request: Organising, slug: str, kind: str, part_id: int) -> HttpResponse:
    campaign = _campaign(request, slug)
    part = get_object_or_404(PARTS[kind].objects.filter(campaign=campaign), pk=part_id)
    services.remove(part, actor=request.user)
    messages.success(request, _("Removed."))
    return redirect("campaigns_organise:detail", campaign.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def join_team(request: Organising, slug: str) -> HttpResponse:
    campaign = _campaign(request, slug)
    people = User.objects.filter(memberships__organisation=campaign.lead_id, is_active=True)
    form = TeamForm(request.POST or None, people=people.exclude(campaigns__campaign=campaign))
    if request.method == "POST" and form.is_valid():
        try:
            services.join_team(campaign, actor=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error("user", refusal)
        else:
            return _saved(request, campaign)
    return _form(request, campaign, form, _("Somebody for the team"))


@require_POST
@workspace_page
def change_team(request: Organising, slug: str, member_id: int) -> HttpResponse:
    """Leave the team, or show and hide one's own name; editors may take others off it."""
    campaign = find(request, Campaign.objects.all(), SEE, slug=slug)
    member = get_object_or_404(campaign.team.select_related("user"), pk=member_id)
    is_own = member.user == request.user
    if is_own and "is_shown" in request.POST:
        services.show_name(member, request.POST["is_shown"] == "yes")
    else:
        if not is_own:
            require(request, CHANGE, campaign)
        services.leave_team(member, actor=request.user)
    return _saved(request, campaign)


def _campaign(request: Organising, slug: str) -> Campaign:
    return find(request, Campaign.objects.with_texts(), SEE, CHANGE, slug=slug)


def _saved(request: Organising, campaign: Campaign) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("campaigns_organise:detail", campaign.slug)


def _form(
    request: Organising,
    campaign: Campaign,
    form: Any,
    heading: str,
    kind: str = "",
    part: CampaignGoal | Milestone | None = None,
) -> HttpResponse:
    context = {"campaign": campaign, "form": form, "heading": heading, "kind": kind, "part": part}
    status = 422 if form.errors else 200
    return render(request, "campaigns/organise/campaign_part.html", context, status=status)


def _german(part: CampaignGoal | Milestone) -> Any:
    return part.texts.get(language="de")


def _goal_words(goal: CampaignGoal | None) -> dict[str, Any]:
    if goal is None:
        return {}
    return {
        "title": _german(goal).title,
        "measure": goal.measure,
        "target": goal.target,
        "reported": goal.reported,
    }


def _milestone_words(milestone: Milestone | None) -> dict[str, Any]:
    if milestone is None:
        return {}
    text = _german(milestone)
    return {
        "title": text.title,
        "body": text.body,
        "due_on": milestone.due_on,
        "reached_on": milestone.reached_on,
    }
