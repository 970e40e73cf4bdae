"""A campaign's way: published, scheduled, archived. Each is a deed of its own."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from campaigns import services
from campaigns.forms import ScheduleForm
from campaigns.models import Campaign
from partners.workspace.access import Organising, find, workspace_page

SEE, PUBLISH = "campaigns.view_campaign", "campaigns.publish_campaign"


@require_POST
@workspace_page
def publish(request: Organising, slug: str) -> HttpResponse:
    return _lead(request, slug, services.publish, _("The campaign is public now."))


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def archive(request: Organising, slug: str) -> HttpResponse:
    """Ask once, and say what follows: everybody sees at once that it is over."""
    if request.method != "POST":
        campaign = find(request, Campaign.objects.with_texts(), SEE, PUBLISH, slug=slug)
        context = {"campaign": campaign}
        return render(request, "campaigns/organise/campaign_archive.html", context)
    return _lead(
        request, slug, services.archive, _("The campaign is archived. It stays readable.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def schedule(request: Organising, slug: str) -> HttpResponse:
    """Set the time of publishing, or take it back."""
    campaign = find(request, Campaign.objects.with_texts(), SEE, PUBLISH, slug=slug)
    is_taken_back = "take_back" in request.POST
    form = ScheduleForm(request.POST or None, initial={"at": campaign.publish_at})
    if request.method == "POST" and (is_taken_back or form.is_valid()):
        try:
            at = None if is_taken_back else form.cleaned_data["at"]
            services.schedule(campaign, at, actor=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("campaigns_organise:detail", campaign.slug)
    context = {"campaign": campaign, "form": form}
    status = 422 if form.errors else 200
    return render(request, "campaigns/organise/campaign_schedule.html", context, status=status)


def _lead(request: Organising, slug: str, verb: Callable[..., None], done: str) -> HttpResponse:
    campaign = find(request, Campaign.objects.with_texts(), SEE, PUBLISH, slug=slug)
    try:
        verb(campaign, actor=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, done)
    return redirect("campaigns_organise:detail", campaign.slug)
