"""Asking to write to people who sign: the organisation prepares, the campaign says yes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.models import Campaign, Endorsement
from partners.models import Organisation
from partners.workspace.access import Organising, find, workspace_page
from petitions import services
from petitions.forms.contacts import OfferForm
from petitions.models import ContactOffer
from petitions.models.contacts import OFFERS_AT_MOST
from petitions.organise.contacts import found

PUBLISH = "campaigns.publish_campaign"


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def prepare(request: Organising, slug: str, campaign_slug: str) -> HttpResponse:
    """The organisation's words: handed in, and on the forms once the campaign said yes."""
    organisation = found(request, slug)
    campaign = _endorsed(organisation, campaign_slug)
    live = ContactOffer.objects.live().filter(organisation=organisation, campaign=campaign)
    offer = live.first()
    form = OfferForm(_newest(offer), request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            services.prepare(organisation, campaign, form.words, actor=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(
                request, _("Handed in. It stands on the forms once the campaign says yes.")
            )
            return redirect("petitions_contacts:contacts", slug)
    context = {
        "organisation": organisation,
        "campaign": campaign,
        "offer": offer,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "petitions/organise/contact_prepare.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def end_own(request: Organising, slug: str, campaign_slug: str) -> HttpResponse:
    organisation = found(request, slug)
    live = ContactOffer.objects.live().select_related("organisation", "campaign")
    offer = get_object_or_404(live, organisation=organisation, campaign__slug=campaign_slug)
    return _end(request, offer, "petitions_contacts:contacts", slug)


@require_safe
@workspace_page
def of_campaign(request: Organising, slug: str) -> HttpResponse:
    """What organisations ask on this campaign's forms, and what waits for a yes. How many
    agreed, and who, is between them and the organisation."""
    campaign = _led(request, slug)
    offers = campaign.contact_offers.live().select_related("organisation")
    context = {"campaign": campaign, "offers": offers, "most": OFFERS_AT_MOST}
    return render(request, "petitions/organise/contact_offers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def read(request: Organising, slug: str, offer_id: int) -> HttpResponse:
    """Read the words, and let them on the forms."""
    campaign = _led(request, slug)
    live = campaign.contact_offers.live().select_related("organisation")
    offer = get_object_or_404(live, pk=offer_id)
    refusal = ""
    if request.method == "POST":
        try:
            seen = _moment(request.POST.get("seen", ""))
            services.put_on_forms(offer, seen=seen, actor=request.user)
        except ValidationError as error:
            refusal = " ".join(error.messages)
            offer.refresh_from_db()
        else:
            messages.success(request, _("It stands on the forms now, in a few seconds."))
            return redirect("petitions_contacts:of_campaign", slug)
    context = {
        "campaign": campaign,
        "offer": offer,
        "seen": offer.submitted_at.isoformat() if offer.submitted_at else "",
        "waiting": offer.wordings.filter(version=offer.version + 1).order_by("pk"),
        "shown": offer.wordings.filter(version=offer.version).order_by("pk"),
        "refusal": refusal,
    }
    status = 409 if refusal else 200
    return render(request, "petitions/organise/contact_read.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def end(request: Organising, slug: str, offer_id: int) -> HttpResponse:
    campaign = _led(request, slug)
    live = ContactOffer.objects.live().select_related("organisation", "campaign")
    offer = get_object_or_404(live, pk=offer_id, campaign=campaign)
    return _end(request, offer, "petitions_contacts:of_campaign", slug)


def _end(request: Organising, offer: ContactOffer, back: str, slug: str) -> HttpResponse:
    if request.method == "POST":
        services.end_offer(offer, actor=request.user)
        messages.success(request, _("It is ended."))
        return redirect(back, slug)
    context = {"offer": offer, "back": back, "slug": slug}
    return render(request, "petitions/organise/contact_end.html", context)


def _endorsed(organisation: Organisation, slug: str) -> Campaign:
    """A campaign that the organisation stands behind; any other one is not found."""
    accepted = Endorsement.objects.accepted().filter(organisation=organisation)
    campaigns = Campaign.objects.filter(pk__in=accepted.values("campaign")).with_texts()
    return get_object_or_404(campaigns, slug=slug)


def _led(request: Organising, slug: str) -> Campaign:
    return find(
        request, Campaign.objects.with_texts(), "campaigns.view_campaign", PUBLISH, slug=slug
    )


def _newest(offer: ContactOffer | None) -> dict[str, Any]:
    """What was handed in last, by language."""
    if offer is None:
        return {}
    version = offer.version + 1 if offer.submitted_at else offer.version
    return {one.language: one for one in offer.wordings.filter(version=version)}


def _moment(text: str) -> datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:
        raise Http404 from None
