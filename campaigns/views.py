"""The public side: campaigns and the fields of work they belong to."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from campaigns.models import (
    ActionField,
    ActionFieldText,
    Campaign,
    CampaignUpdate,
    Endorsement,
)
from languages.models import texts_of
from web.cache import cached_page
from web.htmx import render_page
from web.images import share_image
from web.pressure import Order, sheds

PER_PAGE = 24


@require_safe
@cached_page(params=("page", "field"))
@sheds(Order.LISTS)
def campaign_list(request: HttpRequest) -> HttpResponse:
    campaigns = Campaign.objects.public().select_related("lead").with_texts()
    field = request.GET.get("field", "")
    if field:
        campaigns = campaigns.filter(fields__slug=field)
    context = {
        "page": Paginator(campaigns, PER_PAGE).get_page(request.GET.get("page")),
        "fields": ActionField.objects.as_choices(),
        "chosen": field,
    }
    return render_page(request, "campaigns/campaign_list.html", context)


@require_safe
@cached_page(params=())
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    campaigns = (
        Campaign.objects.public()
        .select_related("lead")
        .with_texts()
        .prefetch_related("fields", texts_of(ActionFieldText, "fields__texts"))
    )
    campaign = get_object_or_404(campaigns, slug=slug)
    updates = CampaignUpdate.objects.filter(campaign=campaign).with_texts()
    endorsements = (
        Endorsement.objects.accepted()
        .filter(campaign=campaign)
        .select_related("organisation")
        .with_texts()
    )
    context = {
        "campaign": campaign,
        # Petitions stand above campaigns: they are reached as rows, never imported.
        "petitions": campaign.petitions.public()
        .select_related("initiator", "addressee")
        .with_texts(),
        "updates": updates,
        "endorsements": endorsements,
        "share_url": urljoin(settings.SITE_URL, campaign.get_absolute_url()),
    }
    return render_page(request, "campaigns/campaign_detail.html", context)


@require_safe
@cached_page(300, params=())
@sheds(Order.LISTS)
def picture(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture that goes with a shared link."""
    campaigns = Campaign.objects.public().select_related("lead").with_texts()
    campaign = get_object_or_404(campaigns, slug=slug)
    png = share_image(campaign.text.title, campaign.lead.name, 0, 0, get_language() or "de")
    return HttpResponse(png, content_type="image/png")


@require_safe
@cached_page(params=())
@sheds(Order.LISTS)
def field_list(request: HttpRequest) -> HttpResponse:
    fields = ActionField.objects.with_texts()
    return render_page(request, "campaigns/field_list.html", {"fields": fields})


@require_safe
@cached_page(params=())
def field_detail(request: HttpRequest, slug: str) -> HttpResponse:
    shown = Campaign.objects.public().select_related("lead").with_texts()
    fields = ActionField.objects.with_texts().prefetch_related(
        Prefetch("campaigns", shown, to_attr="shown_campaigns")
    )
    return render_page(
        request, "campaigns/field_detail.html", {"field": get_object_or_404(fields, slug=slug)}
    )
