"""A campaign's picture: a page of its own, since a browser forgets a file when a form fails."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campaigns import services
from campaigns.models import Campaign
from partners.workspace.access import Organising, find, workspace_page
from pictures.forms import PictureForm, takes_picture


@takes_picture
@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def picture(request: Organising, slug: str) -> HttpResponse:
    """Choose a picture, say what it shows and whose it is, or take it away."""
    campaigns = Campaign.objects.with_texts().with_pictures()
    campaign = find(
        request, campaigns, "campaigns.view_campaign", "campaigns.change_campaign", slug=slug
    )
    if "take_away" in request.POST:
        services.show_picture(campaign, None, actor=request.user)
        messages.success(request, _("Removed."))
        return redirect("campaigns_organise:detail", campaign.slug)
    form = PictureForm(request.POST or None, request.FILES or None, picture=campaign.picture)
    if request.method == "POST" and form.is_valid():
        shown = form.save(is_demo=campaign.is_demo)
        services.show_picture(campaign, shown, actor=request.user)
        messages.success(request, _("Saved."))
        return redirect("campaigns_organise:detail", campaign.slug)
    context = {"campaign": campaign, "form": form}
    status = 422 if form.errors else 200
    return render(request, "campaigns/organise/campaign_picture.html", context, status=status)
