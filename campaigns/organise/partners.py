"""Who stands behind a campaign: asked, asking, agreed on. The campaign's side."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns import services
from campaigns.forms import InvitePartnerForm, ReasonForm
from campaigns.models import Campaign, Endorsement, Side
from partners.models import Organisation
from partners.workspace.access import Organising, find, workspace_page
from web.named import named

SEE, MANAGE = "campaigns.view_campaign", "campaigns.manage_partners"
State = Endorsement.State
# More are found by their name.
SHOWN = 20


@require_safe
@workspace_page
def partner_list(request: Organising, slug: str) -> HttpResponse:
    """Everybody who asks, is asked, stands behind it or did; `?q=` finds whom to invite."""
    campaign = _campaign(request, slug)
    may_manage = request.user.has_perm(MANAGE, campaign)
    may_invite = may_manage and campaign.state == Campaign.State.PUBLISHED
    query = request.GET.get("q", "").strip()
    every = list(campaign.endorsements.for_lists())
    context = {
        "campaign": campaign,
        "asking": [one for one in every if one.state == State.REQUESTED],
        "reworded": [one for one in every if one.proposed_version],
        "accepted": [one for one in every if one.state == State.ACCEPTED],
        "invited": [one for one in every if one.state == State.INVITED],
        "over": sorted(
            (one for one in every if not one.is_live), key=lambda one: one.asked_at, reverse=True
        ),
        "may_manage": may_manage,
        "may_invite": may_invite,
        "query": query,
        "candidates": _candidates(campaign, query)[:SHOWN] if may_invite else [],
    }
    return render(request, "campaigns/organise/partner_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def invite(request: Organising, slug: str, organisation: str) -> HttpResponse:
    """Ask one organisation, with a personal word."""
    campaign = _campaign(request, slug, MANAGE)
    partner = get_object_or_404(Organisation.objects.public(), slug=organisation)
    form = InvitePartnerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.invite_partner(campaign, partner, **form.cleaned_data, actor=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(
                request, _("Invited. Nothing is public before the organisation has said yes.")
            )
            return redirect("campaigns_organise:partners", campaign.slug)
    context = {"campaign": campaign, "organisation": partner, "form": form}
    status = 422 if form.errors else 200
    return render(request, "campaigns/organise/partner_invite.html", context, status=status)


@require_POST
@workspace_page
def accept(request: Organising, slug: str, endorsement_id: int) -> HttpResponse:
    """Say yes to what an organisation has signed, or to its newer wording."""
    campaign = _campaign(request, slug, MANAGE)
    endorsement = _of(campaign, endorsement_id)
    try:
        if "version" in request.POST:
            services.take_over_wording(endorsement, _version_read(request), actor=request.user)
        else:
            services.accept_request(endorsement, actor=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Accepted. It is on the campaign's page now."))
    return redirect("campaigns_organise:partners", campaign.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def say_no(request: Organising, slug: str, endorsement_id: int, deed: str) -> HttpResponse:
    """Decline, take an invitation back, or end what was agreed on; the reason is optional."""
    campaign = _campaign(request, slug, MANAGE)
    endorsement = _of(campaign, endorsement_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            if deed == "end":
                services.end(endorsement, reason, actor=request.user)
            else:
                verb = services.decline if deed == "decline" else services.retract
                verb(endorsement, Side.CAMPAIGN, reason, actor=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Done. The organisation gets a mail."))
            return redirect("campaigns_organise:partners", campaign.slug)
    title, button = {
        "decline": (_("Decline"), _("Decline")),
        "retract": (_("Take the invitation back"), _("Take it back")),
        "end": (_("End the endorsement"), _("End it")),
    }[deed]
    context: dict[str, Any] = {
        "campaign": campaign,
        "endorsement": endorsement,
        "deed": deed,
        "form": form,
        "title": title,
        "button": button,
    }
    status = 422 if form.errors else 200
    return render(request, "campaigns/organise/partner_no.html", context, status=status)


def _campaign(request: Organising, slug: str, need: str = "") -> Campaign:
    campaigns = Campaign.objects.with_texts().select_related("lead")
    return find(request, campaigns, SEE, need, slug=slug)


def _of(campaign: Campaign, endorsement_id: int) -> Endorsement:
    return get_object_or_404(campaign.endorsements.for_lists(), pk=endorsement_id)


def _version_read(request: Organising) -> int:
    """Which wording the button stood beside; 0, which is none, for anything else."""
    given = request.POST["version"]
    return int(given) if given.isdecimal() and len(given) < 5 else 0


def _candidates(campaign: Campaign, query: str) -> Any:
    """Public organisations of this name that could be asked."""
    busy = campaign.endorsements.live().values("organisation")
    others = Organisation.objects.public().exclude(pk__in=busy).exclude(pk=campaign.lead_id)
    return named(others, query, "name", "short_name")
